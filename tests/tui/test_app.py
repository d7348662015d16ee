"""The app as a person uses it: keys, screens, K, opening, cancelling."""

import gc
import os
import re
import threading
from dataclasses import replace

import pytest
from textual.widgets import Input, TabbedContent

from core.clustering.algorithms import ALGORITHMS
from core.errors import SegscopeError
from core.evidence.gap import GAP
from tests.tui.conftest import notes, resampling_with, screen_text, segmented, shows_a_user, swept, until
from tui import reading
from tui.commands import COMMANDS
from tui.dialogs.choose_k import ChooseKDialog
from tui.dialogs.failure import FailureDialog
from tui.dialogs.help import EXPLANATIONS, HelpDialog
from tui.dialogs.log import LogDialog
from tui.dialogs.members import MembersPage
from tui.dialogs.open import DatasetTree, OpenDialog, PathSuggester
from tui.dialogs.user import UserPage
from tui.flows.opening import Request
from tui.kinds import EVIDENCE, OPEN
from tui.screens.elbow import CURRENT_SIGN
from tui.screens.mode_screen import ModeScreen
from tui.widgets.safe_table import SafeTable

MODES = {"1": "overview", "2": "elbow", "3": "clusters", "4": "interpretation"}


def make_loading_endless(monkeypatch):
    """Loads go on until they are stopped; the event says that one has begun."""
    begun = threading.Event()

    def endless(job, **_):
        begun.set()
        while not job.should_stop():
            pass
        yield from ()

    monkeypatch.setattr(reading, "load", endless)
    return begun


async def test_the_four_labels_of_the_real_data_are_on_screen(run_app, movielens):
    async with run_app(movielens) as (app, pilot):
        await pilot.press("3")
        text = screen_text(app)
        assert "High Activity, Positive, Varied Tastes" in text
        assert "High Activity, Positive, Consistent" in text
        assert text.count("High Activity, Moderate, Varied Tastes") == 2
        for figure in ("270", "44.3 %", "1,061.9", "135.1"):
            assert figure in text


async def test_the_overview_of_the_real_data_shows_its_figures(run_app, movielens):
    async with run_app(movielens) as (app, _):
        text = screen_text(app)
        for figure in ("610", "9,724", "9,742 listed", "100,836", "98.30 %", "0.5 – 5.0", "3.50"):
            assert figure in text


@pytest.mark.parametrize("key", MODES)
async def test_digits_switch_screens(run_app, small, key):
    async with run_app(small) as (app, pilot):
        await pilot.press("4" if key == "1" else "1", key)
        assert app.current_mode == MODES[key]


@pytest.mark.parametrize("key", MODES)
async def test_k_changes_from_any_screen(run_app, small, key):
    async with run_app(small) as (app, pilot):
        await pilot.press(key, "+", "+", "-")
        assert app.session.k == 5
        assert "K = 5" in screen_text(app)
        assert len(app.session.analysis.segments) == 5


async def test_k_stops_at_one_and_says_so(run_app, small):
    async with run_app(small, k=2) as (app, pilot):
        await pilot.press("-", "-", "-")
        assert app.session.k == 1
        assert notes(app) == ["K is 1 already."]
        await pilot.press("2")
        assert f"{CURRENT_SIGN} 1" in screen_text(app)


async def test_a_k_out_of_reach_is_refused_in_the_app_too(run_app, other):
    async with run_app(other, k=51) as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, FailureDialog))
        assert "K = 51 is out of reach" in screen_text(app)
        assert app.session.k < 51


async def test_a_fitted_k_is_shown_without_another_fit(run_app, small):
    async with run_app(small) as (app, pilot):
        fits = dict(app.session.sweep.partitions)
        await pilot.press("+")
        assert app.session.analysis.partition is fits[5]


async def test_quick_changes_of_k_end_at_the_last_wish(run_app, small):
    async with run_app(small, ready=segmented) as (app, pilot):
        await pilot.press(*("+" * 9), *("-" * 2), "+")
        await until(pilot, lambda: swept(app) and segmented(app))
        assert app.session.k == 12
        assert len(app.session.analysis.segments) == 12


