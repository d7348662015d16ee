"""The page of features: what users are segmented by is looked at, chosen, and taken as another preset."""

from dataclasses import replace
from functools import partial
from threading import Event

import pytest
from textual.widgets import Input, Static

from core.errors import SegscopeError
from core.features.catalogue import FEATURES
from core.features.inspection import inspect
from core.features.scalings import SCALINGS
from core.presets import CUSTOM, NOTEBOOK, RECOMMENDED
from core.progress import raise_if_stopped
from tests.tui.conftest import notes, screen_text, segmented, swept, until
from tui import calls, reading
from tui.dialogs.failure import FailureDialog
from tui.dialogs.features import FeaturesPage
from tui.encoding import to_ascii
from tui.kinds import DESCRIBING, INSPECTING
from tui.screens.mode_screen import ModeScreen
from tui.widgets.feature_rows import sparkline
from tui.widgets.feature_table import FeatureTable
from tui.widgets.histogram import Histogram

PROFILES = ["tenure_days", "recency_days", "active_days", "ratings_per_active_day"]


pytestmark = pytest.mark.usefixtures("few_fits")


@pytest.fixture
def run_quickly(run_app):
    """Runs the app without evidence: features are computed when they are asked for."""
    return partial(run_app, evidence="none")


@pytest.fixture
def equal(tmp_path):
    """Likes: users who all give the same rating, in different numbers."""
    path = tmp_path / "likes.csv"
    rows = [f"{user},{item},1" for user in range(30) for item in range(1 + user)]
    path.write_text("userId,movieId,rating\n" + "\n".join(rows) + "\n")
    return path


async def opened(app, pilot):
    """The page, once everything is known that can be."""
    await pilot.press("f")
    await until(pilot, lambda: isinstance(app.screen, FeaturesPage) and is_known(app))
    return app.screen


def is_known(app):
    known = app.screen._known
    return set(FEATURES) == {*known.inspected, *known.missing} and not app.jobs.runs(INSPECTING)


def names(app):
    return [name for name in app.screen._rows]


def rows(app):
    """The cells of each feature by its name, as they are on the screen."""
    table = app.screen.query_one(FeatureTable)
    cells = [[cell.plain for cell in table.get_row_at(row)] for row in range(table.row_count)]
    return dict(zip(names(app), cells, strict=True))


def line(app, place):
    return str(app.screen.query_one(place, Static).content)


def chosen(app):
    return [name for name, cells in rows(app).items() if cells[0].startswith("[x]")]


async def press_space(app, pilot, *features):
    """The space bar on the rows of these features."""
    for feature in features:
        await pilot.press("home", *["down"] * names(app).index(feature), "space")


async def taken(app, pilot):
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, ModeScreen) and swept(app))


async def test_the_page_lists_every_feature_before_and_after_scaling_and_those_for_profiles_at_the_end(
    run_quickly, small
):
    async with run_quickly(small) as (app, pilot):
        await opened(app, pilot)
        order = [name for name, one in FEATURES.items() if one.clusters]
        assert names(app) == [*order, "", *PROFILES]
        found = inspect(app.session.description.features)
        for name, cells in rows(app).items():
            if not name:
                assert "tell of the service" in cells[-1]
                continue
            one = found[name]
            mark = " – " if one.constant else "[x]" if name in NOTEBOOK.features else "[ ]"
            assert cells[0] == f"{mark} {FEATURES[name].title}"
            assert cells[1].strip() == sparkline(one.shape.counts).strip()
            assert float(cells[2]) == pytest.approx(one.shape.skewness, abs=0.005)
        assert "preset  notebook  recommended" in line(app, "#features-preset")
        assert SCALINGS["standard"].why in line(app, "#features-scaling")


async def test_the_row_in_focus_is_defined_with_its_source_and_what_says_nearly_the_same(run_quickly, small):
    async with run_quickly(small) as (app, pilot):
        await opened(app, pilot)
        assert line(app, "#feature-in-focus").startswith(
            "Number of ratings: How many ratings the user gave. It says nearly the same as Number of items (r = 1.00)"
        )
        assert rows(app)["num_ratings"][-1].strip().startswith("nearly the same as items (r = 1.00)")
        await pilot.press(*["down"] * names(app).index("shrunken_std"))
        assert "(Smyth, Linear Models and Empirical Bayes Methods, 2004)" in line(app, "#feature-in-focus")
        await pilot.press("home", *["down"] * names(app).index(""))
        assert "For profiles" in line(app, "#feature-in-focus")


