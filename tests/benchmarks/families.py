"""Families of generated points whose groups are known, to judge the verdict on.

Each draws points (users, features) and the group of every user, or no groups where there are none to find.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Random = np.random.Generator
Drawn = tuple[np.ndarray, np.ndarray | None]


@dataclass(frozen=True)
class Family:
    """``kind`` is what is there to find: ``groups``, ``shapes`` (groups that are not round), ``noise``, or
    ``curves``: one group, bent so that it looks like several from most sides.
    """

    name: str
    kind: str
    draw: Callable[[Random, float], Drawn]


def _sizes(random: Random, k: int, users: float, *, equal: bool) -> np.ndarray:
    shares = np.full(k, 1 / k) if equal else random.dirichlet(np.full(k, 2.0))
    return np.maximum((shares * users).astype(int), 20)


def _centres(random: Random, spreads: np.ndarray, features: int, apart: float) -> np.ndarray:
    """Centres of which each pair is ``apart`` times the sum of its spreads from each other, or farther."""
    centres = np.empty((0, features))
    side = 2 * apart * spreads.max()
    while len(centres) < len(spreads):
        tried = random.uniform(-side, side, features)
        needed = apart * (spreads[: len(centres)] + spreads[len(centres)])
        if (np.linalg.norm(centres - tried, axis=1) >= needed).all():
            centres = np.vstack([centres, tried])
        side *= 1.005
    return centres


def _clouds(sizes: np.ndarray, clouds: list[np.ndarray]) -> Drawn:
    return np.vstack(clouds), np.repeat(np.arange(len(sizes)), sizes)


def round_groups(
    smallest_k: int, largest_k: int, apart: float, *, equal_sizes: bool = True, widest: float = 1.0, each: int = 80
) -> Callable[[Random, float], Drawn]:
    """Normal groups; ``widest`` is how many times as wide as the narrowest the widest may be."""

    def draw(random: Random, scale: float) -> Drawn:
        k, features = int(random.integers(smallest_k, largest_k + 1)), int(random.integers(2, 9))
        users = scale * each * k * random.uniform(0.5, 2)
        sizes = _sizes(random, k, users, equal=equal_sizes)
        spreads = random.uniform(1, widest, k)
        centres = _centres(random, spreads, features, apart)
        return _clouds(
            sizes, [random.normal(c, s, (n, features)) for c, s, n in zip(centres, spreads, sizes, strict=True)]
        )

    return draw


def elongated(random: Random, scale: float) -> Drawn:
    """Long parallel clouds: twice to five times as long as they are wide."""
    k, features = int(random.integers(2, 5)), int(random.integers(2, 5))
    sizes, ratio = _sizes(random, k, scale * 120 * k, equal=True), random.uniform(2, 5)
    widths = np.array([ratio, *np.ones(features - 1)])
    steps = np.zeros(features)
    steps[1] = 7
    return _clouds(sizes, [random.normal(steps * i, widths, (n, features)) for i, n in enumerate(sizes)])


def boxes(random: Random, scale: float) -> Drawn:
    """Evenly filled squares on a grid, with a gap between them."""
    k, users = int(random.integers(2, 7)), scale * 100
    cells = random.permutation(9)[:k]
    sizes = np.full(k, int(users))
    return _clouds(
        sizes, [random.uniform(0, 1, (n, 2)) + 1.5 * np.array(divmod(c, 3)) for c, n in zip(cells, sizes, strict=True)]
    )


def heavy_groups(random: Random, scale: float) -> Drawn:
    """Groups with heavy tails (Student's t, 4 degrees of freedom)."""
    k, features = int(random.integers(2, 7)), int(random.integers(2, 6))
    sizes = _sizes(random, k, scale * 150 * k, equal=True)
    centres = _centres(random, np.ones(k), features, 5)
    return _clouds(sizes, [c + random.standard_t(4, (n, features)) for c, n in zip(centres, sizes, strict=True)])


def skewed_groups(random: Random, scale: float) -> Drawn:
    """Groups that are skewed in each feature (gamma, shape 3)."""
    k, features = int(random.integers(2, 7)), int(random.integers(2, 6))
    sizes = _sizes(random, k, scale * 150 * k, equal=True)
    centres = _centres(random, np.ones(k), features, 4)
    return _clouds(
        sizes, [c + random.gamma(3, 1 / np.sqrt(3), (n, features)) for c, n in zip(centres, sizes, strict=True)]
    )


def groups_with_outliers(random: Random, scale: float) -> Drawn:
    """Round groups that lie apart, and 2 % of the users anywhere."""
    points, groups = round_groups(2, 6, 3.5, each=120)(random, scale)
    assert groups is not None
    strays = max(2, len(points) // 50)
    low, high = points.min(axis=0), points.max(axis=0)
    points[random.choice(len(points), strays, replace=False)] = random.uniform(
        low - (high - low) / 2, high + (high - low) / 2, (strays, points.shape[1])
    )
    return points, groups


def with_idle_features(random: Random, scale: float) -> Drawn:
    """Round groups that lie apart in some features, beside one to three features that say nothing."""
    points, groups = round_groups(2, 5, 3.5, each=120)(random, scale)
    idle = random.normal(0, 1, (len(points), int(random.integers(1, 4))))
    return np.hstack([points / points.std(axis=0), idle]), groups


def diamonds(random: Random, scale: float) -> Drawn:
    """Two evenly filled diamonds whose corners touch."""
    n = int(scale * random.integers(150, 500))
    turned = np.array([[1, 1], [-1, 1]]) / np.sqrt(2)
    halves = [random.uniform(-1, 1, (n, 2)) @ turned + (side * np.sqrt(2), 0) for side in (-1, 1)]
    return np.vstack(halves), np.repeat([0, 1], n)


def touching_balls(random: Random, scale: float) -> Drawn:
    """Four evenly filled balls in space, each nearly touching the three others."""
    n, corners = int(scale * random.integers(80, 200)), np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]])
    directions = random.normal(0, 1, (4 * n, 3))
    radius = 1.3 * random.uniform(0, 1, (4 * n, 1)) ** (1 / 3)
    balls = directions / np.linalg.norm(directions, axis=1, keepdims=True) * radius
    return balls + np.repeat(corners, n, axis=0), np.repeat(np.arange(4), n)


