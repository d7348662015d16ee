"""Titles, ids and file names that try to steer the terminal or break the markup are shown harmlessly everywhere."""

import unicodedata

import pytest
from textual.widgets import TabbedContent

from core.text import clean
from tests.tui.conftest import screen_text, shows_a_user, until
from tui.dialogs.failure import FailureDialog
from tui.flows.opening import Request

HOSTILE = [
    "[bold]x[/]",
    "[/",
    "[@click=app.quit]click[/]",
    "\x1b[2J\x1b[31mred",
    "a\nb",
    "\u202egnp.exe",
    "🎬👩\u200d🚀 東京",
    "x" * 10_000,
    "$primary \\[",
]


@pytest.fixture
def hostile(tmp_path):
    folder = tmp_path / "[bold]f[ \u202e"
    folder.mkdir()
    rows = [
        f'"{user}",{item},{0.5 + (i * 3 + item) % 10 / 2}' for i, user in enumerate(HOSTILE) for item in range(3 + i)
    ]
    (folder / "ratings.csv").write_text("userId,movieId,rating\n" + "\n".join(rows) + "\n", encoding="utf-8")
    titles = [f'{item},"{title}","{title}"' for item, title in enumerate(HOSTILE)]
    (folder / "movies.csv").write_text("movieId,title,genres\n" + "\n".join(titles) + "\n", encoding="utf-8")
    return folder


def assert_harmless(text):
    bad = [char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Cs"} and char != "\n"]
    assert not bad


async def test_every_screen_and_tab_shows_them_as_they_are(run_app, hostile):
    async with run_app(hostile) as (app, pilot):
        for key in "1234":
            await pilot.press(key)
            await pilot.pause()
            assert_harmless(screen_text(app))
            assert "[bold]f[" in screen_text(app)
        await pilot.press("1")
        for tab in ("tab-ratings", "tab-items", "tab-features"):
            app.screen.query_one(TabbedContent).active = tab
            await pilot.pause()
            assert_harmless(screen_text(app))
            assert "[@click=app.quit]click[/]" in screen_text(app) or tab == "tab-features"


async def test_every_dialog_too(run_app, hostile, monkeypatch):
    (hostile / "\x1b[31m[b]sub").mkdir()
    monkeypatch.chdir(hostile)
    async with run_app(hostile) as (app, pilot):
        for position, user in enumerate(app.session.description.features.ids):
            app.talk.converse(app.users.show(position))
            await until(pilot, lambda: shows_a_user(app))
            assert_harmless(screen_text(app))
            assert clean(user, 20)[:19] in screen_text(app)
            await pilot.press("escape")
        await pilot.press("3", "enter")
        await pilot.pause()
        assert_harmless(screen_text(app))
        await pilot.press("escape", "slash", *"[/", "enter")
        await pilot.press("escape", "escape", "o")
        await until(pilot, lambda: "[b]sub" in screen_text(app))
        assert_harmless(screen_text(app))


async def test_error_messages_with_such_paths_too(run_app, hostile):
    async with run_app(hostile) as (app, pilot):
        app.opening.open(Request(hostile / "[nothing\x1b[31m"))
        await until(pilot, lambda: isinstance(app.screen, FailureDialog))
        assert_harmless(screen_text(app))
        assert "nothing␛[31m" in "".join(screen_text(app).split())
