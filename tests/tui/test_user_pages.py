"""The pages about the members of a segment and about a user."""

import csv
import re
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from textual.widgets import Input, Static

from core import study
from core.clustering import mixture
from core.data.user import user_profile
from core.errors import SegscopeError
from core.evidence.effort import NONE
from core.features.catalogue import FEATURES
from core.presets import NOTEBOOK
from core.segments.standing import standing_of
from core.words.neighbour import neighbour_in_words
from tests.tui.conftest import InThread, notes, screen_text, segmented, shows_a_user, swept, until
from tui.app import SegscopeApp
from tui.dialogs import members as members_module
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.file import FileDialog
from tui.dialogs.members import MembersPage
from tui.dialogs.user import UserPage
from tui.flows.opening import Request
from tui.flows.segmenting import Settings
from tui.kinds import EXPORT
from tui.screens.mode_screen import ModeScreen
from tui.widgets.safe_table import SafeTable
from tui.widgets.shares import Shares


@pytest.fixture
def run_quickly(run_app, monkeypatch):
    """Runs the app with few K and without evidence."""
    monkeypatch.setattr(study, "begin", partial(study.begin, ks=range(2, 6)))
    return partial(run_app, evidence="none")


async def members(app, pilot, row=0):
    """The page of the members of the segment in a row of screen 3."""
    await pilot.press("3", "home", *["down"] * row, "enter")
    await until(pilot, lambda: isinstance(app.screen, MembersPage) and app.screen.query_one(SafeTable).total)
    return app.screen.query_one(SafeTable)


async def user(app, pilot, number):
    await pilot.press("slash", *str(number), "enter")
    await until(pilot, lambda: shows_a_user(app))


def column(table, at=0):
    return [table.get_row_at(row)[at].plain for row in range(table.row_count)]


def of_segment(app, segment=0):
    """The ids of the users of a segment, as text."""
    analysis = app.session.analysis
    return [str(one) for one in analysis.description.features.ids[analysis.partition.labels == segment]]


# Members


async def test_the_head_says_segment_label_and_number_of_users_and_r_puts_the_most_distant_first(run_quickly, small):
    async with run_quickly(small) as (app, pilot):
        table = await members(app, pilot, row=1)
        segment = app.session.segments[1]
        assert f"1  {segment.title}  {segment.users} users, " in screen_text(app)
        found = app.session.analysis.members(1)
        ids = app.session.analysis.description.features.ids[found.positions]
        assert column(table) == [str(one) for one in ids]
        await pilot.press("R")
        assert column(table)[0] == str(ids[-1])
        assert column(table, 1) == sorted(column(table, 1), key=float, reverse=True)


async def test_y_copies_the_ids_of_all_members_and_says_how_many(run_quickly, small):
    async with run_quickly(small) as (app, pilot):
        await members(app, pilot)
        await pilot.press("slash", "1", "enter", "y")
        await until(pilot, lambda: notes(app))
        ids = of_segment(app)
        assert app.clipboard.splitlines() == ids
        assert notes(app) == [f"{len(ids)} user ids sent to the clipboard, if the terminal lets it (OSC 52)."]


async def test_of_very_many_ids_it_is_said_that_terminals_may_refuse_them(run_quickly, small, monkeypatch):
    monkeypatch.setattr(members_module, "MOST_COPIED", 2)
    async with run_quickly(small) as (app, pilot):
        await members(app, pilot)
        await pilot.press("y")
        await until(pilot, lambda: notes(app))
        assert len(app.clipboard.splitlines()) == len(of_segment(app)) > 2
        assert notes(app)[0].endswith("Many terminals take no text as long as this: e writes a file.")


async def test_e_writes_the_members_with_their_features_into_a_file_that_is_not_there(run_quickly, small, here):
    async with run_quickly(small) as (app, pilot):
        await members(app, pilot, row=2)
        for name in ("small-segment-2-of-4.csv", "small-segment-2-of-4-2.csv"):
            await pilot.press("e")
            await until(pilot, lambda: isinstance(app.screen, FileDialog))
            assert app.screen.query_one(Input).value == name
            await pilot.press("enter")
            await until(pilot, lambda name=name: (here / name).exists() and not app.jobs.runs(EXPORT))
            with (here / name).open(newline="") as stream:
                rows = list(csv.DictReader(stream))
            assert [row["user"] for row in rows] == of_segment(app, 2)
            assert set(FEATURES) & set(app.session.description.features.columns) <= set(rows[0])
            assert {row["segment"] for row in rows} == {"2"}
            assert notes(app) == [f"{len(rows)} users written to {here / name}"]
        assert isinstance(app.screen, MembersPage)


