"""What must be visible at each size of the terminal."""

import pytest

from tests.tui.conftest import screen_text

SIZES = [(60, 18), (80, 24), (120, 40), (200, 60), (300, 80)]


@pytest.mark.parametrize("size", SIZES)
async def test_every_screen_paints_at_every_size(run_app, small, size):
    async with run_app(small, size=size) as (app, pilot):
        for key, wanted in (("1", "users"), ("2", "WCSS"), ("3", "label"), ("4", "The 60 users")):
            await pilot.press(key)
            await pilot.pause()
            text = screen_text(app)
            assert wanted in text
            assert "quit" in text


async def test_cards_and_the_whole_segment_table_fit_80_by_24(run_app, movielens):
    async with run_app(movielens, size=(80, 24)) as (app, pilot):
        text = screen_text(app)
        for figure in ("610", "9,724", "100,836", "98.30 %", "0.5 – 5.0", "3.50"):
            assert figure in text
        await pilot.press("3")
        await pilot.pause()
        text = screen_text(app)
        for figure in ("270", "97", "32", "211", "all users", "1,061.9", "std dev", "0.70"):
            assert figure in text


@pytest.mark.parametrize("size", [(59, 30), (100, 17), (20, 5), (1, 1)])
async def test_too_small_a_terminal_says_the_size_it_needs(run_app, small, size):
    async with run_app(small, size=size) as (app, _):
        text = screen_text(app)
        if size[0] > 40:
            assert "60 × 18" in text
        assert "users" not in text
        assert "quit" not in text


async def test_resizing_all_the_time_leaves_a_whole_screen(run_app, small):
    async with run_app(small, ready=lambda app: True) as (app, pilot):
        for width, height in ((200, 60), (61, 19), (30, 10), (120, 40), (80, 24), (300, 80), (80, 24)):
            await pilot.resize_terminal(width, height)
            await pilot.press("3" if width % 2 else "1")
        await pilot.press("1")
        await pilot.pause()
        assert "quit" in screen_text(app)
