"""Clicks whose list is replaced, or whose palette is closed, before they have their effect."""

from textual.command import CommandList
from textual.events import Click
from textual.widgets import OptionList

from tests.tui.conftest import until
from tui.commands import COMMANDS
from tui.dialogs.choose_k import ChooseKDialog
from tui.dialogs.find_user import FindUserDialog
from tui.dialogs.help import HelpDialog
from tui.dialogs.palette import Palette
from tui.screens.mode_screen import ModeScreen
from tui.widgets.safe_table import Column, SafeTable

CLUSTERS, CHOOSE_K = ([command.id for command in COMMANDS].index(name) for name in ("clusters", "k"))


def place_of(app, widget, number, what="option"):
    """Where an option or the head of a column is painted; None as long as it is not."""
    places = [(x, y) for y in range(widget.region.y, widget.region.bottom) for x in range(5, widget.region.right)]
    return next((place for place in places if app.screen.get_style_at(*place).meta.get(what) == number), None)


def click(app, widget, number, what="option"):
    """As the terminal sends it: the place is looked up at once, the widget hears of it with its next message."""
    x, y = place_of(app, widget, number, what)
    app.screen._forward_event(Click(widget, x, y, 0, 0, 1, False, False, False, x, y))


async def painted(app, pilot, kind, option):
    """The list of a dialog, once an option of it is painted."""
    await until(pilot, lambda: len(app.screen.query(kind)) and place_of(app, app.screen.query_one(kind), option))
    return app.screen.query_one(kind)


async def test_a_click_on_a_command_that_is_no_longer_found_does_nothing(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("ctrl+p")
        options = await painted(app, pilot, CommandList, CLUSTERS)
        click(app, options, CLUSTERS)
        options.clear_options()
        await pilot.pause()
        assert isinstance(app.screen, Palette)


async def test_a_click_on_a_command_runs_it(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("ctrl+p")
        click(app, await painted(app, pilot, CommandList, CLUSTERS), CLUSTERS)
        await until(pilot, lambda: app.current_mode == "clusters")


async def test_two_quick_clicks_on_a_command_run_it_once(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("ctrl+p")
        options = await painted(app, pilot, CommandList, CHOOSE_K)
        click(app, options, CHOOSE_K)
        click(app, options, CHOOSE_K)
        await until(pilot, lambda: isinstance(app.screen, ChooseKDialog) and not app.talk.is_busy)
        await pilot.press("7", "enter")
        await until(pilot, lambda: app.session.k == 7)
        assert isinstance(app.screen, ModeScreen)


async def test_two_quick_clicks_beside_the_palette_close_it_alone(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpDialog) and not app.talk.is_busy)
        app.action_command_palette()
        await painted(app, pilot, CommandList, 0)
        for _ in range(2):
            app.screen._forward_event(Click(app.screen, 1, 1, 0, 0, 1, False, False, False, 1, 1))
        await until(pilot, lambda: isinstance(app.screen, HelpDialog))


async def test_a_click_on_a_user_who_is_no_longer_found_chooses_nobody(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("slash", "1")
        options = await painted(app, pilot, OptionList, 2)
        click(app, options, 2)
        options.clear_options()
        await pilot.pause()
        assert isinstance(app.screen, FindUserDialog)


async def test_a_click_on_the_head_of_a_column_that_is_no_longer_there_sorts_nothing(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("2")
        table = app.screen.query_one("#evidence", SafeTable)
        await until(pilot, lambda: place_of(app, table, 2, "column"))
        click(app, table, 2, "column")
        table.fill([Column("K")], [["2"], ["3"]])
        await pilot.pause()
        assert table.as_text() == "K\n2\n3"
