"""p takes the next preset: another study comes, the one before is kept, and nothing is fitted twice."""

from dataclasses import replace
from functools import partial
from threading import Event

import pytest

from core.errors import Cancelled, SegscopeError
from core.presets import CUSTOM, NOTEBOOK, RECOMMENDED
from core.progress import raise_if_stopped
from core.sweep import Fitted
from core.words.choice import left_out_notes, why_this_k
from tests.tui.conftest import notes, screen_text, segmented, swept, until
from tui import calls, reading
from tui.dialogs.failure import FailureDialog
from tui.dialogs.open import OpenDialog
from tui.kinds import CHOOSING, DESCRIBING
from tui.screens.mode_screen import ModeScreen

pytestmark = pytest.mark.usefixtures("few_fits")


@pytest.fixture
def run_quickly(run_app):
    """Runs the app without evidence but what choosing K takes."""
    return partial(run_app, evidence="none")


@pytest.fixture
def fitted(monkeypatch):
    """What was fitted, in order: by which scaled users, and K."""
    found = []

    def noting(call):
        def noted(follower, study, *arguments):
            for news in call(follower, study, *arguments):
                if isinstance(news, Fitted):
                    found.append((study.sweep.points.features, news.partition.k))
                yield news

        return noted

    monkeypatch.setattr(calls, "chosen", noting(calls.chosen))
    monkeypatch.setattr(calls, "sweep", noting(calls.sweep))
    return found


@pytest.fixture
def held(monkeypatch, fitted):
    """Choosing K waits after its first fit until it may go on."""
    choose, may_go_on = calls.chosen, Event()

    def slow(follower, *arguments):
        for news in choose(follower, *arguments):
            yield news
            while not may_go_on.is_set():
                raise_if_stopped(follower.should_stop)
                may_go_on.wait(0.01)

    monkeypatch.setattr(calls, "chosen", slow)
    return may_go_on


def preset(app):
    return None if app.session.preset is None else app.session.preset.name


def is_choosing(app):
    return app.jobs.runs(CHOOSING) and app.presets._half is not None and bool(app.presets._half[1].sweep.partitions)


async def switched(app, pilot, name):
    await pilot.press("p")
    await until(pilot, lambda: preset(app) == name and swept(app))


async def test_p_takes_the_recommended_preset_and_comes_back_at_once_to_the_k_of_each(run_quickly, small, fitted):
    async with run_quickly(small) as (app, pilot):
        await pilot.press("minus")
        before = app.session.analysis
        await switched(app, pilot, "recommended")
        chosen = app.session.study.chosen
        assert app.session.k == chosen.k
        left_out = left_out_notes(app.session.study)
        assert notes(app) == [" ".join(("Preset recommended.", why_this_k(chosen), *left_out))]
        await pilot.press("plus" if chosen.k == 2 else "minus")
        other = app.session.k
        await pilot.press("p")
        assert (preset(app), app.session.k, app.session.analysis.segments) == ("notebook", 3, before.segments)
        await pilot.press("p")
        assert (preset(app), app.session.k) == ("recommended", other)
        assert segmented(app)
        assert notes(app) == [" ".join(("Preset recommended.", *left_out))]
        await until(pilot, lambda: swept(app))
        assert len(fitted) == len(set(fitted)) == 6


async def test_what_follows_a_sweep_follows_the_choice_of_k_too(run_app, small):
    async with run_app(small, evidence="full") as (app, pilot):
        await switched(app, pilot, "recommended")
        assert app.session.sweep.effort == "full"


async def test_esc_while_k_is_chosen_leaves_the_screen_and_r_goes_on_with_what_was_fitted(
    run_quickly, small, fitted, held
):
    async with run_quickly(small) as (app, pilot):
        before = app.session.study.sweep
        await pilot.press("3", "p")
        await until(pilot, lambda: is_choosing(app))
        await pilot.press("escape")
        await until(pilot, lambda: not app.jobs.running)
        assert notes(app) == ["Cancelled. r goes on."]
        assert (preset(app), app.session.k, app.session.failure) == ("notebook", 4, None)
        assert app.session.study.sweep is before
        held.set()
        await pilot.press("r")
        await until(pilot, lambda: preset(app) == "recommended" and swept(app))
        assert len(fitted) == len(set(fitted)) == 6


