"""Every form of ratings that is read, the columns that are found, and the encodings."""

import gzip
import json
import zipfile

import duckdb
import pandas as pd
import pytest

from core.description import describe_dataset
from core.errors import NotADatasetError, SegscopeError, UnclearColumnsError, UnreadableDatasetError
from core.opening import open_dataset

ROWS = [("7", "a", "3.5", "100"), ("7", "b", "4.0", "101"), ("8", "a", "0.5", "102")]


def opened(path, **options):
    dataset = open_dataset(path, **options)
    try:
        return describe_dataset(dataset)
    finally:
        dataset.close()


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


@pytest.mark.parametrize("name", TEXTS)
def test_every_form_of_text_is_read(tmp_path, name):
    path = tmp_path / name
    path.write_text(TEXTS[name])
    assert_is_rows(opened(path))


@pytest.mark.parametrize("name", TEXTS)
def test_every_form_of_text_is_read_gzipped(tmp_path, name):
    path = tmp_path / f"{name}.gz"
    path.write_bytes(gzip.compress(TEXTS[name].encode()))
    assert_is_rows(opened(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
@pytest.mark.parametrize("name", ["semicolon.csv", "list.json"])
def test_every_encoding_is_found(tmp_path, encoding, name):
    path = tmp_path / name
    path.write_bytes(TEXTS[name].replace('"x"', '"größe"').replace('"unixReviewTime"', '"größe"').encode(encoding))
    assert_is_rows(opened(path))


def test_text_that_turns_out_not_to_be_utf8_far_down_is_read_as_latin1(tmp_path):
    path = tmp_path / "late.csv"
    path.write_bytes(b"userId,movieId,rating\n" + b"1,a,3\n" * 60_000 + "2,é,4\n".encode("latin-1"))
    description = opened(path)
    assert description.overview.users == 2
    assert "late.csv is not UTF-8 throughout: it is read as Latin-1." in description.notes


@pytest.mark.parametrize("odd", [{"Note": 1, "note": 2}, {"": 1, 'a"b': 2, "a\\": 3, "it's": 4}])
def test_json_keys_may_be_odd(tmp_path, odd):
    path = tmp_path / "odd.jsonl"
    path.write_text(json.dumps({**odd, "user": 5, "item": "é", "rating": 3}) + "\n")
    assert opened(path).features.ids.tolist() == [5]


def test_parquet_with_zoned_times_in_a_folder_named_like_a_partition_is_read(tmp_path):
    folder = tmp_path / "x=5"
    folder.mkdir()
    with duckdb.connect() as connection:
        query = "SELECT 1 AS user, 2 AS item, 3.5 AS rating, to_timestamp(5) AS time"
        connection.execute(f"COPY ({query}) TO '{folder}/r.parquet' (FORMAT parquet)")
    assert opened(folder / "r.parquet").overview.ratings_sample.columns == ("user", "item", "rating", "time")


def test_quotes_in_pipe_tables_enclose_fields_that_hold_the_delimiter(tmp_path):
    path = tmp_path / "table.txt"
    path.write_text("userId|movieId|rating\n" + "1|b|3\n" * 300 + '1|"a|b"|3\n2|c|4\n')
    assert opened(path).quality.dropped == {}


def test_blank_lines_before_the_header_change_nothing(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("\n  \n\n" + TEXTS["comma.csv"])
    assert_is_rows(opened(path))


def test_frames_may_have_numbers_as_names_and_huge_fractions_as_ids():
    frame = pd.DataFrame({0: [1e300, 2.0], 1: [5, 6], 2: [3.0, 4.0]})
    description = opened(frame, columns={"user": "0", "item": "1", "rating": "2"})
    assert description.overview.users == 2


def test_parquet_is_read_and_whole_fractions_are_whole_ids(tmp_path):
    path = tmp_path / "it's [p].parquet"
    with duckdb.connect() as connection:
        rows = ", ".join(f"({u}::DOUBLE, '{i}', {r}::FLOAT, {t})" for u, i, r, t in ROWS)
        query = f"SELECT * FROM (VALUES {rows}) AS t(user_id, item_id, rating, ts)"
        connection.execute(f"COPY ({query}) TO '{tmp_path}/plain.parquet' (FORMAT parquet)")
    (tmp_path / "plain.parquet").rename(path)
    assert_is_rows(opened(path))


@pytest.mark.parametrize(
    ("user", "item", "rating"),
    [
        ("userId", "movieId", "rating"),
        ("user_id", "item_id", "rating"),
        ("User-ID", "ISBN", "Book-Rating"),
        ("reviewerID", "asin", "overall"),
        ("uid", "book_id", "score"),
        ("user", "anime_id", "stars"),
    ],
)
def test_usual_column_names_are_found_in_any_order(tmp_path, user, item, rating):
    path = tmp_path / "table.csv"
    path.write_text(lines([("x", r, u, i) for u, i, r, _ in ROWS], ",", ("other", rating, user, item)))
    assert_is_rows(opened(path))


def test_columns_can_be_named(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(lines(ROWS, ",", ("who", "what", "points", "when")))
    with pytest.raises(
        UnclearColumnsError, match=r"no clear column for the user, the item or the rating .*looked for userId, user"
    ) as caught:
        opened(path)
    assert caught.value.table.columns == ("who", "what", "points", "when")
    assert caught.value.rows[0] == ROWS[0]
    assert_is_rows(opened(path, columns={"user": "who", "item": "WHAT", "rating": "points"}))
    with pytest.raises(NotADatasetError, match="has no column nobody"):
        opened(path, columns={"user": "nobody", "item": "what", "rating": "points"})


def test_columns_of_the_same_name_are_unclear_and_have_numbers(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(lines(ROWS, ",", ("userId", "movieId", "Rating", "rating")))
    with pytest.raises(UnclearColumnsError, match="clear column for the rating"):
        opened(path)
    assert_is_rows(opened(path, columns={"rating": "rating_3"}))


def test_spaces_around_the_names_of_columns_do_not_matter(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(lines(ROWS, ",", ("userId", " movieId ", " rating", "x")))
    assert_is_rows(opened(path))
    assert_is_rows(opened(path, columns={"item": "movieId"}))


def test_columns_without_a_header_have_numbers(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(lines([("x", r, u, i, "y") for u, i, r, _ in ROWS]))
    with pytest.raises(UnclearColumnsError):
        opened(path)
    assert_is_rows(opened(path, columns={"user": "column3", "item": "column4", "rating": "column2"}))


def test_a_guessed_order_is_noted(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(lines(ROWS))
    assert opened(path).notes == ("table.csv has no header: its columns are taken as user, item, rating, timestamp.",)


def test_two_columns_of_one_meaning_are_unclear(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("userId,user_id,movieId,rating\n1,2,3,4\n")
    with pytest.raises(UnclearColumnsError):
        opened(path)
    assert opened(path, columns={"user": "user_id"}).features.ids.tolist() == [2]


# MovieLens, old and new


def old_movielens(folder, **files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content.encode("latin-1"))
    return folder


def ml_1m(folder):
    movies = "10::Misérables, Les (1995)::Drama|Musical\n11::Face::Off (1997)::Action\n12::Plain::Drama\n"
    return old_movielens(
        folder, ratings_dat="1::10::5::978300760\n1::11::3::978302109\n2::10::4::9\n", movies_dat=movies
    )


def ml_100k(folder):
    flags = {10: "0|1|1", 11: "1|0|0"}
    item = "".join(f"{n}|Film {n} é (1995)|01-Jan-1995||http://x|{flag}\n" for n, flag in flags.items())
    genre = "unknown|0\nAction|1\nDrama|2\n\n"
    return old_movielens(folder, u_data="1\t10\t5\t88\n1\t11\t3\t89\n2\t10\t4\t90\n", u_item=item, u_genre=genre)


def test_the_layout_with_double_colons_is_read(tmp_path):
    description = opened(ml_1m(tmp_path / "ml-1m"))
    assert (description.overview.users, description.overview.ratings, description.overview.catalogue_items) == (2, 3, 3)
    assert description.overview.ratings_sample.columns == ("userId", "movieId", "rating", "timestamp")
    assert description.overview.items_sample.rows == (
        ("10", "Misérables, Les (1995)", "Drama|Musical"),
        ("11", "Face::Off (1997)", "Action"),
        ("12", "Plain", "Drama"),
    )


def test_the_oldest_layout_is_read_with_its_genre_flags(tmp_path):
    description = opened(ml_100k(tmp_path / "ml-100k"))
    assert description.source.name == "ml-100k"
    assert (description.overview.users, description.overview.items, description.overview.catalogue_items) == (2, 2, 2)
    assert description.overview.items_sample.rows == (
        ("10", "Film 10 é (1995)", "Action|Drama"),
        ("11", "Film 11 é (1995)", "unknown"),
    )


@pytest.mark.parametrize("make", [ml_1m, ml_100k])
def test_the_ratings_file_alone_finds_the_movies_beside_it(tmp_path, make):
    folder = make(tmp_path)
    ratings = next(path for path in folder.iterdir() if path.name in ("ratings.dat", "u.data"))
    assert opened(ratings).overview.catalogue_items in (2, 3)


def zipped(folder, target, below=""):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in folder.iterdir():
            archive.write(path, below + path.name)
    return target


@pytest.mark.parametrize("below", ["", "ml-1m/"])
@pytest.mark.parametrize("make", [ml_1m, ml_100k])
def test_a_zip_reads_as_the_folder_in_it(tmp_path, make, below):
    description = opened(zipped(make(tmp_path / "in"), tmp_path / "dump.zip", below))
    assert description.source.name == "dump"
    assert description.overview.ratings == 3
    assert description.overview.catalogue_items in (2, 3)


def test_the_real_movielens_reads_the_same_as_zip_and_gzipped(tmp_path, movielens):
    folder = tmp_path / "gz"
    folder.mkdir()
    for name in ("ratings.csv", "movies.csv"):
        (folder / f"{name}.gz").write_bytes(gzip.compress((movielens / name).read_bytes(), 1))
    plain, packed = opened(movielens), opened(folder)
    archived = opened(zipped(movielens, tmp_path / "ml.zip", "ml-latest-small/"))
    for other in (packed, archived):
        assert other.overview.rating_counts == plain.overview.rating_counts
        assert other.overview.catalogue_items == plain.overview.catalogue_items == 9742


def test_a_folder_with_one_ratings_table_among_others_is_read(tmp_path):
    (tmp_path / "BX-Books.csv").write_text(
        '"ISBN";"Book-Title";"Year"\n"a";"One \\"two\\"; three";"1"\n"b";"Two";"2"\n'
    )
    (tmp_path / "BX-Users.csv").write_text('"User-ID";"Age"\n"7";"3"\n"8";"4"\n')
    (tmp_path / "BX-Book-Ratings.csv").write_text(TEXTS["semicolon.csv"])
    description = opened(tmp_path)
    assert_is_rows(description)
    assert description.overview.catalogue_items == 2
    assert description.overview.items_sample.rows[0] == ("a", 'One "two"; three', "1")
    assert description.source.item_noun == "book"


def test_a_folder_with_two_ratings_tables_says_which(tmp_path):
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text(TEXTS["comma.csv"])
    with pytest.raises(NotADatasetError, match=r"more than one table of ratings: one\.csv, two\.csv"):
        opened(tmp_path)


def test_items_can_be_named(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "ratings.csv").write_text(TEXTS["comma.csv"])
    items = tmp_path / "elsewhere" / "titles.tsv"
    items.write_text("movieId\tname\na\tA film\n")
    description = opened(tmp_path / "ratings.csv", items=items)
    assert description.overview.catalogue_items == 1
    with pytest.raises(NotADatasetError, match="is no table of items"):
        opened(tmp_path / "ratings.csv", items=tmp_path / "ratings.csv")


def test_a_broken_items_table_is_left_out_with_a_note(tmp_path):
    (tmp_path / "ratings.csv").write_text(TEXTS["comma.csv"])
    (tmp_path / "movies.csv").write_bytes(bytes(range(256)) * 4)
    description = opened(tmp_path)
    assert_is_rows(description)
    assert any(note.startswith("The movies are left out") for note in description.notes)


# Ids


@pytest.mark.parametrize(
    ("ids", "sorted_ids"),
    [
        (["10", "9", "-1"], [-1, 9, 10]),
        (["10", "9", "007"], ["007", "10", "9"]),
        (["1", " 1", "1 "], [" 1", "1", "1 "]),
        (["9223372036854775807", "-9223372036854775808", "0"], [-(2**63), 0, 2**63 - 1]),
        (["9223372036854775808", "3", "20"], ["20", "3", "9223372036854775808"]),
        (["日本", "ß", "NULL"], ["NULL", "ß", "日本"]),
        (["1", "1.0", "+1"], ["+1", "1", "1.0"]),
    ],
)
def test_ids_are_text_unless_all_are_canonical_integers(tmp_path, ids, sorted_ids):
    path = tmp_path / "ids.csv"
    path.write_text("userId,movieId,rating\n" + "".join(f"{name},1,3\n" for name in ids), encoding="utf-8")
    assert opened(path).features.ids.tolist() == sorted_ids


# Archives that are refused


def hostile_zip(path, *members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


RATINGS = TEXTS["comma.csv"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("members", "says"),
    [
        ([("../ratings.csv", RATINGS)], "points outside"),
        ([("../../evil/", ""), ("ratings.csv", RATINGS)], "points outside"),
        ([(f"{number}.txt", "x") for number in range(10_001)], "has 10,001 members"),
        ([("/ratings.csv", RATINGS)], "points outside"),
        ([("a\\..\\ratings.csv", RATINGS)], "points outside"),
        ([("C:/ratings.csv", RATINGS)], "points outside"),
        ([("ratings.csv", RATINGS), ("../../x.txt", "x")], "points outside"),
        ([("ratings.csv", RATINGS), ("RATINGS.csv", RATINGS)], "two members called"),
        ([("ratings.csv", RATINGS), ("ratings.csv", RATINGS)], "two members called"),
        ([("ratings.csv", RATINGS), ("ratings.csv/x.csv", RATINGS)], "a file and a folder"),
        ([("ratings.csv", "1,1,1\n" * 1_000_000)], "200 times its size"),
        ([("ratings.csv", RATINGS), ("large.bin", bytes(100_001))], r"would unpack to 0\.0 GiB"),
        ([("readme.md", "hello")], "holds no table"),
    ],
)
def test_hostile_archives_are_refused_whole(tmp_path, monkeypatch, members, says):
    private = tmp_path / "private"
    private.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(private))
    monkeypatch.setattr("core.sources.archives.LARGEST_UNPACKED", 10_000_000 if "200" in says else 100_000)
    with pytest.raises(SegscopeError, match=says):
        opened(hostile_zip(tmp_path / "x.zip", *members))
    assert not list(private.iterdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["private", "x.zip"]


def test_an_archive_with_a_link_is_refused(tmp_path):
    link = zipfile.ZipInfo("ratings.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(UnreadableDatasetError, match="no plain file"):
        opened(tmp_path / "x.zip")


def test_an_encrypted_archive_is_refused(tmp_path):
    path = hostile_zip(tmp_path / "x.zip", ("ratings.csv", RATINGS))
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    with pytest.raises(UnreadableDatasetError, match="is encrypted"):
        opened(path)


def test_an_archive_whose_entry_lies_about_its_size_is_refused(tmp_path):
    path = hostile_zip(tmp_path / "x.zip", ("ratings.csv", RATINGS * 50))
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (20).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(UnreadableDatasetError, match="no whole zip"):
        opened(path)
