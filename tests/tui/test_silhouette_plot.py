"""The silhouette plot as text."""

import pytest

from tui.widgets.silhouette_plot import Blade, draw_blades


def lines_of(blades, width=70, height=12):
    return [line.plain for line in draw_blades(blades, width, height)]


TWO = (Blade("first", (0.9, 0.8, 0.7, 0.6), "#ff0000"), Blade("second", (0.5, -0.25), "#00ff00"))


def test_each_segment_has_its_share_of_the_lines_and_its_caption_once():
    lines = lines_of(TWO, height=7)
    assert len(lines) == 7
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == ["first", "second"]
    assert lines[4].startswith("second")


def test_bars_lead_right_of_zero_or_left_of_it():
    lines = lines_of(TWO, height=7)
    zero = lines[-1].index("0")
    assert lines[4][zero - 1] == " "
    assert lines[5][zero - 1] == "█"
    assert lines[5][zero + 1] != "█"


def test_the_scale_has_zero_one_and_the_mean():
    scale = lines_of(TWO)[-1]
    assert scale.rstrip().endswith("1")
    assert "mean 0.54" in scale


@pytest.mark.parametrize("size", [(0, 0), (20, 3), (39, 2), (200, 60)])
def test_any_size_gives_lines_no_wider_than_it(size):
    assert all(len(line) <= size[0] for line in lines_of(TWO, *size))


@pytest.mark.parametrize("width", [64, 104, 184])
def test_bars_and_the_mean_lie_within_half_a_cell_of_their_value(width):
    blades = (Blade("", (0.83, 0.61, 0.4, 0.07), "#ff0000"), Blade("", (0.55, -0.11, -0.27), "#00ff00"))
    values = [value for blade in blades for value in blade.widths]
    *bars, scale = [line[31:] for line in lines_of(blades, width, len(values) + 1)]
    zero = scale.index("0")
    unit = width - 31 - zero
    mean = sum(values) / len(values)
    for value, bar in zip(values, bars, strict=True):
        blocks = [(cell, "█▉▊▋▌▍▎▏".find(sign)) for cell, sign in enumerate(bar) if sign not in " ┊"]
        cells = sum(1 - eighths / 8 for _, eighths in blocks) * (1 if value >= 0 else -1)
        assert abs(cells - value * unit) <= 0.5
        assert blocks[0][0] == zero or blocks[-1][0] == zero - 1
        if "┊" in bar:
            assert abs(bar.index("┊") + 0.5 - zero - mean * unit) <= 0.5
