"""The page of second opinions: they come one by one and are kept; and which algorithm makes the segments."""

from functools import partial
from threading import Event

import numpy as np
import pytest
from textual.widgets import Static

from core import opinions as module
from core import study
from core.clustering import mixture
from core.clustering.density import NOISE
from core.errors import SegscopeError
from core.opinions import TITLES, opinions
from core.presets import NOTEBOOK, RECOMMENDED
from core.progress import raise_if_stopped
from core.segments.map import principal_map
from tests.tui.conftest import notes, screen_text, segmented, swept, until
from tui import calls
from tui.commands import MODES
from tui.compute import Compute
from tui.dialogs.help import HelpDialog
from tui.dialogs.opinions import OpinionsPage
from tui.kinds import OPINIONS
from tui.screens.elbow import ElbowScreen
from tui.screens.mode_screen import ModeScreen
from tui.themes import NO_GROUP_MARKER, marker
from tui.widgets.pictures import Picture
from tui.widgets.plot import Plot
from tui.widgets.safe_table import SafeTable

ROWS = list(TITLES)


@pytest.fixture
def grouped(write_ratings):
    """Three kinds of users, 20 each, who lie far apart."""
    rows = []
    for user in range(60):
        number, rating, spread = ((6, 4.5, 0), (30, 2.0, 1), (90, 3.5, 1))[user % 3]
        number += user // 3 % 5
        rows += [
            (user, item, rating + spread * (item % 3 - 1) + 0.5 * ((user + item) % 5 == 0)) for item in range(number)
        ]
    return write_ratings(rows)


@pytest.fixture
def likes(write_ratings):
    """Users who all give the same rating, in different numbers."""
    return write_ratings([(user, item, 1) for user in range(30) for item in range(1 + user)])


@pytest.fixture
def run_quickly(run_app, monkeypatch):
    """Runs the app with few K, without evidence unless it is asked for, and lets a mixture start once."""
    monkeypatch.setattr(mixture, "STARTS", 1)
    monkeypatch.setattr(study, "begin", partial(study.begin, ks=range(2, 6)))
    return partial(run_app, evidence="none")


@pytest.fixture
def asked(monkeypatch):
    """Who was asked, in order, one list for each time."""
    ask, times = calls.opinions, []

    def noted(follower, swept, k, known):
        times.append([])
        for opinion in ask(follower, swept, k, known):
            times[-1].append(opinion.name)
            yield opinion

    monkeypatch.setattr(calls, "opinions", noted)
    return times


async def opened(app, pilot, ready=lambda app: len(app.session.opinions) == len(ROWS) and not app.jobs.running):
    """The page of screen 2, once it is ready."""
    await pilot.press("2", "a")
    await until(pilot, lambda: isinstance(app.screen, OpinionsPage) and ready(app))
    return app.screen


async def left(app, pilot, key="escape"):
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, ModeScreen))


async def chosen(app, pilot, name):
    """Enter on the row of an algorithm."""
    await opened(app, pilot)
    await pilot.press("home", *["down"] * ROWS.index(name), "enter")
    await until(pilot, lambda: isinstance(app.screen, ModeScreen) and swept(app))


def cells(app):
    table = app.screen.query_one("#opinions", SafeTable)
    rows = [[cell.plain.strip() for cell in table.get_row_at(row)] for row in range(table.row_count)]
    return {row[0]: row[1:] for row in rows}


def curve_title(app):
    return str(app.screen.query_one("#curve-title", Static).content)


def seen_pictures(app):
    return [picture.id for picture in app.screen.query(Picture) if picture.display]


def words(app):
    """What is on the screen, without frames and ends of lines."""
    return " ".join(screen_text(app).replace("│", " ").split())


# The table