def wings(random: Random, scale: float) -> Drawn:
    """Two rectangles, each the more crowded the nearer to one of its ends, with a narrow gap between them."""
    n, gap = int(scale * random.integers(200, 500)), random.uniform(0.2, 0.4)
    near, far = random.beta(1, 2, (n, 2)), random.beta(2, 1, (n, 2))
    return np.vstack([near * (1, 2), far * (1, 2) + (1 + gap, 0)]), np.repeat([0, 1], n)


def rectangles_and_ball(random: Random, scale: float) -> Drawn:
    """Two long rectangles at a right angle, and a ball."""
    n = int(scale * random.integers(80, 250))
    upright, flat = random.uniform(0, 1, (n, 2)) * (0.8, 3), random.uniform(0, 1, (n, 2)) * (2.5, 0.8) + (1.4, 0)
    ball = np.array([3, 3.2]) + random.normal(0, 0.35, (n, 2))
    return np.vstack([upright, flat, ball]), np.repeat([0, 1, 2], n)


def grids(random: Random, scale: float) -> Drawn:
    """Round groups on a grid, two by two to three by three."""
    side_a, side_b, each = int(random.integers(2, 4)), int(random.integers(2, 4)), int(scale * random.integers(40, 150))
    k, step = side_a * side_b, random.uniform(5, 8)
    centres = step * np.array([divmod(cell, side_b) for cell in range(k)])
    return np.vstack([random.normal(c, 1, (each, 2)) for c in centres]), np.repeat(np.arange(k), each)


def nested(random: Random, scale: float) -> Drawn:
    """Two or three far groups that hold two or three near ones each."""
    outer, inner, each = int(random.integers(2, 4)), int(random.integers(2, 4)), int(scale * random.integers(40, 120))
    far = _centres(random, np.ones(outer), 3, 9)
    centres = np.vstack([centre + _centres(random, np.ones(inner), 3, 3) for centre in far])
    return np.vstack([random.normal(c, 1, (each, 3)) for c in centres]), np.repeat(np.arange(outer * inner), each)


