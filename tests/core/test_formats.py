"""How numbers are written."""

import pytest

from core import formats


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (1061.9375, 1, "1,061.9"),
        (0.0, 2, "0.00"),
        (float("nan"), 2, "–"),
        (None, 2, "–"),
        (1e300, 2, "1.00e+300"),
        (-0.001, 2, "0.00"),
    ],
)
def test_decimals(value, digits, shown):
    assert formats.decimal(value, digits) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(5.0, "5.0"), (0.5, "0.5"), (3.25, "3.25"), (-10, "-10.0"), (1234.5, "1,234.5"), (9999.6, "9,999.6")],
)
def test_ratings(value, shown):
    assert formats.rating(value) == shown


def test_shares():
    assert formats.percent(0.4426) == "44.3 %"


def test_estimates_show_their_error():
    assert formats.estimate(1234.56, 0.4, 1) == "~ 1,234.6 ± 0.4"


@pytest.mark.parametrize(("n", "shown"), [(0, "0 users"), (1, "1 user"), (1200, "1,200 users")])
def test_counted_things(n, shown):
    assert formats.counted(n, "user") == shown


def test_counts():
    assert formats.count(100836) == "100,836"


def test_runs_of_numbers_are_written_in_short():
    assert [formats.ranges(numbers) for numbers in ([2], [2, 3], [2, 4, 5, 6, 10], [2, 3, 4])] == [
        "2", "2 and 3", "2, 4 to 6 and 10", "2 to 4"
    ]  # fmt: skip
