"""Exporting from inside the app and from the command line."""

import json
import logging
from functools import partial
from threading import Event

import pytest
from textual.widgets import Input

from core.errors import Cancelled
from core.evidence import gathering
from core.evidence.gap import gap_at
from core.export import files
from core.export.contents import FILES
from core.export.files import MANIFEST
from tests.tui.conftest import screen_text, until
from tui.cli import main
from tui.screens.confirm import ConfirmDialog
from tui.screens.export import ExportDialog
from tui.screens.failure import FailureDialog

EVERYTHING = sorted([*(file.file for file in FILES), MANIFEST])


@pytest.fixture
def here(tmp_path, monkeypatch):
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def idle(app):
    return app.activity is None and not app.jobs.runs("export")


async def test_e_and_enter_write_everything_into_a_new_folder(run_app, small, here):
    async with run_app(small) as (app, pilot):
        await pilot.press("+", "e")
        await until(pilot, lambda: isinstance(app.screen, ExportDialog))
        assert "users.parquet              60 rows" in screen_text(app)
        assert "exists" not in screen_text(app)
        await until(pilot, lambda: app.focused is not None and app.focused.id == "export")
        await pilot.press("enter")
        await until(pilot, lambda: [path for path in here.glob("*/manifest.json")] != [] and idle(app))
        [folder] = here.iterdir()
        assert folder.name.startswith("segscope-small-")
        assert sorted(path.name for path in folder.iterdir()) == EVERYTHING
        assert json.loads((folder / MANIFEST).read_text())["settings"]["k"] == 5
        [note] = app._notifications
        assert note.message == f"{len(EVERYTHING)} files written to {folder}"


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

    def wait_for_the_end(points, k, *args, should_stop, **options):
        asked.set()
        while not should_stop():
            Event().wait(0.01)
        raise Cancelled

    monkeypatch.setattr(gathering, "prediction_strength", wait_for_the_end)
    monkeypatch.setattr(gathering, "gap_at", partial(gap_at, references=2))
    async with run_app(small, ready=lambda app: asked.is_set(), evidence="full") as (app, pilot):
        await until(pilot, lambda: app.session.evidence.rows[3].gap is not None)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ExportDialog))
        assert "not computed yet" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: list(here.glob("*/manifest.json")) and not app.jobs.runs("export"))
        [folder] = here.iterdir()
        assert json.loads((folder / MANIFEST).read_text())["settings"]["evidence"] == "fast"
        assert "Not computed: the gap and prediction strength" in (folder / "report.md").read_text()


async def test_esc_stops_an_export_and_nothing_else(run_app, small, here, monkeypatch):
    begun = Event()

    def never_ends(analysis, folder, *, should_stop, **options):
        begun.set()
        while not should_stop():
            Event().wait(0.01)
        raise Cancelled

    monkeypatch.setattr(files, "export", never_ends)
    async with run_app(small) as (app, pilot):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ExportDialog))
        app.screen.query_one("#export").press()
        await until(pilot, begun.is_set)
        await pilot.press("escape")
        await until(pilot, lambda: app.activity is None)
        [note] = app._notifications
        assert note.message.startswith("The export is cancelled")
        assert app.session.failure is None


@pytest.fixture
def own_log():
    """Gives pytest its log back after the command line took it."""
    logger = logging.getLogger("segscope")
    before = logger.handlers, logger.level, logger.propagate
    yield
    for handler in logger.handlers:
        handler.close()
    logger.handlers, logger.level, logger.propagate = before


@pytest.mark.usefixtures("own_log")
def test_the_command_line_exports_and_refuses_to_replace(small, here, capsys):
    assert main(["export", str(small), "--log", "../x.log", "--out", "out", "--only", "users,sweep"]) == 0
    assert capsys.readouterr().out.split() == [
        "out/users.csv", "out/users.parquet", "out/sweep.csv", "out/manifest.json"
    ]  # fmt: skip
    before = (here / "out" / "users.csv").stat().st_mtime_ns
    assert main(["export", str(small), "--log", "../x.log", "--out", "out"]) == 1
    assert "--overwrite replaces them" in capsys.readouterr().err
    assert (here / "out" / "users.csv").stat().st_mtime_ns == before
    assert main(["export", str(small), "--log", "../x.log", "--out", "out", "--overwrite"]) == 0
    assert sorted(path.name for path in (here / "out").iterdir()) == EVERYTHING


@pytest.mark.usefixtures("own_log")
def test_the_command_line_names_what_can_be_exported(small, here, capsys):
    with pytest.raises(SystemExit):
        main(["export", str(small), "--log", "../x.log", "--out", ""])
    capsys.readouterr()
    for names in ("pictures", "", "users,pictures"):
        with pytest.raises(SystemExit) as ended:
            main(["export", str(small), "--log", "../x.log", "--out", "out", "--only", names])
        assert ended.value.code == 2
        assert "What can be exported: users, segments" in capsys.readouterr().err
    assert not list(here.iterdir())


@pytest.mark.usefixtures("own_log")
def test_assigning_the_training_data_gives_the_rows_of_the_export(small, here, capsys):
    assert main(["export", str(small), "--log", "../x.log", "--out", "out", "--only", "users,model"]) == 0
    capsys.readouterr()
    assert main(["assign", "out/model.json", str(small), "--log", "../x.log", "--output", "assigned.csv"]) == 0
    assert (here / "assigned.csv").read_bytes() == (here / "out" / "users.csv").read_bytes()
    assert main(["assign", "out/model.json", str(small), "--log", "../x.log", "--output", "assigned.csv"]) == 1
    assert "exists already" in capsys.readouterr().err


@pytest.mark.usefixtures("own_log")
def test_a_model_that_is_none_is_refused_before_anything_is_counted(small, here, capsys):
    (here / "model.json").write_text("{}")
    assert main(["assign", "model.json", str(small), "--log", "../x.log"]) == 1
    assert "is no model of segscope" in capsys.readouterr().err
