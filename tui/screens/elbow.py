"""Screen 2: how many segments, if any? A curve over K, the evidence, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import DataTable, Static

from core import formats
from tui.charts import Curve, Mark
from tui.commands import key_of
from tui.kinds import EVIDENCE
from tui.messages import ChosenK
from tui.remedies import on_one_line_in_app
from tui.screens.mode_screen import ModeScreen
from tui.session import Session
from tui.widgets.plot import Plot
from tui.widgets.safe_table import Column
from tui.widgets.sideways_table import SidewaysTable

if TYPE_CHECKING:
    from core.evidence.evidence import KEvidence
    from core.evidence.index import Curve as IndexCurve
    from core.evidence.index import Index

LARGEST_DRAWN_K = 20
"""Beyond, the points of the curve would touch; the table has every K."""

CURRENT_SIGN, CHOICE_SIGN, RUNNING_SIGN = "◉", "○", "…"

_ROOMY = 160
_FOR_SHARES = 90


class ElbowScreen(ModeScreen):
    """The curve, the evidence table and the verdict."""

    MODE = "elbow"
    COMING = "Here comes the elbow curve: how much closer users are to their segment's centre with each K."
    CSS_PATH = "../styles/elbow.tcss"
    AUTO_FOCUS = "#evidence"

    def __init__(self) -> None:
        super().__init__()
        self._shown = 0

    def compose_body(self) -> ComposeResult:
        """The curve beside its table, the verdict below."""
        yield Static(id="curve-title", classes="heading")
        with Horizontal(id="curve-and-table"):
            yield Plot(id="curve")
            yield SidewaysTable(id="evidence", cursor_type="row")
        with VerticalScroll(id="verdict-scroll"):
            yield Static(id="verdict")

    def next_curve(self) -> None:
        """Draw the next index over K."""
        self._shown += 1
        self.repaint_all()

    def on_resize(self) -> None:
        """The table has fewer columns on narrow terminals."""
        self.repaint_all()

    def seen(self, session: Session) -> tuple[object, ...]:
        """The sweep as far as it has come."""
        return session.sweep, session.segments, session.k, session.failure, self._is_resampling

    def paint(self, session: Session) -> None:
        """Curve, table and verdict, as far as the sweep has come."""
        from core.evidence.indices import evidence_curves

        rows = _rows(session)
        verdict = None if session.sweep is None else session.sweep.verdict
        choices: Mapping[str, int | None] = {} if verdict is None else verdict.choices
        curves = evidence_curves()
        index, curve = curves[self._shown % len(curves)]
        choice = choices.get(index.name)
        self._paint_curve(session, rows, curve, choice, curves[(self._shown + 1) % len(curves)][1].title)
        self._paint_table(session, rows, choices, choice)
        self.query_one("#verdict", Static).update(Content("\n").join(self._sentences(session)))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """A chosen row makes its K the current one."""
        rows, chosen = _rows(self.session), self.query_one("#evidence", SidewaysTable).number(event.cursor_row)
        if chosen < len(rows):
            self.post_message(ChosenK(rows[chosen].k))

    @property
    def _is_resampling(self) -> bool:
        return EVIDENCE in self.running

    def _paint_curve(
        self, session: Session, rows: list[KEvidence], curve: IndexCurve, choice: int | None, next_title: str
    ) -> None:
        points = [(row, value) for row in rows if row.k <= LARGEST_DRAWN_K and (value := curve.number(row)) is not None]
        theme = self.app.theme_variables
        by_k = {row.k: value for row, value in points}
        marks = [
            Mark(k, by_k[k], sign, theme[colour])
            for k, sign, colour in ((choice, CHOICE_SIGN, "warning"), (session.k, CURRENT_SIGN, "foreground"))
            if k is not None and k in by_k
        ]
        drawn = len(points) > 1
        self.query_one("#curve", Plot).chart = (
            Curve(
                tuple(by_k),
                tuple(by_k.values()),
                theme["primary"],
                tuple(marks),
                tuple(curve.error(row) for row, _ in points),
            )
            if drawn
            else None
        )
        coming = "" if drawn else "  being computed …" if self._is_resampling else "  not computed"
        others = f"   {key_of('curve')}: {next_title}"
        self.query_one("#curve-title", Static).update(
            Content.assemble(f"{curve.title} against K", (coming, "$warning"), (others, "$foreground-muted"))
        )

    def _paint_table(
        self, session: Session, rows: list[KEvidence], choices: Mapping[str, int | None], choice: int | None
    ) -> None:
        from core.evidence.indices import evidence_columns

        wide, explained = self.size.width >= _ROOMY, self.size.width >= _FOR_SHARES
        columns = evidence_columns()
        heads = [Column("  K"), Column("WCSS", True), *([Column("expl.", True)] if explained else [])]
        heads += [Column((column.head if wide else column.short) + " ", True) for _, column in columns]
        cells: list[list[str | Text]] = [
            [
                _k_cell(row.k, session.k, choice),
                _wcss(session, row),
                *([formats.percent(row.explained_share, 0)] if explained else []),
                *(self._cell(index, row, choices.get(index.name)) for index, _ in columns),
            ]
            for row in rows
        ]
        table = self.query_one("#evidence", SidewaysTable)
        with table.prevent(DataTable.RowSelected):
            table.fill(heads, cells)
            table.move_to(next((n for n, row in enumerate(rows) if row.k == session.k), 0))

    def _cell(self, index: Index[Any], row: KEvidence, chosen: int | None) -> Text:
        from core.words.evidence import CHOSEN

        is_coming = self._is_resampling and index.concerns(row.k) and index.name not in row.asked
        text = RUNNING_SIGN if is_coming else index.cell(row)
        if row.k == chosen:
            return Text(text + CHOSEN, style=f"bold {self.app.theme_variables['success']}")
        return Text(text + " ")

    def _sentences(self, session: Session) -> list[Content]:
        analysis, sweep = session.analysis, session.sweep
        if analysis is None or sweep is None:
            return []
        from core.words.evidence import CHOSEN, evidence_lines

        lines = []
        if session.failure is not None:
            lines.append(Content(on_one_line_in_app(session.failure)))
        if sweep.is_complete:
            first, *others = evidence_lines(sweep.evidence, sweep.verdict, sweep.knees, analysis.k)
            lines += [Content.styled(first, "bold"), *map(Content, others)]
        else:
            lines.append(Content("The verdict comes when every K is fitted."))
        legend = f"{CURRENT_SIGN} current K   {CHOICE_SIGN} chosen by the curve's index   {CHOSEN} by the column's"
        return [*lines, *map(Content, analysis.notes), Content.styled(legend + self._signs(), "$foreground-muted")]

    def _signs(self) -> str:
        """What the signs in the columns mean, and how those are reached that stand beside the others."""
        from core.evidence.indices import evidence_columns

        wide = [column for _, column in evidence_columns() if column.wide]
        signs = "".join(f"   {column.signs}" for column in wide if column.signs)
        if self.size.width >= _ROOMY:
            return signs
        return f"{signs}   {key_of('sideways')}\N{NO-BREAK SPACE}{', '.join(column.head for column in wide)}"


def _rows(session: Session) -> list[KEvidence]:
    """One segment, the K that are compared, and the current K, as far as they are known."""
    sweep = session.sweep
    if sweep is None:
        return []
    return [row for k, row in sweep.evidence.rows.items() if k == 1 or k in sweep.ks or k == session.k]


def _wcss(session: Session, row: KEvidence) -> str:
    from core.export.report_tables import wcss

    partition = None if session.sweep is None else session.sweep.partitions.get(row.k)
    return formats.decimal(row.wcss, 1) if partition is None else wcss(partition, digits=1)


def _k_cell(k: int, current: int | None, choice: int | None) -> Text:
    sign = CURRENT_SIGN if k == current else CHOICE_SIGN if k == choice else " "
    return Text(f"{sign} {k}", style="bold" if k == current else "")
