"""Jobs: which run, which wait, which are stopped, and what is heard of them."""

import asyncio
import threading
from functools import partial

import pytest

from core.errors import SegscopeError
from core.evidence.effort import EFFORTS
from core.progress import Progress, raise_if_stopped
from tests.tui.conftest import InThread
from tests.tui.pumping import PATIENCE
from tui import jobs
from tui.app import SegscopeApp
from tui.flows.opening import Request
from tui.flows.segmenting import Settings
from tui.jobs import Jobs
from tui.kinds import EVIDENCE, EXPORT, LEFT_OUT, MEMBERS, OPEN, SWEEP


class Held:
    """Work that tells its name, then waits until it is let go or stopped."""

    def __init__(self, name="", listens=True):
        self.name, self.listens = name, listens
        self.begun, self.let_go, self.ended = threading.Event(), threading.Event(), threading.Event()

    def __call__(self, job):
        try:
            job.report(Progress(self.name))
            self.begun.set()
            yield self.name
            while not self.let_go.wait(0.005):
                if self.listens:
                    raise_if_stopped(job.should_stop)
            yield "after all"
        finally:
            self.ended.set()


class Closable:
    def __init__(self):
        self.closed = threading.Event()

    def close(self):
        self.closed.set()


def at_once(*values):
    return lambda job: iter(values)


def failing(error):
    def work(job):
        yield "so far"
        raise error

    return work


def happens(event):
    assert event.wait(PATIENCE), "what was waited for did not happen"


def test_a_job_gives_everything_that_it_has_and_is_done(pump):
    run = pump.start(SWEEP, at_once(1, 2, 3))
    assert pump.jobs.runs(SWEEP)
    pump.until(lambda: run.is_over)
    assert (run.values, run.ends) == ([1, 2, 3], ["done"])
    assert not pump.jobs.running


def test_different_kinds_run_beside_each_other(pump):
    works = {SWEEP: Held(), EVIDENCE: Held(), EXPORT: Held()}
    for kind, work in works.items():
        pump.start(kind, work)
    for work in works.values():
        happens(work.begun)
    assert pump.jobs.running == set(works)


def test_queued_pieces_run_one_after_the_other_and_none_is_dropped(pump):
    works = [Held(name) for name in "abc"]
    runs = [pump.start(EXPORT, work) for work in works]
    for number, work in enumerate(works):
        happens(work.begun)
        assert [later.begun.is_set() for later in works[number + 1 :]] == [False] * (len(works) - number - 1)
        work.let_go.set()
        pump.until(lambda run=runs[number]: run.is_over)
    assert [run.ends for run in runs] == [["done"]] * 3


def test_a_queued_piece_follows_one_that_failed_or_was_stopped(pump):
    failed, stopped, last = failing(SegscopeError("No.", "Stop.")), Held("second"), Held("third")
    runs = [pump.start(EXPORT, work) for work in (failed, stopped, last)]
    pump.until(lambda: runs[0].is_over)
    happens(stopped.begun)
    assert pump.jobs.interrupt() is EXPORT
    happens(last.begun)
    last.let_go.set()
    pump.until(lambda: runs[2].is_over)
    assert (runs[0].ends, runs[1].ends, runs[2].ends) == ([], ["stopped"], ["done"])


def test_stopping_a_queued_kind_stops_what_waits_too(pump):
    first, second = Held("first"), Held("second")
    runs = [pump.start(EXPORT, first), pump.start(EXPORT, second)]
    assert pump.jobs.stop(EXPORT)
    third = pump.start(EXPORT, at_once("third"))
    pump.until(lambda: third.is_over)
    happens(first.ended)
    assert not second.begun.is_set()
    assert [run.ends for run in runs] == [[], []]
    assert not pump.jobs.stop(EXPORT)


