"""Exporting from inside the app."""

import json
from dataclasses import replace
from threading import Event

import pytest
from textual.widgets import Input

from core.clustering.algorithms import ALGORITHMS
from core.errors import Cancelled
from core.evidence.gap import GAP
from core.evidence.prediction import PREDICTION_STRENGTH
from core.export import files
from core.export.contents import FILES, NAMES
from core.export.files import MANIFEST
from tests.tui.conftest import notes, resampling_with, screen_text, until
from tests.tui.exports import BEGINS, idle
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.export import ExportDialog, Wanted
from tui.dialogs.failure import FailureDialog
from tui.kinds import EXPORT
from tui.widgets.checklist import Checklist

EVERYTHING = sorted([*(file.file for file in FILES), MANIFEST])


async def test_e_and_enter_write_everything_into_a_new_folder(run_app, small, here):
    async with run_app(small) as (app, pilot):
        await pilot.press("+", "e")
        await until(pilot, lambda: isinstance(app.screen, ExportDialog))
        assert "users.csv .parquet        60 rows" in screen_text(app)
        assert "exists" not in screen_text(app)
        await until(pilot, lambda: app.focused is not None and app.focused.id == "export")
        await pilot.press("enter")
        await until(pilot, lambda: [path for path in here.glob("*/manifest.json")] != [] and idle(app))
        [folder] = here.iterdir()
        assert folder.name.startswith("segscope-small-")
        assert sorted(path.name for path in folder.iterdir()) == EVERYTHING
        assert json.loads((folder / MANIFEST).read_text())["settings"]["k"] == 5
        [note] = notes(app)
        assert note == f"{len(EVERYTHING)} files written to {folder}"


async def test_every_file_is_listed_at_80_by_24(run_app, small, here):
    async with run_app(small, size=(80, 24)) as (app, pilot):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ExportDialog))
        lines = screen_text(app).splitlines()
        for file in FILES:
            stem, ending = file.file.rsplit(".", 1)
            assert [line for line in lines if f" {stem}." in line and f".{ending}" in line]
        assert [name for line in lines for name in NAMES if f"[x] {name} " in line] == list(NAMES)
        assert "Esc closes" in screen_text(app)


async def test_only_what_is_chosen_is_exported(run_app, small, here):
    async with run_app(small) as (app, pilot):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ExportDialog))
        app.screen.query_one(Checklist).focus()
        for name in NAMES:
            await pilot.press(*(["space"] if name not in ("model", "summary") else []), "down")
        await until(pilot, lambda: app.screen.query_one(Checklist).chosen == ("model", "summary"))
        assert "[ ] users" in screen_text(app)
        assert "[x] model" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: list(here.glob("*/manifest.json")) and idle(app))
        [folder] = here.iterdir()
        assert sorted(path.name for path in folder.iterdir()) == [MANIFEST, "model.json", "summary.txt"]


async def test_where_nothing_is_chosen_nothing_is_exported(run_app, small, here):
    async with run_app(small) as (app, pilot):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ExportDialog))
        app.screen.query_one(Checklist).focus()
        await pilot.press(*(["space", "down"] * len(NAMES)))
        await until(pilot, lambda: app.screen.query_one("#export").disabled)
        await pilot.press("enter")
        assert isinstance(app.screen, ExportDialog)
        await pilot.press("space")
        await until(pilot, lambda: not app.screen.query_one("#export").disabled)


async def test_other_files_are_added_to_an_earlier_export_without_a_question(run_app, small, here):
    async with run_app(small) as (app, pilot):
        files.export(app.session.analysis, here / "out", ["users"])
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ExportDialog))
        app.screen.answer(Wanted(here / "out", ("model",)))
        await until(pilot, lambda: (here / "out" / "model.json").exists() and idle(app))
        manifest = json.loads((here / "out" / MANIFEST).read_text())
        assert [entry["name"] for entry in manifest["files"]] == ["users.csv", "users.parquet", "model.json"]


@pytest.mark.parametrize("replace", [False, True])
async def test_what_is_there_is_replaced_only_after_a_question(run_app, small, here, replace):
    (here / "users.csv").write_text("precious")
    async with run_app(small) as (app, pilot):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ExportDialog))
        app.screen.query_one(Input).value = str(here)
        await until(pilot, lambda: "exists, 8 bytes" in screen_text(app))
        app.screen.query_one(Input).focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert app.focused.id == "cancel"
        assert "users.csv" in screen_text(app)
        if replace:
            await pilot.press("tab")
        await pilot.press("enter")
        await until(pilot, lambda: idle(app) and (here / MANIFEST).exists() == replace)
        assert ((here / "users.csv").read_text() == "precious") is not replace


async def test_a_folder_that_cannot_be_made_is_explained_and_asked_for_again(run_app, small, here):
    (here / "file").write_text("x")
    async with run_app(small) as (app, pilot):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ExportDialog))
        app.screen.query_one(Input).value = str(here / "file" / "folder")
        app.screen.query_one("#export").press()
        await until(pilot, lambda: isinstance(app.screen, FailureDialog))
        assert "cannot be made" in screen_text(app)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, ExportDialog))


async def test_evidence_that_is_still_coming_is_left_out_of_an_export(run_app, small, here, monkeypatch):
    asked = Event()

    def wait_for_the_end(case, *_):
        asked.set()
        while not case.should_stop():
            Event().wait(0.01)
        raise Cancelled

    resampling_with(monkeypatch, PREDICTION_STRENGTH, wait_for_the_end)
    async with run_app(small, ready=lambda app: asked.is_set(), evidence="full") as (app, pilot):
        await until(pilot, lambda: app.session.sweep.evidence.rows[3].value(GAP) is not None)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ExportDialog))
        assert "not computed yet" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: list(here.glob("*/manifest.json")) and not app.jobs.runs(EXPORT))
        [folder] = here.iterdir()
        assert json.loads((folder / MANIFEST).read_text())["settings"]["evidence"] == "fast"
        assert "not computed: the gap and prediction strength" in (folder / "report.md").read_text()


async def test_an_export_that_is_asked_for_before_k_is_swept_waits_for_it(run_app, small, here, monkeypatch):
    kmeans, go_on = ALGORITHMS["kmeans"], Event()

    def slow(points, k, seed, should_stop):
        while k > 4 and not go_on.is_set() and not should_stop():
            Event().wait(0.01)
        return kmeans.part(points, k, seed, should_stop)

    monkeypatch.setitem(ALGORITHMS, "kmeans", replace(kmeans, part=slow))
    async with run_app(small, ready=lambda app: app.session.analysis is not None) as (app, pilot):
        await pilot.press("e", "enter")
        await until(pilot, lambda: notes(app)[:1] == [f"The export {BEGINS}"])
        assert not list(here.iterdir())
        go_on.set()
        await until(pilot, lambda: list(here.glob("*/manifest.json")) and not app.jobs.runs(EXPORT))
