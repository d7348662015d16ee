"""The members of a segment."""

import numpy as np
import pytest

from core.clustering.partition import Partition
from core.features.scaling import standardise
from core.segments.members import members_of


def test_members_come_nearest_to_the_centre_first():
    points = standardise(np.array([[0.0], [4.0], [1.0], [100.0]])).values
    partition = Partition(2, np.array([0, 0, 0, 1]), points[[2, 3]], 0.0, 1)
    members = members_of(points, partition, 0)
    assert members.positions.tolist() == [2, 0, 1]
    assert members.distances[0] == 0
    assert members.distances.tolist() == pytest.approx(sorted(members.distances))