def test_a_newer_piece_takes_the_place_of_the_older(pump):
    older = Held("older")
    first = pump.start(MEMBERS, older)
    happens(older.begun)
    second = pump.start(MEMBERS, at_once("newer"))
    pump.until(lambda: second.is_over)
    happens(older.ended)
    pump.take()
    assert (first.values, first.ends, first.errors) == ([], [], [])
    assert second.values == ["newer"]


def test_esc_stops_the_newest_that_is_waited_for_and_only_then_the_background(pump):
    works = {kind: Held() for kind in (LEFT_OUT, SWEEP, MEMBERS, EVIDENCE)}
    runs = {kind: pump.start(kind, work) for kind, work in works.items()}
    for expected in (MEMBERS, SWEEP, EVIDENCE, LEFT_OUT):
        assert pump.jobs.interrupt() is expected
        assert runs[expected].ends == ["stopped"]
        happens(works[expected].ended)
    assert pump.jobs.interrupt() is None


def test_going_on_begins_with_what_was_stopped_last(pump):
    went_on = []
    for kind in (EVIDENCE, SWEEP, MEMBERS):
        pump.start(kind, Held(), again=partial(went_on.append, kind))
    for _ in range(3):
        pump.jobs.interrupt()
    assert pump.jobs.can_resume(SWEEP)
    assert [pump.jobs.resume() for _ in range(4)] == [True, True, True, False]
    assert went_on == [EVIDENCE, SWEEP, MEMBERS]
    assert not pump.jobs.can_resume()


def test_a_queued_piece_that_was_stopped_after_another_kind_goes_on_first(pump):
    went_on = []
    for name in ("a", "b"):
        pump.start(EXPORT, Held(), again=partial(went_on.append, name))
    pump.jobs.interrupt()
    pump.start(MEMBERS, Held(), again=partial(went_on.append, "members"))
    assert [pump.jobs.interrupt() for _ in range(2)] == [MEMBERS, EXPORT]
    assert pump.jobs.resume()
    assert pump.jobs.resume()
    assert went_on == ["b", "members"]


def test_what_failed_can_go_on_too_and_what_has_no_way_to_go_on_cannot(pump):
    went_on = []
    run = pump.start(SWEEP, failing(SegscopeError("No.", "Stop.")), again=partial(went_on.append, SWEEP))
    pump.until(lambda: run.is_over)
    pump.start(MEMBERS, Held())
    pump.jobs.interrupt()
    assert not pump.jobs.can_resume(MEMBERS)
    assert pump.jobs.resume()
    assert went_on == [SWEEP]


def test_what_is_started_anew_is_not_gone_on_with(pump):
    pump.start(SWEEP, Held(), again=lambda: None)
    pump.jobs.interrupt()
    pump.start(SWEEP, Held())
    assert not pump.jobs.can_resume()


def test_another_dataset_ends_the_work_about_the_one_before(pump):
    works = {kind: Held() for kind in (OPEN, MEMBERS, EVIDENCE, EXPORT)}
    for kind, work in works.items():
        pump.start(kind, work)
    pump.start(SWEEP, Held(), again=lambda: None)
    pump.jobs.interrupt()
    pump.jobs.forget_dataset()
    assert pump.jobs.running == {OPEN, EXPORT}
    assert not pump.jobs.can_resume()
    happens(works[MEMBERS].ended)
    happens(works[EVIDENCE].ended)


def test_another_dataset_leaves_what_was_stopped_of_no_dataset(pump):
    pump.start(OPEN, Held(), again=lambda: None)
    pump.jobs.interrupt()
    pump.jobs.forget_dataset()
    assert pump.jobs.can_resume(OPEN)


def test_news_that_were_posted_before_a_job_was_stopped_are_not_heard(pump):
    late, posted = Closable(), threading.Event()

    def opening(job):
        yield late
        posted.set()

    run = pump.start(OPEN, opening)
    happens(posted)
    pump.jobs.stop(OPEN)
    assert not late.closed.is_set()
    pump.until(late.closed.is_set)
    assert (run.values, run.ends) == ([], [])


