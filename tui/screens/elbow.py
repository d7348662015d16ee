"""Screen 2: how many segments, if any? The WCSS curve, its figures, and what the knee says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
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
    from core.clustering import KMeansFit

LARGEST_DRAWN_K = 20
"""Beyond, the points of the curve would touch; the table has every K."""

CURRENT_SIGN, KNEE_SIGN = "◉", "○"


class ElbowScreen(ModeScreen):
    """The elbow curve and its table."""

    MODE = "elbow"
    COMING = "Here comes the elbow curve: how much closer users are to their segment's centre with each K."
    CSS_PATH = "../styles/elbow.tcss"

    def compose_body(self) -> ComposeResult:
        """The curve beside its table, the knee below."""
        yield Static("WCSS (within-cluster sum of squares) against K", classes="heading")
        with Horizontal(id="curve-and-table"):
            yield Plot(id="curve")
            yield SafeTable(id="sweep", cursor_type="row")
        yield Static(id="knee")

    def seen(self, session: Session) -> tuple[object, ...]:
        """The sweep as far as it has come."""
        return session.analyses, session.k, session.knee, session.failure

    def paint(self, session: Session) -> None:
        """Curve, table and sentence, as far as the sweep has come."""
        analysis = session.analysis
        if analysis is None:
            return
        from core.export.report_tables import wcss

        fits = self._fits(session)
        drawn = [fit for fit in fits if fit.k <= LARGEST_DRAWN_K]
        self.query_one("#curve", Plot).chart = self._curve(session, drawn) if len(drawn) > 1 else None
        knee = session.knee.k if session.knee else None
        rows: list[list[str | Text]] = [
            [
                _k_cell(fit.k, session.k, knee),
                wcss(fit, digits=1),
                formats.percent(analysis.explained_share(fit.k), 0),
                str(fit.n_iter),
            ]
            for fit in fits
        ]
        columns = [Column("  K"), Column("WCSS", True), Column("explained", True), Column("iterations", True)]
        table = self.query_one("#sweep", SafeTable)
        with table.prevent(DataTable.RowSelected):
            table.fill(columns, rows)
            table.move_cursor(row=next((row for row, fit in enumerate(fits) if fit.k == session.k), 0))
        self.query_one("#knee", Static).update(Content("\n").join(map(Content, self._sentences(session))))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """A chosen row makes its K the current one."""
        analysis = self.session.analysis
        if analysis is not None:
            self.post_message(ChosenK(self._fits(self.session)[event.cursor_row].k))

    def _fits(self, session: Session) -> list[KMeansFit]:
        """The fits of the table, by ascending K: K = 1 only while it is the current one."""
        return [fit for k, fit in session.fits.items() if k > 1 or session.k == 1]

    def _curve(self, session: Session, fits: list[KMeansFit]) -> Curve:
        theme = self.app.theme_variables
        wcss = {fit.k: fit.wcss for fit in fits}
        marks = []
        if session.knee and session.knee.k in wcss:
            marks.append(Mark(session.knee.k, wcss[session.knee.k], KNEE_SIGN, theme["foreground"]))
        if session.k in wcss:
            marks.append(Mark(session.k, wcss[session.k], CURRENT_SIGN, theme["warning"]))
        return Curve(tuple(wcss), tuple(wcss.values()), theme["primary"], tuple(marks))

    def _sentences(self, session: Session) -> list[str]:
        analysis = session.analysis
        if analysis is None:
            return []
        sentences = [f"{CURRENT_SIGN} current K = {analysis.k}"]
        if session.knee is not None and session.knee.last > session.knee.first:
            knee = session.knee
            over = f"K = {knee.first} to {knee.last}"
            found = f"{KNEE_SIGN} knee at K = {knee.k}, looked for over {over}" if knee.k else f"no knee over {over}"
            sentences[0] += f"   {found}"
        if session.failure is not None:
            sentences.append(f"{session.failure.what} {session.failure.remedy}")
        sentences.append("WCSS falls with every K: a knee is a hint, and moves with the range that is looked at.")
        return sentences + list(analysis.notes)


def _k_cell(k: int, current: int | None, knee: int | None) -> Text:
    sign = CURRENT_SIGN if k == current else KNEE_SIGN if k == knee else " "
    return Text(f"{sign} {k}", style="bold" if k == current else "")
