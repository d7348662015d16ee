"""A dialog about one user: their segment, their features, their ratings by value, and what they rated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from core import formats
from core.catalogue import FEATURES
from core.text import clean
from tui.screens.dialog import AboutUsers
from tui.widgets.histogram import Bars, Histogram
from tui.widgets.safe_table import Column, SafeTable, first_of

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.users import UserProfile


class UserDialog(AboutUsers[None]):
    """Shows the features at once, and the ratings when `show` brings them."""

    def __init__(self, analysis: Analysis, position: int) -> None:
        super().__init__()
        self._analysis, self.position = analysis, position

    def compose(self) -> ComposeResult:
        """Features above, then the histogram beside the titles."""
        features = self._analysis.groundwork.description.features
        segment = self._analysis.segments[int(self._analysis.fit.labels[self.position])]
        with Vertical(classes="dialog") as box:
            box.border_title = Content(f"User {clean(features.ids[self.position], 60)}")
            yield Static(Content.assemble((f"Segment {segment.id}  ", "$foreground-muted"), (segment.label, "bold")))
            figures = [
                f"{FEATURES[name].short} {FEATURES[name].of_user(values[self.position])}"
                for name, values in features.columns.items()
            ]
            yield Static(Content("   ".join(figures)), classes="paragraph")
            yield Static("Reading the ratings of this user …", id="user-coming", classes="hint")
            with Horizontal():
                yield Histogram(id="user-ratings")
                yield SafeTable(id="user-items", cursor_type="row")
            yield Static("highest rated first · Esc closes", classes="hint")

    def show(self, profile: UserProfile) -> None:
        """Paint the ratings."""
        values = tuple(formats.rating(value) for value, _ in profile.ratings)
        caption = first_of(len(profile.items), profile.num_ratings)
        self.query_one(Histogram).bars = Bars(
            "Ratings by value", caption, tuple(count for _, count in profile.ratings), values, gap=1
        )
        self.query_one("#user-coming").display = False
        table = self.query_one(SafeTable)
        table.fill(
            [Column("rating", number=True), Column("title")],
            [[formats.rating(rating), title] for title, rating in profile.items],
        )
        table.focus()
