"""A page with what other algorithms see in the same users: a table, and pictures coloured by the row in focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import DataTable, Static

from core import formats
from tui.commands import BY_ID, hint
from tui.dialogs.dialog import Page
from tui.remedies import on_one_line_in_app
from tui.session import Session
from tui.widgets.bottom import ActivityLine
from tui.widgets.opinions import Use, columns, row_of, seen_in_words, slots_of, use_of
from tui.widgets.pictures import Groups, Picture, by_features, on_map, title_of
from tui.widgets.safe_table import SafeTable

if TYPE_CHECKING:
    from core.errors import SegscopeError
    from core.opinions import Opinion
    from core.segments.map import PrincipalMap
    from core.study import Study

_PICTURES = ("left-scatter", "right-scatter", "map")
_PICTURE_CELLS = 39
"""So wide a picture is at least where there is more than one."""


class OpinionsPage(Page[str]):
    """Answers the name of the algorithm that is to make the segments, or None; shows opinions as the session gets them.

    Of a narrow page's pictures the one is seen that was asked for last.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(BY_ID["picture"].keys, "next_picture", "Next picture", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._session = Session()
        self._painted: tuple[object, ...] = ()
        self._first_picture = 0
        self._map: PrincipalMap | None = None

    def compose(self) -> ComposeResult:
        """The table, what the row in focus says, the pictures, and how far the work is."""
        with Vertical(classes="dialog page", id="opinions-page") as box:
            box.border_title = "Second opinions: other algorithms on the same users"
            yield SafeTable(id="opinions", cursor_type="row")
            yield Static(id="opinions-failure")
            yield Static(id="opinion-in-focus")
            with Horizontal(id="pictures"):
                for name in _PICTURES:
                    yield Picture(id=name)
            yield ActivityLine("closes, and this goes on")
            yield Static(id="opinions-hint", classes="hint")

    def on_mount(self) -> None:
        """Show what is known, and watch what comes."""
        table = self.query_one(SafeTable)
        table.focus()
        self.watch(self.app, "session", self._take)
        self.watch(self.app, "activity", self.query_one(ActivityLine).show)
        self._say_failure()

    def on_resize(self) -> None:
        """Another number of columns and of pictures fits."""
        self._paint_table()
        self._arrange_pictures()

    def action_next_picture(self) -> None:
        """Let the next picture stand first."""
        self._first_picture = (self._first_picture + 1) % len(_PICTURES)
        self._arrange_pictures()

    def paint_failure(self, error: SegscopeError) -> None:
        """Say why no more opinions come."""
        if self.is_mounted:
            self._say_failure()

    def action_try_again(self) -> None:
        """Ask once more."""
        super().action_try_again()
        self._say_failure()

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Colour the pictures by the row in focus."""
        self._paint_focus()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Let that algorithm make the segments, or say why it does not."""
        name = self._in_focus
        use = use_of(name, self._session)
        if use is Use.CAN_BE_USED:
            self.answer(name)
        else:
            self.app.clear_notifications()
            self.notify(_why_not(name, use), markup=False, timeout=6)

    @property
    def _in_focus(self) -> str:
        from core.opinions import TITLES

        table = self.query_one(SafeTable)
        return tuple(TITLES)[table.number(table.cursor_row)]

    def _take(self, session: Session) -> None:
        """Paint what is new for this page: while indices resample, much news is not."""
        painted, self._session = self._painted, session
        self._painted = session.opinions, session.is_swept, session.k, session.study and session.study.preset
        if self._painted != painted:
            self._paint_table()
            self._paint_focus()

    def _paint_table(self) -> None:
        from core.opinions import TITLES

        dark, table = self.app.current_theme.dark, self.query_one(SafeTable)
        with table.prevent(DataTable.RowHighlighted):
            heads = columns(self.size.width)
            table.fill(heads, [row_of(name, self._session, dark=dark)[: len(heads)] for name in TITLES])

    def _paint_focus(self) -> None:
        """What the row in focus says, and the pictures in its colours."""
        name, study = self._in_focus, self._session.study
        opinion = self._session.opinions.get(name)
        self.query_one("#opinion-in-focus", Static).update(self._words(name, opinion))
        if study is not None:
            self._paint_pictures(study, opinion)

    def _words(self, name: str, opinion: Opinion | None) -> Content:
        from core.opinions import TITLES

        if opinion is not None:
            sample = f" {_sample_note(opinion)}" if opinion.is_sampled else ""
            said = seen_in_words(opinion, self._session)
            return Content.assemble((f"{opinion.title}: ", "bold"), said, (sample, "$warning"))
        coming = "is being asked …" if self._session.is_swept else "is asked when every K is fitted."
        return Content.styled(f"{TITLES[name]} {coming}", "$foreground-muted")

    def _paint_pictures(self, study: Study, opinion: Opinion | None) -> None:
        from core.segments.map import principal_map

        features, dark = study.description.features, self.app.current_theme.dark
        if self._map is None:
            self._map = principal_map(study.sweep.points)
        groups = None if opinion is None else _groups(opinion, self._session)
        for picture, axes in zip(_PICTURES, study.preset.scatters, strict=False):
            scatter = None if groups is None else by_features(features, axes, groups, dark=dark)
            self.query_one(f"#{picture}", Picture).show(title_of(features, axes), scatter)
        scatter = None if groups is None else on_map(self._map, groups, dark=dark)
        lines = _directions(self._map)
        self.query_one("#map", Picture).show("Map: where users differ most (principal components)", scatter, lines)

    def _arrange_pictures(self) -> None:
        """Show as many pictures as are readable beside each other."""
        seen = max(1, min(len(_PICTURES), self.query_one("#pictures").size.width // _PICTURE_CELLS))
        for number, name in enumerate(_PICTURES):
            self.query_one(f"#{name}").display = (number - self._first_picture) % len(_PICTURES) < seen
        others = {} if seen == len(_PICTURES) else {"picture": "next picture"}
        keys = hint(choose="segments by it", **others, sideways="columns", copy="copies", close="closes")
        self.query_one("#opinions-hint", Static).update(Content(keys))

    def _say_failure(self) -> None:
        error, place = self.failure, self.query_one("#opinions-failure", Static)
        place.display = error is not None
        if error is not None:
            place.update(Content.styled(f"{on_one_line_in_app(error)} {hint(retry='tries again.')}", "$error"))


def _groups(opinion: Opinion, session: Session) -> Groups:
    return Groups(opinion.positions, opinion.labels, slots_of(opinion, session))


def _directions(found: PrincipalMap) -> list[str]:
    from core.features.catalogue import FEATURES
    from core.words.map import directions_in_words

    lines = directions_in_words(found, FEATURES)
    return [line.replace(" %", "\N{NO-BREAK SPACE}%") for line in lines]


def _sample_note(opinion: Opinion) -> str:
    return f"~ a fixed sample of {formats.count(len(opinion.labels))} of {formats.count(opinion.of_users)} users"


def _why_not(name: str, use: Use) -> str:
    from core.opinions import TITLES

    if use is Use.IN_USE:
        return f"{TITLES[name]} makes the segments already."
    return f"{TITLES[name]} is there to look at: K-means or a Gaussian mixture can make the segments."
