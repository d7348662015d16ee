"""Which column is which: usual names of users, items, ratings, times, titles and genres, and names given by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.errors import NotADatasetError, UnclearColumnsError
from core.remedies import CheckColumns, NameColumns
from core.sources.source import ItemsColumns, RatingsColumns
from core.text import clean

USUAL_NAMES = {
    "user": ("userId", "user", "uid", "reviewerID", "customerID", "memberId", "accountId", "visitorId", "profileId",
             "personId", "raterId", "username", "member", "customer", "reviewer", "review/userId"),
    "item": ("movieId", "itemId", "item", "movie", "iid", "asin", "ISBN", "bookId", "productId", "product", "filmId",
             "animeId", "songId", "trackId", "artistId", "gameId", "jokeId", "businessId", "recipeId", "beerId",
             "parentAsin", "film", "book", "song", "track", "artist", "game", "product/productId"),
    "rating": ("rating", "ratings", "score", "stars", "star", "overall", "bookRating", "userRating", "starRating",
               "ratingValue", "reviewScore", "grade", "preference", "review/score"),
    "timestamp": ("timestamp", "time", "date", "datetime", "unixReviewTime", "ratingTimestamp", "ratedAt", "createdAt",
                  "reviewTime", "reviewDate", "dateAdded", "review/time"),
}  # fmt: skip
"""By role, the most usual name first; case, spaces, dots, hyphens and underscores do not matter."""

USUAL_TITLES = ("title", "movieTitle", "bookTitle", "itemTitle", "name", "itemName", "productName", "originalTitle")
USUAL_GENRES = ("genres", "genre", "categories", "category")

REQUIRED = ("user", "item", "rating")
ROLES = (*REQUIRED, "timestamp")

NO_RATING = "none"
"""Given as the column of ratings: there is none, and every row is a like; a column that is called so goes first."""

_NAMES_SHOWN = 8


def ratings_columns(present: Sequence[str], given: Mapping[str, str], file: str) -> RatingsColumns:
    """The columns of a ratings table: those given by role, the others by their usual names.

    Raises:
        NotADatasetError: a given column is not there.
        UnclearColumnsError: a column cannot be told.
    """
    found = {role: _given(present, role, given[role], file) for role in given}
    for role in ROLES:
        if role not in found:
            usual = most_usual(present, USUAL_NAMES[role])
            if usual and (len(usual) == 1 or role not in REQUIRED) and usual[0] not in found.values():
                found[role] = usual[0]
    missing = [role for role in REQUIRED if role not in found]
    if missing:
        raise _unclear(present, missing, file)
    user, item, rating = (found[role] for role in REQUIRED)
    if user is None or item is None or len({user, item, rating}) < len(REQUIRED):
        raise NotADatasetError(f"{file}: one column cannot be two things.", NameColumns(REQUIRED))
    return RatingsColumns(user, item, rating, found.get("timestamp"))


def items_columns(present: Sequence[str], item: str) -> ItemsColumns | None:
    """The columns of an items table for ratings with this item column; None where it has no item or no title."""
    same = [name for name in present if _plain(name) == _plain(item)]
    key = same[0] if same else guess(present, USUAL_NAMES["item"])
    title = guess(present, USUAL_TITLES)
    if key is None or title is None or key == title:
        return None
    return ItemsColumns(key, title, guess(present, USUAL_GENRES))


def guess(present: Sequence[str], usual: Sequence[str]) -> str | None:
    """The column with the most usual name; None where there is none, or where two have it."""
    found = most_usual(present, usual)
    return found[0] if len(found) == 1 else None


def most_usual(present: Sequence[str], usual: Sequence[str]) -> list[str]:
    """The columns that have the most usual of these names; none where there is none of them."""
    by_name: dict[str, list[str]] = {}
    for column in present:
        by_name.setdefault(_plain(column), []).append(column)
    return next((by_name[plain] for plain in map(_plain, usual) if plain in by_name), [])


def _unclear(present: Sequence[str], missing: Sequence[str], file: str) -> UnclearColumnsError:
    """The error for columns that cannot be told."""
    role = missing[0]
    looked_for = ", ".join(USUAL_NAMES[role][:4])
    shown = ", ".join(clean(name, 30) for name in present[:_NAMES_SHOWN]) + (
        ", …" if len(present) > _NAMES_SHOWN else ""
    )
    what = ", the ".join(missing[:-1]) + " or the " + missing[-1] if len(missing) > 1 else role
    return UnclearColumnsError(
        f"{file} has no clear column for the {what} (looked for {looked_for} …; its columns: {shown or 'none'}).",
        NameColumns(tuple(missing)),
    )


def _given(present: Sequence[str], role: str, name: str, file: str) -> str | None:
    """The column that is called ``name``, or looks so on a screen; None where it says that there are no ratings."""
    exact = [column for column in present if column == name]
    found = exact or [column for column in present if _as_shown(column) == _as_shown(name)]
    if not found and role == "rating" and _as_shown(name) == NO_RATING:
        return None
    if len(found) != 1:
        shown = ", ".join(clean(column, 30) for column in present[:_NAMES_SHOWN])
        raise NotADatasetError(f"{file} has no column {clean(name, 40)} (its columns: {shown}).", CheckColumns())
    return found[0]


def _as_shown(name: str) -> str:
    """A name as it stands on a screen, where a line end is a space; case and runs of spaces do not matter."""
    return " ".join(clean(name, len(name) + 1).split()).casefold()


def _plain(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())