async def test_another_scaling_shows_other_shapes_with_what_it_is_good_for(run_quickly, small):
    async with run_quickly(small) as (app, pilot):
        await opened(app, pilot)
        found = inspect(app.session.description.features)["num_ratings"]
        for scaling in ("log1p", "robust", "none", "standard"):
            await pilot.press("s")
            assert SCALINGS[scaling].why in line(app, "#features-scaling")
            assert rows(app)["num_ratings"][3].strip() == sparkline(found.scaled[scaling].counts).strip()
            assert float(rows(app)["num_ratings"][4]) == pytest.approx(found.scaled[scaling].skewness, abs=0.005)
        await pilot.press("s")
        await taken(app, pilot)
        assert app.session.study.preset == NOTEBOOK.with_choices(scaling="log1p")
        assert notes(app) == ["Preset custom."]


async def test_what_is_chosen_makes_the_segments_and_p_goes_round_and_comes_back_to_it(run_quickly, small):
    async with run_quickly(small) as (app, pilot):
        await opened(app, pilot)
        await press_space(app, pilot, "std_rating", "popularity", "tenure_days")
        assert chosen(app) == ["num_ratings", "avg_rating", "popularity", "tenure_days"]
        assert "custom" in line(app, "#features-preset")
        await taken(app, pilot)
        preset = NOTEBOOK.with_choices(("num_ratings", "avg_rating", "popularity", "tenure_days"), "standard")
        assert app.session.study.preset == preset
        assert app.session.k == 4
        before = app.session.study.sweep
        await pilot.press("p")
        assert app.session.preset == NOTEBOOK
        assert segmented(app)
        await pilot.press("p")
        await until(pilot, lambda: app.session.preset == RECOMMENDED and swept(app))
        await pilot.press("p")
        assert app.session.study.sweep is before
        await opened(app, pilot)
        assert chosen(app) == list(preset.features)


async def test_esc_and_an_unchanged_choice_leave_everything_as_it_was(run_quickly, small):
    async with run_quickly(small) as (app, pilot):
        before = app.session.study.sweep
        await opened(app, pilot)
        await press_space(app, pilot, "avg_rating")
        await pilot.press("s", "escape")
        await until(pilot, lambda: isinstance(app.screen, ModeScreen))
        await opened(app, pilot)
        assert chosen(app) == list(NOTEBOOK.features)
        await press_space(app, pilot, "avg_rating", "avg_rating")
        await taken(app, pilot)
        assert app.session.preset == NOTEBOOK
        assert app.session.study.sweep is before
        assert not app.session.kept


async def test_p_on_the_page_goes_back_to_a_preset_and_the_same_choice_has_its_name(run_quickly, small):
    async with run_quickly(small, preset=NOTEBOOK.with_choices(("num_ratings",), "log1p")) as (app, pilot):
        await opened(app, pilot)
        assert chosen(app) == ["num_ratings"]
        await pilot.press("p")
        assert chosen(app) == list(NOTEBOOK.features)
        assert SCALINGS["standard"].why in line(app, "#features-scaling")
        await pilot.press("p")
        assert chosen(app) == [name for name in FEATURES if name in RECOMMENDED.features]
        await pilot.press("p")
        assert chosen(app) == ["num_ratings"]
        await pilot.press("p", "s", *["s"] * 3)
        await taken(app, pilot)
        assert app.session.preset == NOTEBOOK


async def test_at_least_one_feature_is_chosen(run_quickly, small):
    async with run_quickly(small) as (app, pilot):
        await opened(app, pilot)
        await press_space(app, pilot, *NOTEBOOK.features)
        await pilot.press("enter")
        assert line(app, "#features-note") == "Choose at least one feature."
        assert isinstance(app.screen, FeaturesPage)
        await press_space(app, pilot, "avg_rating")
        assert line(app, "#features-note") == ""
        await taken(app, pilot)
        assert app.session.study.preset.features == ("avg_rating",)