def scored_groups(random: Random, scale: float) -> Drawn:
    """Groups that answer on whole scales from 1 to 10."""
    k, features, each = int(random.integers(2, 5)), int(random.integers(3, 7)), int(scale * random.integers(60, 250))
    centres = _centres(random, np.full(k, 0.9), features, 2.5)
    scaled = 2.5 + 5.5 * (centres - centres.min(axis=0)) / np.ptp(centres, axis=0).max()
    answers = np.vstack([random.normal(c, 0.9, (each, features)) for c in scaled])
    return np.clip(np.rint(answers), 1, 10), np.repeat(np.arange(k), each)


def _around(
    random: Random, n: int, radius: float, width: float, start: float = 0, end: float = 2 * np.pi
) -> np.ndarray:
    angles = random.uniform(start, end, n)
    return np.column_stack([np.cos(angles), np.sin(angles)]) * random.normal(radius, width, (n, 1))


def ring_and_core(random: Random, scale: float) -> Drawn:
    """A ring around a round group."""
    n = int(scale * random.integers(150, 500))
    radius = random.uniform(4, 8)
    core = random.normal(0, 0.6, (n, 2))
    return np.vstack([core, _around(random, n, radius, 0.25)]), np.repeat([0, 1], n)


def two_rings(random: Random, scale: float) -> Drawn:
    """A ring within a ring."""
    n = int(scale * random.integers(200, 500))
    rings = [_around(random, n, radius, 0.15) for radius in (2, random.uniform(4, 6))]
    return np.vstack(rings), np.repeat([0, 1], n)


def hull_and_ball(random: Random, scale: float) -> Drawn:
    """A hollow hull around a ball, in three features or four."""
    n, features = int(scale * random.integers(200, 500)), int(random.integers(3, 5))
    hull = random.normal(0, 1, (n, features))
    hull *= random.uniform(4, 8) * random.normal(1, 0.03, (n, 1)) / np.linalg.norm(hull, axis=1, keepdims=True)
    return np.vstack([random.normal(0, 0.6, (n, features)), hull]), np.repeat([0, 1], n)


def half_rings(random: Random, scale: float) -> Drawn:
    """Two half rings that hold each other."""
    n = int(scale * random.integers(150, 500))
    upper = _around(random, n, 1, 0.07, 0, np.pi)
    lower = np.array([1, random.uniform(0.3, 0.6)]) + _around(random, n, 1, 0.07, np.pi, 2 * np.pi)
    return np.vstack([upper, lower]), np.repeat([0, 1], n)


def spirals(random: Random, scale: float) -> Drawn:
    """Two or three arms of a spiral."""
    arms, n = int(random.integers(2, 4)), int(scale * random.integers(150, 400))
    along = np.sqrt(random.uniform(0.05, 1, n)) * 3 * np.pi
    parts = []
    for arm in range(arms):
        angle = along + 2 * np.pi * arm / arms
        parts.append(np.column_stack([np.cos(angle), np.sin(angle)]) * along[:, None])
    points = np.vstack(parts)
    return points + random.normal(0, 0.2, points.shape), np.repeat(np.arange(arms), n)


def linked_rings(random: Random, scale: float) -> Drawn:
    """Two rings in space, each through the other."""
    n = int(scale * random.integers(200, 500))
    first = np.column_stack([_around(random, n, 1, 0.05), random.normal(0, 0.05, n)])
    second = np.column_stack([_around(random, n, 1, 0.05), random.normal(0, 0.05, n)])[:, [0, 2, 1]] + (1, 0, 0)
    return np.vstack([first, second]), np.repeat([0, 1], n)


def _noise(
    sample: Callable[[Random, int, int], np.ndarray], fewest: int = 1, most: int = 8
) -> Callable[[Random, float], Drawn]:
    def draw(random: Random, scale: float) -> Drawn:
        n, features = int(scale * random.integers(300, 2500)), int(random.integers(fewest, most + 1))
        return sample(random, n, features), None

    return draw


def _skewed(random: Random, n: int, d: int) -> np.ndarray:
    return np.exp(random.normal(0, random.uniform(0.3, 1.2, d), (n, d)))


def _correlated(random: Random, n: int, d: int) -> np.ndarray:
    return random.normal(0, 1, (n, d)) @ random.normal(0, 1, (d, d))


