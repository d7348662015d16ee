"""Tables: every row can be reached, sorted and searched; a user is found by a part of their id."""

import pytest
from textual.widgets import Input, OptionList, TabbedContent

from tests.tui.conftest import notes, screen_text, segmented, shows_a_user, swept, until
from tui.dialogs.find_user import FindUserDialog
from tui.dialogs.help import HelpDialog
from tui.dialogs.members import MembersPage
from tui.dialogs.user import UserPage
from tui.kinds import FIND
from tui.screens.mode_screen import ModeScreen
from tui.widgets.rows import TextRows
from tui.widgets.safe_table import SafeTable

MANY = 1200
FIRST_SEGMENT = sorted(f"u{user}" for user in range(0, MANY, 2))


@pytest.fixture
def many(tmp_path):
    """1,200 users in two groups that are equal in themselves."""
    path = tmp_path / "many.csv"
    rows = [f"u{user},{item},{1 + item % 5}" for user in range(MANY) for item in range(2 + user % 2)]
    path.write_text("userId,movieId,rating\n" + "\n".join(rows) + "\n")
    return path


async def members(app, pilot):
    """The table of the members of the first segment."""
    await pilot.press("3", "enter")
    await until(pilot, lambda: isinstance(app.screen, MembersPage) and app.screen.query_one(SafeTable).total)
    return app.screen.query_one(SafeTable)


def column(table, at=0):
    return [table.get_row_at(row)[at].plain for row in range(table.row_count)]


def under_cursor(table):
    return table.get_row_at(table.cursor_row)[0].plain


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["10", "9", "-1"], [2, 1, 0]),
        (["1,040", "11", "–", "~ 12.5 ± 0.1"], [1, 3, 0, 2]),
        (["◉ 10", "○ 9", "  2"], [2, 1, 0]),
        (["12.5 %", "100 %", "0.31*"], [2, 0, 1]),
        (["b", "A", "10", "c"], [2, 1, 0, 3]),
        (["300 Spartans", "27 Dresses"], [1, 0]),
    ],
)
def test_a_column_is_sorted_as_numbers_where_every_cell_is_one(cells, order):
    assert list(TextRows([(cell,) for cell in cells]).order(0, descending=False)) == order


def test_what_has_no_value_is_last_both_ways_and_equal_rows_keep_their_order():
    rows = TextRows([("–", "a"), ("2", "b"), ("1", "c"), ("2", "d")])
    assert list(rows.order(0, descending=False)) == [2, 1, 3, 0]
    assert list(rows.order(0, descending=True)) == [1, 3, 2, 0]


async def test_every_member_is_reached_with_the_cursor(run_app, many):
    async with run_app(many) as (app, pilot):
        table = await members(app, pilot)
        assert table.total == MANY // 2
        assert "600 users" in screen_text(app)
        await pilot.press("end")
        assert under_cursor(table) == FIRST_SEGMENT[-1]
        await pilot.press("home")
        assert under_cursor(table) == "u0"
        seen = set()
        while len(seen) < MANY // 2:
            seen.add(under_cursor(table))
            await pilot.press("pagedown")
            before = len(seen)
            seen |= set(column(table)[: table.cursor_row + 1])
            assert len(seen) > before
        assert under_cursor(table) == FIRST_SEGMENT[-1]


async def test_a_page_is_turned_by_the_wheel_too_and_back(run_app, many):
    async with run_app(many) as (app, pilot):
        table = await members(app, pilot)
        first = column(table)
        table.scroll_end(animate=False)
        await until(pilot, lambda: column(table) != first)
        table.scroll_home(animate=False)
        await until(pilot, lambda: column(table) == first)


async def test_enter_after_the_pages_were_turned_shows_the_user_of_that_row(run_app, many):
    async with run_app(many) as (app, pilot):
        await members(app, pilot)
        await pilot.press("end", "up", "enter")
        await until(pilot, lambda: shows_a_user(app))
        assert f"User {FIRST_SEGMENT[-2]}" in screen_text(app)


async def test_members_are_sorted_by_key_and_turned_round(run_app, small):
    async with run_app(small) as (app, pilot):
        table = await members(app, pilot)
        nearest_first = column(table)
        await pilot.press("R")
        assert column(table, 1) == sorted(column(table, 1), key=float, reverse=True)
        assert column(table)[0] == nearest_first[-1]
        await pilot.press("S")
        ratings = app.session.description.features.columns["num_ratings"]
        assert column(table, 2) == sorted(column(table, 2), key=int)
        assert column(table, 2) == [str(ratings[int(user) - 1]) for user in column(table)]
        await pilot.press("enter")
        await until(pilot, lambda: shows_a_user(app))
        assert app.screen.user == column(table)[0]


async def test_a_click_on_a_head_sorts_and_another_one_turns_round(run_app, small):
    async with run_app(small) as (app, pilot):
        table = await members(app, pilot)
        assert "distance ▲" in screen_text(app)
        assert await pilot.click(table, offset=(2, 0))
        await until(pilot, lambda: "user ▲" in screen_text(app))
        assert await pilot.click(table, offset=(10, 0))
        await until(pilot, lambda: "distance ▲" in screen_text(app))
        assert await pilot.click(table, offset=(10, 0))
        await until(pilot, lambda: "distance ▼" in screen_text(app))
        assert column(table, 1) == sorted(column(table, 1), key=float, reverse=True)


