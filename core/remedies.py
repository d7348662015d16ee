"""Ways out of an error that are taken in one way by a call, in another on a command line or a screen.

`str()` of each says what to do in a call; whoever shows errors elsewhere says it in its own words.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NameColumns:
    """Say which columns hold these roles."""

    roles: tuple[str, ...]

    def __str__(self) -> str:
        names = ", ".join(f'"{role}": "NAME"' for role in self.roles)
        likes = ', or "rating": "none" where each row is a like' if self.may_be_likes else ""
        return f"Name {self.them}: columns={{{names}}}{likes}."

    @property
    def them(self) -> str:
        """How to speak of the columns."""
        return "it" if len(self.roles) == 1 else "them"

    @property
    def may_be_likes(self) -> bool:
        """Whether it may be that there is no rating to name."""
        return "rating" in self.roles


@dataclass(frozen=True)
class CheckColumns:
    """Name columns that are there."""

    def __str__(self) -> str:
        return "Check the names in columns."


@dataclass(frozen=True)
class NameTable:
    """Open a file of a form that can be read."""

    def __str__(self) -> str:
        return "Name a table of ratings: delimited text, JSON or Parquet."


@dataclass(frozen=True)
class OpenAgain:
    """Read a file again that is another one by now."""

    def __str__(self) -> str:
        return "Open it again."


@dataclass(frozen=True)
class ChooseFolder:
    """Write somewhere else, or, where ``disk_is_full``, make room."""

    disk_is_full: bool = False

    def __str__(self) -> str:
        return "Free disk space, or choose another folder." if self.disk_is_full else "Choose another folder."


@dataclass(frozen=True)
class AllowOverwrite:
    """Let the files that are there be replaced."""

    def __str__(self) -> str:
        return "Choose another folder, or set overwrite=True."


@dataclass(frozen=True)
class ChooseK:
    """Take a smaller K, from 1 to ``largest`` where that is known."""

    largest: int | None = None

    def __str__(self) -> str:
        return "Choose a smaller k." if self.largest is None else f"Choose a k from 1 to {self.largest}."


Remedy = str | NameColumns | CheckColumns | NameTable | OpenAgain | ChooseFolder | AllowOverwrite | ChooseK
"""What to do about an error: a sentence, or a value where the way out depends on where one stands."""
