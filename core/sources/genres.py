"""How genres are written in a table of items."""

SEPARATORS = "|;,"
"""What can stand between genres: the first of these that occurs in the column."""

MARGINS = " []\"'"
"""What is cut off around a genre: lists are written as ``['Drama', 'War']``."""

NONE_LISTED = "(no genres listed)"
"""What MovieLens writes where a title has none."""