async def test_a_file_that_is_there_is_replaced_only_where_one_says_so(run_quickly, small, here):
    (here / "mine.csv").write_text("mine")
    async with run_quickly(small) as (app, pilot):
        await members(app, pilot)
        for answer, replaced in ((("enter",), False), (("tab", "enter"), True)):
            await pilot.press("e", *"mine.csv", "enter")
            await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
            assert "Replace it?" in screen_text(app)
            await pilot.press(*answer)
            await until(pilot, lambda: isinstance(app.screen, MembersPage) and not app.jobs.runs(EXPORT))
            assert ((here / "mine.csv").read_text() != "mine") == replaced


async def test_where_no_file_can_be_written_the_dialog_says_why_and_stays(run_quickly, small, here):
    async with run_quickly(small) as (app, pilot):
        await members(app, pilot)
        await pilot.press("e", *"nowhere/x.csv", "enter")
        await until(pilot, lambda: "There is no folder nowhere." in screen_text(app))
        assert isinstance(app.screen, FileDialog)
        await pilot.press("escape")
        assert isinstance(app.screen, MembersPage)
        assert list(here.iterdir()) == []


async def test_a_user_lies_on_top_of_the_members_who_stay_as_they_were(run_quickly, small):
    async with run_quickly(small) as (app, pilot):
        table = await members(app, pilot)
        await pilot.press("R", "down", "enter")
        await until(pilot, lambda: shows_a_user(app))
        before = column(table)
        assert app.screen.user == before[1]
        await pilot.press("q")
        assert isinstance(app.screen, MembersPage)
        assert (column(table), table.cursor_row) == (before, 1)


async def test_the_keys_of_the_screens_leave_all_pages(run_quickly, small):
    async with run_quickly(small) as (app, pilot):
        for key in "1234":
            await members(app, pilot)
            await pilot.press("enter")
            await until(pilot, lambda: shows_a_user(app))
            await pilot.press(key, "3")
            await until(pilot, lambda: app.current_mode == "clusters")
            assert isinstance(app.screen, ModeScreen)
            assert len(app.screen_stack) == 1


async def test_another_k_closes_the_pages_about_its_segments(run_quickly, small):
    async with run_quickly(small) as (app, pilot):
        await members(app, pilot)
        await pilot.press("plus")
        await until(pilot, lambda: isinstance(app.screen, ModeScreen) and segmented(app))
        assert app.session.k == 5
        await members(app, pilot)
        await pilot.press("enter")
        await until(pilot, lambda: shows_a_user(app))
        await pilot.press("minus")
        await until(pilot, lambda: isinstance(app.screen, ModeScreen) and segmented(app))
        assert app.session.k == 4


# One user


async def test_every_feature_has_its_value_and_percentile_and_the_segments_median(run_quickly, small):
    async with run_quickly(small, size=(160, 50)) as (app, pilot):
        await user(app, pilot, 7)
        analysis = app.session.analysis
        features = analysis.description.features
        at = features.position("7")
        standing = standing_of(features, analysis.points, analysis.partition, at)
        table = app.screen.query_one("#user-features", SafeTable)
        assert column(table) == [FEATURES[name].title for name in features.telling_first]
        assert set(features.telling_first) == set(features.columns)
        for row, one in enumerate(standing.features):
            value, percentile, median, track = (cell.plain for cell in table.get_row_at(row)[1:])
            feature = FEATURES[one.feature]
            assert (value, median) == (feature.of_user(one.value), feature.of_many(one.median))
            assert percentile == ("–" if one.percentile is None else f"{one.percentile:.1f}")
            assert ("●" in track) == (one.percentile is not None)
        assert str(app.screen.query_one("#user-neighbour", Static).content) == neighbour_in_words(standing.neighbour)


async def test_a_feature_that_is_the_same_for_all_says_so(run_quickly, write_ratings):
    path = write_ratings([(user, item, 3) for user in range(30) for item in range(2 + user % 7)])
    async with run_quickly(path, size=(160, 50)) as (app, pilot):
        await user(app, pilot, 7)
        table = app.screen.query_one("#user-features", SafeTable)
        constant = [row for row in range(table.row_count) if "all the same" in table.get_row_at(row)[-1].plain]
        columns = app.session.description.features.columns
        assert len(constant) == sum(len(np.unique(values)) == 1 for values in columns.values()) > 0
        assert {table.get_row_at(row)[2].plain for row in constant} == {"–"}