def _continuum(random: Random, n: int, d: int) -> np.ndarray:
    """Users along a bent line, thick, with a few far away."""
    along = random.uniform(-1, 1, n)
    points = np.column_stack([along**i for i in range(1, d + 1)]) + random.normal(0, 0.25, (n, d))
    far = max(1, n // 100)
    points[:far] += random.standard_t(2, (far, d)) * 3
    return points


def _scales(random: Random, n: int, d: int) -> np.ndarray:
    """Whole scores from 1 to 5 or 7, as questionnaires have them."""
    top = int(random.choice([5, 7, 10]))
    return np.clip(np.rint(random.normal(random.uniform(2.5, 4, d), random.uniform(0.8, 1.6, d), (n, d))), 1, top)


def _counts(random: Random, n: int, d: int) -> np.ndarray:
    return random.negative_binomial(1.2, random.uniform(0.02, 0.2, d), (n, d)).astype(float)


def _raters(random: Random, n: int, d: int) -> np.ndarray:
    """Users of one kind who rate: how often, how high on average, how evenly."""
    ratings = 20 + np.floor(np.exp(random.normal(3.5, 1.2, n))).astype(int)
    mean, spread = random.normal(3.6, 0.45, n), np.exp(random.normal(-0.1, 0.3, n))
    ratings_of = [
        np.clip(np.rint(2 * random.normal(m, s, c)) / 2, 0.5, 5) for m, s, c in zip(mean, spread, ratings, strict=True)
    ]
    return np.array([[len(one), one.mean(), one.std(ddof=1)] for one in ratings_of])


def _bent(random: Random, n: int, d: int) -> np.ndarray:
    """Users along an arc of up to two thirds of a circle."""
    return _around(random, n, 1, random.uniform(0.05, 0.2), 0, random.uniform(0.5, 1.3) * np.pi)


def _hollow(random: Random, n: int, d: int) -> np.ndarray:
    points = random.normal(0, 1, (n, d))
    return points / np.linalg.norm(points, axis=1, keepdims=True)


FAMILIES = (
    Family("round, equal", "groups", round_groups(2, 9, 3)),
    Family("round, far apart", "groups", round_groups(2, 9, 5)),
    Family("round, few users each", "groups", round_groups(3, 9, 4, each=25)),
    Family("round, unequal sizes", "groups", round_groups(2, 8, 3.5, equal_sizes=False, each=150)),
    Family("round, unequal spread", "groups", round_groups(2, 6, 3, widest=4, each=120)),
    Family("round, overlapping", "groups", round_groups(2, 6, 2, each=150)),
    Family("more than compared", "groups", round_groups(11, 30, 4)),
    Family("elongated", "groups", elongated),
    Family("squares", "groups", boxes),
    Family("heavy tails", "groups", heavy_groups),
    Family("skewed groups", "groups", skewed_groups),
    Family("groups and outliers", "groups", groups_with_outliers),
    Family("groups and idle features", "groups", with_idle_features),
    Family("diamonds", "groups", diamonds),
    Family("touching balls", "groups", touching_balls),
    Family("wings", "groups", wings),
    Family("rectangles and ball", "groups", rectangles_and_ball),
    Family("grids", "groups", grids),
    Family("groups within groups", "groups", nested),
    Family("groups on whole scales", "groups", scored_groups),
    Family("ring and core", "shapes", ring_and_core),
    Family("ring in a ring", "shapes", two_rings),
    Family("hull and ball", "shapes", hull_and_ball),
    Family("half rings", "shapes", half_rings),
    Family("spirals", "shapes", spirals),
    Family("linked rings", "shapes", linked_rings),
    Family("uniform", "noise", _noise(lambda random, n, d: random.uniform(0, 1, (n, d)))),
    Family("normal", "noise", _noise(lambda random, n, d: random.normal(0, 1, (n, d)))),
    Family("correlated normal", "noise", _noise(_correlated)),
    Family("log-normal", "noise", _noise(_skewed)),
    Family("t, 3 degrees", "noise", _noise(lambda random, n, d: random.standard_t(3, (n, d)))),
    Family("exponential", "noise", _noise(lambda random, n, d: random.exponential(1, (n, d)))),
    Family("continuum and outliers", "noise", _noise(_continuum, 2, 4)),
    Family("whole scores", "noise", _noise(_scales, 2, 6)),
    Family("counts", "noise", _noise(_counts, 1, 4)),
    Family("raters of one kind", "noise", _noise(_raters, 3, 3)),
    Family("bent line", "curves", _noise(_bent, 2, 2)),
    Family("hollow sphere", "curves", _noise(_hollow, 2, 4)),
)