async def test_what_is_the_same_for_all_or_lacks_its_data_cannot_be_chosen_and_says_why(run_quickly, equal):
    async with run_quickly(equal) as (app, pilot):
        await opened(app, pilot)
        for name, why in (
            ("avg_rating", "the same for all users"),
            ("genre_entropy", "There is no table of items with genres."),
            ("tenure_days", "The ratings have no column of times."),
        ):
            cells = rows(app)[name]
            assert cells[0].startswith(" – ")
            assert cells[-1].strip() == why
            await press_space(app, pilot, name)
            cannot = f"cannot be chosen: {why.rstrip('.')}."
            assert line(app, "#features-note") == f"{FEATURES[name].title} {cannot}"
            assert cannot in line(app, "#feature-in-focus")
            assert name not in chosen(app)
        assert chosen(app) == ["num_ratings"]
        await taken(app, pilot)
        assert app.session.preset == NOTEBOOK


async def test_an_unchanged_choice_stays_a_preset_whose_stand_ins_are_used_here(run_quickly, equal):
    async with run_quickly(equal, preset=RECOMMENDED) as (app, pilot):
        assert app.session.study.preset.features == ("root_num_ratings", "popularity")
        before = app.session.study.sweep
        await opened(app, pilot)
        assert set(chosen(app)) == {"root_num_ratings", "popularity"}
        await taken(app, pilot)
        assert app.session.preset == RECOMMENDED
        assert app.session.study.sweep is before


async def test_users_with_few_ratings_are_left_out_and_say_so_when_they_are_looked_up(run_quickly, small):
    async with run_quickly(small) as (app, pilot):
        await opened(app, pilot)
        ratings = app.session.description.features.columns["num_ratings"]
        few = int((ratings < 20).sum())
        assert 0 < few < 60
        await pilot.press("tab", "backspace", "2", "0")
        assert line(app, "#features-left-out") == f"leaves out {few} of 60 users"
        await until(pilot, lambda: is_known(app))
        users = sum(app.screen._known.inspected["num_ratings"].shape.counts)
        assert users == 60 - few
        await taken(app, pilot)
        assert app.session.study.preset == NOTEBOOK.with_choices(min_ratings=20)
        assert notes(app) == [f"Preset custom. {few} users with fewer than 20 ratings left out."]
        assert app.session.analysis.description.left_out_users == few
        assert len(app.session.analysis.partition.labels) == 60 - few
        await pilot.press("slash", "1", "enter")
        await until(pilot, lambda: notes(app) == ["User 1 is in no segment: fewer than 20 ratings."])
        await pilot.press("slash", "6", "0", "enter")
        await until(pilot, lambda: "User 60" in screen_text(app))


async def test_the_fewest_ratings_are_a_number_that_leaves_somebody(run_quickly, small):
    async with run_quickly(small) as (app, pilot):
        await opened(app, pilot)
        for typed, said in (
            ("", "The fewest ratings of a user are a whole number from 1."),
            ("0", "The fewest ratings of a user are a whole number from 1."),
            ("999", "No user has as many ratings: the busiest has 65."),
        ):
            app.screen.query_one(Input).value = typed
            await pilot.pause()
            await pilot.press("enter")
            assert line(app, "#features-note") == said
        app.screen.query_one(Input).value = "1"
        await until(pilot, lambda: line(app, "#features-note") == "")
        await taken(app, pilot)
        assert app.session.preset == NOTEBOOK


async def test_what_is_known_is_shown_until_the_rest_is_computed(run_quickly, small, monkeypatch):
    describe, may_go_on = reading.described, Event()

    def slow(job, *arguments, **named):
        while not may_go_on.is_set():
            raise_if_stopped(job.should_stop)
            may_go_on.wait(0.01)
        yield from describe(job, *arguments, **named)

    async with run_quickly(small) as (app, pilot):
        assert not app.jobs.runs(DESCRIBING)
        monkeypatch.setattr(reading, "described", slow)
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, FeaturesPage) and app.screen._known.inspected)
        assert rows(app)["avg_rating"][1].strip()
        assert rows(app)["popularity"][1].strip() == "…"
        assert "are being computed" in line(app, "#features-note")
        await press_space(app, pilot, "popularity")
        may_go_on.set()
        await until(pilot, lambda: is_known(app))
        assert line(app, "#features-note") == ""
        assert "popularity" in chosen(app)
        assert rows(app)["popularity"][1].strip() not in ("", "…")


