"""Screen 1: what is in this table? Cards, the four distributions, sample rows and the user features."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static, TabbedContent, TabPane

from core import formats
from core.errors import SegscopeError
from core.text import clean
from tui.commands import key_of
from tui.remedies import on_one_line_in_app
from tui.screens.mode_screen import ModeScreen
from tui.session import Session
from tui.widgets.bars import Bars, bars_of_distribution, bars_of_values
from tui.widgets.histogram import Histogram
from tui.widgets.safe_table import Column, SafeTable
from tui.widgets.stat_card import StatCard
from tui.widgets.user_rows import UserRows

if TYPE_CHECKING:
    from core.data.left_out import LeftOutLine
    from core.data.overview import Overview, SampleTable
    from core.description import Description
    from core.features.table import UserFeatures


class OverviewScreen(ModeScreen):
    """The dataset in figures."""

    MODE = "overview"
    COMING = "Here come the number of users, items and ratings, and how they are distributed."
    CSS_PATH = "../styles/overview.tcss"

    def compose_body(self) -> ComposeResult:
        """Cards above, tabs below."""
        with Horizontal(id="cards"):
            for name in ("users", "items", "ratings", "sparsity", "range", "mean"):
                yield StatCard(id=f"card-{name}")
        with TabbedContent(id="tables"):
            with TabPane("Distributions", id="tab-distributions"), Grid(id="histograms"):
                for name in ("values", "per-user", "per-item", "averages"):
                    yield Histogram(id=f"histogram-{name}")
            with TabPane("Ratings", id="tab-ratings"):
                yield Static(id="ratings-part", classes="hint")
                yield SafeTable(id="ratings-sample", cursor_type="row")
            with TabPane("Items", id="tab-items"):
                yield Static(id="items-part", classes="hint")
                yield SafeTable(id="items-sample", cursor_type="row")
                yield Static("This dataset has no table of items; name one when you open it.", id="no-items")
            with TabPane("Data quality", id="tab-quality"), VerticalScroll():
                yield Static(id="quality")
                yield SafeTable(id="left-out", cursor_type="row")
            with TabPane("User features", id="tab-features"):
                yield SafeTable(id="features-summary", cursor_type="row")
                yield Static("Every user", classes="heading")
                yield SafeTable(id="features-users", cursor_type="row")

    def is_ready(self, session: Session) -> bool:
        """The overview needs no segments."""
        return session.description is not None

    def seen(self, session: Session) -> tuple[object, ...]:
        """What does not depend on K."""
        return session.description, session.left_out

    def paint(self, session: Session) -> None:
        """Cards, histograms and tables."""
        description = session.description
        if description is None:
            return
        noun = description.source.item_noun
        self._paint_cards(description.overview, noun, description.quality.rows_dropped)
        self._paint_histograms(description.overview, noun)
        self.query_one("#tables", TabbedContent).get_tab("tab-items").label = Content(f"{noun.capitalize()}s")
        self._paint_quality(description, session.left_out)
        self._paint_sample("ratings", description.overview.ratings_sample)
        items = description.overview.items_sample
        self.query_one("#items-sample").display = self.query_one("#items-part").display = items is not None
        self.query_one("#no-items").display = items is None
        if items is not None:
            self._paint_sample("items", items)
        self._paint_features(description.features)

    def _paint_cards(self, overview: Overview, noun: str, rows_dropped: int) -> None:
        without = f"\n{formats.counted(rows_dropped, 'row')} left out" if rows_dropped else ""
        listed = "" if overview.catalogue_items is None else f"\n{formats.count(overview.catalogue_items)} listed"
        rating_range = f"{formats.rating(overview.rating_min)} – {formats.rating(overview.rating_max)}"
        for name, figure, caption in (
            ("users", formats.count(overview.users), "users"),
            ("items", formats.count(overview.items), f"{noun}s rated{listed}"),
            ("ratings", formats.count(overview.ratings), f"ratings{without}"),
            ("sparsity", f"{formats.decimal(overview.sparsity_percent)} %", "sparsity"),
            ("range", rating_range, "range"),
            ("mean", formats.decimal(overview.rating_mean), "mean rating"),
        ):
            self.query_one(f"#card-{name}", StatCard).show(figure, caption)

    def _paint_histograms(self, overview: Overview, noun: str) -> None:
        for name, bars in (
            ("values", _rating_bars(overview)),
            ("per-user", bars_of_distribution("Ratings per user", overview.ratings_per_user, digits=0)),
            ("per-item", bars_of_distribution(f"Ratings per {noun}", overview.ratings_per_item, digits=0)),
            ("averages", bars_of_distribution("Average rating per user", overview.average_per_user, digits=2)),
        ):
            self.query_one(f"#histogram-{name}", Histogram).bars = bars

    def _paint_quality(
        self, description: Description, left_out: tuple[LeftOutLine, ...] | SegscopeError | None
    ) -> None:
        from core.words.notes import dataset_notes
        from core.words.quality import left_out as left_out_in_words

        quality = description.quality
        rows = f"{formats.counted(quality.rows_read, 'row')} read, {formats.count(quality.rows_dropped)} left out."
        twice = f"{formats.counted(quality.duplicate_pairs, 'repeated rating')}, kept."
        columns = description.source.ratings_columns
        names = ", ".join(f"{role} = {clean(name, 40)}" for role, name in columns.by_role.items())
        lines = [
            Content(f"Columns: {names}"),
            Content(rows),
            *(Content(f"  {reason}: {formats.count(n)}") for reason, n in quality.dropped.items()),
        ]
        lines += [Content(twice)] if quality.duplicate_pairs else []
        lines += [*(Content(note) for note in dataset_notes(description) if note != left_out_in_words(quality))]
        table = self.query_one("#left-out", SafeTable)
        table.display = isinstance(left_out, tuple) and bool(left_out)
        if isinstance(left_out, SegscopeError):
            lines += [
                Content(""),
                Content.styled(f"{on_one_line_in_app(left_out)} {key_of('resume')} tries again.", "$error"),
            ]
        elif left_out:
            lines += [Content(""), Content.styled(f"The first rows that were left out ({len(left_out)})", "bold")]
            heads = [Column("line", number=True), Column("reason"), Column("text")]
            table.fill(heads, [[formats.count(row.line), row.reason, row.text] for row in left_out])
        self.query_one("#quality", Static).update(Content("\n").join(lines))

    def _paint_sample(self, name: str, sample: SampleTable) -> None:
        from core.data.overview import SAMPLE_ROWS

        rows = formats.counted(len(sample.rows), "row")
        part = f"the first {rows} of the file, in its order" if len(sample.rows) == SAMPLE_ROWS else f"all {rows}"
        self.query_one(f"#{name}-part", Static).update(part)
        columns = [Column(head) for head in sample.columns]
        self.query_one(f"#{name}-sample", SafeTable).fill(columns, sample.rows, whole=len(sample.rows) < SAMPLE_ROWS)

    def _paint_features(self, features: UserFeatures) -> None:
        names = features.telling_first
        columns = [Column("user"), *(Column(name, number=True) for name in names)]
        self.query_one("#features-users", SafeTable).fill(columns, UserRows(features))
        summaries = [features.summaries[name].as_dict() for name in names]
        rows = [[figure, *(formats.decimal(summary[figure]) for summary in summaries)] for figure in summaries[0]]
        self.query_one("#features-summary", SafeTable).fill([Column(""), *columns[1:]], rows)


def _rating_bars(overview: Overview) -> Bars:
    if overview.rating_distribution is not None:
        return bars_of_distribution("Ratings by value", overview.rating_distribution, digits=1)
    values, counts = overview.rating_counts.values, overview.rating_counts.counts
    return bars_of_values("Ratings by value", formats.counted(len(values), "value"), values, counts)
