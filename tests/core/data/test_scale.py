"""The scale that ratings use, and the labels' thresholds on it."""

import numpy as np
import pytest

from core.analysis import analyse
from core.data.scale import RatingScale, rating_scale


def scale_of(*values_and_counts):
    values, counts = zip(*values_and_counts, strict=True)
    return rating_scale(np.array(values, dtype=float), np.array(counts))


STARS = (0.5, 5.0)


@pytest.mark.parametrize(
    ("counted", "low", "high", "outside"),
    [
        ([(0.5, 10), (3, 50), (5, 20)], *STARS, 0),
        ([(1, 10), (2, 10), (3, 10), (4, 10), (5, 10)], *STARS, 0),
        ([(4, 10)], *STARS, 0),
        ([(-1, 1), (1, 500), (5, 500), (55, 2)], *STARS, 3),
        ([(0, 100), (5, 100)], 0, 5, 0),
        ([(0, 50), (10, 50)], 0, 10, 0),
        ([(1, 10), (2, 20), (3, 10)], 1, 3, 0),
        ([(1, 500), (10, 500), (99, 1)], 1, 10, 1),
        ([(-10, 5), (10, 5)], -10, 10, 0),
        ([(77, 3)], 77, 77, 0),
    ],
)
def test_the_scale_of_ratings(counted, low, high, outside):
    scale = scale_of(*counted)
    assert (scale.low, scale.high, scale.outside) == (low, high, outside)


TAIL = [(n, 1000 // n**2) for n in range(1, 31)] + [(5000, 1)]


@pytest.mark.parametrize(
    ("counted", "graded"),
    [
        ([(1, 60)], False),
        (TAIL, False),
        ([(0, 3000), *TAIL], False),
        ([(n + 0.5, count) for n, count in TAIL], True),
        ([(n, 10 * n) for n in range(1, 101)], True),
        ([(0, 700), *((n, 10 * n) for n in range(1, 11))], True),
        ([(1, 10), (2, 10), (3, 40), (4, 50), (5, 20), *((11 * n, 1) for n in range(1, 6))], True),
    ],
)
def test_likes_and_counts_are_no_grades(counted, graded):
    scale = scale_of(*counted)
    assert scale.graded == graded
    if not graded:
        assert (scale.high, scale.outside) in {(5, 0), (5000, 0)}


@pytest.mark.parametrize(
    ("scale", "positive", "critical"),
    [((0.5, 5), 3.5, 3.0), ((0, 9), 6.0, 5.0), ((0, 100), 66.667, 55.556), ((-10, 10), 3.333, 1.111)],
)
def test_thresholds_are_mapped_linearly(scale, positive, critical):
    scale = RatingScale(*scale, outside=0)
    assert (round(scale.mapped(3.5), 3), round(scale.mapped(3.0), 3)) == (positive, critical)


def test_stretched_ratings_get_the_labels_of_the_stars(write_ratings):
    stars = [
        (user, item, 0.5 + (user * 7 + item * item * (1 + user % 3)) % 10 / 2)
        for user in range(60)
        for item in range(4 + user % 9)
    ]
    of_stars = analyse(write_ratings(stars))
    stretched = analyse(write_ratings([(user, item, (rating - 0.5) / 4.5 * 100) for user, item, rating in stars]))
    assert [segment.label for segment in stretched.segments] == [segment.label for segment in of_stars.segments]
    assert not of_stars.notes
    [note] = stretched.notes
    assert note.startswith("The ratings run from 0.0 to 100.0, not from 0.5 to 5: labels say Positive above 66.67")
