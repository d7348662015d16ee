"""Where a user stands among all users."""

import numpy as np
import pytest
from scipy.stats import percentileofscore

from core.clustering.partition import Partition
from core.features.scaling import standardise
from core.features.table import UserFeatures
from core.points import Points
from core.segments.standing import standing_of

COLUMNS = {
    "num_ratings": np.array([3, 5, 5, 90, 2]),
    "avg_rating": np.array([3.5, 1.0, 4.5, 4.5, 2.0]),
    "rating_range": np.zeros(5),
}
FEATURES = UserFeatures(np.array([7, 8, 9, 11, 30]), COLUMNS)


@pytest.fixture
def partition():
    values = standardise(FEATURES.matrix(("num_ratings", "avg_rating"))).values
    labels = np.array([0, 0, 1, 1, 0])
    centres = np.array([values[labels == segment].mean(axis=0) for segment in (0, 1)])
    points = Points(("num_ratings", "avg_rating"), values, np.zeros(2), np.ones(2), 5, 1.0)
    return points, Partition(2, labels, centres, 0.0, 1)


def test_every_column_has_its_value_its_percentile_among_all_and_the_median_of_the_segment(partition):
    standing = standing_of(FEATURES, *partition, 2)
    assert (standing.user, standing.segment, standing.neighbour.other) == ("9", 1, 0)
    by_name = {one.feature: one for one in standing.features}
    assert set(by_name) == set(COLUMNS)
    for name in ("num_ratings", "avg_rating"):
        value = COLUMNS[name][2]
        assert by_name[name].value == value
        assert by_name[name].percentile == pytest.approx(percentileofscore(COLUMNS[name], value, kind="mean"))
        assert by_name[name].median == np.median(COLUMNS[name][[2, 3]])


def test_where_all_users_are_the_same_there_is_no_percentile(partition):
    [constant] = [one for one in standing_of(FEATURES, *partition, 0).features if one.feature == "rating_range"]
    assert (constant.value, constant.percentile) == (0, None)
