"""Profile and box plots as text: every bar, box and whisker lies within half a cell of its value."""

import math
import random

import pytest
from textual.content import Content

from core.segments.boxes import Box, FeatureBoxes
from tui.encoding import to_ascii
from tui.themes import marker, segment_colour
from tui.widgets.blocks import Block, arranged
from tui.widgets.box_plots import LEAST_CELLS as LEAST_OF_BOXES
from tui.widgets.box_plots import box_block
from tui.widgets.profile_bars import LEAST_CELLS as LEAST_OF_PROFILE
from tui.widgets.profile_bars import profile_blocks
from tui.widgets.signs import Sign, legend

WIDTHS = (24, 36, 39, 78, 118, 198)


def signs(k):
    digits = len(str(k - 1))
    return [Sign(marker(slot), f"{slot:>{digits}}", segment_colour(slot, dark=True)) for slot in range(k)]


def lines(block, width):
    return [line.plain for line in block.draw(width)]


# Profile

DEVIATIONS = {"first": (-0.14, -0.29, 3.28, -0.2), "second": (-1.2, 0.0, 0.02, 0.84)}


def drawn_profile(width, deviations=DEVIATIONS):
    blocks = profile_blocks(deviations, {name: Content(name.title()) for name in deviations}, signs(4))
    return [lines(block, width) for block in blocks]


def length(bar):
    return bar.count("█") + 0.5 * (bar.count("▐") + bar.count("▌"))


@pytest.mark.parametrize("width", WIDTHS)
def test_bars_of_the_profile_are_as_long_as_their_values_on_either_side_of_one_zero(width):
    blocks = drawn_profile(width)
    assert [title for title, *_ in blocks] == ["First", "Second"]
    bodies = [
        (line, value)
        for (_, *body), values in zip(blocks, DEVIATIONS.values(), strict=True)
        for line, value in zip(body, values, strict=True)
    ]
    assert len({line.index("│") for line, _ in bodies}) == 1
    longest = {
        is_left: max(length(line) for line, value in bodies if (value < 0) is is_left) for is_left in (False, True)
    }
    for line, value in bodies:
        left, right = line.split("│")
        assert length(right if value < 0 else left) == 0
        share = -value / 1.2 if value < 0 else value / 3.28
        assert length(line) == pytest.approx(share * longest[value < 0], abs=0.26)
        assert float(line.split()[-1]) == pytest.approx(value, abs=0.05)
        assert len(line) == width


def test_the_two_sides_of_the_profile_have_one_unit():
    (_, *first), (_, *second) = drawn_profile(198)
    assert length(second[0]) / 1.2 == pytest.approx(length(first[2]) / 3.28, rel=0.05)


# Box plots

BOXES = (Box(20, 35, 80, 170, 370, 12), Box(22, 22, 22, 60, 61, 0), Box(600, 700, 900, 1300, 2698, 1234))


@pytest.mark.parametrize("is_log", [False, True])
@pytest.mark.parametrize("width", WIDTHS)
def test_boxes_median_and_whiskers_lie_at_their_values(width, is_log):
    head, *body, ticks = lines(box_block(Content("Number of ratings"), FeatureBoxes(BOXES, is_log), signs(3)), width)
    margin, cells = len("● 0 "), width - len("● 0 ") - len(" beyond")
    scaled = math.log if is_log else float

    def place(value):
        return (cells - 1) * (scaled(value) - scaled(20)) / (scaled(2698) - scaled(20))

    assert head.split()[-1] == "beyond"
    for line, box in zip(body, BOXES, strict=True):
        assert len(line) == width
        area = line[margin : margin + cells]
        assert abs(area.index("┃") - place(box.median)) <= 0.5
        inked = [cell for cell, char in enumerate(area) if char != " "]
        assert abs(inked[0] - place(box.low)) <= 0.5
        assert abs(inked[-1] - place(box.high)) <= 0.5
        inside = [cell for cell, char in enumerate(area) if char in "█┃"]
        assert abs(inside[0] - place(box.q1)) <= 0.5
        assert abs(inside[-1] - place(box.q3)) <= 0.5
        assert line[margin + cells :].strip() == f"{box.beyond:,}"
    labels = ticks.split()
    assert labels
    for label in labels:
        middle = ticks.index(label) - margin + (len(label) - 1) / 2
        is_at_the_end = ticks.index(label) == margin or ticks.endswith(label)
        assert is_at_the_end or abs(middle - place(float(label.replace(",", "")))) <= 1


def test_equal_values_are_a_median_alone():
    boxes = FeatureBoxes((Box(5, 5, 5, 5, 5, 3), Box(5, 5, 5, 5, 5, 0)), is_log=False)
    _, first, _, ticks = lines(box_block(Content("Highest"), boxes, signs(2)), 40)
    assert first.split() == ["●", "0", "┃", "3"]
    assert ticks.split() == ["5"]


# All in blocks


def block(height):
    return Block(height, lambda width: [Content("x" * width)] * height)


@pytest.mark.parametrize(
    ("count", "size", "columns"),
    [(7, (198, 45), 1), (7, (118, 24), 2), (7, (78, 11), 3), (2, (78, 11), 1), (1, (20, 3), 1), (7, (20, 3), 1)],
)
def test_blocks_stand_beside_each_other_only_as_far_as_it_takes_to_see_them_all(count, size, columns):
    found = arranged([block(5)] * count, *size, 24)
    assert len(found[0].plain.split()) == columns
    assert all(line.cell_length <= size[0] for line in found)
    rows = -(-count // columns)
    assert len(found) == rows * 5 + rows - 1


def test_what_is_drawn_can_be_told_apart_in_ascii_and_without_colour():
    generator = random.Random(0)
    for k in (4, 12, 30):
        deviations = {"one": [generator.uniform(-2, 2) for _ in range(k)]}
        for text in (
            *lines(profile_blocks(deviations, {"one": Content("One")}, signs(k))[0], LEAST_OF_PROFILE),
            *lines(box_block(Content("One"), FeatureBoxes(BOXES * (k // 3), False), signs(k // 3 * 3)), LEAST_OF_BOXES),
        ):
            assert to_ascii(text).isascii()
            assert len(to_ascii(text)) == len(text)
    marks = {to_ascii(mark) for mark in "├─█┃┤│"}
    assert marks == {"+", "-", "#", "|"}
    assert to_ascii("├─██┃█──┤") == "+-##|#--+"
    assert len(set(to_ascii(legend(signs(12)).plain).split("  "))) == 12