async def test_colours_do_not_depend_on_the_keys_pressed(run_app, small):
    async with run_app(small, k=2) as (app, pilot):
        await pilot.press("+", "+", "+", "-")
        by_steps = app.session.slots
    async with run_app(small, k=4) as (app, pilot):
        assert app.session.slots == by_steps
        assert sorted(by_steps) == [0, 1, 2, 3]


async def test_k_can_be_typed(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("k")
        assert isinstance(app.screen, ChooseKDialog)
        await pilot.press("7", "enter")
        assert app.session.k == 7


async def test_a_k_is_typed_in_digits_and_no_more_than_can_be_checked_at_once(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("k", *"123456789012", "minus", "x")
        assert app.screen.query_one(Input).value == "123456789"


@pytest.mark.parametrize("typed", ["0", "999", "-3"])
async def test_a_typed_k_out_of_range_is_explained(run_app, small, typed):
    async with run_app(small) as (app, pilot):
        await pilot.press("k")
        app.screen.query_one(Input).value = typed
        await pilot.press("enter")
        assert "whole number from 1 to" in screen_text(app)
        await pilot.press("escape")
        assert app.session.k == 4


async def test_a_row_of_the_elbow_table_becomes_the_current_k(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("2", "tab")
        app.screen.query_one("#evidence", SafeTable).focus()
        await pilot.press("up", "up", "up", "up", "down", "enter")
        assert app.session.k == 2


async def test_the_elbow_names_its_knee_and_range(run_app, movielens):
    async with run_app(movielens) as (app, pilot):
        await pilot.press("2")
        text = screen_text(app)
        assert "Knee at K = 5 over K = 2 to 10" in text
        assert "1,269.6" in text
        assert "58 %" in text


async def test_h_and_v_choose_the_features_of_the_left_plot(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("3")
        assert "Average rating by number of ratings" in screen_text(app)
        await pilot.press("h", "v", "v")
        assert "Highest rating by rating std dev" in screen_text(app)
        assert "Rating std dev by average rating" in screen_text(app)
        others = len(app.session.description.features.columns) - 1
        await pilot.press(*("h" * others))
        assert "Highest rating by rating std dev" in screen_text(app)


async def test_interpretation_has_a_card_for_every_segment(run_app, small):
    async with run_app(small, size=(120, 120)) as (app, pilot):
        await pilot.press("4")
        assert screen_text(app).count("from all users (std devs)") == 4
        await pilot.press("+")
        await pilot.pause()
        assert screen_text(app).count("from all users (std devs)") == 5
        await pilot.press("-", "-")
        await pilot.pause()
        assert screen_text(app).count("from all users (std devs)") == 3
        assert "KEY FINDINGS" in screen_text(app)


@pytest.mark.parametrize(("key", "mode"), MODES.items())
async def test_help_explains_each_screen_and_lists_every_key(run_app, small, key, mode):
    async with run_app(small, size=(120, 60)) as (app, pilot):
        await pilot.press(key, "?")
        assert isinstance(app.screen, HelpDialog)
        text = " ".join(screen_text(app).split())
        assert EXPLANATIONS[mode][0].split(".")[0][:40] in text
        for command in COMMANDS:
            assert command.title in text
        await pilot.press("escape")
        assert app.current_mode == mode


async def test_every_key_of_the_table_is_bound(run_app, small):
    async with run_app(small) as (app, _):
        bound = set(app._bindings.key_to_bindings) | {"ctrl+p", "enter"}  # Textual's own, and the table's
        for command in COMMANDS:
            assert set(command.keys.split(",")) <= bound


async def test_the_palette_has_every_command_with_its_key(run_app, small):
    async with run_app(small, size=(120, 100)) as (app, pilot):
        await pilot.press("ctrl+p")
        await until(pilot, lambda: COMMANDS[-1].help in screen_text(app))
        lines = [" ".join(line.split()) for line in screen_text(app).splitlines()]
        for command in COMMANDS:
            assert command.id == "palette" or any(f"{command.title} {command.shown}" in line for line in lines)


@pytest.mark.parametrize("typed", ["More segments", "Raise K"])
async def test_the_palette_finds_a_command_by_its_name_and_its_description(run_app, small, typed):
    async with run_app(small) as (app, pilot):
        await pilot.press("ctrl+p")
        await pilot.press(*typed)
        await until(pilot, lambda: "Raise K by one" in screen_text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.session.k == 5)


async def test_a_command_of_another_screen_goes_there_first(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("ctrl+p")
        await pilot.press(*"Another index")
        await until(pilot, lambda: "Another index against K" in screen_text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.current_mode == "elbow" and "Mean silhouette against K" in screen_text(app))


async def test_f12_shows_the_end_of_the_log_and_closes_it(run_app, small, tmp_path):
    lines = [f"2026-01-01 00:00:00,000 - {os.getpid()} - INFO - line {n} [/\x1b[31m" for n in range(300)]
    lines.append("2026-01-01 00:00:00,000 - 1 - INFO - of another process")
    (tmp_path / "app.log").write_text("\n".join(lines) + "\n", encoding="utf-8")
    async with run_app(small) as (app, pilot):
        await pilot.press("f12")
        assert isinstance(app.screen, LogDialog)
        await until(pilot, lambda: "line 299 [/␛[31m" in screen_text(app))
        assert "another process" not in screen_text(app)
        await pilot.press("f12")
        assert app.current_mode == "overview"
        assert not isinstance(app.screen, LogDialog)


async def test_no_temporary_folder_is_left_by_opening_failing_and_quitting(
    run_app, small, other, tmp_path, monkeypatch
):
    spills = tmp_path / "spills"
    spills.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spills))
    async with run_app(small) as (app, pilot):
        app.opening.open(Request(other))
        await until(pilot, lambda: app.session.name == "other.csv" and swept(app))
        app.opening.open(Request(tmp_path / "missing"))
        await until(pilot, lambda: isinstance(app.screen, FailureDialog))
        assert len(list(spills.iterdir())) == 1
    assert list(spills.iterdir()) == []


async def test_a_dataset_that_comes_after_quitting_is_closed(run_app, small, tmp_path, monkeypatch):
    spills = tmp_path / "spills"
    spills.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spills))
    async with run_app(small, ready=lambda app: app.jobs.runs(OPEN)):
        pass
    gc.collect()
    assert list(spills.iterdir()) == []


async def test_the_theme_changes_to_light_and_back(run_app, small):
    async with run_app(small) as (app, pilot):
        assert app.current_theme.dark
        await pilot.press("t")
        assert not app.current_theme.dark
        await pilot.press("t")
        assert app.current_theme.dark


async def test_another_dataset_is_opened_by_its_path(run_app, small, other):
    async with run_app(small) as (app, pilot):
        await pilot.press("o")
        assert isinstance(app.screen, OpenDialog)
        app.screen.query_one(Input).value = str(other)
        await pilot.press("enter")
        await until(pilot, lambda: app.session.name == "other.csv" and swept(app))
        assert "40" in screen_text(app)


async def test_a_dataset_that_fails_leaves_the_old_one_open(run_app, small, tmp_path):
    async with run_app(small) as (app, pilot):
        app.opening.open(Request(tmp_path / "missing"))
        await until(pilot, lambda: isinstance(app.screen, FailureDialog))
        assert "does not exist" in screen_text(app)
        await pilot.press("escape")
        assert app.session.name == "small"
        assert segmented(app)


async def test_a_failed_dataset_can_be_tried_again(run_app, small, tmp_path, other):
    late = tmp_path / "late.csv"
    async with run_app(small) as (app, pilot):
        app.opening.open(Request(late))
        await until(pilot, lambda: isinstance(app.screen, FailureDialog))
        late.write_bytes(other.read_bytes())
        await pilot.press("r")
        await until(pilot, lambda: app.session.name == "late.csv")


async def test_an_app_that_starts_with_nothing_readable_stays_open(run_app, tmp_path, other):
    async with run_app(tmp_path / "missing", ready=lambda app: app.session.failure) as (app, pilot):
        for key in MODES:
            await pilot.press(key)
            assert "does not exist" in screen_text(app)
        await pilot.press("+")
        app.opening.open(Request(other))
        await until(pilot, lambda: swept(app))
        assert app.session.failure is None
        assert app.session.k == 5


async def test_of_two_datasets_opened_at_once_the_last_wins(run_app, small, other):
    async with run_app(small, ready=lambda app: True) as (app, pilot):
        app.opening.open(Request(small))
        app.opening.open(Request(other))
        await until(pilot, lambda: swept(app))
        assert app.session.name == "other.csv"


async def test_escape_cancels_and_what_was_there_stays(run_app, small, monkeypatch):
    async with run_app(small) as (app, pilot):
        begun = make_loading_endless(monkeypatch)
        app.opening.open(Request(small))
        await until(pilot, begun.is_set)
        await pilot.press("escape")
        await until(pilot, lambda: not app.jobs.running)
        assert app.session.name == "small"
        assert app.activity is None


async def test_escape_on_a_second_load_leaves_the_rest_running_and_r_goes_on_with_it(
    run_app, small, other, monkeypatch
):
    shown, load = threading.Event(), reading.load

    def waiting(case, effort):
        while not shown.is_set() and not case.should_stop():
            pass

    resampling_with(monkeypatch, GAP, waiting)
    async with run_app(small, ready=lambda app: app.jobs.runs(EVIDENCE), evidence="full") as (app, pilot):
        with monkeypatch.context() as patched:
            begun = make_loading_endless(patched)
            app.opening.open(Request(other))
            await until(pilot, begun.is_set)
            await pilot.press("escape")
            await until(pilot, lambda: not app.jobs.runs(OPEN))
            assert notes(app) == ["Cancelled. r goes on."]
            assert app.jobs.runs(EVIDENCE)
        assert reading.load is load
        shown.set()
        await pilot.press("r")
        await until(pilot, lambda: app.session.name == "other.csv" and swept(app))


async def test_escape_on_the_first_load_says_how_to_go_on(run_app, small, monkeypatch):
    load = reading.load
    begun = make_loading_endless(monkeypatch)
    async with run_app(small, ready=lambda app: begun.is_set()) as (app, pilot):
        await pilot.press("escape")
        await pilot.pause()
        assert "Cancelled. r goes on." in " ".join(screen_text(app).split())
        monkeypatch.setattr(reading, "load", load)
        await pilot.press("r")
        await until(pilot, lambda: swept(app))


async def test_escape_in_the_sweep_keeps_what_is_fitted_and_r_goes_on(run_app, small, monkeypatch):
    kmeans, begun, go_on = ALGORITHMS["kmeans"], threading.Event(), threading.Event()

    def slow(points, k, seed, should_stop):
        if k > 4:
            begun.set()
            while not should_stop() and not go_on.is_set():
                pass
        return kmeans.part(points, k, seed, should_stop)

    monkeypatch.setitem(ALGORITHMS, "kmeans", replace(kmeans, part=slow))
    async with run_app(small, ready=lambda app: begun.is_set()) as (app, pilot):
        await pilot.press("2", "escape")
        await until(pilot, lambda: not app.jobs.running)
        await pilot.pause()
        assert "Cancelled. r goes on." in screen_text(app)
        assert sorted(app.session.sweep.partitions) == [2, 3, 4]
        go_on.set()
        await pilot.press("r")
        await until(pilot, lambda: swept(app))
        assert "Cancelled" not in screen_text(app).split("Knee", 1)[1]


async def test_a_look_up_that_fails_can_be_tried_again(run_app, small, monkeypatch):
    def broken(*_, **__):
        raise SegscopeError("The disk is away.", "Bring it back.")

    async with run_app(small) as (app, pilot):
        with monkeypatch.context() as patched:
            patched.setattr("core.data.user.user_profile", broken)
            await pilot.press("slash", "5", "enter")
            await until(pilot, lambda: "The disk is away. Bring it back. r tries again." in screen_text(app))
        assert isinstance(app.screen, UserPage)
        await pilot.press("r")
        await until(pilot, lambda: shows_a_user(app))


async def test_a_new_dataset_closes_the_dialogs_about_the_old_one(run_app, small, other):
    async with run_app(small) as (app, pilot):
        await pilot.press("3", "enter")
        await until(pilot, lambda: isinstance(app.screen, MembersPage))
        app.opening.open(Request(other))
        await until(pilot, lambda: app.session.name == "other.csv" and swept(app))
        assert not isinstance(app.screen, MembersPage)


async def test_a_path_is_completed_and_a_file_chosen_in_the_tree(run_app, small, other, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert await PathSuggester().get_suggestion(str(tmp_path / "oth")) == str(other)
    assert await PathSuggester().get_suggestion("sma") == "small/"
    assert await PathSuggester().get_suggestion("nothing like it") is None
    async with run_app(small) as (app, pilot):
        await pilot.press("o", "tab")
        tree = app.screen.query_one(DatasetTree)
        await until(pilot, lambda: len(tree.root.children) == 2)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: app.session.name == "other.csv")


async def test_an_unexpected_error_is_shown_and_the_app_lives_on(run_app, small, monkeypatch):
    async with run_app(small) as (app, pilot):

        def broken(job, **_):
            raise RuntimeError("[bold]boom[/")

        monkeypatch.setattr(reading, "load", broken)
        app.opening.open(Request(small))
        await until(pilot, lambda: isinstance(app.screen, FailureDialog))
        assert "[bold]boom[/" in screen_text(app)
        await pilot.press("escape", "3")
        assert app.current_mode == "clusters"


@pytest.mark.parametrize("k", [1, 3])
async def test_few_behaviours_lower_k_with_a_note(run_app, tmp_path, k):
    path = tmp_path / "few.csv"
    rows = [f"{user},{item},3" for user in range(1, 7) for item in range(1, 2 + user % k)]
    path.write_text("userId,movieId,rating\n" + "\n".join(rows) + "\n")
    async with run_app(path) as (app, pilot):
        assert app.session.k == k
        for key in MODES:
            await pilot.press(key)
            assert "nan" not in screen_text(app).lower()
        await pilot.press("2")
        assert "K ends at" in screen_text(app)


async def test_without_movies_the_tab_says_so(run_app, other):
    async with run_app(other) as (app, pilot):
        app.screen.query_one(TabbedContent).active = "tab-items"
        await pilot.pause()
        assert "no table of items" in screen_text(app)


async def test_tables_show_the_sample_rows_and_features(run_app, small):
    async with run_app(small) as (app, pilot):
        tabs = app.screen.query_one(TabbedContent)
        tabs.active = "tab-items"
        await pilot.pause()
        assert "Film 1, The (1999)" in screen_text(app)
        tabs.active = "tab-features"
        await pilot.pause()
        assert "max_rating" in screen_text(app)
        assert "75%" in screen_text(app)


async def test_enter_on_a_segment_lists_its_members_and_enter_on_one_shows_the_user(run_app, movielens):
    async with run_app(movielens) as (app, pilot):
        await pilot.press("3", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, MembersPage))
        assert "97 users" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: shows_a_user(app))
        assert "Segment 1" in screen_text(app)
        await pilot.press("escape")
        assert isinstance(app.screen, MembersPage)
        await pilot.press("escape")
        assert isinstance(app.screen, ModeScreen)
        assert app.current_mode == "clusters"


