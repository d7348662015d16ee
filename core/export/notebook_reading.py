"""Python code that reads a table of ratings with plain pandas, and keeps the rows that the engine keeps."""

from __future__ import annotations

from pathlib import Path

from core.description import Description
from core.engine.engine import LARGEST_RATING
from core.sources.source import LIKE, FrameTable, JsonTable, Origin, RatingsColumns, TextTable, is_gzipped


def place_code(origin: Origin | None) -> str:
    """Assignments that say where the ratings are."""
    if origin is None:
        return 'DATASET = "ratings.csv"'
    member = "" if origin.member is None else f"\nMEMBER = {origin.member!r}"
    return f"DATASET = {str(origin.path)!r}{member}"


def reading_code(description: Description) -> str:
    """Code that makes ``ratings`` with the columns user, item and rating."""
    source = description.source
    lines = [
        *_table_lines(description),
        *_short_row_lines(description),
        _columns_line(source.ratings_columns),
        *([] if _is_typed(description) else _cleaning_lines(description)),
    ]
    return "\n".join(lines)


def _columns_line(names: RatingsColumns) -> str:
    """Code that makes ``ratings`` of ``table``; likes are ratings of one value."""
    if names.rating is None:
        return (
            f"ratings = table[{[names.user, names.item]!r}].set_axis(['user', 'item'], axis=1).assign(rating={LIKE}.0)"
        )
    return f"ratings = table[{[names.user, names.item, names.rating]!r}].set_axis(['user', 'item', 'rating'], axis=1)"


def _short_row_lines(description: Description) -> list[str]:
    """Code that leaves out the rows that end before their last column, as pandas fills them up."""
    table = description.source.ratings
    if not isinstance(table, TextTable) or not description.quality.dropped:
        return []
    return [f"table = table[table[{table.columns[-1]!r}].notna()]"]


def _table_lines(description: Description) -> list[str]:
    """Code that makes ``table`` with the columns of the file."""
    origin = description.source.origin
    if origin is None or origin.member is None:
        return [f"table = {_call(description, 'DATASET')}"]
    return [
        "with zipfile.ZipFile(DATASET) as archive, archive.open(MEMBER) as member:",
        f"    table = {_call(description, 'member')}",
    ]


def _call(description: Description, place: str) -> str:
    table, origin = description.source.ratings, description.source.origin
    if origin is None or isinstance(table, FrameTable):
        names = description.source.ratings_columns
        return _written(
            "pd.read_csv", place, {"dtype": {names.user: "str", names.item: "str"}, "keep_default_na": False}
        )
    unpacked = origin.member is not None and is_gzipped(Path(origin.member))
    packed = {"compression": "gzip"} if unpacked else {}
    if isinstance(table, TextTable):
        return _written(
            "pd.read_csv", place, {**_text_options(table, origin, description), **_types(description), **packed}
        )
    if isinstance(table, JsonTable):
        options = {"lines": table.by_line, "dtype": False, "encoding": origin.encoding}
        return _written("pd.read_json", place, {**options, **packed})
    return f"pd.read_parquet({place})"


def _text_options(table: TextTable, origin: Origin, description: Description) -> dict[str, object]:
    options: dict[str, object] = {"sep": table.delimiter, "encoding": origin.encoding}
    if len(table.delimiter) > 1 or description.quality.dropped:
        options["engine"] = "python"  # the other one fills short rows up with empty texts
    options |= {"header": 0 if table.has_header else None, "names": list(table.columns), "index_col": False}
    if not table.quoted:
        options["quoting"] = 3
    elif table.escape != '"':
        options["escapechar"] = table.escape
    if table.blank_lines:
        options["skiprows"] = table.blank_lines
    return {**options, "keep_default_na": False}


def _types(description: Description) -> dict[str, object]:
    """Ids as text unless all are integers; ratings as text too where not every row is known to be one."""
    names = description.source.ratings_columns
    if not _is_typed(description):
        return {"dtype": "str", "on_bad_lines": "skip"}
    rating = {} if names.rating is None else {names.rating: "float64"}
    return {"dtype": {names.user: _user_type(description), names.item: "str", **rating}}


def _is_typed(description: Description) -> bool:
    """Whether pandas can read the columns as what they are: every row is a rating, with a decimal point."""
    table = description.source.ratings
    return isinstance(table, TextTable) and table.delimiter == "," and not description.quality.dropped


def _user_type(description: Description) -> str:
    return "int64" if description.features.ids.dtype.kind == "i" else "str"


def _cleaning_lines(description: Description) -> list[str]:
    """Code that leaves out the rows without a user, an item or a number."""
    decimal_comma = isinstance(description.source.ratings, TextTable) and description.source.ratings.delimiter != ","
    number = 'ratings["rating"].str.replace(",", ".")' if decimal_comma else 'ratings["rating"]'
    types = {"user": _user_type(description), "item": "str"}
    has_ratings = description.source.ratings_columns.rating is not None
    return [
        *([f'ratings["rating"] = pd.to_numeric({number}, errors="coerce")'] if has_ratings else []),
        'ratings = ratings[ratings["user"].notna() & ratings["item"].notna()]',
        f'ratings = ratings[ratings["rating"].abs() <= {LARGEST_RATING}]',
        'ratings = ratings[(ratings["user"] != "") & (ratings["item"] != "")]',
        f"ratings = ratings.astype({types!r})",
    ]


def _written(function: str, place: str, options: dict[str, object]) -> str:
    return f"{function}({', '.join([place, *(f'{name}={value!r}' for name, value in options.items())])})"