async def test_the_page_shows_what_each_algorithm_sees_what_it_is_there_for_and_y_copies_it(run_quickly, grouped):
    async with run_quickly(grouped, evidence="fast", size=(200, 60)) as (app, pilot):
        await opened(app, pilot)
        found = cells(app)
        assert list(found) == list(TITLES.values())
        for one in opinions(app.session.sweep, app.session.k):
            chooses, _, agrees, noise, groups, sees = found[one.title]
            assert chooses == str(one.choice or "–")
            assert agrees == ("–" if one.agreement is None else f"{one.agreement:.2f}")
            assert noise == ("–" if one.noise is None else f"{one.noise:.0%}".replace("%", " %"))
            assert [part for part in groups.split() if part.isdigit()] == [str(users) for users in one.sizes]
            assert sees == one.sees
        assert [row[1] for row in found.values()] == [f"K = {app.session.k}", "Enter", "–", "–"]
        for name, said in (
            ("kmeans", "K-means makes the segments already."),
            ("ward", "Ward's hierarchy is there to look at: K-means or a Gaussian mixture can make the segments."),
            ("hdbscan", "HDBSCAN is there to look at: K-means or a Gaussian mixture can make the segments."),
        ):
            await pilot.press("home", *["down"] * ROWS.index(name), "enter")
            await until(pilot, lambda said=said: notes(app) == [said])
        assert app.session.study.preset.name == "notebook"
        await pilot.press("y")
        heads, *rows = app.clipboard.splitlines()
        assert heads.split("\t")[0] == "algorithm"
        assert [row.split("\t")[0] for row in rows] == list(TITLES.values())
        assert rows[3].split("\t")[-1] == app.session.opinions["hdbscan"].sees


async def test_the_current_k_is_told_beside_the_best_one_and_how_far_groups_agree_in_words(run_quickly, grouped):
    async with run_quickly(grouped, evidence="fast") as (app, pilot):
        await pilot.press("b", "+")
        await opened(app, pilot)
        best = app.session.sweep.verdict.recommended_k
        assert cells(app)["K-means"][:2] == [str(best), f"K = {best + 1}"]
        assert f"In use: K = {best + 1}." in words(app)
        await pilot.press("down")
        mixture = app.session.opinions["mixture"]
        said = f"Agrees with K-means at K = {mixture.choice} by {mixture.agreement:.2f} (0 as by chance, 1 the same"
        assert said in words(app)


async def test_at_80_columns_all_of_the_table_is_seen(run_quickly, small):
    async with run_quickly(small, size=(80, 24)) as (app, pilot):
        await opened(app, pilot)
        table = app.screen.query_one("#opinions", SafeTable)
        assert len(app.session.opinions["kmeans"].sizes) == 4
        assert table.max_scroll_x == 0
        for one in app.session.opinions.values():
            row = next(line for line in screen_text(app).splitlines() if one.title in line)
            assert all(f" {users} " in row.replace("\N{NO-BREAK SPACE}", " ") for users in one.sizes)


async def test_each_opinion_is_shown_as_it_comes(run_quickly, grouped, monkeypatch):
    ask, may_go_on = calls.opinions, Event()

    def slow(follower, *arguments):
        for opinion in ask(follower, *arguments):
            yield opinion
            while opinion.name == "mixture" and not may_go_on.is_set():
                raise_if_stopped(follower.should_stop)
                may_go_on.wait(0.01)

    monkeypatch.setattr(calls, "opinions", slow)
    async with run_quickly(grouped) as (app, pilot):
        await opened(app, pilot, lambda app: "mixture" in app.session.opinions)
        assert cells(app)["Gaussian mixture"][0].isdigit()
        assert cells(app)["HDBSCAN"][0] == "…"
        assert "Esc closes, and this goes on" in screen_text(app)
        may_go_on.set()
        await until(pilot, lambda: cells(app)["HDBSCAN"][0] != "…")


async def test_before_every_k_is_fitted_the_page_says_what_it_waits_for(run_quickly, grouped, monkeypatch):
    sweep, may_go_on = calls.sweep, Event()

    def held(follower, *arguments):
        for news in sweep(follower, *arguments):
            while segmented_once and not may_go_on.is_set():
                raise_if_stopped(follower.should_stop)
                may_go_on.wait(0.01)
            yield news

    segmented_once = []
    monkeypatch.setattr(calls, "sweep", held)
    async with run_quickly(grouped, ready=lambda app: segmented(app) and (segmented_once.append(1) or True)) as (
        app,
        pilot,
    ):
        await opened(app, pilot, lambda app: True)
        assert "K-means is asked when every K is fitted." in screen_text(app)
        may_go_on.set()
        await until(pilot, lambda: len(app.session.opinions) == len(ROWS))


