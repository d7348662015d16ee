"""Esc closes a dialog before it stops work; leaving asks only where an export would be lost; the log is at its end."""

import os
import threading
from dataclasses import replace

import pytest

from core.clustering.algorithms import ALGORITHMS
from core.presets import RECOMMENDED
from tests.tui.conftest import PATIENCE, notes, screen_text, until
from tests.tui.exports import BEGINS, Endless, begin_an_export
from tui import calls
from tui.commands import BY_ID, hint
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.dialog import Dialog
from tui.dialogs.log import LogDialog
from tui.flows.opening import Request
from tui.kinds import CHOOSING, SWEEP
from tui.screens.mode_screen import ModeScreen


@pytest.fixture
def endless(monkeypatch):
    """K-means that does not come to an end by itself; set when it has begun."""
    kmeans, begun = ALGORITHMS["kmeans"], threading.Event()

    def slow(points, k, seed, should_stop):
        if k > 4:
            begun.set()
            while not should_stop():
                threading.Event().wait(0.001)
        return kmeans.part(points, k, seed, should_stop)

    monkeypatch.setitem(ALGORITHMS, "kmeans", replace(kmeans, part=slow))
    return begun


async def open_dialog(app, pilot, command):
    await app.run_command(BY_ID[command])
    await until(pilot, lambda: isinstance(app.screen, Dialog) and not app.talk.is_busy)


def paragraphs(app):
    return [str(paragraph.render()) for paragraph in app.screen.query(".paragraph")]


@pytest.mark.parametrize("command", ["help", "log", "open", "find", "k", "export"])
async def test_esc_closes_a_dialog_first_and_stops_work_when_none_is_open(run_app, small, endless, command):
    async with run_app(small, ready=lambda app: endless.is_set()) as (app, pilot):
        await open_dialog(app, pilot, command)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ModeScreen))
        assert app.jobs.runs(SWEEP)
        await pilot.press("escape")
        await until(pilot, lambda: not app.jobs.running)


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
async def test_leaving_while_segments_are_computed_asks_nothing(run_app, small, endless, key):
    async with run_app(small, ready=lambda app: endless.is_set()) as (app, pilot):
        await pilot.press(key)
        await until(pilot, lambda: not app.is_running)


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
async def test_leaving_asks_where_an_export_still_waits_for_its_segments(
    run_app, small, endless, key, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    async with run_app(small, ready=lambda app: endless.is_set()) as (app, pilot):
        await open_dialog(app, pilot, "export")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ModeScreen))
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert paragraphs(app)[0] == f"An export {BEGINS}"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ModeScreen))
        assert app.is_running


async def test_an_export_that_waits_for_what_was_stopped_says_what_goes_on(
    run_app, small, endless, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    stopped = f"That was stopped: {hint(resume='goes on')}."
    async with run_app(small, ready=lambda app: endless.is_set()) as (app, pilot):
        await pilot.press("escape")
        await until(pilot, lambda: not app.jobs.running)
        await pilot.press("e", "enter")
        await until(
            pilot,
            lambda: notes(app) == [f"The export {BEGINS} {stopped}"],
        )
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert paragraphs(app)[0] == f"An export {BEGINS} {stopped}"
        await pilot.press("escape", "r")
        await until(pilot, lambda: app.jobs.runs(SWEEP))
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert paragraphs(app)[0] == f"An export {BEGINS}"


async def test_what_an_export_waits_for_is_not_said_to_be_stopped_while_k_is_chosen(
    run_app, small, other, tmp_path, monkeypatch
):
    held = threading.Event()

    def slow(follower, *arguments):
        held.wait(PATIENCE)
        yield from ()

    monkeypatch.setattr(calls, "chosen", slow)
    monkeypatch.chdir(tmp_path)
    endless = Endless(monkeypatch)
    async with run_app(small) as (app, pilot):
        await begin_an_export(pilot, app, tmp_path / "out")
        await until(pilot, endless.begun.is_set)
        await pilot.press("escape")
        await until(pilot, lambda: not app.jobs.running)
        app.presets._wanted = RECOMMENDED
        app.opening.open(Request(other))
        await until(pilot, lambda: app.jobs.runs(CHOOSING))
        assert app.jobs.can_resume()
        await pilot.press("e", "enter")
        await until(pilot, lambda: notes(app) == [f"The export {BEGINS}"])
        held.set()


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
async def test_leaving_asks_nothing_where_the_export_was_cancelled_or_never_begun(
    run_app, small, endless, key, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    async with run_app(small, ready=lambda app: endless.is_set()) as (app, pilot):
        await open_dialog(app, pilot, "export")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ModeScreen))
        await pilot.press(key)
        await until(pilot, lambda: not app.is_running)


async def test_ctrl_c_leaves_from_a_dialog_too_without_a_question(run_app, small):
    async with run_app(small) as (app, pilot):
        await open_dialog(app, pilot, "open")
        await pilot.press("ctrl+c")
        await until(pilot, lambda: not app.is_running)


async def test_the_log_grows_while_it_is_shown_and_stays_at_its_end(run_app, small, tmp_path):
    begin = f"2026-01-01 00:00:00,000 - {os.getpid()} - INFO -"
    lines = [f"{begin} line {n}\n" for n in range(300)]
    path = tmp_path / "app.log"
    path.write_text("".join(lines))
    async with run_app(small) as (app, pilot):
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(app.screen, LogDialog) and "line 299" in screen_text(app))
        with path.open("a") as log:
            log.write(f"{begin} the newest line\n")
        await until(pilot, lambda: "the newest line" in screen_text(app))
