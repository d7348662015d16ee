"""Segments keep their colour slot from K to K."""

import numpy as np
import pytest

from core.clustering import KMeansFit
from core.scaling import standardise
from core.segments import matched_slots, members


def fit_of(labels):
    labels = np.array(labels)
    k = labels.max() + 1
    return KMeansFit(k, labels, np.zeros((k, 1)), 0.0, 1)


def test_a_segment_that_is_renumbered_keeps_its_slot():
    fits = {2: fit_of([0, 0, 0, 1, 1, 1]), 3: fit_of([2, 2, 2, 0, 0, 1])}
    assert matched_slots(fits, 3) == (1, 2, 0)


def test_the_new_segment_gets_the_new_slot_whatever_its_number():
    fits = {2: fit_of([0, 0, 0, 0, 1, 1]), 3: fit_of([1, 1, 0, 0, 2, 2]), 4: fit_of([0, 1, 2, 2, 3, 3])}
    slots = matched_slots(fits, 4)
    assert sorted(slots) == [0, 1, 2, 3]
    assert slots[3] == 1


def test_slots_are_unknown_while_a_smaller_k_is_missing():
    assert matched_slots({4: fit_of([0, 1, 2, 3])}, 4) is None


def test_one_segment_needs_no_match():
    assert matched_slots({}, 1) == (0,)


def test_members_come_nearest_to_the_centre_first():
    scaled = standardise(np.array([[0.0], [4.0], [1.0], [100.0]]))
    fit = KMeansFit(2, np.array([0, 0, 0, 1]), scaled.values[[2, 3]], 0.0, 1)
    positions, distances = members(scaled, fit, 0)
    assert positions.tolist() == [2, 0, 1]
    assert distances[0] == 0
    assert distances.tolist() == pytest.approx(sorted(distances))
