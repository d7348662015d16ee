"""The notebook's rule at and around its thresholds."""

import pytest

from core.data.scale import RatingScale
from core.words.notebook_rule import NotebookLabelling

RULE = NotebookLabelling(
    median_num_ratings=70.5,
    median_std_rating=0.9,
    positive_above=3.5,
    critical_below=3.0,
    scale=RatingScale(0.5, 5.0, 0),
)


@pytest.mark.parametrize(
    ("ratings", "average", "spread", "expected"),
    [
        (71, 3.51, 0.91, "High Activity, Positive, Varied Tastes"),
        (70.5, 3.5, 0.9, "Low Activity, Moderate, Consistent"),
        (70, 3.0, 0.8, "Low Activity, Moderate, Consistent"),
        (500, 2.99, 1.2, "High Activity, Critical, Varied Tastes"),
    ],
)
def test_three_words_from_three_means(ratings, average, spread, expected):
    means = {"num_ratings": ratings, "avg_rating": average, "std_rating": spread}
    assert RULE.labels([means]) == (expected,)