async def test_what_is_left_with_the_page_goes_on_is_stopped_by_esc_and_gone_on_with_by_r(
    run_quickly, grouped, asked, monkeypatch
):
    ward, held = module.hierarchy, []

    def waits(points, should_stop):
        held.append(1)
        while len(held) == 1:
            raise_if_stopped(should_stop)
            Event().wait(0.01)
        return ward(points, should_stop)

    monkeypatch.setattr(module, "hierarchy", waits)
    async with run_quickly(grouped) as (app, pilot):
        await opened(app, pilot, lambda app: held)
        await left(app, pilot)
        assert app.jobs.runs(OPINIONS)
        await pilot.press("escape")
        await until(pilot, lambda: not app.jobs.running)
        assert list(app.session.opinions) == ["kmeans", "mixture"]
        await pilot.press("r")
        await until(pilot, lambda: len(app.session.opinions) == len(ROWS))
        assert asked == [["kmeans", "mixture"], ["ward", "hdbscan"]]


async def test_nothing_is_asked_twice_but_k_means_of_another_k(run_quickly, small, asked):
    async with run_quickly(small) as (app, pilot):
        await opened(app, pilot)
        assert app.session.opinions["kmeans"].choice is None
        await left(app, pilot)
        await opened(app, pilot)
        assert asked == [ROWS]
        await left(app, pilot)
        await pilot.press("+")
        await opened(app, pilot, lambda app: len(app.session.opinions["kmeans"].sizes) == 5)
        assert asked == [ROWS, ["kmeans"]]


async def test_another_range_or_dataset_is_asked_anew(run_quickly, grouped, other):
    async with run_quickly(grouped) as (app, pilot):
        await opened(app, pilot)
        await left(app, pilot)
        app.segmenting._compare(range(2, 5))
        assert not app.session.opinions
        await until(pilot, lambda: swept(app))
        await opened(app, pilot)
        await left(app, pilot)
        from tui.flows.opening import Request

        app.opening.open(Request(other))
        await until(pilot, lambda: app.session.description.source.name == "other.csv" and swept(app))
        assert not app.session.opinions


async def test_a_failure_is_told_on_the_page_and_r_tries_again(run_quickly, grouped, monkeypatch):
    ask, times = calls.opinions, []

    def fails_once(*arguments):
        times.append(1)
        if len(times) == 1:
            raise SegscopeError("There is not enough memory.", "Free some.")
        yield from ask(*arguments)

    monkeypatch.setattr(calls, "opinions", fails_once)
    async with run_quickly(grouped) as (app, pilot):
        await opened(
            app, pilot, lambda app: "There is not enough memory. Free some. r tries again." in screen_text(app)
        )
        await pilot.press("r")
        await until(pilot, lambda: len(app.session.opinions) == len(ROWS))
        assert "not enough memory" not in screen_text(app)


async def test_the_help_explains_the_page_and_the_keys_of_the_screens_leave_it(run_quickly, grouped):
    async with run_quickly(grouped) as (app, pilot):
        await opened(app, pilot)
        await pilot.press("question_mark", "end")
        await until(pilot, lambda: isinstance(app.screen, HelpDialog) and "adjusted Rand index" in words(app))
        assert "✓ speaks for" in words(app)
        await pilot.press("escape", "escape")
        for key, mode in zip("1234", MODES, strict=True):
            await opened(app, pilot)
            await left(app, pilot, key)
            assert app.current_mode == mode
        await pilot.press("2")
        await pilot.pause()
        assert isinstance(app.screen, ElbowScreen)


# The pictures


