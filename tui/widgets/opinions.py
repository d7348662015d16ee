"""Second opinions: the rows of their table, of those too that were not asked yet, and all of them in a few lines."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from rich.text import Text
from textual.content import Content

from core import formats
from tui.commands import key_of
from tui.themes import marker, segment_colour
from tui.widgets.safe_table import Column

if TYPE_CHECKING:
    from core.opinions import Opinion
    from tui.session import Session
    from tui.widgets.rows import Cell

_COLUMNS = (
    Column("algorithm"),
    Column("best K", True),
    Column("in use"),
    Column("agrees", True),
    Column("noise", True),
    Column("groups"),
)
_SEES = Column("sees")
_ROOM_FOR_SENTENCES = 160

_COMING, _SPACE = "…", "\N{NO-BREAK SPACE}"


class Use(Enum):
    """What can be done with an algorithm."""

    IN_USE = "in use"
    CAN_BE_USED = key_of("choose")
    TO_LOOK_AT = formats.UNDEFINED


def use_of(name: str, session: Session) -> Use:
    """Whether the algorithm makes the segments, or can."""
    from core.opinions import TO_LOOK_AT

    if name in TO_LOOK_AT:
        return Use.TO_LOOK_AT
    is_in_use = session.study is not None and session.study.preset.algorithm == name
    return Use.IN_USE if is_in_use else Use.CAN_BE_USED


def columns(width: int) -> list[Column]:
    """The columns of a table that is so wide: what is seen stands below, and in the table where there is room."""
    return [*_COLUMNS, *([_SEES] if width >= _ROOM_FOR_SENTENCES else [])]


def row_of(name: str, session: Session, *, dark: bool) -> list[Cell]:
    """The cells of an algorithm, with that of what it sees."""
    from core.opinions import TITLES

    opinion, use = session.opinions.get(name), use_of(name, session)
    in_use = f"K = {session.k}" if use is Use.IN_USE else use.value
    if opinion is None:
        return [TITLES[name], _COMING, in_use, _COMING, _COMING, _COMING, _COMING]
    return [
        opinion.title,
        formats.UNDEFINED if opinion.choice is None else str(opinion.choice),
        in_use,
        formats.UNDEFINED if opinion.agreement is None else formats.decimal(opinion.agreement),
        formats.UNDEFINED if opinion.noise is None else formats.percent(opinion.noise, 0),
        _sizes(opinion, session, dark=dark),
        opinion.sees,
    ]


def seen_in_words(opinion: Opinion, session: Session) -> str:
    """What it sees, how far that agrees with K-means, and which K is in use where the groups are those of another."""
    from core.words.opinions import agreement

    is_other = use_of(opinion.name, session) is Use.IN_USE and session.k != len(opinion.sizes)
    said = [
        opinion.sees,
        *([] if opinion.agreement is None else [agreement(opinion.agreement, len(opinion.sizes))]),
        *([f"In use: K = {session.k}."] if is_other else []),
    ]
    return " ".join(said)


def opinions_in_short(session: Session) -> Content:
    """What each algorithm sees, a line each, and the key that shows more; that key alone before they were asked."""
    from core.opinions import TITLES

    key = key_of("opinions")
    if not session.opinions:
        others = formats.listed(list(TITLES.values())[1:])
        return Content.styled(f"{key} asks for second opinions on the same users: {others}", "$foreground-muted")
    said = [session.opinions[name] for name in TITLES if name in session.opinions]
    head = Content.assemble(("Second opinions", "bold"), (f"   {key}: table and pictures", "$foreground-muted"))
    return Content("\n").join([head, *(Content.assemble((one.title, "bold"), f": {one.sees}") for one in said)])


def slots_of(opinion: Opinion, session: Session) -> tuple[int, ...]:
    """The palette slots of its groups: those of segments that it makes, else of those with which they share most."""
    groups, study = len(opinion.sizes), session.study_by(opinion.name)
    partition = None if study is None else study.sweep.partitions.get(groups)
    if study is None or partition is None or not opinion.is_of(partition):
        return opinion.slots
    return study.sweep.slots.get(groups, opinion.slots)


def _sizes(opinion: Opinion, session: Session, *, dark: bool) -> Cell:
    """The signs of the groups with their users; no space ends them, so that a table says where it cuts them."""
    parts: list[str | tuple[str, str]] = []
    for slot, users in zip(slots_of(opinion, session), opinion.sizes, strict=True):
        parts += [(marker(slot), segment_colour(slot, dark=dark)), f"{_SPACE}{formats.count(users)}{_SPACE}"]
    return Text.assemble(*parts) if parts else "none"
