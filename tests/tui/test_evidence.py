"""Screen 2: the evidence as it comes, the verdict, the curves, the range of K, the silhouettes."""

from threading import Event

import pytest
from textual.widgets import Input, Static

from core.errors import SegscopeError
from core.evidence import gathering
from core.evidence.gap import GAP
from core.evidence.prediction import PREDICTION_STRENGTH
from core.evidence.silhouette import SILHOUETTE, silhouette_widths
from core.evidence.stability import STABILITY
from core.progress import raise_if_stopped
from tests.tui.conftest import FEW_DRAWS, notes, resampling_with, screen_text, segmented, shows_a_user, swept, until
from tui.commands import key_of
from tui.dialogs.choose_range import ChooseRangeDialog
from tui.dialogs.silhouettes import SilhouettesDialog
from tui.dialogs.user import UserPage
from tui.kinds import EVIDENCE, SWEEP
from tui.widgets.plot import Plot
from tui.widgets.safe_table import SafeTable

CANCELLED = f"What takes resampling was cancelled. {key_of('resume')} goes on."


def gathered(app):
    return swept(app) and app.session.sweep.effort == FEW_DRAWS.name


def cells(app):
    table = app.screen.query_one("#evidence", SafeTable)
    return [[cell.plain.strip() for cell in table.get_row_at(row)] for row in range(table.row_count)]


async def test_the_table_fills_with_what_takes_resampling(run_app, small):
    async with run_app(small, ready=gathered, evidence="full") as (app, pilot):
        await pilot.press("2")
        await until(pilot, lambda: len(cells(app)) == 10)
        rows = app.session.sweep.evidence.rows
        by_k = {row[0].split()[-1]: row for row in cells(app)}
        assert by_k["1"][7].rstrip("*") == f"{rows[1].value(GAP).value:.3f}"
        assert by_k["3"][8].rstrip("*") == f"{rows[3].value(PREDICTION_STRENGTH).mean:.2f}"
        assert len(by_k["5"][9]) == 5
        best = max(range(2, 11), key=lambda k: rows[k].value(SILHOUETTE).mean)
        assert [k for k, row in by_k.items() if row[3].endswith("*")] == [str(best)]
        choices = app.session.analysis.verdict.choices
        for column, index in ((4, "calinski_harabasz"), (5, "davies_bouldin"), (7, "gap"), (8, "prediction_strength")):
            starred = [int(k) for k, row in by_k.items() if row[column].endswith("*")]
            chosen = [] if choices[index] is None else [choices[index]]
            assert starred == [k for k in chosen if by_k[str(k)][column].rstrip("*") != "–"]
        assert app.session.analysis.verdict.sentence.split(".")[0] in " ".join(screen_text(app).split())
        assert "For and against K = 4" in screen_text(app)


async def test_at_120_columns_the_verdict_is_seen_whole_above_the_room_that_is_left(run_app, small):
    async with run_app(small, ready=gathered, evidence="full") as (app, pilot):
        await pilot.press("2")
        await until(pilot, lambda: "For and against K = 4" in screen_text(app))
        assert app.screen.query_one("#verdict-scroll").max_scroll_y == 0
        assert app.screen.query_one("#evidence").max_scroll_y == 0


def heads(app):
    """The heads of the evidence table as far as they are seen."""
    place = app.screen.query_one("#evidence", SafeTable).region
    return screen_text(app).splitlines()[place.y][place.x : place.right].split()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_column_is_reached_beside_k_where_the_table_is_cut(run_app, small, size):
    async with run_app(small, size=size) as (app, pilot):
        await pilot.press("2")
        await until(pilot, lambda: len(cells(app)) == 10 and "silh." in heads(app))
        seen = heads(app)
        assert "smallest" not in seen
        await pilot.press(*["right"] * 6)
        await until(pilot, lambda: "smallest" in heads(app))
        assert heads(app)[0] == "K"
        await pilot.press("down", *["left"] * 6)
        await until(pilot, lambda: heads(app) == seen)


