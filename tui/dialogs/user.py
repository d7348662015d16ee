"""A page about one user: where they stand between the segments and among all users, how they rated, and what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core import formats
from core.features.catalogue import FEATURES
from core.segments.standing import FeatureStanding, UserStanding
from core.text import clean
from core.words.neighbour import neighbour_in_words
from tui.commands import BY_ID, hint
from tui.dialogs.dialog import SegmentPage
from tui.remedies import on_one_line_in_app
from tui.themes import marker, segment_colour
from tui.widgets.bottom import ActivityLine
from tui.widgets.named import named
from tui.widgets.safe_table import Column, SafeTable, first_of
from tui.widgets.searched_table import SearchedTable
from tui.widgets.shares import Shares
from tui.widgets.unbroken import Unbroken

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.data.user import UserProfile
    from core.errors import SegscopeError

_TRACK_CELLS = 13
_BETWEEN = 2
"""Cells between two columns."""

_LEAST_TITLES = 5
"""Lines that the titles keep, however many figures there are."""


class UserPage(SegmentPage[None]):
    """Shows where the user at a position among all stands, and how they rated, when `show` brings it.

    ``slot`` is the colour slot of their segment, None while it is not known.
    """

    AUTO_FOCUS = "#user-highest"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(BY_ID["find"].keys, "search", "Search the titles", show=False),
    ]

    def __init__(self, analysis: Analysis, position: int, slot: int | None) -> None:
        super().__init__(analysis)
        self.position, self._slot = position, slot
        self.user = str(analysis.description.features.ids[position])
        self.segment = int(analysis.partition.labels[position])
        self._standing: UserStanding | None = None
        self._profile: UserProfile | None = None

    def compose(self) -> ComposeResult:
        """Segment and neighbour, ratings beside features, then the titles."""
        with Vertical(classes="dialog page", id="user") as box:
            box.border_title = Content(f"User {clean(self.user, 60)}")
            yield Static(id="user-segment")
            yield Static(id="user-neighbour")
            yield Static("Reading the ratings of this user …", id="user-coming", classes="hint")
            with Horizontal(id="user-figures"):
                with VerticalScroll(id="user-ratings", can_focus=False):
                    yield Shares(self.segment)
                yield SafeTable(id="user-features", cursor_type="row")
            with Horizontal(id="user-titles"):
                yield SearchedTable("a part of a title", id="user-highest")
                yield SearchedTable("a part of a title", id="user-lowest")
            yield ActivityLine("closes")
            notes = f"distances in scaled units · segment {self.segment}: the median of its users"
            yield Static(notes, id="user-notes", classes="hint")
            keys = hint(
                next="next table", find="searches", sort="sorts", sideways="columns", copy="copies", close="closes"
            )
            yield Unbroken(keys.split(" · "), " · ", classes="hint")

    def on_mount(self) -> None:
        """Show what has arrived by now."""
        self.watch(self.app, "activity", self.query_one(ActivityLine).show)
        self.watch(self.app, "theme", self._paint_segment)
        self._paint()

    def on_resize(self) -> None:
        """The figures take another part of the page."""
        self.call_after_refresh(self._fit)

    def show(self, found: UserStanding | UserProfile) -> None:
        """Take where the user stands, or the ratings."""
        if isinstance(found, UserStanding):
            self._standing = found
        else:
            self._profile = found
        if self.is_mounted:
            self._paint()

    def paint_failure(self, error: SegscopeError) -> None:
        """Say why there are no ratings."""
        text = f"{on_one_line_in_app(error)} {hint(retry='tries again.')}"
        self.query_one("#user-coming", Static).update(Content.styled(text, "$error"))

    def action_search(self) -> None:
        """Search the titles."""
        self.query(SearchedTable).first().action_search()

    def _paint_segment(self) -> None:
        sign = "" if self._slot is None else f"{marker(self._slot)} "
        colour = segment_colour(self._slot, dark=self.app.current_theme.dark)
        words = Content.assemble(
            (sign, colour), f"Segment {self.segment}  ", (named(self.analysis, self.segment), "bold")
        )
        self.query_one("#user-segment", Static).update(words)

    def _paint(self) -> None:
        if self._standing is not None:
            said = neighbour_in_words(self._standing.neighbour)
            self.query_one("#user-neighbour", Static).update(said)
        if self._profile is not None:
            self._paint_ratings(self._profile)
        self.call_after_refresh(self._fit)

    def _paint_ratings(self, profile: UserProfile) -> None:
        self.query_one("#user-coming").display = self.query_one(ActivityLine).display = False
        self.query_one(Shares).show(profile.shares)
        for place, titles in (("highest", profile.highest), ("lowest", profile.lowest)):
            cut = first_of(len(titles), profile.num_ratings)
            head = f"{place} rated titles" + (f" ({cut})" if cut else "")
            rows = [[formats.rating(rating), title] for title, rating in titles]
            self.query_one(f"#user-{place}", SafeTable).fill([Column("rating", number=True), Column(head)], rows)

    def _fit(self) -> None:
        if self._standing is not None:
            self._paint_features(self._standing.features)
            self._arrange(len(self._standing.features))

    def _paint_features(self, standings: Sequence[FeatureStanding]) -> None:
        """Every feature, with whole names and a picture of the percentile where there is room for them."""
        table, primary = self.query_one("#user-features", SafeTable), self.app.theme_variables["primary"]
        heads = ["value", "percentile", f"segment {self.segment}"]
        names = [[FEATURES[one.feature].title for one in standings], [FEATURES[one.feature].short for one in standings]]
        figures = [_figures(one) for one in standings]
        cells = [max(map(len, column)) + _BETWEEN for column in zip(heads, *figures, strict=True)]
        room = table.size.width - sum(cells) - _BETWEEN - max(map(len, ["feature", *names[0]]))
        tracks = [[_track(one.percentile, primary)] if room >= _TRACK_CELLS + _BETWEEN else [] for one in standings]
        rows = zip(names[0] if room >= 0 else names[1], figures, tracks, strict=True)
        columns = [Column("feature"), *(Column(head, number=True) for head in heads), Column("among all")]
        table.fill(
            columns[: 1 + len(heads) + len(tracks[0])], [[name, *numbers, *track] for name, numbers, track in rows]
        )

    def _arrange(self, features: int) -> None:
        """Give the figures the lines that they need, as long as enough are left for the titles."""
        figures, titles = self.query_one("#user-figures"), self.query_one("#user-titles")
        room = figures.size.height + titles.size.height
        shares = 0 if self._profile is None else len(self._profile.shares)
        needed = max(shares + 1, min(features + 1, room // 2))
        figures.styles.height = max(1, min(needed, room - _LEAST_TITLES))


def _figures(standing: FeatureStanding) -> list[str]:
    """The value, its percentile, and the median of the segment."""
    feature = FEATURES[standing.feature]
    percentile = formats.decimal(standing.percentile, 1)
    return [feature.of_user(standing.value), percentile, feature.of_many(standing.median)]


def _track(percentile: float | None, colour: str) -> Text:
    """Where a percentile lies between the lowest and the highest user."""
    if percentile is None:
        return Text("all the same", style="dim")
    at = min(int(percentile / 100 * _TRACK_CELLS), _TRACK_CELLS - 1)
    return Text.assemble(("─" * at, "dim"), ("●", colour), ("─" * (_TRACK_CELLS - at - 1), "dim"))
