"""Python code that reads the genres of titles with plain pandas."""

from __future__ import annotations

from core.description import Description
from core.engine.passes import Pass
from core.export.notebook_tables import Place, table_code, text_options
from core.features.catalogue import FEATURES
from core.sources.genres import MARGINS, NONE_LISTED, SEPARATORS
from core.sources.source import TextTable

ITEMS = Place("ITEMS", "ITEMS_MEMBER", "items.csv")
"""Where the notebook finds the table of items."""


def needs_genres(description: Description) -> bool:
    """Whether a feature of the users was made of genres."""
    return any(Pass.GENRES in FEATURES[name].passes for name in description.features.columns)


def genres_code(description: Description) -> str:
    """Code that makes ``genres`` with the columns item, genre and weight, which adds up to 1 for each item."""
    source = description.source
    table, origin, names = source.items, source.items_origin, source.items_columns
    if table is None:
        return ""
    options: dict[str, object] = {"keep_default_na": False}
    if origin is not None and isinstance(table, TextTable):
        options = {**text_options(table, origin, lenient=False), "on_bad_lines": "skip"}
    return "\n".join(
        [
            *table_code("items", table, origin, ITEMS, {**options, "dtype": "str"}),
            f"items = items[{[names.item, names.genres]!r}].astype(str).set_axis(['item', 'genre'], axis=1)",
            f"listed = ~items['genre'].str.strip({MARGINS!r}).isin(['', {NONE_LISTED!r}, 'None', 'nan'])",
            "items = items[listed].groupby('item')['genre'].min()",
            f"separator = next((one for one in {SEPARATORS!r} if items.str.contains(one, regex=False).any()), '|')",
            f"genres = items.str.split(separator, regex=False).explode().str.strip({MARGINS!r})",
            "genres = genres[genres != ''].reset_index().drop_duplicates()",
            "genres['weight'] = 1 / genres.groupby('item')['genre'].transform('count')",
        ]
    )
