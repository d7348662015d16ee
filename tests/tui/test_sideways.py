"""Tables wider than their place: whole columns alone, a sign where there are more, arrow keys to reach them."""

import re

import pytest
from rich.text import Text
from textual.app import App

from tests.tui.conftest import screen_text, until
from tui.dialogs.members import MembersPage
from tui.widgets.safe_table import Column, SafeTable

HEADS = ["id", "ratings", "average", "std dev", "lowest", "highest", "items", "range"]


class OneTable(App[None]):
    """A table alone."""

    CSS = "SafeTable { scrollbar-size: 0 1; }"

    def __init__(self, heads, cells):
        super().__init__()
        self._heads, self._cells = heads, cells

    def compose(self):
        yield SafeTable(cursor_type="row")

    def on_mount(self):
        table = self.query_one(SafeTable)
        table.fill([Column(head, number=head != "title") for head in self._heads], self._cells)
        table.focus()


def lines(app):
    return screen_text(app).splitlines()


def figures():
    return [[f"{row}{column}.25" for column in range(len(HEADS))] for row in range(1, 4)]


async def test_whatever_the_width_only_whole_cells_stand_below_whole_heads():
    app = OneTable(HEADS, figures())
    async with app.run_test(size=(80, 6)) as pilot:
        table = app.query_one(SafeTable)
        for width in range(16, 75, 3):
            await pilot.resize_terminal(width, 6)
            table.scroll_to(x=0, animate=False)
            seen = set()
            for _ in HEADS:
                head, *rows = (table.render_line(y).text.replace("‹", " ").replace("›", " ") for y in range(4))
                names = [name for name in HEADS if name in head]
                assert head.split() == " ".join(names).split()
                assert [line.split() for line in rows] == [
                    [cells[HEADS.index(name)] for name in names] for cells in figures()
                ]
                seen |= set(names)
                table.action_cursor_right()
            assert seen == set(HEADS)


async def test_signs_in_the_head_say_on_which_side_there_are_more_columns():
    app = OneTable(HEADS, figures())
    async with app.run_test(size=(40, 6)) as pilot:
        assert ("‹" in lines(app)[0], "›" in lines(app)[0]) == (False, True)
        await pilot.press("right")
        assert ("‹" in lines(app)[0], "›" in lines(app)[0]) == (True, True)
        await pilot.press(*["right"] * len(HEADS))
        assert ("‹" in lines(app)[0], "›" in lines(app)[0]) == (True, False)
        await pilot.press(*["left"] * len(HEADS))
        assert ("‹" in lines(app)[0], "›" in lines(app)[0]) == (False, True)


async def test_the_first_column_stays_and_no_sign_stands_where_everything_fits():
    app = OneTable(HEADS, figures())
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.press("right", "right")
        assert [line.split()[0] for line in lines(app)[1:4]] == ["10.25", "20.25", "30.25"]
        await pilot.resize_terminal(90, 6)
        await until(pilot, lambda: "range" in lines(app)[0])
        assert " ".join(lines(app)[0].split()) == " ".join(HEADS)


@pytest.mark.parametrize("heads", [["rating", "title"], ["title", "rating"]])
async def test_a_text_that_is_wider_than_its_place_says_that_it_goes_on_and_is_read_to_its_end(heads):
    title = "One Flew Over the Cuckoo's Nest and Never Once Came Back (1975)"
    app = OneTable(heads, [[{"title": title, "rating": "5.0"}[head] for head in heads]])
    async with app.run_test(size=(30, 4)) as pilot:
        assert lines(app)[1].rstrip().endswith("…")
        await pilot.press(*["right"] * 9)
        assert title[-10:] in lines(app)[1] or lines(app)[1].rstrip().endswith("5.0")


async def test_what_is_not_seen_is_not_sorted_by_a_click():
    app = OneTable(HEADS, figures())
    async with app.run_test(size=(29, 6)) as pilot:
        blank = lines(app)[0].rindex("›") - 1
        assert lines(app)[0][blank - 1 : blank + 1] == "  "
        await pilot.click(SafeTable, offset=(blank, 0))
        assert "▲" not in lines(app)[0]


async def test_colours_stay_where_columns_are_left_out():
    app = OneTable(["id", "x" * 30, "last"], [["1", Text("red", style="red"), "2"]])
    async with app.run_test(size=(40, 4)) as pilot:
        await pilot.pause()
        strip = app.query_one(SafeTable).render_line(1)
        assert any(segment.style.color.name == "red" for segment in strip if "red" in segment.text)


async def test_the_members_of_a_segment_show_no_cut_figure_and_every_column_is_reached(run_app, small):
    async with run_app(small, size=(80, 24)) as (app, pilot):
        await pilot.press("3", "enter")
        await until(pilot, lambda: isinstance(app.screen, MembersPage) and app.screen.query_one(SafeTable).total)
        table = app.screen.query_one(SafeTable)
        heads = [column.label.plain for column in table.ordered_columns]
        seen = set()
        for _ in heads:
            line = table.render_line(0).text.replace("‹", " ").replace("›", " ")
            shown = re.split(r" {2,}", line.strip())
            assert set(shown) <= set(heads)
            seen |= set(shown)
            await pilot.press("right")
        assert seen == set(heads)


async def test_the_last_column_is_cut_with_a_sign_where_it_is_text_and_left_out_where_it_is_a_number():
    cells = [["1", "a title that goes on for long", "1000000000000000000001"]]
    for heads, seen in (
        (["id", "title", "count"], "a title that goes on for long"),
        (["id", "count", "title"], "a ti"),
    ):
        app = OneTable(heads, [[cells[0][["id", "title", "count"].index(head)] for head in heads]])
        async with app.run_test(size=(45, 4)):
            head, row = lines(app)[:2]
            assert seen in row
            assert ("…" in row) == (heads[-1] == "title")
            assert ("10000" in row) == (heads[-1] == "title")
            assert "›" in head