async def test_as_many_pictures_are_shown_as_are_readable_and_w_shows_the_next(run_quickly, grouped):
    async with run_quickly(grouped) as (app, pilot):
        await opened(app, pilot)
        names = ["left-scatter", "right-scatter", "map"]
        for size, seen in ((80, 24), 1), ((120, 40), 2), ((200, 60), 3):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda seen=seen: seen_pictures(app) == names[:seen])
            assert ("w next picture" in screen_text(app)) == (seen < 3)
            await pilot.press("w", "w")
            await until(pilot, lambda: "map" in seen_pictures(app))
            assert all(plot.as_text().strip() for plot in app.screen.query(Plot) if plot.parent.display)
            assert "of how the users differ" in words(app)
            assert all(title in screen_text(app) for title in ("best K", "in use", "HDBSCAN"))
            await pilot.press("w")


async def test_the_pictures_are_coloured_by_the_row_in_focus(run_quickly, small, monkeypatch):
    noisy = np.arange(60) % 3 - 1
    monkeypatch.setattr(module, "crowds", lambda points: noisy)
    async with run_quickly(small) as (app, pilot):
        await opened(app, pilot)
        for row, name in enumerate(ROWS):
            await pilot.press("home", *["down"] * row)
            await pilot.pause()
            opinion = app.session.opinions[name]
            slots = app.session.slots if name == "kmeans" else opinion.slots
            signs = [marker(slot) for slot in slots] + [NO_GROUP_MARKER] * (opinion.noise is not None)
            users = [*opinion.sizes, *([(noisy == NOISE).sum()] if opinion.noise is not None else [])]
            for plot in app.screen.query(Plot):
                assert [group.sign for group in plot.chart.groups] == signs
                assert [len(group.x) for group in plot.chart.groups] == users
            assert opinion.sees.split(";")[0] in words(app)


async def test_of_many_users_the_sample_is_said_and_drawn(run_quickly, grouped, monkeypatch):
    monkeypatch.setattr(module, "MOST_USERS", 45)
    async with run_quickly(grouped) as (app, pilot):
        await opened(app, pilot)
        assert "~ a fixed sample of 45 of 60 users" in words(app)
        for plot in app.screen.query(Plot):
            assert sum(len(group.x) for group in plot.chart.groups) == 45
        found, shown = principal_map(app.session.sweep.points), app.screen.query_one("#map-plot", Plot).chart.groups
        positions = app.session.opinions["kmeans"].positions
        across = np.concatenate([group.x for group in shown])
        assert sorted(across) == sorted(found.coordinates[positions, 0])


# Who makes the segments


async def test_enter_lets_the_mixture_make_the_segments_and_going_back_computes_nothing(run_quickly, grouped):
    async with run_quickly(grouped) as (app, pilot):
        before = app.session.study
        await chosen(app, pilot, "mixture")
        custom = app.session.study
        assert (custom.preset.name, custom.preset.algorithm) == ("custom", "mixture")
        assert app.session.analysis.partition.gaussians is not None
        choice = app.session.opinions["mixture"].choice
        assert app.session.k == choice
        assert notes(app) == [f"Preset custom: Gaussian mixture makes the segments, K = {choice}."]
        assert custom.sweep.points is before.sweep.points
        await chosen(app, pilot, "kmeans")
        assert app.session.study is before
        assert before.preset.name == "notebook"
        assert notes(app) == [f"Preset notebook: K-means makes the segments, K = {app.session.k}."]
        await chosen(app, pilot, "mixture")
        assert app.session.study.sweep.partitions[choice] is custom.sweep.partitions[choice]


async def test_a_range_that_was_chosen_meanwhile_holds_for_the_other_algorithm_too(run_quickly, grouped):
    async with run_quickly(grouped) as (app, pilot):
        fitted = app.session.sweep.partitions[3]
        await chosen(app, pilot, "mixture")
        app.segmenting._compare(range(2, 5))
        await until(pilot, lambda: swept(app))
        await chosen(app, pilot, "kmeans")
        assert app.session.sweep.wanted_ks == range(2, 5)
        assert app.session.sweep.partitions[3] is fitted


async def test_opinions_on_another_range_do_not_come_back_with_the_algorithm_before(run_quickly, grouped):
    async with run_quickly(grouped) as (app, pilot):
        await chosen(app, pilot, "mixture")
        app.segmenting._compare(range(2, 5))
        await until(pilot, lambda: swept(app))
        app.segmenting.part_by("kmeans", None)
        assert app.session.preset.algorithm == "kmeans"
        assert not app.session.opinions


