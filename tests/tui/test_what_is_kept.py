"""Portraits and boxes of earlier features go once those of all are there, and stay on the screen until then."""

from dataclasses import replace

from core.description import with_features
from core.presets import NOTEBOOK
from tests.tui.conftest import swept, until
from tui.kinds import BOXES, DESCRIBING, PORTRAITS


def has_pictures_of_few_features(app):
    pictures = app.session.portraits is not None and app.session.boxes is not None
    return pictures and app.jobs.running == {DESCRIBING} and app.session.is_swept


async def test_those_of_fewer_features_go_when_those_of_all_are_there(run_app, small, held):
    async with run_app(small, ready=has_pictures_of_few_features) as (app, pilot):
        await pilot.press("-")
        await until(pilot, lambda: has_pictures_of_few_features(app))
        assert len(app.session.kept_portraits) == len(app.session.kept_boxes) == 2
        held.set()
        await until(pilot, lambda: app.session.description.is_complete and swept(app))
        assert list(app.session.kept_portraits) == list(app.session.kept_boxes) == [app.session.described]


async def test_what_is_on_the_screen_stays_until_that_of_all_features_is_there(run_app, small, held):
    async with run_app(small, ready=has_pictures_of_few_features) as (app, pilot):
        await pilot.press("-")
        await until(pilot, lambda: has_pictures_of_few_features(app))
        before, described = app.session, app.session.described
        complete = with_features(before.description, before.dataset, ("popularity",))
        elsewhere = replace(before.with_description(complete), k=4)
        later = elsewhere.with_portraits(described, before.portraits).with_boxes(described, before.boxes)
        assert later.portraits is not None
        assert later.boxes is not None
        held.set()


async def test_those_of_a_preset_that_is_kept_stay(run_app, small):
    async with run_app(small) as (app, pilot):
        before = app.session.described
        app.presets.take(NOTEBOOK.with_choices(min_ratings=20))
        await until(pilot, lambda: app.session.preset.min_ratings == 20 and swept(app))
        assert not app.jobs.runs(PORTRAITS)
        assert not app.jobs.runs(BOXES)
        assert list(app.session.kept_portraits) == list(app.session.kept_boxes) == [before, app.session.described]
