"""A compute process that is stopped from outside is noticed, and what to do is said; one that works is left alone."""

import os
import signal

import pytest

from tests.tui import compute_calls as attacks
from tests.tui.conftest import notes, screen_text, segmented, until
from tui import compute as compute_module
from tui.compute import Compute
from tui.kinds import EVIDENCE, MEMBERS
from tui.outcomes import NoAnswer

POLLS = 20


@pytest.fixture
def compute(monkeypatch):
    """One that gives up hope early."""
    monkeypatch.setattr(compute_module, "_SILENT_POLLS", POLLS)
    compute = Compute()
    compute.start()
    yield compute
    compute.close()


def shown(pump):
    return None if pump.jobs.shown is None else pump.jobs.shown.progress


def started(pump, compute, call):
    """A call that runs, and the process in which it does."""
    run = pump.start(MEMBERS, compute.calling(attacks.process))
    pump.until(lambda: run.is_over)
    return pump.start(EVIDENCE, compute.calling(call)), run.values[0]


def test_a_process_that_is_stopped_from_outside_is_said_not_to_answer_until_it_does(pump, compute):
    _, process = started(pump, compute, attacks.waits_for_ever)
    os.kill(process, signal.SIGSTOP)
    pump.until(lambda: isinstance(shown(pump), NoAnswer))
    os.kill(process, signal.SIGCONT)
    pump.until(lambda: not isinstance(shown(pump), NoAnswer))
    assert shown(pump).task == "The computing process answers again"


def test_stopping_the_work_starts_a_new_process_that_answers(pump, compute):
    run, process = started(pump, compute, attacks.waits_for_ever)
    os.kill(process, signal.SIGSTOP)
    pump.until(lambda: isinstance(shown(pump), NoAnswer))
    assert pump.jobs.interrupt() is EVIDENCE
    assert run.ends == ["stopped"]
    again = pump.start(MEMBERS, compute.calling(attacks.process))
    pump.until(lambda: again.is_over)
    assert again.values != [process]
    assert not again.errors


def test_a_call_that_tells_nothing_is_heard_by_the_beat_of_its_process(pump, compute, monkeypatch):
    monkeypatch.setattr(compute_module, "_SILENT_POLLS", 1)
    _, _ = started(pump, compute, attacks.waits_for_ever)
    pump.until(lambda: isinstance(shown(pump), NoAnswer))
    pump.until(lambda: shown(pump).task == "The computing process answers again")


async def test_the_activity_line_says_which_key_starts_a_new_process(run_app, small, compute):
    async with run_app(small, ready=lambda app: app.jobs.running, compute=compute) as (app, pilot):
        await until(pilot, lambda: segmented(app) or compute.process_id)
        os.kill(compute.process_id, signal.SIGSTOP)
        await until(pilot, lambda: "The computing process does not answer  " in screen_text(app))
        assert "Esc starts a new one" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: notes(app) == ["Cancelled. r goes on."])
        await pilot.press("r")
        await until(pilot, lambda: segmented(app))


async def test_a_process_that_was_killed_is_told_with_the_key_that_goes_on(run_app, small, compute):
    async with run_app(small, compute=compute) as (app, pilot):
        await pilot.press("2")
        app.jobs.start(
            EVIDENCE,
            compute.calling(attacks.waits_for_ever),
            print,
            failed=app.evidence._failed,
            again=app.evidence.gather,
        )
        await until(pilot, lambda: app.jobs.runs(EVIDENCE) and compute._running)
        os.kill(compute.process_id, signal.SIGKILL)
        await until(pilot, lambda: "ended unexpectedly" in screen_text(app))
        assert "r goes on." in screen_text(app)
        await pilot.press("r")
        await until(pilot, lambda: not app.jobs.running and "ended unexpectedly" not in screen_text(app))
