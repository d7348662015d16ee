"""Exports that wait, are stopped, go on, or would be lost by leaving."""

from pathlib import Path
from threading import Event

import pytest
from textual.widgets import Button, Input

from core.errors import Cancelled
from core.export import files
from core.export.files import MANIFEST
from core.export.transaction import alone_in
from tests.tui.conftest import PATIENCE, notes, until
from tests.tui.exports import BEGINS, Endless, begin_an_export, clock_stands_still, idle
from tui import reading
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.dialog import Dialog
from tui.dialogs.export import ExportDialog, Wanted
from tui.dialogs.failure import FailureDialog
from tui.kinds import EXPORT


async def test_two_exports_in_one_second_go_into_folders_of_their_own(run_app, small, here, monkeypatch):
    clock_stands_still(monkeypatch)
    endless = Endless(monkeypatch)
    (here / "segscope-small-20260101-120000").mkdir()
    async with run_app(small) as (app, pilot):
        await pilot.press("e", "enter")
        await until(pilot, endless.begun.is_set)
        await pilot.press("e", "enter")
        await until(pilot, lambda: notes(app) == ["This export begins when the one before is written."])
        endless.go_on.set()
        await until(pilot, lambda: not app.jobs.running)
    assert [folder.name for folder in endless.folders] == [
        "segscope-small-20260101-120000-2", "segscope-small-20260101-120000-3"
    ]  # fmt: skip


@pytest.mark.parametrize("is_here", [False, True])
async def test_an_export_before_anything_is_read_is_called_after_the_dataset_and_waits_for_it(
    run_app, small, monkeypatch, is_here
):
    clock_stands_still(monkeypatch)
    monkeypatch.chdir(small)
    load, begun, go_on, endless = reading.load, Event(), Event(), Endless(monkeypatch)

    def held(job, **options):
        begun.set()
        while not go_on.is_set() and not job.should_stop():
            Event().wait(0.01)
        yield from load(job, **options)

    monkeypatch.setattr(reading, "load", held)
    async with run_app(Path() if is_here else small, ready=lambda app: begun.is_set()) as (app, pilot):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ExportDialog))
        assert app.screen.query_one(Input).value == "segscope-small-20260101-120000"
        await pilot.press("enter")
        await until(pilot, lambda: notes(app)[:1] == [f"The export {BEGINS}"])
        go_on.set()
        await until(pilot, endless.begun.is_set)
        endless.go_on.set()
        await until(pilot, lambda: idle(app))
    assert endless.folders == [small / "segscope-small-20260101-120000"]


async def test_r_goes_on_with_a_stopped_export_as_it_was_asked_for(run_app, small, here, monkeypatch):
    (here / "out").mkdir()
    (here / "out" / "model.json").write_text("old")
    write, endless = files.export, Endless(monkeypatch)
    async with run_app(small) as (app, pilot):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ExportDialog))
        app.screen.answer(Wanted(here / "out", ("model", "summary")))
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("tab", "enter")
        await until(pilot, endless.begun.is_set)
        await pilot.press("escape")
        await until(pilot, lambda: not app.jobs.running)
        monkeypatch.setattr(files, "export", write)
        await pilot.press("r")
        await until(pilot, lambda: (here / "out" / MANIFEST).exists() and idle(app))
        assert not isinstance(app.screen, Dialog)
    assert sorted(path.name for path in (here / "out").iterdir()) == [MANIFEST, "model.json", "summary.txt"]
    assert (here / "out" / "model.json").read_text() != "old"


async def test_what_goes_on_waits_until_what_was_stopped_is_tidied_up(run_app, small, here, monkeypatch):
    tidying, may_end = Event(), Event()
    settle, write, endless = files.ready_for, files.export, Endless(monkeypatch)

    def settled_slowly(folder, *names):
        if endless.begun.is_set():
            tidying.set()
            may_end.wait(PATIENCE)
        return settle(folder, *names)

    monkeypatch.setattr(files, "ready_for", settled_slowly)
    async with run_app(small) as (app, pilot):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ExportDialog))
        app.screen.answer(Wanted(here / "out", ("summary",)))
        await until(pilot, endless.begun.is_set)
        (here / "out").mkdir()
        await pilot.press("escape")
        await until(pilot, tidying.is_set)
        monkeypatch.setattr(files, "export", write)
        with alone_in(here / "out"):  # as whoever tidies up
            await pilot.press("r")
            await until(pilot, lambda: app.jobs.runs(EXPORT))
            await pilot.pause(0.1)
            assert not isinstance(app.screen, FailureDialog)
        may_end.set()
        await until(pilot, lambda: (here / "out" / MANIFEST).exists() and idle(app))


async def test_esc_stops_an_export_and_nothing_else(run_app, small, here, monkeypatch):
    endless = Endless(monkeypatch)
    async with run_app(small) as (app, pilot):
        await begin_an_export(pilot, app, here / "out")
        await until(pilot, endless.begun.is_set)
        await pilot.press("escape")
        await until(pilot, lambda: not app.jobs.running)
        [note] = notes(app)
        assert note.startswith("The export is cancelled")
        assert app.session.failure is None


async def test_what_an_export_leaves_whose_process_is_ended_is_removed(run_app, small, here, monkeypatch):
    begun = Event()

    def ended(analysis, folder, names, *, should_stop, **options):
        (folder / ".segscope-export-half").mkdir(parents=True)
        (folder / ".segscope-export-half" / "users.csv").write_text("half")
        begun.set()
        while not should_stop():
            Event().wait(0.01)
        raise Cancelled

    monkeypatch.setattr(files, "export", ended)
    (here / "mine").mkdir()
    async with run_app(small) as (app, pilot):
        for folder in ("new", "mine"):
            begun.clear()
            await begin_an_export(pilot, app, here / folder)
            await until(pilot, begun.is_set)
            await pilot.press("escape")
            await until(pilot, lambda: not list(here.glob("*/.segscope*")) and not (here / "new").exists())
    assert [path.name for path in here.rglob("*")] == ["mine"]


async def test_a_second_export_waits_for_the_first_and_both_are_written(run_app, small, here, monkeypatch):
    endless = Endless(monkeypatch)
    async with run_app(small) as (app, pilot):
        await begin_an_export(pilot, app, here / "one")
        await until(pilot, endless.begun.is_set)
        await begin_an_export(pilot, app, here / "two")
        assert notes(app) == ["This export begins when the one before is written."]
        assert endless.folders == [here / "one"]
        endless.go_on.set()
        await until(pilot, lambda: not app.jobs.running)
        assert endless.folders == [here / "one", here / "two"]
        assert notes(app) == [f"1 files written to {here / 'two'}"]


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
async def test_leaving_while_an_export_is_written_is_asked_about(run_app, small, here, monkeypatch, key):
    endless = Endless(monkeypatch)
    async with run_app(small) as (app, pilot):
        await begin_an_export(pilot, app, here / "out")
        await until(pilot, endless.begun.is_set)
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert [str(button.label) for button in app.screen.query(Button)] == ["Stay", "Quit"]
        await pilot.press(key)
        await until(pilot, lambda: not app.talk.is_busy)
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, ConfirmDialog))
        assert app.is_running
        assert app.jobs.runs(EXPORT)
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: not app.is_running)
    assert not app.jobs.running
    assert not list(here.iterdir())