async def test_a_sorted_table_stays_so_when_it_is_filled_again_and_chooses_the_k_of_its_row(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("2", "S", "R")
        table = app.screen.query_one("#evidence", SafeTable)
        assert [cell.split()[-1] for cell in column(table)] == [str(k) for k in range(10, 0, -1)]
        table.move_cursor(row=1)
        await pilot.press("enter")
        await until(pilot, lambda: app.session.k == 9)
        assert column(table)[1].split()[-1] == "9"
        assert table.cursor_row == 1


async def test_sorted_segments_keep_everyone_below_and_show_their_own_members(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("3", "S", "S", "S", "R")
        table = app.screen.query_one("#segments", SafeTable)
        users = [int(cell) for cell in column(table, 2)[:4]]
        assert users == sorted(users, reverse=True)
        assert table.row_count == 5
        table.move_cursor(row=0)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, MembersPage))
        assert app.screen.analysis.segments[app.screen.segment].users == users[0]


async def test_members_are_searched_and_esc_gives_all_back_before_it_closes(run_app, small):
    async with run_app(small) as (app, pilot):
        table = await members(app, pilot)
        everyone = column(table)
        await pilot.press("slash", "1")
        assert column(table) == [one for one in everyone if "1" in one]
        await pilot.press("enter")
        assert app.focused is table
        await pilot.press("slash", "escape")
        assert column(table) == everyone
        assert isinstance(app.screen, MembersPage)
        await pilot.press("escape")
        assert isinstance(app.screen, ModeScreen)


async def test_help_and_q_work_over_the_members(run_app, small):
    async with run_app(small) as (app, pilot):
        await members(app, pilot)
        await pilot.press("?")
        assert isinstance(app.screen, HelpDialog)
        await pilot.press("q")
        assert isinstance(app.screen, MembersPage)
        await pilot.press("q")
        assert isinstance(app.screen, ModeScreen)


async def test_titles_of_a_user_are_searched(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("slash", "5", "9", "enter")
        await until(pilot, lambda: shows_a_user(app))
        await pilot.press("slash", *"film 12")
        assert column(app.screen.query_one("#user-highest", SafeTable), 1) == ["Film 12, The (1999)"]


async def test_ratings_fill_the_screen_in_the_order_of_the_file_and_are_not_sorted(run_app, small):
    async with run_app(small, size=(120, 60)) as (app, pilot):
        app.screen.query_one(TabbedContent).active = "tab-ratings"
        await pilot.pause()
        table = app.screen.query_one("#ratings-sample", SafeTable)
        assert table.row_count >= table.size.height - 1
        assert "the first 100 rows of the file, in its order" in screen_text(app)
        before = column(table)
        table.focus()
        await pilot.press("S")
        assert column(table) == before
        assert notes(app) == ["There is no whole table here that could be sorted."]


async def test_columns_that_repeat_another_are_the_last(run_app, small):
    async with run_app(small, evidence="none") as (app, _):
        heads = [column.label.plain for column in app.screen.query_one("#features-users", SafeTable).ordered_columns]
        assert heads[-2:] == ["num_movies", "rating_range"]
        assert app.screen.query_one("#features-users", SafeTable).total == 60


async def find(app, pilot, *keys):
    await pilot.press("slash", *keys)
    await until(pilot, lambda: isinstance(app.screen, FindUserDialog) and not app.jobs.runs(FIND))
    return app.screen.query_one("#found", OptionList)


def listed(options):
    return [str(options.get_option_at_index(row).prompt) for row in range(options.option_count)]


async def test_a_user_is_chosen_from_those_whose_id_holds_what_is_typed(run_app, small):
    async with run_app(small) as (app, pilot):
        options = await find(app, pilot, "5")
        assert listed(options)[:3] == ["5", "50", "51"]
        assert listed(options)[-4:] == ["15", "25", "35", "45"]
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: shows_a_user(app))
        assert app.screen.user == "51"


async def test_ids_are_found_in_any_case_and_of_many_the_first_are_listed(run_app, many):
    async with run_app(many) as (app, pilot):
        options = await find(app, pilot, "U", "1")
        assert listed(options)[:3] == ["u1", "u10", "u100"]
        assert options.option_count == 100
        assert "first 100 of 311" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: shows_a_user(app))
        assert app.screen.user == "u1"


async def test_enter_before_the_users_are_known_shows_the_user_as_soon_as_they_are(run_app, small):
    async with run_app(small, ready=lambda app: True) as (app, pilot):
        await pilot.press("slash", "7", "enter")
        await until(pilot, lambda: shows_a_user(app))
        assert app.screen.user == "7"
        await until(pilot, lambda: swept(app))


async def test_a_click_on_a_found_user_shows_them(run_app, small):
    async with run_app(small, ready=segmented) as (app, pilot):
        options = await find(app, pilot, "5")
        assert app.screen.query_one(Input).has_focus
        assert await pilot.click(options, offset=(3, 1))
        await until(pilot, lambda: isinstance(app.screen, UserPage))
        await until(pilot, lambda: swept(app))
