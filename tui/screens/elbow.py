"""Screen 2: how many segments, if any? A curve over K, the evidence, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
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
from tui.widgets.opinions import opinions_in_short
from tui.widgets.plot import Plot
from tui.widgets.safe_table import Column, SafeTable
from tui.widgets.verdict import verdict_block

if TYPE_CHECKING:
    from core.evidence.evidence import KEvidence
    from core.evidence.index import Curve as IndexCurve
    from core.evidence.index import Index
    from core.sweep import Sweep

LARGEST_DRAWN_K = 20
"""Beyond, the points of the curve would touch; the table has every K."""

CURRENT_SIGN, CHOICE_SIGN, RUNNING_SIGN = "◉", "○", "…"

_ROOMY = 160
_FOR_SHARES = 90
_BESIDE_VERDICT = 6


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
            with Vertical(id="evidence-and-opinions"):
                yield SafeTable(id="evidence", cursor_type="row")
                yield Static(id="opinions-in-short")
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
        return session.sweep, session.segments, session.k, session.failure, self._is_resampling, session.opinions

    def paint(self, session: Session) -> None:
        """Curve, table and verdict, as far as the sweep has come."""
        rows = _rows(session)
        choices, curves = _choices(session.sweep), _curves(session.sweep)
        name, curve = curves[self._shown % len(curves)]
        choice = choices.get(name)
        self._paint_curve(session, rows, curve, choice, curves[(self._shown + 1) % len(curves)][1].title)
        self._paint_table(session, rows, choices, choice)
        self.query_one("#opinions-in-short", Static).update(opinions_in_short(session))
        self.query_one("#verdict", Static).update(Content("\n").join(self._sentences(session)))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """A chosen row makes its K the current one."""
        rows, chosen = _rows(self.session), self.query_one("#evidence", SafeTable).number(event.cursor_row)
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
        objective = "WCSS" if session.sweep is None else f"{session.sweep.objective.head} "
        heads = [Column("  K"), Column(objective, True), *([Column("expl.", True)] if explained else [])]
        heads += [Column((column.head if wide else column.short) + " ", True) for _, column in columns]
        cells: list[list[str | Text]] = [
            [
                _k_cell(row.k, session.k, choice),
                self._objective(session, row, choices),
                *([formats.percent(row.explained_share, 0)] if explained else []),
                *(self._cell(index, row, choices.get(index.name)) for index, _ in columns),
            ]
            for row in rows
        ]
        table = self.query_one("#evidence", SafeTable)
        with table.prevent(DataTable.RowSelected):
            table.fill(heads, cells)
            table.move_to(next((n for n, row in enumerate(rows) if row.k == session.k), 0))

    def _objective(self, session: Session, row: KEvidence, choices: Mapping[str, int | None]) -> Text:
        from core.evidence.knee import KNEE
        from core.export.report_tables import objective

        sweep = session.sweep
        if sweep is None or row.k not in sweep.partitions:
            is_wcss = sweep is None or sweep.objective.bends
            return Text(f"{formats.decimal(row.wcss, 1) if is_wcss else formats.UNDEFINED} ")
        text = objective(sweep.partitions[row.k], digits=1)
        return self._marked(text, is_chosen=not sweep.objective.bends and row.k == choices.get(KNEE.name))

    def _cell(self, index: Index[Any], row: KEvidence, chosen: int | None) -> Text:
        is_coming = self._is_resampling and index.concerns(row.k) and index.name not in row.asked
        return self._marked(RUNNING_SIGN if is_coming else index.cell(row), is_chosen=row.k == chosen)

    def _marked(self, text: str, *, is_chosen: bool) -> Text:
        from core.words.evidence import CHOSEN, marked

        cell = marked(text, is_chosen=is_chosen)
        return Text(cell, style=f"bold {self.app.theme_variables['success']}" if cell.endswith(CHOSEN) else "")

    def _sentences(self, session: Session) -> list[Content]:
        analysis, sweep = session.analysis, session.sweep
        if analysis is None or sweep is None:
            return []
        from core.words.evidence import CHOSEN, facts_on_k

        lines = []
        if session.failure is not None:
            lines.append(Content.styled(on_one_line_in_app(session.failure), "$warning"))
        if analysis.k != 1 and analysis.k not in sweep.ks:
            lines.append(Content.styled(_outside(analysis.k, sweep.ks), "$warning"))
        if sweep.is_complete:
            lines += [
                verdict_block(session, self.size.width - _BESIDE_VERDICT),
                *map(Content, facts_on_k(sweep.evidence, sweep.telling_knees, analysis.k)),
            ]
        else:
            lines.append(Content("The verdict comes when every K is fitted."))
        legend = f"{CURRENT_SIGN} current K   {CHOICE_SIGN} chosen by the curve's index   {CHOSEN} by the column's"
        lines += map(Content, filter(None, (analysis.why_k, *analysis.notes)))
        return [*lines, Content.styled(legend + self._signs(), "$foreground-muted")]

    def _signs(self) -> str:
        """What the signs in the columns mean, and how those are reached that stand beside the others."""
        from core.evidence.indices import evidence_columns

        wide = [column for _, column in evidence_columns() if column.wide]
        signs = "".join(f"   {column.signs}" for column in wide if column.signs)
        if self.size.width >= _ROOMY:
            return signs
        return f"{signs}   {key_of('sideways')}\N{NO-BREAK SPACE}{', '.join(column.head for column in wide)}"


def _outside(k: int, ks: range) -> str:
    """That a K is not among those that are compared, and what changes that."""
    compared = f"outside the K that are compared, {ks[0]} to {ks[-1]}"
    return f"K = {k} is {compared}: no index could choose it. Press {key_of('range')} to compare others."


def _rows(session: Session) -> list[KEvidence]:
    """One segment, the K that are compared, and the current K, as far as they are known."""
    sweep = session.sweep
    if sweep is None:
        return []
    return [row for k, row in sweep.evidence.rows.items() if k == 1 or k in sweep.ks or k == session.k]


def _curves(sweep: Sweep | None) -> list[tuple[str, IndexCurve]]:
    """What can be drawn over K, by the name of its index; an objective without a knee stands where the WCSS would."""
    from core.evidence.index import Curve as IndexCurve
    from core.evidence.indices import evidence_curves
    from core.evidence.knee import KNEE

    curves = [(index.name, curve) for index, curve in evidence_curves()]
    if sweep is None or sweep.objective.bends:
        return curves
    values = {k: one.objective for k, one in sweep.partitions.items()}
    objective = IndexCurve(sweep.objective.title, lambda row: values.get(row.k))
    return [(name, objective if name == KNEE.name else curve) for name, curve in curves]


def _choices(sweep: Sweep | None) -> Mapping[str, int | None]:
    """Which K each index chooses; of an objective without a knee the lowest is chosen."""
    from core.evidence.knee import KNEE

    if sweep is None or sweep.verdict is None:
        return {}
    choices = sweep.verdict.choices
    return (
        choices if sweep.objective.bends else {**choices, KNEE.name: min(sweep.swept, key=lambda one: one.objective).k}
    )


def _k_cell(k: int, current: int | None, choice: int | None) -> Text:
    sign = CURRENT_SIGN if k == current else CHOICE_SIGN if k == choice else " "
    return Text(f"{sign} {k}", style="bold" if k == current else "")