async def test_after_esc_p_asks_for_the_same_preset_again(run_quickly, small, held):
    async with run_quickly(small) as (app, pilot):
        await pilot.press("p")
        await until(pilot, lambda: is_choosing(app))
        await pilot.press("escape")
        held.set()
        await switched(app, pilot, "recommended")


async def test_after_esc_another_dataset_is_segmented_by_the_preset_on_the_screen(run_quickly, small, other, held):
    async with run_quickly(small) as (app, pilot):
        await pilot.press("p")
        await until(pilot, lambda: is_choosing(app))
        await pilot.press("escape")
        app.opening.open(replace(app.opening._request, path=other))
        await until(pilot, lambda: app.session.name == "other.csv" and swept(app))
        assert preset(app) == "notebook"


async def test_keys_of_k_work_on_what_is_on_the_screen_while_another_k_is_chosen(run_quickly, small, held):
    async with run_quickly(small) as (app, pilot):
        await pilot.press("p")
        await until(pilot, lambda: is_choosing(app))
        await pilot.press("minus", "minus")
        assert (preset(app), app.session.k) == ("notebook", 2)
        assert segmented(app)
        await pilot.press("plus")
        held.set()
        await until(pilot, lambda: preset(app) == "recommended" and swept(app))
        assert app.session.k == app.session.study.chosen.k
        await pilot.press("p")
        assert (preset(app), app.session.k) == ("notebook", 3)


async def test_p_while_k_is_chosen_takes_the_preset_after_that_and_goes_on_with_it_later(
    run_quickly, small, fitted, held
):
    async with run_quickly(small) as (app, pilot):
        await pilot.press("p")
        await until(pilot, lambda: is_choosing(app))
        await pilot.press("p")
        await until(pilot, lambda: not app.jobs.running)
        held.set()
        assert preset(app) == "notebook"
        await switched(app, pilot, "recommended")
        assert len(fitted) == len(set(fitted)) == 6


async def test_a_preset_that_was_left_for_a_kept_one_does_not_come_after_all(run_quickly, small, held):
    async with run_quickly(small, preset=NOTEBOOK.with_choices(scaling="robust")) as (app, pilot):
        await switched(app, pilot, "notebook")
        await pilot.press("p")
        await until(pilot, lambda: is_choosing(app))
        await pilot.press("p")
        assert preset(app) == CUSTOM
        held.set()
        await until(pilot, lambda: swept(app))
        assert preset(app) == CUSTOM
        assert app.session.study.preset.scaling == "robust"


async def test_another_dataset_that_is_opened_while_k_is_chosen_is_segmented_by_the_coming_preset(
    run_quickly, small, other, held
):
    async with run_quickly(small) as (app, pilot):
        await pilot.press("p")
        await until(pilot, lambda: is_choosing(app))
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, OpenDialog))
        app.screen.answer(other)
        held.set()
        await until(pilot, lambda: app.session.name == "other.csv" and swept(app))
        assert preset(app) == "recommended"
        assert not app.session.kept
        assert len(app.session.study.description.features) == 40


async def test_a_feature_that_the_dataset_lacks_is_left_out_with_a_note_and_its_stand_ins_are_read_too(
    run_quickly, other
):
    of_genres = replace(RECOMMENDED, features=("harshness", "genre_entropy"), stand_ins=("popularity",))
    async with run_quickly(other, preset=of_genres) as (app, pilot):
        assert app.session.study.left_out == {"genre_entropy": "There is no table of items with genres."}
        assert app.session.study.preset.features == ("harshness", "popularity")
        await pilot.press("p", "p", "p")
        await until(pilot, lambda: app.session.preset == of_genres and swept(app))
        note = "Without genre_entropy: There is no table of items with genres."
        await until(pilot, lambda: any(note in said for said in notes(app)))


