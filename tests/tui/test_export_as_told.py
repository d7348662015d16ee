"""What an export tells of the users does not depend on what happens to be known when it is asked for."""

import json
from dataclasses import replace
from threading import Event

import pandas as pd

import core
from core.clustering.algorithms import ALGORITHMS
from core.errors import UnreadableDatasetError
from core.export.files import MANIFEST, export
from core.features.catalogue import FEATURES
from core.features.table import BASE, ONE_SCAN, available
from core.presets import NOTEBOOK, RECOMMENDED
from tests.tui.conftest import notes, screen_text, until
from tests.tui.exports import idle
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.export import ExportDialog, Wanted
from tui.dialogs.file import FileDialog
from tui.dialogs.members import MembersPage
from tui.kinds import DESCRIBING, EXPORT, READING_MORE


def features_in(path):
    return [name for name in pd.read_csv(path).columns if name in FEATURES]


def columns(folder):
    return features_in(folder / "users.csv")


async def export_members(pilot, app, folder):
    app.users.show_members(1)
    await until(pilot, lambda: isinstance(app.screen, MembersPage))
    await pilot.press("e")
    await until(pilot, lambda: isinstance(app.screen, FileDialog))
    app.screen.answer(folder / "members.csv")
    await until(pilot, lambda: isinstance(app.screen, MembersPage))
    return folder / "members.csv"


async def export_users(pilot, app, folder, name="users"):
    await pilot.press("e")
    await until(pilot, lambda: isinstance(app.screen, ExportDialog))
    app.screen.answer(Wanted(folder, (name,)))
    await pilot.pause()


async def test_an_export_waits_for_the_features_that_are_on_their_way(run_app, small, tmp_path, held):
    async with run_app(small, ready=lambda app: app.jobs.runs(DESCRIBING)) as (app, pilot):
        await export_users(pilot, app, tmp_path / "out")
        await until(pilot, lambda: notes(app) == ["The export begins when the features are there."])
        assert not app.jobs.runs(EXPORT)
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert "An export begins when the features are there." in screen_text(app)
        await pilot.press("escape")
        held.set()
        await until(pilot, lambda: (tmp_path / "out" / "users.csv").exists() and idle(app))
        assert columns(tmp_path / "out") == list(available(app.session.description.source))


async def test_another_preset_and_k_meanwhile_change_nothing_of_what_was_asked_for(
    run_app, small, tmp_path, held, few_fits
):
    async with run_app(small, ready=lambda app: app.jobs.runs(DESCRIBING)) as (app, pilot):
        app.session = app.session.with_name((NOTEBOOK, 4), 1, "Night owls")
        await export_users(pilot, app, tmp_path / "out")
        await pilot.press("p")
        await until(pilot, lambda: app.jobs.runs(READING_MORE))
        await pilot.press("-", "-")
        assert app.session.k == 2
        assert not app.jobs.runs(EXPORT)
        held.set()
        await until(pilot, lambda: (tmp_path / "out" / "users.csv").exists() and idle(app))
        await until(pilot, lambda: app.session.preset == RECOMMENDED)
    assert columns(tmp_path / "out") == list(available(app.session.description.source))
    users = pd.read_csv(tmp_path / "out" / "users.csv")
    assert set(users["segment"]) == {0, 1, 2, 3}
    assert "Night owls" in set(users["name"])
    settings = json.loads((tmp_path / "out" / MANIFEST).read_text())["settings"]
    assert (settings["preset"], settings["k"]) == ("notebook", 4)


async def test_where_another_preset_comes_before_every_k_is_fitted_it_is_of_that_with_its_k(
    run_app, small, tmp_path, monkeypatch, few_fits
):
    kmeans, seen = ALGORITHMS["kmeans"], []

    def slow(points, k, seed, should_stop):
        seen.append(points)
        while k == 4 and points is seen[0] and not should_stop():
            Event().wait(0.01)
        return kmeans.part(points, k, seed, should_stop)

    monkeypatch.setitem(ALGORITHMS, "kmeans", replace(kmeans, part=slow))
    async with run_app(small, ready=lambda app: app.session.analysis is not None, k=9, evidence="none") as (app, pilot):
        await export_users(pilot, app, tmp_path / "out")
        await pilot.press("p")
        await until(pilot, lambda: (tmp_path / "out" / "users.csv").exists() and idle(app))
        settings = json.loads((tmp_path / "out" / MANIFEST).read_text())["settings"]
        assert (settings["preset"], settings["k"]) == ("recommended", app.session.study.chosen.k)


