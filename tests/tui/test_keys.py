"""Keys are never lost: in one burst, before anything is there, pasted, or when they can do nothing."""

import pytest
from textual.events import Key, Paste

from tests.tui.conftest import notes, screen_text, segmented, shows_a_user, swept, until
from tui.commands import COMMANDS
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.export import ExportDialog
from tui.flows.exporting import _FOR_SEGMENTS
from tui.keys import MOST_PASTED, typed
from tui.screens.mode_screen import ModeScreen


def burst(app, *keys):
    """Press keys without waiting for the effect of any."""
    for key in keys:
        app.post_message(Key(key, key if len(key) == 1 else None))


async def test_a_burst_reaches_the_dialog_that_its_first_key_opens_and_the_screen_after_it(run_app, small):
    async with run_app(small) as (app, pilot):
        burst(app, "k", "6", "enter", "3", "k", "7", "enter", "2")
        await until(pilot, lambda: app.session.k == 7 and app.current_mode == "elbow" and swept(app))
        assert isinstance(app.screen, ModeScreen)


async def test_a_burst_at_the_start_is_done_when_it_can_be(run_app, small):
    async with run_app(small, ready=lambda app: True) as (app, pilot):
        burst(app, "k", "6", "enter", "plus", "slash", "5", "enter")
        await until(pilot, lambda: shows_a_user(app))
        assert "User 5" in screen_text(app)
        assert app.session.k == 7
        await until(pilot, lambda: swept(app))


async def test_enter_counts_that_was_typed_before_the_terminal_was_taken_over(run_app, small):
    async with run_app(small, ready=lambda app: True) as (app, pilot):
        burst(app, "k", "6", "ctrl+j", "3")
        await until(pilot, lambda: swept(app) and app.current_mode == "clusters")
        assert app.session.k == 6


async def test_ctrl_c_leaves_before_the_keys_that_still_wait(run_app, small, monkeypatch):
    async with run_app(small) as (app, pilot):
        done = []
        monkeypatch.setattr(app.frame, "toggle_theme", lambda: done.append("t"))
        burst(app, *["t"] * 50, "ctrl+c")
        await until(pilot, lambda: not app.is_running)
        assert len(done) < 50


async def test_keys_that_wait_when_ctrl_c_comes_do_not_answer_its_question(run_app, small, monkeypatch):
    async with run_app(small) as (app, pilot):
        monkeypatch.setattr(app.exporting, "_waits", [_FOR_SEGMENTS])
        burst(app, *"tttt", "tab", "enter", "ctrl+c")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog) and not app.talk.is_busy)
        await pilot.press("escape", "t")
        assert app.is_running


async def test_k_is_counted_up_and_down_before_anything_is_segmented(run_app, small):
    async with run_app(small, ready=lambda app: True, k=6) as (app, pilot):
        burst(app, "plus", "plus", "minus")
        await until(pilot, lambda: swept(app))
        assert app.session.k == 7


async def test_what_is_pasted_on_a_screen_is_typed_and_a_long_text_is_not(run_app, small):
    async with run_app(small) as (app, pilot):
        app.post_message(Paste("k6\n"))
        await until(pilot, lambda: app.session.k == 6 and swept(app))
        app.post_message(Paste("q" * (MOST_PASTED + 1)))
        await pilot.pause()
        assert app.is_running


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("k6\n", ["k", "6", "enter"]),
        ("/-+?", ["slash", "minus", "plus", "question_mark"]),
        ("Ka\x1b ", ["K", "a", "space"]),
    ],
)
def test_pasted_characters_have_the_names_of_their_keys(text, keys):
    assert [key.key for key in typed(text)] == keys


async def test_a_key_that_can_do_nothing_now_says_why_and_is_grey(run_app, small):
    async with run_app(small, k=1) as (app, pilot):
        await pilot.press("minus")
        assert notes(app) == ["K is 1 already."]
        await pilot.press("2", "s")
        assert notes(app) == ["One segment alone has no silhouette."]
        assert app.check_action("command", ("silhouettes",)) is None
        assert app.check_action("command", ("more",)) is True
        assert app.check_action("command", ("members",)) is False
        await pilot.press("?")
        text = " ".join(screen_text(app).split())
        assert "Silhouettes (One segment alone has no silhouette.)" in text
        await pilot.press("end")
        await until(pilot, lambda: "(on screen Clusters)" in screen_text(app))


async def test_an_export_can_be_asked_for_before_anything_is_read(run_app, small, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    async with run_app(small, ready=lambda app: True) as (app, pilot):
        burst(app, "e", "enter")
        await until(pilot, lambda: list(tmp_path.glob("segscope-*/manifest.json")) and not app.jobs.running)
        assert not isinstance(app.screen, ExportDialog)


async def test_every_command_does_something_or_says_why_not_at_any_moment(run_app, small):
    async with run_app(small, ready=lambda app: True) as (app, pilot):
        for wait_for in (segmented, swept):
            for command in COMMANDS:
                if command.id not in ("quit", "palette"):
                    await pilot.press(command.keys.split(",")[0])
                    await until(pilot, lambda: not app.talk.is_busy)
                    if not isinstance(app.screen, ModeScreen):
                        await pilot.press("escape")
                        await until(pilot, lambda: isinstance(app.screen, ModeScreen))
            await until(pilot, lambda wait_for=wait_for: wait_for(app))
