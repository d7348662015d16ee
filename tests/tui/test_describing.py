"""Features that are computed in the background give way to what a preset needs, and are gone on with afterwards."""

from threading import Event

import pytest

from core.errors import Cancelled, SegscopeError
from tests.tui.conftest import segmented, swept, until
from tui import reading
from tui.dialogs.failure import FailureDialog
from tui.kinds import DESCRIBING, READING_MORE

pytestmark = pytest.mark.usefixtures("few_fits")


@pytest.fixture
def held(monkeypatch):
    """Features wait, of each kind of work, until it is let go or stopped."""
    describe, may_go_on = reading.described, Event()

    def slow(job, **options):
        while not may_go_on.is_set():
            if job.should_stop():
                raise Cancelled
            may_go_on.wait(0.01)
        yield from describe(job, **options)

    monkeypatch.setattr(reading, "described", slow)
    return may_go_on


def is_describing(app):
    return app.jobs.runs(DESCRIBING) and segmented(app) and app.session.is_swept


async def complete(app, pilot, held):
    held.set()
    await until(pilot, lambda: app.session.description.is_complete)
    await until(pilot, lambda: swept(app))


async def test_after_p_and_p_back_again_they_are_gone_on_with(run_app, small, held):
    async with run_app(small, ready=is_describing) as (app, pilot):
        await pilot.press("p")
        await until(pilot, lambda: app.jobs.runs(READING_MORE))
        assert not app.jobs.runs(DESCRIBING)
        await pilot.press("p")
        await until(pilot, lambda: app.jobs.running == {DESCRIBING})
        await complete(app, pilot, held)
        assert app.session.preset.name == "notebook"


async def test_after_esc_they_are_gone_on_with_and_r_reads_what_the_preset_needs(run_app, small, held):
    async with run_app(small, ready=is_describing) as (app, pilot):
        await pilot.press("p")
        await until(pilot, lambda: app.jobs.runs(READING_MORE))
        await pilot.press("escape")
        await until(pilot, lambda: app.jobs.running == {DESCRIBING})
        await pilot.press("r")
        await until(pilot, lambda: app.jobs.running == {READING_MORE})
        await complete(app, pilot, held)
        assert app.session.preset.name == "recommended"


async def test_after_a_preset_that_fails_they_are_gone_on_with(run_app, small, held, monkeypatch):
    async with run_app(small, ready=is_describing) as (app, pilot):
        slow = reading.described

        def broken(job, **options):
            if job.kind is READING_MORE:
                raise SegscopeError("It broke.", "Try again.")
            yield from slow(job, **options)

        monkeypatch.setattr(reading, "described", broken)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, FailureDialog))
        await complete(app, pilot, held)


async def test_those_that_the_page_of_features_asks_for_while_a_preset_reads_come_after_that(run_app, small, held):
    async with run_app(small, ready=is_describing, evidence="none") as (app, pilot):
        await pilot.press("p")
        await until(pilot, lambda: app.jobs.runs(READING_MORE))
        app.describing.complete()
        assert not app.jobs.runs(DESCRIBING)
        await complete(app, pilot, held)
