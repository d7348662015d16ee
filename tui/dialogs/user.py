"""A dialog about one user: their segment, their features, their ratings by value, and what they rated."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from core import formats
from core.features.catalogue import FEATURES
from core.text import clean
from tui.commands import BY_ID, hint
from tui.dialogs.dialog import Arriving
from tui.remedies import on_one_line_in_app
from tui.widgets.bars import Bars, bars_of_distribution, bars_of_values
from tui.widgets.histogram import Histogram
from tui.widgets.safe_table import Column, SafeTable, first_of
from tui.widgets.searched_table import SearchedTable
from tui.widgets.unbroken import Unbroken

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.data.user import UserProfile
    from core.errors import SegscopeError


class UserDialog(Arriving[None]):
    """Shows the features at once, and the ratings when `show` brings them; ``user`` is the id as text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "close", "Close", show=False),
        Binding(BY_ID["help"].keys, BY_ID["help"].call, "Help", show=False),
    ]

    def __init__(self, analysis: Analysis, position: int) -> None:
        super().__init__()
        self._analysis, self._position = analysis, position
        self.user = str(analysis.description.features.ids[position])
        self._profile: UserProfile | None = None

    def compose(self) -> ComposeResult:
        """Features above, then the histogram beside the titles."""
        features = self._analysis.description.features
        segment = self._analysis.segments[int(self._analysis.partition.labels[self._position])]
        with Vertical(classes="dialog", id="user") as box:
            box.border_title = Content(f"User {clean(self.user, 60)}")
            yield Static(Content.assemble((f"Segment {segment.id}  ", "$foreground-muted"), (segment.title, "bold")))
            figures = [
                f"{FEATURES[name].short} {FEATURES[name].of_user(features.columns[name][self._position])}"
                for name in features.telling_first
            ]
            yield Unbroken(figures, "   ", classes="paragraph")
            yield Static("Reading the ratings of this user …", id="user-coming", classes="hint")
            with Horizontal():
                yield Histogram(id="user-ratings")
                yield SearchedTable("a part of a title", id="user-items")
            keys = hint(find="searches", sort="sorts", sideways="longer titles", close="closes")
            yield Unbroken(["highest rated first", *keys.split(" · ")], " · ", classes="hint")

    def on_mount(self) -> None:
        """Show what has arrived by now."""
        self._paint()

    def show(self, profile: UserProfile) -> None:
        """Take the ratings."""
        self._profile = profile
        if self.is_mounted:
            self._paint()

    def paint_failure(self, error: SegscopeError) -> None:
        """Say why there are no ratings."""
        text = f"{on_one_line_in_app(error)} {hint(retry='tries again.')}"
        self.query_one("#user-coming", Static).update(Content.styled(text, "$error"))

    def _paint(self) -> None:
        profile = self._profile
        if profile is None:
            return
        self.query_one(Histogram).bars = _bars(profile)
        self.query_one("#user-coming").display = False
        table = self.query_one(SafeTable)
        table.fill(
            [Column("rating", number=True), Column("title")],
            [[formats.rating(rating), title] for title, rating in profile.items],
        )
        table.focus()


def _bars(profile: UserProfile) -> Bars:
    values, counts = [value for value, _ in profile.ratings], [count for _, count in profile.ratings]
    bars = (
        bars_of_values("Ratings by value", "", values, counts)
        if profile.distribution is None
        else bars_of_distribution("Ratings by value", profile.distribution, digits=1)
    )
    captions = (first_of(len(profile.items), profile.num_ratings), bars.caption)
    return replace(bars, caption=", ".join(filter(None, captions)))
