"""How numbers are written."""

import pytest

from core import formats


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [(1061.9375, 1, "1,061.9"), (0.0, 2, "0.00"), (float("nan"), 2, "–"), (None, 2, "–"), (1e300, 2, "1.00e+300")],
)
def test_decimals(value, digits, shown):
    assert formats.decimal(value, digits) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(5.0, "5.0"), (0.5, "0.5"), (3.25, "3.25"), (-10, "-10.0"), (100, "100.0"), (1e12, "1e+12")]
)
def test_ratings(value, shown):
    assert formats.rating(value) == shown


def test_shares():
    assert formats.percent(0.4426) == "44.3 %"


def test_counts():
    assert formats.count(100836) == "100,836"
