"""A terminal of 80 × 24: nothing is cut, nothing hides what runs, and what matters stands first."""

import re
import threading
from dataclasses import replace

import pytest
from textual.widgets._toast import Toast

from core.clustering.algorithms import ALGORITHMS
from core.evidence.effort import EFFORTS
from tests.tui.conftest import InThread, screen_text, segmented, shows_a_user, swept, until
from tests.tui.test_leaving import open_dialog
from tui.app import SegscopeApp
from tui.commands import COMMANDS, MODES, key_of
from tui.dialogs.help import HelpDialog
from tui.flows.opening import Request
from tui.flows.segmenting import Settings
from tui.widgets.bottom import ActivityLine, KeyBar

SMALL = (80, 24)


@pytest.fixture
def endless(monkeypatch):
    """K-means that fits K = 4 and 9 alone, and does not come to an end by itself at others; set when it is at them."""
    kmeans, begun = ALGORITHMS["kmeans"], threading.Event()

    def part(points, k, seed, should_stop):
        while k not in (4, 9) and not should_stop():
            begun.set()
            threading.Event().wait(0.001)
        return kmeans.part(points, k, seed, should_stop)

    monkeypatch.setitem(ALGORITHMS, "kmeans", replace(kmeans, part=part))
    return begun


@pytest.mark.parametrize("size", [SMALL, (120, 40)])
async def test_a_note_hides_neither_what_runs_nor_the_keys(small, endless, size):
    app = SegscopeApp(Request(small), Settings(effort=EFFORTS["fast"]), InThread())
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, endless.is_set)
        app.talk.say("A note that is long enough to take two lines of a terminal as small as this one, at the least")
        await until(pilot, lambda: app.screen.query(Toast))
        await pilot.pause()
        hidden = [
            toast.region.intersection(app.screen.query_one(line).region)
            for toast in app.screen.query(Toast)
            for line in (ActivityLine, KeyBar)
        ]
        assert not any(hidden)
        assert "Esc cancels" in screen_text(app)


@pytest.mark.parametrize(("key", "mode"), list(zip("1234", MODES, strict=True)))
async def test_help_begins_with_the_keys_of_the_screen_one_a_line(run_app, small, key, mode):
    async with run_app(small, size=SMALL) as (app, pilot):
        await pilot.press(key, "?")
        await until(pilot, lambda: isinstance(app.screen, HelpDialog))
        first = screen_text(app)
        own = [command for command in COMMANDS if command.where and command.works_on(mode)]
        for command in own:
            line = next(line for line in first.splitlines() if command.title in line)
            assert command.help in line or "(" in line
        seen = first
        help_box = app.screen.query_one("#help")
        while help_box.scroll_offset.y < help_box.max_scroll_y:
            await pilot.press("pagedown")
            help_box.scroll_to(y=help_box.scroll_target_y, animate=False)
            await pilot.pause()
            seen += screen_text(app)
        for command in COMMANDS:
            assert command.title in seen
        assert "What this screen shows" in seen


async def test_nothing_typed_asks_for_an_id(run_app, small):
    async with run_app(small, size=SMALL) as (app, pilot):
        await open_dialog(app, pilot, "find")
        await pilot.press("enter")
        await until(pilot, lambda: "Type an id, or a part of one." in screen_text(app))
        await pilot.press("space", "enter")
        await pilot.pause()
        assert "There is no user" not in screen_text(app)
        await pilot.press("backspace", "7", "enter")
        await until(pilot, lambda: shows_a_user(app))


async def test_a_figure_of_a_user_stands_beside_its_name(run_app, small):
    async with run_app(small, size=SMALL) as (app, pilot):
        await pilot.press("slash", "7", "enter")
        await until(pilot, lambda: shows_a_user(app))
        for width in range(60, 81, 2):
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
            text = screen_text(app)
            for name in ("ratings", "average", "std dev", "lowest", "highest"):
                assert re.search(rf" {name} +\d", text), (name, text)
            assert "Esc closes" in text


async def test_a_k_outside_the_range_is_said_with_the_key_that_changes_it(run_app, small):
    async with run_app(small, size=SMALL) as (app, pilot):
        await pilot.press("2")
        assert "outside the K that are compared" not in screen_text(app)
        await pilot.press("k", "1", "2", "enter")
        await until(pilot, lambda: app.session.k == 12 and swept(app))
        text = " ".join(screen_text(app).split())
        assert "K = 12 is outside the K that are compared, 2 to 10" in text
        assert f"Press {key_of('range')} to compare others." in text
        await pilot.press("K", *"2-12", "enter")
        await until(pilot, lambda: app.session.sweep.ks[-1] == 12 and swept(app))
        assert "outside the K that are compared" not in screen_text(app)


async def test_one_segment_is_not_called_outside_the_range(run_app, small):
    async with run_app(small, size=SMALL, k=1) as (app, pilot):
        await pilot.press("2")
        assert "outside the K that are compared" not in screen_text(app)


async def test_signs_stand_nowhere_before_they_are_known_but_where_they_are_explained(run_app, small, endless):
    async with run_app(small, size=(120, 40), k=9, ready=segmented) as (app, pilot):
        assert "K = 9" in screen_text(app)
        assert "•" not in screen_text(app)
        await pilot.press("3")
        rows, below = screen_text(app).split("all users, mean")
        assert "•" not in rows
        assert "• until the smaller K are fitted" in below
        await pilot.press("4")
        assert "•" not in screen_text(app)


async def test_the_head_says_the_same_of_k_on_every_screen_whenever_it_is_seen(run_app, small):
    async with run_app(small, size=SMALL) as (app, pilot):
        heads = []
        for key in "1231432":
            await pilot.press(key)
            await pilot.pause()
            heads.append(screen_text(app).splitlines()[0].split("small")[1].strip())
        assert len(set(heads)) == 1
        assert heads[0].endswith("a convenience cut")
