"""Three ratings in every form of text, and what must come of them."""

import json

ROWS = [("7", "a", "3.5", "100"), ("7", "b", "4.0", "101"), ("8", "a", "0.5", "102")]


def assert_is_rows(description):
    assert description.features.ids.tolist() == [7, 8]
    assert description.features.columns["avg_rating"].tolist() == [3.75, 0.5]
    assert description.overview.items == 2
    assert description.quality.rows_dropped == 0


def lines(rows, delimiter=",", head=None):
    return "".join(f"{delimiter.join(row)}\n" for row in ([head] if head else []) + list(rows))


HEAD = ("userId", "movieId", "rating", "timestamp")
QUOTED = [[f'"{cell}"' for cell in row] for row in ROWS]
OBJECTS = [dict(zip(("reviewerID", "asin", "overall", "unixReviewTime"), row, strict=True)) for row in ROWS]

TEXTS = {
    "comma.csv": lines(ROWS, ",", HEAD),
    "semicolon.csv": lines(QUOTED, ";", ('"User-ID"', '"ISBN"', '"Book-Rating"', '"x"')),
    "decimal comma.csv": lines([[cell.replace(".", ",") for cell in row] for row in ROWS], ";", HEAD),
    "tab.tsv": lines(ROWS, "\t", ("user", "item", "score", "date")),
    "pipe.txt": lines(ROWS, "|", ("uid", "book_id", "stars", "time")),
    "blank.txt": lines(ROWS, " "),
    "headless.csv": lines(ROWS),
    "ratings.dat": lines(ROWS, "::"),
    "u.data": lines(ROWS, "\t"),
    "upper.CSV": lines(ROWS, ",", ("USER_ID", "MOVIE_ID", "RATING", "TIMESTAMP")),
    "list.json": json.dumps(OBJECTS, indent=1),
    "lines.jsonl": "".join(json.dumps(record) + "\n" for record in OBJECTS),
    "lines.json": "".join(json.dumps(record) + "\n" for record in OBJECTS),
    "numbers.ndjson": "".join(json.dumps({"user": int(u), "item": i, "stars": float(r)}) + "\n" for u, i, r, _ in ROWS),
}  # fmt: skip