def test_what_a_stopped_job_still_gives_is_closed_though_nobody_takes_what_is_posted(pump):
    late, work = Closable(), Held(listens=False)

    def opening(job):
        yield from work(job)
        yield late

    pump.start(OPEN, opening)
    happens(work.begun)
    pump.jobs.stop_all()
    work.let_go.set()
    happens(late.closed)


@pytest.mark.parametrize("ending", ["no longer takes", "has no loop"])
def test_nothing_is_thrown_and_all_is_closed_once_the_app_has_ended(ending):
    def post(callback):
        if ending == "has no loop":
            raise RuntimeError("Event loop is closed")
        return False

    late, after = Closable(), []
    jobs = Jobs(post, lambda *failure: None, lambda: None)

    def opening(job):
        yield late
        after.append(job.should_stop())

    jobs.start(OPEN, opening, then=lambda value: None)
    happens(late.closed)
    jobs.wait_for_end()
    assert after == [True]


def test_work_that_outlasts_the_app_ends_without_a_word(monkeypatch, tmp_path, small):
    monkeypatch.setattr(jobs, "_PATIENCE_AT_THE_END", 0.0)
    late, work, thrown = Closable(), Held(listens=False), []
    monkeypatch.setattr(threading, "excepthook", thrown.append)

    def outlasting(job):
        work.thread = threading.current_thread()
        yield from work(job)
        yield late

    async def run():
        app = SegscopeApp(Request(small), Settings(effort=EFFORTS["none"]), InThread(), tmp_path / "app.log")
        async with app.run_test():
            app.jobs.start(EXPORT, outlasting, lambda value: None)
            happens(work.begun)

    asyncio.run(run())
    work.let_go.set()
    happens(late.closed)
    work.thread.join(PATIENCE)
    assert not thrown


def test_an_error_is_heard_once_by_whoever_takes_it(pump):
    error = SegscopeError("No.", "Stop.")
    taken = pump.start(SWEEP, failing(error))
    again = list
    pump.jobs.start(MEMBERS, failing(error), lambda value: None, again=again)
    pump.until(lambda: taken.is_over and pump.failures)
    pump.until(lambda: not pump.jobs.running)
    assert (taken.values, taken.errors, taken.ends) == (["so far"], [error], [])
    assert pump.failures == [(MEMBERS, error, again)]


def test_an_unexpected_error_is_one_that_can_be_shown(pump):
    run = pump.start(SWEEP, failing(ZeroDivisionError("by nothing")))
    pump.until(lambda: run.is_over)
    assert run.error.what == "An unexpected error: ZeroDivisionError('by nothing')."
    assert "log" in run.error.remedy


def test_what_is_shown_is_the_newest_work_that_is_waited_for(pump):
    for kind in (SWEEP, MEMBERS, EVIDENCE):
        run = pump.start(kind, Held(kind.name))
        pump.until(lambda run=run: run.values)
    assert pump.jobs.shown.progress == Progress("members")
    pump.jobs.interrupt()
    assert pump.jobs.shown.progress == Progress("sweep")
    pump.jobs.interrupt()
    assert pump.jobs.shown.progress == Progress("evidence")
    pump.jobs.interrupt()
    assert pump.jobs.shown is None


def test_the_end_waits_for_the_threads_of_what_was_stopped(pump):
    works = [Held(), Held()]
    for kind, work in zip((SWEEP, EVIDENCE), works, strict=True):
        pump.start(kind, work)
        happens(work.begun)
    pump.jobs.stop_all()
    pump.jobs.wait_for_end()
    assert all(work.ended.is_set() for work in works)
    assert not pump.jobs.running


def test_the_end_does_not_wait_for_ever(pump, monkeypatch):
    monkeypatch.setattr(jobs, "_PATIENCE_AT_THE_END", 0.0)
    deaf = Held(listens=False)
    pump.start(SWEEP, deaf)
    happens(deaf.begun)
    pump.jobs.stop_all()
    pump.jobs.wait_for_end()
    assert not deaf.ended.is_set()
    deaf.let_go.set()
    happens(deaf.ended)