async def test_without_resampling_the_verdict_says_what_was_not_computed(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("2")
        assert "not computed: the gap and prediction strength" in " ".join(screen_text(app).split())


async def test_cancelled_evidence_keeps_what_is_there_and_goes_on_later(run_app, small, monkeypatch):
    asked = []

    def stop_at_the_third(case, effort):
        asked.append(case.partition.k)
        while len(asked) == 3 and not case.should_stop():
            Event().wait(0.01)
        raise_if_stopped(case.should_stop)
        return GAP.measurement.measure(case, effort)

    resampling_with(monkeypatch, GAP, stop_at_the_third)
    async with run_app(small, ready=lambda app: len(asked) == 3, evidence="full") as (app, pilot):
        await pilot.press("2", "escape")
        await until(pilot, lambda: not app.jobs.running)
        known = dict(app.session.sweep.evidence.rows)
        assert known[2].resampled == {GAP.name}
        assert known[3].resampled == frozenset()
        await until(pilot, lambda: CANCELLED in screen_text(app))
        await pilot.press("r")
        await until(pilot, lambda: gathered(app))
        assert CANCELLED not in screen_text(app)
        assert asked.count(2) == 1
        assert app.session.sweep.evidence.rows[2].value(GAP) is known[2].value(GAP)


async def test_changing_k_computes_nothing_twice(run_app, small, monkeypatch):
    async with run_app(small, ready=gathered, evidence="full") as (app, pilot):
        evidence = app.session.sweep.evidence
        resampling_with(monkeypatch, GAP, None)
        await pilot.press("2", "+", "-", "-")
        assert app.session.k == 3
        await until(pilot, lambda: swept(app))
        assert app.session.sweep.evidence is evidence
        await pilot.press("k", *"11", "enter")
        await until(pilot, lambda: 11 in app.session.sweep.evidence.rows and swept(app))
        assert {k: row for k, row in app.session.sweep.evidence.rows.items() if k < 11} == evidence.rows
        assert "For and against K = 11" in screen_text(app)


async def test_a_fit_whose_evidence_was_cancelled_is_measured_later(run_app, small, monkeypatch):
    measured, seen = gathering.measured, []

    def stop_at_five(points, partition, probe, algorithm, should_stop):
        seen.append(partition.k)
        while partition.k == 5 and seen.count(5) == 1 and not should_stop():
            Event().wait(0.01)
        raise_if_stopped(should_stop)
        return measured(points, partition, probe, algorithm)

    monkeypatch.setattr(gathering, "measured", stop_at_five)
    async with run_app(small, ready=lambda app: 5 in seen) as (app, pilot):
        await pilot.press("escape")
        await until(pilot, lambda: not app.jobs.runs(SWEEP))
        await pilot.press("r")
        await until(pilot, lambda: swept(app))
        assert list(app.session.sweep.evidence.rows) == list(range(1, 11))


async def test_c_switches_the_curve_and_its_errors_are_drawn(run_app, small):
    async with run_app(small, ready=gathered, evidence="full") as (app, pilot):
        await pilot.press("2")
        rows, plot = app.session.sweep.evidence.rows, app.screen.query_one("#curve", Plot)
        assert plot.chart.values == tuple(rows[k].wcss for k in range(2, 11))
        await pilot.press("c")
        assert plot.chart.values == tuple(rows[k].value(SILHOUETTE).mean for k in range(2, 11))
        await pilot.press("c")
        assert plot.chart.ks == tuple(range(1, 11))
        assert plot.chart.errors == tuple(rows[k].value(GAP).error for k in range(1, 11))
        await pilot.press("c")
        assert plot.chart.values == tuple(rows[k].value(PREDICTION_STRENGTH).mean for k in range(2, 11))
        await pilot.press("c")
        assert "WCSS" in str(app.screen.query_one("#curve-title", Static).content)


async def test_a_curve_that_is_not_computed_says_so(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("2", "c", "c")
        assert app.screen.query_one("#curve", Plot).chart is None
        assert "Gap ± standard error against K  not computed" in screen_text(app)


async def test_the_range_of_k_grows_and_shrinks_without_starting_over(run_app, small):
    async with run_app(small) as (app, pilot):
        before = app.session.sweep.partitions[10]
        for typed, last in (("2 - 13", 13), ("3-6", 6)):
            await pilot.press("2", "K")
            await until(pilot, lambda: isinstance(app.screen, ChooseRangeDialog))
            app.screen.query_one(Input).value = typed
            await pilot.press("enter")
            await until(pilot, lambda last=last: swept(app) and app.session.sweep.knee.last == last)
        assert app.session.sweep.partitions[10] is before
        assert [row[0].split()[-1] for row in cells(app)] == ["1", "3", "4", "5", "6"]
        assert app.session.analysis.verdict.choices["silhouette"] in range(3, 7)


async def test_a_range_that_is_none_is_asked_for_again(run_app, small):
    async with run_app(small, ready=segmented) as (app, pilot):
        await pilot.press("2", "K")
        await until(pilot, lambda: isinstance(app.screen, ChooseRangeDialog))
        for typed in ("", "4", "5-2", "1-9", "2-21", "a-b", "2-2"):
            app.screen.query_one("#problem", Static).update("")
            app.screen.query_one(Input).value = typed
            await pilot.press("enter")
            assert "Type two numbers from 2 to 20" in screen_text(app)
        assert app.session.sweep.wanted_ks == range(2, 11)


async def test_s_shows_the_silhouette_of_every_user_by_segment(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("2", "s")
        await until(pilot, lambda: isinstance(app.screen, SilhouettesDialog) and "mean 0." in screen_text(app))
        analysis = app.session.analysis
        widths = silhouette_widths(analysis.points.values, analysis.partition.labels)
        for segment in analysis.segments:
            mean = widths[analysis.partition.labels == segment.id].mean()
            assert f"{segment.id}: {segment.users} users, mean {mean:.2f}" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, SilhouettesDialog))


async def test_one_segment_has_no_silhouette(run_app, small):
    async with run_app(small, k=1) as (app, pilot):
        await pilot.press("2", "s")
        await pilot.pause()
        assert not isinstance(app.screen, SilhouettesDialog)
        assert notes(app) == ["One segment alone has no silhouette."]


async def test_the_restarts_and_the_smallest_segment_come_on_wide_terminals(run_app, small):
    async with run_app(small, ready=gathered, evidence="full", size=(160, 40)) as (app, pilot):
        assert STABILITY.name in app.session.sweep.evidence.rows[10].resampled
        await pilot.press("2")
        assert "smallest" in screen_text(app)
        assert cells(app)[0][-1] == "60"


async def test_silhouettes_that_fail_say_so_in_their_place_and_can_be_tried_again(run_app, small, monkeypatch):
    def broken(*_):
        raise SegscopeError("No silhouettes today.", "Come back tomorrow.")

    async with run_app(small) as (app, pilot):
        with monkeypatch.context() as patched:
            patched.setattr("core.evidence.silhouette.silhouette_profile", broken)
            await pilot.press("2", "s")
            await until(pilot, lambda: "No silhouettes today." in screen_text(app))
        assert "Measuring" not in screen_text(app)
        await pilot.press("r")
        await until(pilot, lambda: "mean 0." in screen_text(app))
        assert "No silhouettes today." not in screen_text(app)


async def test_evidence_that_fails_leaves_an_open_user_alone_and_r_goes_on_with_it(run_app, small, monkeypatch):
    shown = Event()

    def broken(case, effort):
        while not shown.is_set() and not case.should_stop():
            Event().wait(0.01)
        raise SegscopeError("No gap today.", "Come back tomorrow.")

    with monkeypatch.context() as patched:
        resampling_with(patched, GAP, broken)
        async with run_app(small, ready=lambda app: app.jobs.runs(EVIDENCE), evidence="full") as (app, pilot):
            await pilot.press("slash", "5", "enter")
            await until(pilot, lambda: shows_a_user(app))
            shown.set()
            await until(pilot, lambda: not app.jobs.running)
            assert isinstance(app.screen, UserPage)
            assert notes(app) == [f"No gap today. Come back tomorrow. {key_of('resume')} goes on."]
            patched.undo()
            await pilot.press("escape", "r")
            await until(pilot, lambda: gathered(app))
            assert not isinstance(app.screen, UserPage)
