"""Screen 3: what are the segments, and how big? Their table and two scatter plots."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.widgets import DataTable, Static

from core import formats
from core.catalogue import FEATURES
from tui.charts import Group, Mark, Scatter
from tui.screens.mode_screen import ModeScreen
from tui.session import Session
from tui.themes import CENTRE_MARKER, marker, segment_colour
from tui.widgets.plot import Plot
from tui.widgets.safe_table import Column, SafeTable

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.segments import Segment
    from tui.app import SegscopeApp

_BAR_CELLS = 20
_WIDE = 110
_ROOMY = 84
_NOTEBOOK_AXES = (("num_ratings", "avg_rating"), ("avg_rating", "std_rating"))


class ClustersScreen(ModeScreen):
    """The segments side by side."""

    MODE = "clusters"
    COMING = "Here come the segments: how many users each has, and where they lie."
    CSS_PATH = "../styles/clusters.tcss"

    first_axes: reactive[int] = reactive(0)
    """Which pair of features the left plot shows; the right one shows the next."""

    def compose_body(self) -> ComposeResult:
        """The table above the two plots."""
        yield SafeTable(id="segments", cursor_type="row")
        with Horizontal(id="scatters"):
            for side in ("left", "right"):
                with Vertical(classes="scatter"):
                    yield Static(id=f"axes-{side}", classes="heading")
                    yield Plot(id=f"scatter-{side}")

    def action_next_axes(self) -> None:
        """Show the next pair of features."""
        self.first_axes += 1

    def action_members(self) -> None:
        """Show the users of the segment that the cursor is on."""
        self._show_members(self.query_one("#segments", SafeTable).cursor_row)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Enter on a segment shows its members."""
        self._show_members(event.cursor_row)

    def _show_members(self, segment: int) -> None:
        analysis = self.session.analysis
        if analysis is None or segment >= len(analysis.segments):
            return
        from tui.screens.members import MembersDialog

        show_user = cast("SegscopeApp", self.app).show_user
        self.app.push_screen(
            MembersDialog(analysis, segment), lambda position: None if position is None else show_user(position)
        )

    def watch_first_axes(self) -> None:
        """Repaint with the other axes."""
        self.repaint_all()

    def on_resize(self) -> None:
        """The table has a form for narrow terminals."""
        self.repaint_all()

    def seen(self, session: Session) -> tuple[object, ...]:
        """The segments of the current K."""
        return (session.segments,)

    def paint(self, session: Session) -> None:
        """Table and plots."""
        analysis = session.analysis
        if analysis is None:
            return
        self._paint_table(session, analysis)
        pairs = _axes(analysis.groundwork.preset.features)
        for offset, side in enumerate(("left", "right")):
            self._paint_scatter(session, analysis, side, pairs[(self.first_axes + offset) % len(pairs)])

    def _paint_table(self, session: Session, analysis: Analysis) -> None:
        names = analysis.groundwork.preset.features
        bars, roomy = self.size.width >= _WIDE, self.size.width >= _ROOMY
        columns = [
            Column("segment"),
            Column("label"),
            Column("users", True),
            Column("share", True),
            *([Column("")] if bars else []),
            *(Column(FEATURES[name].short, True) for name in names),
        ]
        rows = [self._row(session, segment, names, bars, roomy) for segment in analysis.segments]
        features = analysis.groundwork.description.features
        everyone = ["", "all users", formats.count(len(features)), formats.percent(1), *([""] if bars else [])]
        everyone += [FEATURES[name].of_many(features.summary(name).mean) for name in names]
        table = self.query_one("#segments", SafeTable)
        table.fill(columns, [*rows, everyone], height=1 if roomy else 2)

    def _row(
        self, session: Session, segment: Segment, names: tuple[str, ...], bars: bool, roomy: bool
    ) -> list[str | Text]:
        slot = session.slot(segment.id)
        colour = segment_colour(slot, dark=self.app.current_theme.dark)
        label = segment.label if roomy else segment.label.replace(", ", ",\n", 1)
        return [
            Text.assemble((f"{marker(slot)} ", colour), str(segment.id)),
            label,
            formats.count(segment.users),
            formats.percent(segment.share),
            *([Text("█" * max(1, round(segment.share * _BAR_CELLS)), style=colour)] if bars else []),
            *(FEATURES[name].of_many(segment.means[name]) for name in names),
        ]

    def _paint_scatter(self, session: Session, analysis: Analysis, side: str, axes: tuple[str, str]) -> None:
        across, up = axes
        dark = self.app.current_theme.dark
        features, labels = analysis.groundwork.description.features.columns, analysis.fit.labels
        groups = []
        for segment in analysis.segments:
            slot = session.slot(segment.id)
            of_segment = labels == segment.id
            groups.append(
                Group(
                    features[across][of_segment],
                    features[up][of_segment],
                    marker(slot),
                    segment_colour(slot, dark=dark),
                )
            )
        ink = self.app.theme_variables["foreground"]
        centres = tuple(
            Mark(segment.centre[across], segment.centre[up], CENTRE_MARKER, ink) for segment in analysis.segments
        )
        self.query_one(f"#scatter-{side}", Plot).chart = Scatter(tuple(groups), centres)
        self.query_one(f"#axes-{side}", Static).update(
            f"{FEATURES[up].title} by {FEATURES[across].title.lower()}   {CENTRE_MARKER} centres"
        )


def _axes(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Every pair of clustering features, those of the notebook first."""
    pairs = [pair for pair in _NOTEBOOK_AXES if set(pair) <= set(names)]
    return pairs + [pair for pair in combinations(names, 2) if pair not in pairs] or [(names[0], names[0])]