async def test_the_notebook_by_another_algorithm_is_the_notebook_again_by_k_means(run_quickly, grouped):
    mixture = NOTEBOOK.with_algorithm("mixture")
    async with run_quickly(grouped, preset=mixture) as (app, pilot):
        app.session = app.session.with_name((NOTEBOOK, 4), 1, "Night owls")
        app.segmenting.part_by("kmeans", None)
        await until(pilot, lambda: swept(app))
        assert app.session.preset is NOTEBOOK
        assert app.session.study.preset == NOTEBOOK
        assert app.session.analysis.names == {1: "Night owls"}
        assert list(app.session.kept) == [mixture]


async def test_a_study_of_the_notebook_that_was_kept_comes_back_when_k_means_is_taken_of_its_features(
    run_quickly, grouped
):
    mixture = NOTEBOOK.with_algorithm("mixture")
    async with run_quickly(grouped) as (app, pilot):
        before = app.session.study.sweep
        app.presets.take(mixture)
        await until(pilot, lambda: app.session.preset == mixture and swept(app))
        assert app.session.sweep.points is not before.points
        app.segmenting.part_by("kmeans", None)
        assert app.session.study.sweep.partitions == before.partitions
        assert list(app.session.kept) == [mixture]


async def test_stand_ins_are_no_custom_preset_after_another_algorithm(run_quickly, likes):
    async with run_quickly(likes, preset=RECOMMENDED.with_algorithm("mixture")) as (app, pilot):
        app.segmenting.part_by("kmeans", None)
        await until(pilot, lambda: swept(app))
        assert app.session.preset is RECOMMENDED
        assert app.session.study.preset == RECOMMENDED.using(("root_num_ratings", "popularity"))


async def test_of_a_mixture_the_bic_stands_where_the_wcss_would_and_no_knee_is_told(run_quickly, grouped):
    async with run_quickly(grouped, size=(200, 60)) as (app, pilot):
        await pilot.press("2")
        assert "WCSS" in curve_title(app)
        await chosen(app, pilot, "mixture")
        partitions = app.session.sweep.partitions
        plot = app.screen.query_one("#curve", Plot)
        assert "(BIC)" in curve_title(app)
        assert plot.chart.values == tuple(partitions[k].bic for k in range(2, 6))
        table = app.screen.query_one("#evidence", SafeTable)
        rows = [[cell.plain.strip() for cell in table.get_row_at(row)] for row in range(table.row_count)]
        assert str(table.ordered_columns[1].label).strip() == "BIC"
        assert rows[0][1] == "–"
        lowest = min(range(2, 6), key=lambda k: partitions[k].bic)
        assert [row[0].split()[-1] for row in rows if row[1].endswith("*")] == [str(lowest)]
        assert rows[1][1].rstrip("*") == f"{partitions[2].bic:,.1f}"
        text = screen_text(app)
        assert "Knee at" not in text
        assert "No knee" not in text
        assert "its BIC stands there" in text


async def test_a_wide_screen_2_tells_the_opinions_in_short(run_quickly, grouped):
    async with run_quickly(grouped, size=(200, 60)) as (app, pilot):
        await pilot.press("2")
        assert "a asks for second opinions" in screen_text(app)
        await opened(app, pilot)
        await left(app, pilot)
        await until(pilot, lambda: "a asks for second opinions" not in screen_text(app))
        for opinion in app.session.opinions.values():
            assert f"{opinion.title}: {opinion.sees[:40]}" in screen_text(app)
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert "Second opinions" not in screen_text(app)


async def test_the_compute_process_is_asked_in_the_app(run_app, grouped):
    compute = Compute()
    compute.start()
    try:
        async with run_app(grouped, evidence="none", compute=compute) as (app, pilot):
            await opened(app, pilot)
            expected = {one.name: one.labels.tolist() for one in opinions(app.session.sweep, app.session.k)}
            assert {name: one.labels.tolist() for name, one in app.session.opinions.items()} == expected
            await chosen(app, pilot, "mixture")
            assert app.session.analysis.partition.gaussians is not None
    finally:
        compute.close()
