"""The net: an error in a handler does not end the app, and hides nothing."""

import pytest
from textual.command import CommandList
from textual.events import Click, MouseDown
from textual.widgets import Input, Static

from tests.tui.conftest import notes, screen_text, until
from tui.dialogs.choose_k import ChooseKDialog
from tui.dialogs.open import OpenDialog
from tui.dialogs.palette import Palette
from tui.screens.clusters import ClustersScreen
from tui.screens.mode_screen import ModeScreen


def broken(*_):
    raise RuntimeError("[bold]boom[/")


async def test_an_error_in_an_action_of_a_screen_is_told_and_the_session_goes_on(run_app, small, monkeypatch, tmp_path):
    monkeypatch.setattr(ClustersScreen, "next_feature", broken)
    async with run_app(small, errors=1) as (app, pilot):
        await pilot.press("3", "h")
        await until(pilot, lambda: notes(app))
        assert notes(app)[0].startswith("Something went wrong (RuntimeError: [bold]boom[/).")
        await pilot.press("1", "+")
        assert (app.current_mode, app.session.k) == ("overview", 5)


@pytest.mark.parametrize("what", ["paint", "seen", "on_resize"])
async def test_an_error_while_a_screen_paints_leaves_the_others_alive(run_app, small, monkeypatch, what):
    async with run_app(small, errors=1) as (app, pilot):
        with monkeypatch.context() as patched:
            patched.setattr(ClustersScreen, what, broken)
            await pilot.press("3")
            await until(pilot, lambda: notes(app))
        await pilot.press("1", "+", "3")
        await until(pilot, lambda: "K = 5" in screen_text(app))
        assert app.current_mode == "clusters"


async def test_a_dialog_that_cannot_be_set_up_is_closed_and_keys_work(run_app, small, monkeypatch):
    monkeypatch.setattr(ChooseKDialog, "compose", broken)
    async with run_app(small, errors=1) as (app, pilot):
        await pilot.press("k")
        await until(pilot, lambda: notes(app) and isinstance(app.screen, ModeScreen))
        await pilot.press("3")
        await until(pilot, lambda: app.current_mode == "clusters")


async def test_the_palette_still_works_after_an_error_in_it(run_app, small, monkeypatch):
    monkeypatch.setattr(Palette, "_on_click", broken)
    async with run_app(small, errors=1) as (app, pilot):
        await pilot.press("ctrl+p")
        await until(pilot, lambda: app.screen.query(CommandList).first().option_count)
        app.screen.post_message(Click(app.screen, 1, 1, 0, 0, 1, False, False, False, 1, 1))
        await until(pilot, lambda: app.net.caught)
        await pilot.press(*"Raise K")
        await until(pilot, lambda: app.screen.query(CommandList).first().option_count == 1)
        await pilot.press("enter")
        await until(pilot, lambda: app.session.k == 5)


async def test_an_error_in_a_conversation_is_told_too(run_app, small, monkeypatch):
    async with run_app(small, errors=1) as (app, pilot):
        monkeypatch.setattr(app.segmenting, "choose", broken)
        await pilot.press("k", "6", "enter")
        await until(pilot, lambda: notes(app))
        await pilot.press("2")
        await until(pilot, lambda: app.current_mode == "elbow")


async def test_an_error_where_a_result_arrives_is_told_too(run_app, small, other, monkeypatch):
    async with run_app(small, errors=1) as (app, pilot):
        monkeypatch.setattr(app.opening, "_take", broken)
        await pilot.press("o")
        app.screen.query_one(Input).value = str(other)
        await pilot.press("enter")
        await until(pilot, lambda: notes(app))
        assert app.session.name == "small"


async def test_the_same_error_twice_at_once_ends_the_app_cleanly(run_app, small, monkeypatch):
    monkeypatch.setattr(ClustersScreen, "next_feature", broken)
    async with run_app(small, errors=2) as (app, pilot):
        await pilot.press("3", "h", "h")
        await until(pilot, lambda: not app.is_running)
        assert app.return_code == 1


async def test_several_quick_enters_answer_a_dialog_once(run_app, small, other):
    async with run_app(small) as (app, pilot):
        await pilot.press("o")
        assert isinstance(app.screen, OpenDialog)
        dialog = app.screen
        for _ in range(3):
            dialog.post_message(Input.Submitted(dialog.query_one(Input), str(other)))
        await until(pilot, lambda: app.session.name == "other.csv")
        assert isinstance(app.screen, ModeScreen)


async def test_a_click_where_a_notification_is_just_disappearing_hits_nothing(run_app, small):
    async with run_app(small) as (app, pilot):
        gone = Static("gone")
        app.screen.get_widget_at = lambda x, y: (gone, app.screen.region)
        event = MouseDown(None, 50, 20, 0, 0, 1, False, False, False, 50, 20)
        app.screen._forward_event(event)
        await pilot.pause()
