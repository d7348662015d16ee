"""Exports of the app under test: how one is begun, and one that goes on for as long as it has to."""

from __future__ import annotations

from datetime import datetime
from threading import Event

from textual.widgets import Input

from core.export import files
from core.progress import raise_if_stopped
from tests.tui.conftest import until
from tui.dialogs.export import ExportDialog
from tui.kinds import EXPORT

BEGINS = "begins when every K is fitted and the features are there."
"""What is said of an export that is asked for before that."""


def idle(app):
    return app.activity is None and not app.jobs.runs(EXPORT)


def clock_stands_still(monkeypatch):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2026, 1, 1, 12, tzinfo=tz)

    monkeypatch.setattr("tui.flows.exporting.datetime", Clock)


class Endless:
    """An export that goes on until it is told to end, or stopped."""

    def __init__(self, monkeypatch):
        self.begun, self.go_on, self.folders = Event(), Event(), []
        monkeypatch.setattr(files, "export", self.export)

    def export(self, analysis, folder, names, *, should_stop, **options):
        self.folders.append(folder)
        self.begun.set()
        while not should_stop() and not self.go_on.is_set():
            Event().wait(0.01)
        raise_if_stopped(should_stop)
        return (folder / "only.csv",)


async def begin_an_export(pilot, app, folder):
    await pilot.press("e")
    await until(pilot, lambda: isinstance(app.screen, ExportDialog))
    app.screen.query_one(Input).value = str(folder)
    app.screen.query_one("#export").press()
    await until(pilot, lambda: not isinstance(app.screen, ExportDialog))
