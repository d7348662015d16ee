"""Segments keep their colour slot from K to K."""

import numpy as np

from core.clustering.matching import matched_slots, slots_by_overlap
from core.clustering.partition import Partition


def partition_of(labels):
    labels = np.array(labels)
    k = labels.max() + 1
    return Partition(k, labels, np.zeros((k, 1)), 0.0, 1)


def test_a_segment_that_is_renumbered_keeps_its_slot():
    partitions = {2: partition_of([0, 0, 0, 1, 1, 1]), 3: partition_of([2, 2, 2, 0, 0, 1])}
    assert matched_slots(partitions, 3) == (1, 2, 0)


def test_the_new_segment_gets_the_new_slot_whatever_its_number():
    partitions = {
        2: partition_of([0, 0, 0, 0, 1, 1]),
        3: partition_of([1, 1, 0, 0, 2, 2]),
        4: partition_of([0, 1, 2, 2, 3, 3]),
    }
    slots = matched_slots(partitions, 4)
    assert sorted(slots) == [0, 1, 2, 3]
    assert slots[3] == 1


def test_slots_are_unknown_while_a_smaller_k_is_missing():
    assert matched_slots({4: partition_of([0, 1, 2, 3])}, 4) is None


def test_one_segment_needs_no_match():
    assert matched_slots({}, 1) == (0,)


def test_groups_take_the_slots_of_segments_by_overlap_one_to_one():
    labels = np.array([0, 0, 0, 1, 1, 2, -1, -1])
    segments = np.array([1, 1, 1, 1, 1, 0, 0, 0])
    assert slots_by_overlap(labels, segments, (5, 7)) == (7, 0, 5)
    assert slots_by_overlap(np.array([-1, -1]), np.array([0, 1]), (0, 1)) == ()
