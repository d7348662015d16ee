"""Rules that pick the segments: a shallow decision tree in the features' own units, a condition a segment."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from core.clustering.alone import alone
from core.evidence.sampling import sample_positions
from core.evidence.smallest import TINY_SHARE, TINY_USERS
from core.features.feature import Feature, Units
from core.heavy import decision_tree
from core.segments.conditions import Box, as_sql, in_words, within
from core.segments.pruning import pruned

Rounding = Callable[[float], float]

SAMPLE_USERS = 50_000
"""Of more users the tree sees a fixed sample; what its rules hold is counted over all."""

DEEPEST, MOST_LEAVES, LEAVES_PER_SEGMENT = 4, 16, 2

_STEPS_IN_MIDDLE_HALF = 10
"""Thresholds are rounded to a decimal of which the middle half of the users spans at least so many."""
_WHOLE_DIGITS = 3
_LARGEST = float(np.finfo(np.float32).max) / 2
"""scikit-learn's trees look at single precision."""


@dataclass(frozen=True)
class Rule:
    """What picks a segment's users: any of the ``boxes``, as ``words``, and as ``sql`` over users.csv of an export.

    It holds ``users``; ``coverage`` is the share of the segment that is among them, ``precision`` the share of them
    that is of the segment.
    """

    boxes: tuple[Box, ...]
    words: str
    sql: str
    users: int
    coverage: float
    precision: float


@dataclass(frozen=True)
class Rules:
    """A rule for each segment, None where the tree has no leaf for it, or none but all users.

    ``fidelity`` is the share of the users whom the rule of their own segment holds, and no other.
    """

    rules: tuple[Rule | None, ...]
    fidelity: float


def rules_of(
    users: Mapping[str, np.ndarray], labels: np.ndarray, features: Mapping[str, Feature], units: Units
) -> Rules:
    """Rules over ``users``, columns (users,) by feature, for segments (users,).

    The tree is CART (Breiman et al. 1984) with at most `MOST_LEAVES` leaves, none of which is so small that a segment
    of its size would be tiny; its leaves are pruned one segment after the other, so that rules can overlap. All figures
    are those of the rounded, pruned rules over all users.
    """
    k = int(labels.max()) + 1
    boxes, sizes = _boxes_of(users, labels, k, features), np.bincount(labels, minlength=k).tolist()
    held = np.array([_held(one, users) for one in boxes])
    mine, caught = held[labels, np.arange(len(labels))], held.sum(axis=1).tolist()
    hits = np.bincount(labels[mine], minlength=k).tolist()
    rules = tuple(
        Rule(
            boxes=boxes[segment],
            words=in_words(boxes[segment], features, units),
            sql=as_sql(boxes[segment]),
            users=caught[segment],
            coverage=hits[segment] / sizes[segment],
            precision=hits[segment] / caught[segment],
        )
        if caught[segment] and (k == 1 or all(boxes[segment]))
        else None
        for segment in range(k)
    )
    return Rules(rules, float((mine & (held.sum(axis=0) == 1)).mean()))


def _held(boxes: Sequence[Box], users: Mapping[str, np.ndarray]) -> np.ndarray:
    """Whether each user (users,) lies in any of the boxes."""
    nobody = np.zeros(len(next(iter(users.values()))), dtype=bool)
    return np.asarray(np.any([nobody, *(within(box, users) for box in boxes)], axis=0))


def _boxes_of(
    users: Mapping[str, np.ndarray], labels: np.ndarray, k: int, features: Mapping[str, Feature]
) -> list[tuple[Box, ...]]:
    """The boxes of each segment, none where the tree has no leaf for it."""
    positions = sample_positions(len(labels), SAMPLE_USERS)
    sample = {name: values[positions] for name, values in users.items()}
    seen = labels[positions]
    leaves = _leaves(sample, seen, k, features)
    found = [[box for box, segment in leaves if segment == one] for one in range(k)]
    return [pruned(boxes, sample, seen == one) if boxes else () for one, boxes in enumerate(found)]


def _leaves(
    users: Mapping[str, np.ndarray], labels: np.ndarray, k: int, features: Mapping[str, Feature]
) -> list[tuple[Box, int]]:
    """The box and the segment of each leaf."""
    if k == 1:
        return [({}, 0)]
    matrix = np.column_stack(list(users.values())).clip(-_LARGEST, _LARGEST)
    with alone():
        tree = decision_tree()(
            max_depth=DEEPEST,
            max_leaf_nodes=min(LEAVES_PER_SEGMENT * k, MOST_LEAVES),
            min_samples_leaf=max(TINY_USERS, math.ceil(TINY_SHARE * len(labels))),
            random_state=0,
        ).fit(matrix, labels)
    roundings = {name: _rounding(values, features[name]) for name, values in users.items()}
    return list(_boxes(tree.tree_, tree.classes_, list(roundings.items()), 0, {}))


def _boxes(
    tree: Any, classes: np.ndarray, roundings: Sequence[tuple[str, Rounding]], node: int, box: Box
) -> Iterator[tuple[Box, int]]:
    left, right = int(tree.children_left[node]), int(tree.children_right[node])
    if left < 0:
        yield box, int(classes[int(tree.value[node][0].argmax())])
        return
    name, rounded = roundings[int(tree.feature[node])]
    threshold = rounded(float(tree.threshold[node]))
    low, high = box.get(name, (-math.inf, math.inf))
    if threshold > low:
        yield from _boxes(tree, classes, roundings, left, {**box, name: (low, min(threshold, high))})
    if threshold < high:
        yield from _boxes(tree, classes, roundings, right, {**box, name: (max(low, threshold), high)})


def _rounding(values: np.ndarray, feature: Feature) -> Rounding:
    """How thresholds are rounded: those between whole numbers downwards, else to a decimal by the users' spread."""
    if feature.whole:
        return _downwards
    first, third = np.quantile(values, [0.25, 0.75])
    spread = float(third - first) or float(values.std()) or 1.0
    return partial(round, ndigits=-math.floor(math.log10(spread / _STEPS_IN_MIDDLE_HALF)))


def _downwards(threshold: float) -> float:
    """To a whole number of at most three digits that are not 0."""
    whole = math.floor(threshold)
    return float(round(whole, min(0, _WHOLE_DIGITS - len(str(abs(whole))))))
