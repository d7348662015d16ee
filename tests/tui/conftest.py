"""The app under Textual's pilot, on datasets that are quick to read."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager

import pytest

from tui.app import SegscopeApp
from tui.opening import Request
from tui.screens.user import UserDialog

PATIENCE = 30
"""Seconds after which something that should happen has not."""


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
    return app.session.swept and app.session.knee is not None and app.activity is None


def shows_a_user(app):
    coming = app.screen.query("#user-coming")
    return isinstance(app.screen, UserDialog) and len(coming) == 1 and not coming.first().display


@pytest.fixture
def run_app(tmp_path):
    """Runs the app on a path; gives (app, pilot) once ``ready`` holds."""

    @asynccontextmanager
    async def run(path, ready=swept, size=(120, 40), k=None, evidence="fast"):
        app = SegscopeApp(
            Request(path), k=k, preset="notebook", seed=42, evidence=evidence, log_path=tmp_path / "app.log"
        )
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: ready(app))
            yield app, pilot

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
