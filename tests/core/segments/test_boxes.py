"""Box plots in figures, against numpy and matplotlib."""

import numpy as np
import pytest
from matplotlib.cbook import boxplot_stats

from core.clustering.partition import Partition
from core.features.table import UserFeatures
from core.segments.boxes import box_of, boxes_of
from core.segments.deviations import deviations_of


def partition(labels):
    labels = np.asarray(labels)
    return Partition(int(labels.max()) + 1, labels, np.zeros((labels.max() + 1, 1)), 0.0, n_iter=1)


@pytest.mark.parametrize(
    "values",
    [
        [3.0],
        [1.0, 2.0],
        [4.0, 4.0, 4.0, 4.0],
        [0.0, 0.0, 0.0, 0.0, 9.0],
        [-9.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 30.0, 31.0],
        np.random.default_rng(0).lognormal(4, 1, 500),
        np.random.default_rng(1).integers(20, 400, 333),
        [0.0, 0.0, 0.0, 10.0],  # no value between the third quartile and the whisker's reach
        [-10.0, 0.0, 0.0, 0.0],
    ],
)
def test_a_box_is_that_of_matplotlib(values):
    values = np.asarray(values)
    box, [stats] = box_of(values), boxplot_stats(values)
    for ours, theirs in (
        (box.low, "whislo"), (box.q1, "q1"), (box.median, "med"), (box.q3, "q3"), (box.high, "whishi"),
    ):  # fmt: skip
        assert ours == pytest.approx(stats[theirs])
    assert box.beyond == len(stats["fliers"])


def test_every_feature_has_a_box_for_each_segment_in_its_own_unit():
    few, many, labels = np.arange(1.0, 9), np.array([20, 21, 22, 30, 90, 400, 2000, 9000]), [0, 0, 0, 1, 1, 1, 1, 0]
    found = boxes_of(UserFeatures(np.arange(8), {"few": few, "many": many}), partition(labels))
    assert list(found) == ["few", "many"]
    assert [found["many"].is_log, found["few"].is_log] == [True, False]
    for name, values in (("few", few), ("many", many)):
        for segment in range(2):
            of_segment = values[np.array(labels) == segment]
            box = found[name].boxes[segment]
            assert [box.q1, box.median, box.q3] == np.quantile(of_segment, [0.25, 0.5, 0.75]).tolist()


def test_deviations_are_those_of_standardised_features():
    random = np.random.default_rng(0)
    values, labels = random.normal(3, 2, 100), np.arange(100) % 3
    features = UserFeatures(np.arange(100), {"normal": values, "constant": np.full(100, 0.1)})
    found = deviations_of(features, partition(labels))
    scaled = (values - values.mean()) / values.std()
    assert found["normal"] == pytest.approx([scaled[labels == segment].mean() for segment in range(3)])
    assert found["constant"] == (0, 0, 0)