async def test_a_file_of_members_waits_for_the_features_that_are_on_their_way(run_app, small, here, held):
    async with run_app(small, ready=lambda app: app.jobs.runs(DESCRIBING)) as (app, pilot):
        path = await export_members(pilot, app, here)
        await until(pilot, lambda: notes(app) == ["The export begins when the features are there."])
        assert not path.exists()
        held.set()
        await until(pilot, lambda: path.exists() and idle(app))
        assert features_in(path) == list(available(app.session.description.source))


async def test_without_evidence_a_file_of_members_holds_what_one_reading_gives_whatever_else_is_known(
    run_app, small, here
):
    async with run_app(small, evidence="none") as (app, pilot):
        app.describing.complete()
        await until(pilot, lambda: app.session.description.is_complete)
        path = await export_members(pilot, app, here)
        await until(pilot, lambda: path.exists() and idle(app))
        assert features_in(path) == [name for name in FEATURES if name in ONE_SCAN]


async def test_after_esc_it_is_written_without_them(run_app, small, tmp_path, held):
    async with run_app(small, ready=lambda app: app.jobs.runs(DESCRIBING)) as (app, pilot):
        await export_users(pilot, app, tmp_path / "out")
        await until(pilot, lambda: notes(app) == ["The export begins when the features are there."])
        await pilot.press("escape")
        await until(pilot, lambda: (tmp_path / "out" / "users.csv").exists() and idle(app))
        assert columns(tmp_path / "out") == [name for name in FEATURES if name in BASE]
        held.set()


async def test_without_evidence_it_holds_what_one_reading_gives_whatever_else_is_known(run_app, small, tmp_path):
    async with run_app(small, evidence="none") as (app, pilot):
        app.describing.complete()
        await until(pilot, lambda: app.session.description.is_complete)
        await export_users(pilot, app, tmp_path / "out")
        await until(pilot, lambda: (tmp_path / "out" / "users.csv").exists() and idle(app))
        assert columns(tmp_path / "out") == [name for name in FEATURES if name in ONE_SCAN]


async def test_where_they_cannot_be_had_it_is_written_without_them_and_that_is_said(
    run_app, small, tmp_path, monkeypatch
):
    def broken(*arguments, **options):
        raise UnreadableDatasetError("ratings.csv changed since it was opened.", "Open it again.")

    monkeypatch.setattr("core.description.with_features", broken)
    async with run_app(small) as (app, pilot):
        await until(pilot, lambda: any("ratings.csv changed" in note for note in notes(app)))
        await export_users(pilot, app, tmp_path / "out")
        await until(pilot, lambda: (tmp_path / "out" / "users.csv").exists() and idle(app))
        assert columns(tmp_path / "out") == [
            "num_ratings",
            "avg_rating",
            "std_rating",
            "min_rating",
            "max_rating",
            "num_movies",
            "rating_range",
        ]


async def test_it_tells_what_the_segments_like_as_the_command_line_does(run_app, movielens, tmp_path):
    async with run_app(movielens) as (app, pilot):
        await export_users(pilot, app, tmp_path / "out", "tastes")
        await until(pilot, lambda: (tmp_path / "out" / "tastes.csv").exists() and idle(app))
    alone = core.analyse(movielens, tastes=True)
    export(alone, tmp_path / "alone", ("tastes",))
    assert (tmp_path / "out" / "tastes.csv").read_bytes() == (tmp_path / "alone" / "tastes.csv").read_bytes()
    assert len(pd.read_csv(tmp_path / "out" / "tastes.csv")) > 0