async def test_a_look_that_fails_says_why_and_r_looks_again(run_quickly, small, monkeypatch):
    look = calls.inspected

    def fail(follower, *arguments):
        raise SegscopeError("It broke.", "Free memory.")
        yield

    monkeypatch.setattr(calls, "inspected", fail)
    async with run_quickly(small) as (app, pilot):
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, FeaturesPage) and app.screen.failure is not None)
        assert line(app, "#features-note") == "It broke. Free memory. r tries again."
        monkeypatch.setattr(calls, "inspected", look)
        await pilot.press("r")
        await until(pilot, lambda: is_known(app))
        assert line(app, "#features-note") == ""


async def test_the_page_goes_with_its_dataset(run_quickly, small, other):
    async with run_quickly(small) as (app, pilot):
        await opened(app, pilot)
        app.opening.open(replace(app.opening._request, path=other))
        await until(pilot, lambda: app.session.name == "other.csv" and swept(app))
        assert isinstance(app.screen, ModeScreen)


async def test_another_dataset_that_cannot_give_what_was_chosen_says_so_and_p_goes_on(run_quickly, small, other):
    async with run_quickly(small) as (app, pilot):
        await opened(app, pilot)
        await press_space(app, pilot, "tenure_days")
        await taken(app, pilot)
        app.opening.open(replace(app.opening._request, path=other))
        await until(pilot, lambda: app.session.name == "other.csv" and app.session.failure is not None)
        await until(pilot, lambda: isinstance(app.screen, FailureDialog) and app.screen.stands)
        assert app.session.failure.what == ("tenure_days cannot be computed here: The ratings have no column of times.")
        await pilot.press("escape", "p")
        await until(pilot, lambda: app.session.preset == NOTEBOOK and swept(app))
        await pilot.press("p")
        await until(pilot, lambda: app.session.preset == RECOMMENDED and swept(app))
        await pilot.press("p")
        assert app.session.preset == NOTEBOOK


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40), (200, 60)])
async def test_rows_figures_and_keys_are_seen_at_every_size(run_quickly, small, size):
    async with run_quickly(small, size=size) as (app, pilot):
        await opened(app, pilot)
        text = screen_text(app)
        assert "Esc leaves it as it was" in text
        assert "[x] average" in text or "[x] Average rating" in text
        assert f"{inspect(app.session.description.features)['avg_rating'].shape.skewness:.2f}" in text
        tall = [histogram for histogram in app.screen.query(Histogram) if histogram.size.height > 5]
        assert len(tall) == (2 if size[1] == 60 else 0)


def test_a_histogram_in_one_line_shows_every_bar_and_keeps_it_apart_in_ascii():
    assert sparkline((80, 0, 1, 40, 20)) == "█ ▁▄▂"
    assert to_ascii("▁▂▃▄▅▆▇█") == "__.::|##"
    assert to_ascii(sparkline((80, 0, 1, 40, 20))) == "# _:_"


async def test_y_copies_the_table(run_quickly, small):
    async with run_quickly(small) as (app, pilot):
        await opened(app, pilot)
        await pilot.press("y")
        heads, first, *_ = app.clipboard.splitlines()
        assert heads.split("\t") == ["feature", "as it is", "skew", "standard", "skew", "note"]
        assert first.startswith("[x] Number of ratings\t")


async def test_a_click_on_the_row_in_focus_changes_it_and_another_takes_another_scaling(run_quickly, small):
    async with run_quickly(small) as (app, pilot):
        await opened(app, pilot)
        await pilot.click(FeatureTable, offset=(6, 2))
        assert "Average rating" in line(app, "#feature-in-focus")
        await pilot.click(FeatureTable, offset=(6, 2))
        await until(pilot, lambda: chosen(app) == ["num_ratings", "std_rating"])
        top = app.screen.query_one("#features-scaling")
        at = str(top.content).index("log1p")
        await pilot.click("#features-scaling", offset=(at + 1, 0))
        await until(pilot, lambda: SCALINGS["log1p"].why in line(app, "#features-scaling"))
        await taken(app, pilot)
        assert app.session.study.preset.name == CUSTOM
        assert app.session.study.preset.scaling == "log1p"