async def test_the_shares_of_a_users_ratings_stand_beside_those_of_their_segment(run_quickly, small):
    async with run_quickly(small) as (app, pilot):
        await user(app, pilot, 59)
        analysis = app.session.analysis
        peers = analysis.description.features.ids[analysis.partition.labels == app.screen.segment]
        profile = user_profile(app.session.dataset, "59", peers)
        head, *rows = app.screen.query_one(Shares).visual.plain.splitlines()
        assert head.split() == ["Ratings", "█", "user", "┃", "seg."]
        found = [re.match(r" *(\S+) .*?(\d+) % +(\d+) %$", row).groups() for row in rows]
        assert found == [
            (f"{one.start:.1f}", f"{100 * one.of_user:.0f}", f"{100 * one.of_segment:.0f}") for one in profile.shares
        ]


async def test_the_highest_and_the_lowest_rated_titles_stand_beside_each_other(run_quickly, small):
    async with run_quickly(small) as (app, pilot):
        await user(app, pilot, 20)
        highest, lowest = (app.screen.query_one(f"#user-{place}", SafeTable) for place in ("highest", "lowest"))
        ratings = [float(one) for one in column(highest)]
        assert ratings == sorted(ratings, reverse=True)
        assert [float(one) for one in column(lowest)] == sorted(ratings)
        assert sorted(column(lowest, 1)) == sorted(column(highest, 1))


async def test_slash_searches_the_titles_wherever_the_focus_is(run_quickly, small):
    async with run_quickly(small) as (app, pilot):
        await user(app, pilot, 59)
        app.screen.query_one("#user-features").focus()
        await pilot.press("slash", *"film 12", "enter")
        assert column(app.screen.query_one("#user-highest", SafeTable), 1) == ["Film 12, The (1999)"]
        app.screen.query_one("#user-lowest").focus()
        await pilot.press("slash", *"film 13", "enter")
        assert column(app.screen.query_one("#user-lowest", SafeTable), 1) == ["Film 13, The (1999)"]
        assert isinstance(app.screen, UserPage)


async def test_of_a_mixture_the_probabilities_are_told(run_quickly, small, monkeypatch):
    monkeypatch.setattr(mixture, "STARTS", 1)
    async with run_quickly(small) as (app, pilot):
        app.segmenting.part_by("mixture", 3)
        await until(pilot, lambda: app.session.study.preset.algorithm == "mixture" and swept(app))
        analysis = app.session.analysis
        logs = analysis.partition.gaussians.log_densities(analysis.points.values)
        unsure = int(np.argmin(np.sort(logs)[:, -1] - np.sort(logs)[:, -2]))
        await user(app, pilot, analysis.description.features.ids[unsure])
        assert re.search(r"In segment \d with a probability of \d+ %; of segment \d with \d+ %\.", screen_text(app))


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (200, 60)])
async def test_no_part_of_a_user_is_squeezed_out(run_quickly, small, size):
    async with run_quickly(small, size=size) as (app, pilot):
        await user(app, pilot, 59)
        await until(pilot, lambda: app.screen.query_one("#user-highest").size.height >= 4)
        shares = app.screen.query_one(Shares)
        lines = shares.visual.plain.splitlines()
        assert max(map(len, lines)) <= shares.size.width
        assert shares.size.height == len(lines)
        assert size == (60, 18) or app.screen.query_one("#user-ratings").size.height >= len(lines)
        assert "Esc closes" in screen_text(app)


async def test_where_a_user_stands_is_shown_though_the_ratings_cannot_be_read(run_quickly, small, monkeypatch):
    def broken(*_, **__):
        raise SegscopeError("The disk is away.", "Bring it back.")

    monkeypatch.setattr("core.data.user.user_profile", broken)
    async with run_quickly(small) as (app, pilot):
        await pilot.press("slash", "7", "enter")
        await until(pilot, lambda: "The disk is away. Bring it back. r tries again." in screen_text(app))
        assert re.search(r"Number of ratings +\d", screen_text(app))
        assert "from its centre; segment" in screen_text(app)


async def test_a_user_who_is_left_out_of_the_segments_is_said_to_be_and_others_are_found(small, tmp_path):
    preset = replace(NOTEBOOK, name="active", k=3, min_ratings=10)
    app = SegscopeApp(Request(small), Settings(preset, effort=NONE), InThread(), tmp_path / "app.log")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: swept(app))
        ids = app.session.analysis.description.features.ids.tolist()
        assert 0 < len(ids) < 60
        await pilot.press("slash", "7", "enter")
        await until(pilot, lambda: notes(app))
        assert notes(app) == ["User 7 is in no segment: fewer than 10 ratings."]
        assert 7 not in ids
        await user(app, pilot, 59)
        assert app.screen.user == "59"
    assert app.net.caught == []
