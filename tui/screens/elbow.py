"""Screen 2: how many segments, if any? A curve over K, the evidence, and the verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import DataTable, Static

from core import formats
from tui.charts import Curve, Mark
from tui.messages import ChosenK
from tui.screens.mode_screen import ModeScreen
from tui.session import Session
from tui.widgets.plot import Plot
from tui.widgets.safe_table import Column, SafeTable

if TYPE_CHECKING:
    from core.evidence import words
    from core.evidence.evidence import KEvidence

LARGEST_DRAWN_K = 20
"""Beyond, the points of the curve would touch; the table has every K."""

CURRENT_SIGN, CHOICE_SIGN, RUNNING_SIGN = "◉", "○", "…"

_ROOMY = 150
_FOR_SHARES = 90
_NARROW_COLUMNS = 6


@dataclass(frozen=True)
class _Shown:
    """One of the curves: its title, the index that chooses on it, and its value and error at a K."""

    title: str
    index: str
    value: Callable[[KEvidence], float | None]
    error: Callable[[KEvidence], float] = lambda row: 0.0


CURVES = (
    _Shown("WCSS (within-cluster sum of squares)", "knee", lambda row: row.wcss if row.k > 1 else None),
    _Shown(
        "Mean silhouette",
        "silhouette",
        lambda row: None if row.silhouette is None else row.silhouette.mean,
        lambda row: 0.0 if row.silhouette is None else row.silhouette.error or 0.0,
    ),
    _Shown(
        "Gap ± standard error",
        "gap",
        lambda row: None if row.gap is None else row.gap.value,
        lambda row: 0.0 if row.gap is None else row.gap.error,
    ),
    _Shown(
        "Prediction strength ± standard error",
        "prediction_strength",
        lambda row: None if row.prediction_strength is None else row.prediction_strength.mean,
        lambda row: 0.0 if row.prediction_strength is None else row.prediction_strength.error,
    ),
)


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
            yield SafeTable(id="evidence", cursor_type="row")
        with VerticalScroll(id="verdict-scroll"):
            yield Static(id="verdict")

    def action_next_curve(self) -> None:
        """Draw the next index over K."""
        self._shown = (self._shown + 1) % len(CURVES)
        self.repaint_all()

    def on_resize(self) -> None:
        """The table has fewer columns on narrow terminals."""
        self.repaint_all()

    def seen(self, session: Session) -> tuple[object, ...]:
        """The sweep and the evidence as far as they have come."""
        return session.analyses, session.k, session.knees, session.failure, session.evidence, session.resampling

    def paint(self, session: Session) -> None:
        """Curve, table and verdict, as far as the sweep has come."""
        rows = _rows(session)
        self._paint_curve(session, rows)
        self._paint_table(session, rows)
        self.query_one("#verdict", Static).update(Content("\n").join(self._sentences(session)))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """A chosen row makes its K the current one."""
        rows = _rows(self.session)
        if event.cursor_row < len(rows):
            self.post_message(ChosenK(rows[event.cursor_row].k))

    def _paint_curve(self, session: Session, rows: list[KEvidence]) -> None:
        curve = CURVES[self._shown]
        points = [(row, value) for row in rows if row.k <= LARGEST_DRAWN_K and (value := curve.value(row)) is not None]
        theme = self.app.theme_variables
        by_k = {row.k: value for row, value in points}
        choice = self._choice(session)
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
        coming = "" if drawn else "  being computed …" if session.resampling else "  not computed"
        others = f"   c: {CURVES[(self._shown + 1) % len(CURVES)].title}"
        self.query_one("#curve-title", Static).update(
            Content.assemble(f"{curve.title} against K", (coming, "$warning"), (others, "$foreground-muted"))
        )

    def _choice(self, session: Session) -> int | None:
        """The K that the index of the curve chooses."""
        verdict = session.verdict
        return None if verdict is None else verdict.choices[CURVES[self._shown].index]

    def _paint_table(self, session: Session, rows: list[KEvidence]) -> None:
        from core.evidence.words import CHOSEN, COLUMNS

        wide, explained = self.size.width >= _ROOMY, self.size.width >= _FOR_SHARES
        columns = COLUMNS if wide else COLUMNS[:_NARROW_COLUMNS]
        choices = {} if (verdict := session.verdict) is None else verdict.choices
        choice = choices.get(CURVES[self._shown].index)
        chosen = [choices.get(column.index) for column in columns]
        good = f"bold {self.app.theme_variables['success']}"
        cells: list[list[str | Text]] = [
            [
                _k_cell(row.k, session.k, choice),
                _wcss(session, row),
                *([formats.percent(row.explained_share, 0)] if explained else []),
                *(
                    Text(_cell(column, row, session.resampling) + CHOSEN, style=good)
                    if row.k == k
                    else Text(_cell(column, row, session.resampling) + " ")
                    for column, k in zip(columns, chosen, strict=True)
                ),
            ]
            for row in rows
        ]
        heads = [Column("  K"), Column("WCSS", True), *([Column("expl.", True)] if explained else [])]
        heads += [Column((column.head if wide else column.short) + " ", True) for column in columns]
        table = self.query_one("#evidence", SafeTable)
        with table.prevent(DataTable.RowSelected):
            table.fill(heads, cells)
            table.move_cursor(row=next((n for n, row in enumerate(rows) if row.k == session.k), 0))

    def _sentences(self, session: Session) -> list[Content]:
        analysis = session.analysis
        if analysis is None or session.evidence is None or session.groundwork is None:
            return []
        from core.evidence.words import CHOSEN
        from core.interpretation.evidence_lines import evidence_lines

        lines = []
        if session.failure is not None:
            lines.append(Content(f"{session.failure.what} {session.failure.remedy}"))
        if session.swept and session.knees:
            ks = session.groundwork.sweep_ks
            first, *others = evidence_lines(session.evidence, ks, session.knees, analysis.k)
            lines += [Content.styled(first, "bold"), *map(Content, others)]
        else:
            lines.append(Content("The verdict comes when every K is fitted."))
        legend = f"{CURRENT_SIGN} current K   {CHOICE_SIGN} chosen by the curve's index   {CHOSEN} by the column's"
        if self.size.width >= _ROOMY:
            legend += "   < a valley   ! more restarts find a lower WCSS"
        else:
            legend += f"   from {_ROOMY} columns on: cut, spread, smallest"
        return [*lines, *map(Content, analysis.notes), Content.styled(legend, "$foreground-muted")]


def _rows(session: Session) -> list[KEvidence]:
    """One segment, the K of the sweep, and the current K, as far as they are known."""
    ground, evidence = session.groundwork, session.evidence
    if ground is None or evidence is None:
        return []
    return [row for k, row in evidence.rows.items() if k == 1 or k in ground.sweep_ks or k == session.k]


def _wcss(session: Session, row: KEvidence) -> str:
    from core.export.report_tables import wcss

    fit = session.fits.get(row.k)
    return formats.decimal(row.wcss, 1) if fit is None else wcss(fit, digits=1)


def _cell(column: words.Column, row: KEvidence, resampling: bool) -> str:
    asked = not column.step or column.step in row.resampled
    return RUNNING_SIGN if resampling and not asked and row.k > 1 else column.write(row)


def _k_cell(k: int, current: int | None, choice: int | None) -> Text:
    sign = CURRENT_SIGN if k == current else CHOICE_SIGN if k == choice else " "
    return Text(f"{sign} {k}", style="bold" if k == current else "")
