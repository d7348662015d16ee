"""The app under Textual's pilot, on datasets that are quick to read."""

from __future__ import annotations

import logging
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from threading import Event

import pytest

from core import study
from core.description import with_features
from core.evidence import choice, halving, separation
from core.evidence.effort import EFFORTS, Effort
from core.evidence.indices import INDICES
from core.presets import NOTEBOOK
from tests.tui.pumping import Pump
from tui.app import SegscopeApp
from tui.dialogs.user import UserPage
from tui.flows.opening import Request
from tui.flows.opinions import Opinions
from tui.flows.segmenting import Settings

PATIENCE = 30
"""Seconds after which something that should happen has not."""


FEW_DRAWS = Effort("full", references=4, splits=3, bootstraps=3, starts=2)
"""Everything is asked, with few draws, to be quick."""


@pytest.fixture(autouse=True)
def few_halves(monkeypatch):
    """What every fit is asked at once is asked with few fits, to be quick."""
    monkeypatch.setattr(separation, "SPLITS", 2)
    monkeypatch.setattr(separation, "_STARTS", 2)
    monkeypatch.setattr(halving, "_STARTS", 2)


GATHER_OPINIONS = Opinions.gather
"""How second opinions are asked in the background."""


@pytest.fixture(autouse=True)
def opinions_when_opened(monkeypatch):
    """Second opinions are asked once their page is opened, to be quick."""
    monkeypatch.setattr(Opinions, "gather", Opinions._go_on)


class InThread:
    """Runs calls in the thread of their job: a test may look into them, and need not wait for a process."""

    def calling(self, call, *arguments, dial=None):
        def work(job):
            yield from call(Follower(job, dial), *arguments)

        return work


class Follower:
    """A job as a call sees it."""

    is_repeated = False

    def __init__(self, job, dial):
        self.report, self.should_stop = job.report, job.should_stop
        self.wanted = lambda: dial.value


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A new folder that is the current one."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def pump():
    """Jobs without an app."""
    pump = Pump()
    yield pump
    pump.jobs.stop_all()
    pump.jobs.wait_for_end()


async def until(pilot, predicate):
    """Let the app run until the predicate holds."""
    end = time.monotonic() + PATIENCE
    while not predicate():
        assert time.monotonic() < end, "what was waited for did not happen"
        await pilot.pause(0.01)
    await pilot.pause()


def screen_text(app):
    """What is on the screen, as text."""
    lines = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in lines)


def segmented(app):
    return app.session.analysis is not None


def swept(app):
    return app.session.is_swept and segmented(app) and not app.jobs.running


def notes(app):
    """The short notes that are on the screen."""
    return [note.message for note in app._notifications]


def shows_a_user(app):
    coming = app.screen.query("#user-coming")
    return isinstance(app.screen, UserPage) and len(coming) == 1 and not coming.first().display


def resampling_with(monkeypatch, index, measure):
    """Let an index that takes resampling measure in another way."""
    other = replace(index, measurement=replace(index.measurement, measure=measure))
    monkeypatch.setitem(INDICES, index.name, other)


@pytest.fixture
def run_app(tmp_path):
    """Runs the app on a path; gives (app, pilot) once ``ready`` holds."""

    @asynccontextmanager
    async def run(path, ready=swept, size=(120, 40), k=None, evidence="fast", compute=None, errors=0, preset=NOTEBOOK):
        settings = Settings(preset, k=k, effort=FEW_DRAWS if evidence == "full" else EFFORTS[evidence])
        app = SegscopeApp(Request(path), settings, compute or InThread(), tmp_path / "app.log")
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: ready(app))
            yield app, pilot
        assert len(app.net.caught) == errors, app.net.caught

    return run


@pytest.fixture
def small(tmp_path):
    """A MovieLens folder of 60 users who differ in activity, level and spread."""
    folder = tmp_path / "small"
    folder.mkdir()
    rows = [
        f"{user},{item},{min(5.0, 0.5 + (user * 7 + item * item * (1 + user % 3)) % 10 / 2)},{item}"
        for user in range(1, 61)
        for item in range(1, 6 + user * user // 60)
    ]
    (folder / "ratings.csv").write_text("userId,movieId,rating,timestamp\n" + "\n".join(rows) + "\n")
    movies = [f'{item},"Film {item}, The (1999)",Drama' for item in range(1, 80)]
    (folder / "movies.csv").write_text("movieId,title,genres\n" + "\n".join(movies) + "\n")
    return folder


@pytest.fixture
def other(tmp_path):
    """Another dataset."""
    path = tmp_path / "other.csv"
    rows = [f"{user},{item},{1 + (user + item) % 5}" for user in range(1, 41) for item in range(1, 4 + user % 7)]
    path.write_text("userId,movieId,rating\n" + "\n".join(rows) + "\n")
    return path


@pytest.fixture
def own_log(tmp_path, monkeypatch):
    """Keeps the log of the platform out of the way, and gives pytest its log back; segscope's logger."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    logger = logging.getLogger("segscope")
    before = logger.handlers, logger.level, logger.propagate
    yield logger
    for handler in logger.handlers:
        handler.close()
    logger.handlers, logger.level, logger.propagate = before


@pytest.fixture
def held(monkeypatch):
    """Holds what takes more readings back until it is let go."""
    let_go = Event()

    def wait(*arguments, **options):
        let_go.wait(10)
        return with_features(*arguments, **options)

    monkeypatch.setattr("core.description.with_features", wait)
    yield let_go
    let_go.set()


@pytest.fixture
def few_fits(monkeypatch):
    """Few K are compared, and few samples tell which of them comes back."""
    monkeypatch.setattr(study, "begin", partial(study.begin, ks=range(2, 5)))
    monkeypatch.setattr(choice, "BOOTSTRAPS", 3)
