"""Python code that reads a table of ratings with plain pandas, and keeps the rows that the engine keeps."""

from __future__ import annotations

from core.description import Description
from core.engine.engine import LARGEST_RATING
from core.engine.passes import Pass
from core.export.notebook_tables import Place, table_code, text_options
from core.features.catalogue import FEATURES
from core.sources.source import LIKE, RatingsColumns, TextTable

RATINGS = Place("DATASET", "MEMBER", "ratings.csv")
"""Where the notebook finds the ratings."""


def reading_code(description: Description) -> str:
    """Code that makes ``ratings`` with the columns user, item, rating and, where a feature needs times, seconds."""
    source = description.source
    lines = [
        *_table_lines(description),
        *_short_row_lines(description),
        _columns_line(source.ratings_columns, _needs_times(description)),
        *([] if _is_typed(description) else _cleaning_lines(description)),
        *([_SECONDS] if _needs_times(description) else []),
    ]
    return "\n".join(lines)


def _columns_line(names: RatingsColumns, times: bool) -> str:
    """Code that makes ``ratings`` of ``table``; likes are ratings of one value."""
    named = {"user": names.user, "item": names.item, "rating": names.rating, "time": names.timestamp if times else None}
    used = {ours: theirs for ours, theirs in named.items() if theirs is not None}
    line = f"ratings = table[{list(used.values())!r}].set_axis({list(used)!r}, axis=1)"
    return line if names.rating is not None else f"{line}.assign(rating={LIKE}.0)"


def _needs_times(description: Description) -> bool:
    return any(Pass.TIMES in FEATURES[name].passes for name in description.features.columns)


_SECONDS = """\
written = ratings["time"].astype(str)
number = pd.to_numeric(written, errors="coerce")
size = number.abs()
number /= np.select([size < 1e11, size < 1e14, size < 1e17, size < 1e20], [1, 1e3, 1e6, 1e9], np.nan)
since_1970 = pd.to_datetime(written.where(number.isna()), errors="coerce", format="ISO8601", utc=True) - pd.Timestamp(
    0, tz="UTC"
)
ratings["seconds"] = number.fillna(since_1970 / pd.Timedelta(seconds=1))"""
"""Times in seconds, milli-, micro- or nanoseconds since 1970, or written by ISO 8601."""


def _short_row_lines(description: Description) -> list[str]:
    """Code that leaves out the rows that end before their last column, as pandas fills them up."""
    table = description.source.ratings
    if not isinstance(table, TextTable) or not description.quality.dropped:
        return []
    return [f"table = table[table[{table.columns[-1]!r}].notna()]"]


def _table_lines(description: Description) -> list[str]:
    """Code that makes ``table`` with the columns of the file."""
    table, origin, names = description.source.ratings, description.source.origin, description.source.ratings_columns
    options: dict[str, object] = {"dtype": {names.user: "str", names.item: "str"}, "keep_default_na": False}
    if origin is not None and isinstance(table, TextTable):
        options = {**text_options(table, origin, lenient=bool(description.quality.dropped)), **_types(description)}
    return table_code("table", table, origin, RATINGS, options)


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