async def test_a_user_is_found_by_id(run_app, movielens):
    async with run_app(movielens, size=(120, 50)) as (app, pilot):
        await pilot.press("slash", "3", "enter")
        await until(pilot, lambda: shows_a_user(app))
        text = screen_text(app)
        assert "User 3" in text
        assert re.search(r"Number of ratings +39 ", text)
        assert re.search(r"Average rating +2\.44 ", text)
        assert "Galaxy of Terror" in text  # rated 4.5 in ratings.csv, named in movies.csv


async def test_an_unknown_user_is_said_so(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("slash", *"[/x", "enter")
        assert "There is no user [/x" in screen_text(app)


async def test_a_fit_that_fails_is_said_once_and_not_begun_again(run_app, small, monkeypatch):
    begun = []

    def failing(points, k, seed, should_stop):
        begun.append(k)
        raise SegscopeError("No fit today.", "Come back tomorrow.")

    monkeypatch.setitem(ALGORITHMS, "kmeans", replace(ALGORITHMS["kmeans"], part=failing))
    async with run_app(small, ready=lambda app: isinstance(app.screen, FailureDialog)) as (app, pilot):
        await until(pilot, lambda: not app.jobs.running)
        await pilot.press("escape", "3")
        assert begun == [4]
        assert "No fit today." in screen_text(app)
        assert not isinstance(app.screen, FailureDialog)