async def test_the_app_can_begin_with_the_recommended_preset(run_quickly, small):
    async with run_quickly(small, preset=RECOMMENDED) as (app, pilot):
        chosen = app.session.study.chosen
        assert (preset(app), app.session.k) == ("recommended", chosen.k)
        assert notes(app) == []
        await switched(app, pilot, "notebook")
        assert app.session.k == 4
        await pilot.press("p")
        assert (preset(app), app.session.k) == ("recommended", chosen.k)


async def test_a_k_that_was_asked_for_at_the_start_is_not_chosen_by_the_evidence(run_quickly, small):
    async with run_quickly(small, preset=RECOMMENDED, k=3) as (app, _):
        assert app.session.k == 3
        assert app.session.study.chosen is None


async def test_keys_of_k_before_the_first_segments_choose_it(run_quickly, small, held):
    async with run_quickly(small, ready=is_choosing, preset=RECOMMENDED) as (app, pilot):
        await pilot.press("plus", "plus")
        held.set()
        await until(pilot, lambda: swept(app))
        assert app.session.k == 4


async def test_esc_at_the_start_says_how_to_go_on(run_quickly, small, held):
    async with run_quickly(small, ready=is_choosing, preset=RECOMMENDED) as (app, pilot):
        await pilot.press("3", "escape")
        await until(pilot, lambda: "r goes on" in screen_text(app))
        held.set()
        await pilot.press("r")
        await until(pilot, lambda: swept(app))
        assert preset(app) == "recommended"


async def test_p_before_the_first_segments_of_what_was_asked_for_keeps_that_among_the_presets(run_quickly, small):
    asked = NOTEBOOK.with_choices(scaling="robust")
    async with run_quickly(small, ready=lambda app: app.session.description is not None, preset=asked) as (app, pilot):
        await switched(app, pilot, "notebook")
        await switched(app, pilot, "recommended")
        await switched(app, pilot, CUSTOM)
        assert app.session.study.preset == asked


async def test_what_a_preset_needs_is_read_before_the_features_that_nobody_waits_for(run_app, small, monkeypatch):
    describe, stopped = reading.described, Event()

    def slow(job, dataset, description, names):
        if job.kind is DESCRIBING and not stopped.is_set():
            while not job.should_stop():
                stopped.wait(0.01)
            stopped.set()
            raise Cancelled
        yield from describe(job, dataset, description, names)

    monkeypatch.setattr(reading, "described", slow)
    async with run_app(small, ready=lambda app: app.session.is_swept and app.jobs.runs(DESCRIBING)) as (app, pilot):
        await switched(app, pilot, "recommended")
        assert stopped.is_set()
        assert app.session.description.is_complete


async def test_a_preset_that_fails_is_told_and_leaves_what_is_there(run_quickly, small, monkeypatch):
    async with run_quickly(small) as (app, pilot):
        prepare = calls.prepared

        def fail(follower, *arguments):
            raise SegscopeError("It broke.", "Try again.")
            yield

        monkeypatch.setattr(calls, "prepared", fail)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, FailureDialog))
        assert preset(app) == "notebook"
        monkeypatch.setattr(calls, "prepared", prepare)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, ModeScreen) and preset(app) == "recommended" and swept(app))


async def test_what_was_stopped_between_a_fit_and_its_segments_is_made_up_for(run_quickly, small, monkeypatch):
    """A partition can arrive, and its segments not, where its call is stopped."""
    sweep = calls.sweep

    def cut(follower, study, *arguments):
        for news in sweep(follower, study, *arguments):
            yield news
            if isinstance(news, Fitted) and news.partition.k == 3:
                monkeypatch.setattr(calls, "sweep", sweep)
                raise SegscopeError("It broke.", "Try again.")

    monkeypatch.setattr(calls, "sweep", cut)
    async with run_quickly(small, ready=lambda app: isinstance(app.screen, FailureDialog)) as (app, pilot):
        assert 3 in app.session.sweep.partitions
        await pilot.press("r")
        await until(pilot, lambda: swept(app))
        await pilot.press("minus")
        await until(pilot, lambda: swept(app))
        assert app.session.analysis.k == 3
