"""Screen 3: what are the segments, and how big? Their table and two scatter plots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import DataTable, Static

from core import formats
from core.features.catalogue import FEATURES
from tui.charts import Group, Mark, Scatter
from tui.messages import ChosenSegment
from tui.screens.mode_screen import ModeScreen
from tui.session import Session
from tui.themes import CENTRE_MARKER, UNMATCHED_MARKER, marker, segment_colour
from tui.widgets.bars import axis_title
from tui.widgets.plot import Plot
from tui.widgets.safe_table import Column, SafeTable
from tui.widgets.verdict import VerdictLine, seen_of_verdict

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.presets import Axes
    from core.segments.profile import Segment

_BAR_CELLS = 20
_FIGURES_FROM = 4
_WIDE = 110
_ROOMY = 84


class ClustersScreen(ModeScreen):
    """The segments side by side."""

    MODE = "clusters"
    COMING = "Here come the segments: how many users each has, and where they lie."
    CSS_PATH = "../styles/clusters.tcss"
    AUTO_FOCUS = "#segments"

    def __init__(self) -> None:
        super().__init__()
        self._axes: Axes | None = None
        """What the left plot shows, None for what the preset says."""

    def compose_body(self) -> ComposeResult:
        """The table above the two plots."""
        with VerticalScroll():
            yield VerdictLine(id="verdict-line")
            yield SafeTable(id="segments", cursor_type="row")
            with Horizontal(id="scatters"):
                for side in ("left", "right"):
                    with Vertical(classes="scatter"):
                        yield Static(id=f"axes-{side}", classes="heading")
                        yield Plot(id=f"scatter-{side}")

    def next_feature(self, axis: str) -> None:
        """Show the next feature of the catalogue on an axis of the left plot."""
        if self.session.study is not None:
            across, up = self._axes or self.session.study.preset.scatters[0]
            self._axes = (_after(across, up), up) if axis == "x" else (across, _after(up, across))
            self.repaint_all()

    def members(self) -> None:
        """Show the users of the segment that the cursor is on."""
        table = self.query_one("#segments", SafeTable)
        self._show_members(table.number(table.cursor_row))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Enter on a segment shows its members."""
        self._show_members(self.query_one("#segments", SafeTable).number(event.cursor_row))

    def _show_members(self, segment: int) -> None:
        analysis = self.session.analysis
        if analysis is not None and segment < analysis.k:
            self.post_message(ChosenSegment(segment))

    def on_resize(self) -> None:
        """The table has a form for narrow terminals."""
        self.repaint_all()

    def seen(self, session: Session) -> tuple[object, ...]:
        """The segments of the current K and their colours."""
        return session.segments, session.slots, seen_of_verdict(session)

    def paint(self, session: Session) -> None:
        """Table and plots."""
        analysis = session.analysis
        if analysis is None:
            return
        self.query_one(VerdictLine).show(session)
        self._paint_table(session, analysis)
        left, right = analysis.preset.scatters
        self._paint_scatter(session, analysis, "left", self._axes or left)
        self._paint_scatter(session, analysis, "right", right)

    def _paint_table(self, session: Session, analysis: Analysis) -> None:
        from core.export.report_tables import everyone_rows

        names = analysis.preset.features
        bars, roomy = self.size.width >= _WIDE, self.size.width >= _ROOMY
        columns = [
            Column("segment" if roomy else ""),
            Column("label"),
            Column("users", True),
            Column("share", True),
            *([Column("")] if bars else []),
            *(Column(FEATURES[name].short, True) for name in names),
        ]
        rows = [self._row(session, segment, names, bars, roomy) for segment in analysis.segments]
        blank = [""] if bars else []
        everyone = [[*row[:_FIGURES_FROM], *blank, *row[_FIGURES_FROM:]] for row in everyone_rows(analysis)]
        heights = [1 if roomy else 2] * len(rows) + [1] * len(everyone)
        self.query_one("#segments", SafeTable).fill(columns, [*rows, *everyone], heights, footer=len(everyone))

    def _row(
        self, session: Session, segment: Segment, names: tuple[str, ...], bars: bool, roomy: bool
    ) -> list[str | Text]:
        slot = session.slot(segment.id)
        colour = segment_colour(slot, dark=self.app.current_theme.dark)
        label = segment.title if roomy else segment.title.replace(", ", ",\n", 1)
        return [
            Text.assemble(("  " if slot is None else f"{marker(slot)} ", colour), str(segment.id)),
            label,
            formats.count(segment.users),
            formats.percent(segment.share),
            *([Text(share_bar(segment.share, _BAR_CELLS), style=colour)] if bars else []),
            *(FEATURES[name].of_many(segment.means[name]) for name in names),
        ]

    def _paint_scatter(self, session: Session, analysis: Analysis, side: str, axes: tuple[str, str]) -> None:
        from core.data.skewed import reads_better_as_log

        across, up = axes
        dark = self.app.current_theme.dark
        features, labels = analysis.description.features.columns, analysis.partition.labels
        logs = reads_better_as_log(features[across]), reads_better_as_log(features[up])
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
            Mark(segment.means[across], segment.means[up], CENTRE_MARKER, ink) for segment in analysis.segments
        )
        self.query_one(f"#scatter-{side}", Plot).chart = Scatter(tuple(groups), centres, logs)
        coming = f"{UNMATCHED_MARKER} until the smaller K are fitted   " if session.slots is None else ""
        hint = f"   {CENTRE_MARKER} centres" if self.size.width >= _WIDE else ""
        named_up = axis_title(FEATURES[up].title, is_log=logs[1])
        named_across = axis_title(FEATURES[across].title.lower(), is_log=logs[0])
        title = f"{named_up} by {named_across}"
        self.query_one(f"#axes-{side}", Static).update(coming + title + hint, layout=False)


def _after(name: str, other: str) -> str:
    """The next feature of the catalogue that is not the one on the other axis."""
    names = [feature for feature in FEATURES if feature != other]
    return names[(names.index(name) + 1) % len(names)]


def share_bar(share: float, cells: int) -> str:
    """A bar of eighths of cells, at least one eighth."""
    eighths = max(1, round(share * cells * 8))
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()
