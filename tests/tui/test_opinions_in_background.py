"""Second opinions in the background: after the sweep and before the resampling, and never in anybody's way."""

from functools import partial
from threading import Event

import pytest

from core import opinions as module
from core import study
from core.clustering import mixture
from core.errors import SegscopeError
from core.opinions import TITLES
from core.progress import raise_if_stopped
from tests.tui.conftest import GATHER_OPINIONS, notes, screen_text, swept, until
from tui import calls
from tui.commands import key_of
from tui.dialogs.opinions import OpinionsPage
from tui.flows.opinions import Opinions
from tui.kinds import EVIDENCE, OPINIONS

ALL = list(TITLES)


@pytest.fixture
def run_quickly(run_app, monkeypatch):
    """Runs the app with few K and asks for opinions as it does, of a mixture that starts once."""
    monkeypatch.setattr(Opinions, "gather", GATHER_OPINIONS)
    monkeypatch.setattr(mixture, "STARTS", 1)
    monkeypatch.setattr(study, "begin", partial(study.begin, ks=range(2, 6)))
    return run_app


@pytest.fixture
def asked(monkeypatch):
    """What was asked: each time the K and who, and "resampling"."""
    ask, resample, times = calls.opinions, calls.evidence, []

    def noted(follower, sweep, k, known):
        times.append((k, []))
        for opinion in ask(follower, sweep, k, known):
            times[-1][1].append(opinion.name)
            yield opinion

    def resampling(*arguments):
        times.append("resampling")
        yield from resample(*arguments)

    monkeypatch.setattr(calls, "opinions", noted)
    monkeypatch.setattr(calls, "evidence", resampling)
    return times


@pytest.fixture
def held(monkeypatch):
    """Ward's hierarchy waits until it is let go, or stopped; how often it was asked."""
    ward, times = module.hierarchy, []

    def waits(points, should_stop):
        times.append(1)
        while not times.let_go.is_set():
            raise_if_stopped(should_stop)
            times.let_go.wait(0.01)
        return ward(points, should_stop)

    class Times(list):
        let_go = Event()

    times = Times()
    monkeypatch.setattr(module, "hierarchy", waits)
    yield times
    times.let_go.set()


def has_opinions(app):
    return len(app.session.opinions) == len(ALL)


async def test_they_are_asked_once_every_k_is_fitted_and_before_the_resampling(run_quickly, small, asked):
    async with run_quickly(small, evidence="full") as (app, _):
        assert has_opinions(app)
        assert asked == [(4, ALL), "resampling"]


async def test_they_are_there_when_their_page_is_opened(run_quickly, small, asked):
    async with run_quickly(small) as (app, pilot):
        await pilot.press("2", "a")
        await until(pilot, lambda: isinstance(app.screen, OpinionsPage))
        await pilot.press("down", "down")
        assert app.session.opinions["ward"].sees.split(",")[0] in " ".join(screen_text(app).split())
        assert asked == [(4, ALL)]


async def test_without_evidence_they_are_asked_once_their_page_is_opened(run_quickly, small, asked):
    async with run_quickly(small, evidence="none") as (app, pilot):
        assert not asked
        await pilot.press("2", "a")
        await until(pilot, lambda: has_opinions(app))


async def test_esc_stops_them_and_what_follows_and_r_goes_on_with_both(run_quickly, small, asked, held):
    async with run_quickly(small, ready=lambda app: held, evidence="full") as (app, pilot):
        await pilot.press("2", "escape")
        await until(pilot, lambda: not app.jobs.running)
        assert f"The second opinions were cancelled. {key_of('resume')} goes on." in screen_text(app)
        assert "resampling" not in asked
        held.let_go.set()
        await pilot.press("r")
        await until(pilot, lambda: "resampling" in asked and swept(app))
        assert asked == [(4, ["kmeans", "mixture"]), (4, ["ward", "hdbscan"]), "resampling"]
        assert "cancelled" not in screen_text(app)


async def test_how_far_they_are_is_shown_and_k_changes_at_once(run_quickly, small, held):
    async with run_quickly(small, ready=lambda app: held) as (app, pilot):
        await until(pilot, lambda: "Ward's hierarchy" in screen_text(app))
        await pilot.press("+")
        await until(pilot, lambda: app.session.analysis is not None and app.session.analysis.k == 5)
        await pilot.press("+")
        await until(pilot, lambda: app.session.analysis is not None and app.session.analysis.k == 6)
        assert app.jobs.runs(OPINIONS)


async def test_after_a_change_of_k_only_k_means_is_asked_again_and_only_for_the_page(run_quickly, small, asked):
    async with run_quickly(small) as (app, pilot):
        await pilot.press("+", "+")
        await until(pilot, lambda: app.session.k == 6 and swept(app))
        assert asked == [(4, ALL)]
        await pilot.press("2", "a")
        await until(pilot, lambda: len(app.session.opinions["kmeans"].sizes) == 6)
        assert asked == [(4, ALL), (6, ["kmeans"])]


async def test_a_page_that_waits_for_another_k_is_answered_when_the_others_were_asked(run_quickly, small, asked, held):
    async with run_quickly(small, ready=lambda app: held) as (app, pilot):
        await pilot.press("+", "2", "a")
        await until(pilot, lambda: isinstance(app.screen, OpinionsPage))
        assert app.jobs.runs(OPINIONS)
        held.let_go.set()
        await until(pilot, lambda: has_opinions(app) and len(app.session.opinions["kmeans"].sizes) == 5)
        assert asked == [(4, ALL), (5, ["kmeans"])]


async def test_a_failure_is_told_in_passing_and_the_resampling_goes_on(run_quickly, small, monkeypatch):
    def fails(*arguments):
        raise SegscopeError("There is not enough memory.", "Free some.")
        yield

    monkeypatch.setattr(calls, "opinions", fails)
    async with run_quickly(small, ready=lambda app: app.jobs.runs(EVIDENCE), evidence="full") as (app, pilot):
        assert notes(app) == [f"There is not enough memory. Free some. {key_of('resume')} goes on."]
        await until(pilot, lambda: swept(app) and app.session.sweep.effort == "full")


async def test_resampling_that_was_cancelled_stays_so_whatever_the_page_asks(run_quickly, small, asked, monkeypatch):
    may_go_on = Event()

    def held_back(follower, *arguments):
        while not may_go_on.is_set():
            raise_if_stopped(follower.should_stop)
            may_go_on.wait(0.01)
        yield from ()

    monkeypatch.setattr(calls, "evidence", held_back)
    async with run_quickly(small, ready=lambda app: app.jobs.runs(EVIDENCE), evidence="full") as (app, pilot):
        await pilot.press("2", "escape")
        await until(pilot, lambda: not app.jobs.running)
        await pilot.press("+", "a")
        await until(pilot, lambda: asked == [(4, ALL), (5, ["kmeans"])] and not app.jobs.running)
        may_go_on.set()
