"""Second opinions: what other algorithms make of the same users, beside K-means."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from core.clustering.algorithm import Algorithm
from core.clustering.density import NOISE, crowds, smallest_crowd
from core.clustering.kmeans import KMEANS
from core.clustering.matching import adjusted_rand, slots_by_overlap
from core.clustering.mixture import MIXTURE
from core.clustering.partition import Partition
from core.clustering.ward import chosen_k, hierarchy
from core.errors import TooManySegmentsError
from core.evidence.dip import untied
from core.evidence.sampling import SEED, sample_positions
from core.progress import Progress, ProgressCallback, ShouldStop, ignore_progress, never_stop, raise_if_stopped
from core.segments.map import MOST_USERS
from core.sweep import Sweep
from core.words import opinions as words

WARD, HDBSCAN = "ward", "hdbscan"
TO_LOOK_AT = (WARD, HDBSCAN)
"""No preset can name them."""

TITLES = {KMEANS.name: KMEANS.title, MIXTURE.name: MIXTURE.title, WARD: "Ward's hierarchy", HDBSCAN: "HDBSCAN"}
"""Who is asked, in this order."""


@dataclass(frozen=True, eq=False)
class Opinion:
    """What an algorithm sees.

    ``choice`` is its own K, None where it has none; ``sizes`` are those of its groups, of K-means without a choice
    those of the current K. ``noise`` is the share of users in no group, None where an algorithm knows of none.
    ``agreement`` is the adjusted Rand index with K-means at the same K, among users in a group; None of fewer than two
    groups. ``sees`` says it in a line. ``labels`` (shown,) from 0, `NOISE` for none, are those of the users at
    ``positions`` (shown,), out of ``of_users``. ``slots`` are the colour slots of the groups: those of the segments of
    the sweep with which they share most users.
    """

    name: str
    title: str
    choice: int | None
    sizes: tuple[int, ...]
    noise: float | None
    agreement: float | None
    sees: str
    labels: np.ndarray
    positions: np.ndarray
    of_users: int
    slots: tuple[int, ...]

    def speaks_of(self, k: int, recommended: int | None) -> bool:
        """Whether an opinion of K-means holds where ``k`` is the current K, and this one ``recommended``."""
        return self.choice == recommended and len(self.sizes) == (recommended or k)

    def is_of(self, partition: Partition) -> bool:
        """Whether its groups are the segments of a partition of all users."""
        return np.array_equal(partition.labels[self.positions], self.labels)

    @property
    def is_sampled(self) -> bool:
        """Whether not all users were looked at."""
        return len(self.positions) < self.of_users


def opinions(
    swept: Sweep,
    k: int,
    *,
    known: Collection[str] = (),
    progress: ProgressCallback = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Iterator[Opinion]:
    """One opinion after the other, in the order of `TITLES`; ``k`` is the current K, those ``known`` are not asked.

    Raises:
        Cancelled: ``should_stop`` said yes, between two fits.
    """
    asked = _Asked(swept, k, progress, should_stop)
    ways = {KMEANS.name: asked.kmeans, MIXTURE.name: asked.mixture, WARD: asked.ward, HDBSCAN: asked.hdbscan}
    yield from (ways[name]() for name in TITLES if name not in known)


class _Asked:
    """The users who are looked at, those of the map, and the questions to them."""

    def __init__(self, swept: Sweep, k: int, progress: ProgressCallback, should_stop: ShouldStop) -> None:
        self._swept, self._k, self._progress, self._should_stop = swept, k, progress, should_stop
        self._positions = sample_positions(len(swept.points), MOST_USERS)
        self._points = swept.points.values[self._positions]
        self._untied = untied(self._points, np.random.default_rng(SEED))
        self._largest = max(swept.ks, default=1)

    def kmeans(self) -> Opinion:
        """The segments of the recommended K, else of the current one."""
        self._begin(KMEANS.title, 0)
        verdict = self._swept.verdict if self._swept.algorithm == KMEANS.name else None
        choice = None if verdict is None else verdict.recommended_k
        k = self._k if choice is None else choice
        labels = self._kmeans(k)
        if labels is None:
            k, labels = 1, np.zeros(len(self._points), dtype=np.int32)
        return self._opinion(KMEANS.name, KMEANS.title, choice, labels, words.of_kmeans(choice, k))

    def mixture(self) -> Opinion:
        """The mixture of the K with the lowest BIC among untied users: whole scores are no groups.

        Its groups are those that it makes as segmentation.
        """
        found = (self._untied_mixture(k) for k in range(1, self._largest + 1))
        best = min(filter(None, found), key=lambda one: one.objective)
        labels = (self._mixture(best.k) or best).labels
        return self._opinion(MIXTURE.name, MIXTURE.title, best.k, labels, words.of_mixture(best.k, self._largest))

    def ward(self) -> Opinion:
        """The segments of the K that the hierarchy chooses."""
        self._begin(TITLES[WARD], self._largest + 1)
        found = hierarchy(self._points, self._should_stop)
        choice = chosen_k(self._points, found, self._largest)
        return self._opinion(WARD, TITLES[WARD], choice, found.labels(choice), words.of_ward(choice, self._largest))

    def hdbscan(self) -> Opinion:
        """The crowds."""
        self._begin(TITLES[HDBSCAN], self._largest + 2)
        labels = crowds(self._untied)
        noise, number = float((labels == NOISE).mean()), int(labels.max()) + 1
        sees = words.of_hdbscan(number, noise, smallest_crowd(len(labels)))
        return self._opinion(HDBSCAN, TITLES[HDBSCAN], number or None, labels, sees, noise)

    def _begin(self, task: str, done: int) -> None:
        raise_if_stopped(self._should_stop)
        self._progress(Progress(task, done / (self._largest + 3)))

    def _opinion(
        self, name: str, title: str, choice: int | None, labels: np.ndarray, sees: str, noise: float | None = None
    ) -> Opinion:
        return Opinion(
            name=name,
            title=title,
            choice=choice,
            sizes=tuple(np.bincount(labels[labels != NOISE]).tolist()),
            noise=noise,
            agreement=None if name == KMEANS.name or choice is None else self._agreement(labels, choice),
            sees=sees,
            labels=labels,
            positions=self._positions,
            of_users=len(self._swept.points),
            slots=self._slots(labels),
        )

    def _slots(self, labels: np.ndarray) -> tuple[int, ...]:
        """Those of the segments of the same K, else of the current one; slots of their own where there are none."""
        swept, groups = self._swept, int(labels.max()) + 1
        k = next((one for one in (groups, self._k) if one in swept.slots and one in swept.partitions), None)
        if k is None:
            return tuple(range(groups))
        return slots_by_overlap(labels, swept.partitions[k].labels[self._positions], swept.slots[k])

    def _agreement(self, labels: np.ndarray, k: int) -> float | None:
        if k < 2:
            return None
        others, grouped = self._kmeans(k), labels != NOISE
        return None if others is None else adjusted_rand(labels[grouped], others[grouped])

    def _kmeans(self, k: int) -> np.ndarray | None:
        """The segments of K-means: those of the sweep where it has them."""
        if self._swept.algorithm == KMEANS.name and k in self._swept.partitions:
            return np.asarray(self._swept.partitions[k].labels[self._positions])
        found = self._part(KMEANS, k, self._points)
        return None if found is None else found.labels

    def _untied_mixture(self, k: int) -> Partition | None:
        self._begin(f"{MIXTURE.title}, K = {k}", k)
        return self._part(MIXTURE, k, self._untied)

    def _mixture(self, k: int) -> Partition | None:
        is_whole = len(self._positions) == len(self._swept.points)
        if is_whole and self._swept.algorithm == MIXTURE.name and k in self._swept.partitions:
            return self._swept.partitions[k]
        return self._part(MIXTURE, k, self._points)

    def _part(self, algorithm: Algorithm, k: int, points: np.ndarray) -> Partition | None:
        """The partition, None where the users do not part into so many segments."""
        try:
            return algorithm.part(points, k, self._swept.seed, self._should_stop)
        except TooManySegmentsError:
            return None
