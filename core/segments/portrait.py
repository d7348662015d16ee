"""Portraits: who the users of each segment are, how they differ, who is typical, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from core.clustering.partition import Partition
from core.engine.passes import Pass
from core.evidence.evidence import Evidence
from core.evidence.verdict import Verdict
from core.features.catalogue import FEATURES
from core.features.feature import Feature
from core.features.table import UserFeatures
from core.features.times import RECENCY_DAYS, TENURE_DAYS
from core.segments.members import nearest_members
from core.segments.outlying import outlying_in
from core.segments.profile import by_segment, profiles_of
from core.segments.rules import Rule, Rules, rules_of
from core.words.active import active_in_short
from core.words.contrast_rule import contrast_labelling
from core.words.how_sure import Known, cautions, how_sure, sampled, silhouettes, stabilities
from core.words.portrait import sentence, units_of

if TYPE_CHECKING:
    from core.analysis import Analysis

EXEMPLARS = 3

Quartiles = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Portrait:
    """A segment as one tells of it.

    ``ratings_share`` is its share of all ratings, 0 to 1; ``brief`` is the label of the contrast rule, whichever rule
    the preset has; ``medians``, ``means``, ``quartiles`` and ``effects`` (see `core.words.label_rule.Profile`) are by
    feature; ``rule`` is None where no short one picks it; ``exemplars`` are the ids of the users nearest to its centre,
    the nearest first. ``stability`` and ``silhouette`` are None where they are not known, ``sure`` says what is, and
    ``cautions`` what to be careful with; ``outlying`` is the title of a feature in which all its users are outliers;
    ``active`` says when those were active of whom times are known, empty where none are.
    """

    id: int
    users: int
    of: int
    ratings_share: float
    brief: str
    medians: Mapping[str, float]
    quartiles: Quartiles
    effects: Mapping[str, float]
    sentence: str
    rule: Rule | None
    exemplars: tuple[int | str, ...]
    outlying: str = ""
    active: str = ""
    stability: float | None = None
    silhouette: float | None = None
    sure: str = ""
    cautions: tuple[str, ...] = ()
    means: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Portraits:
    """One of each segment, by its number; ``fidelity`` is that of the rules (see `core.segments.rules.Rules`)."""

    fidelity: float
    segments: tuple[Portrait, ...]

    def seen_with(self, evidence: Evidence, verdict: Verdict | None) -> Portraits:
        """The same with what other evidence says of how sure they are: nothing is computed for that."""
        k = len(self.segments)
        stable, wide, of_sample = stabilities(evidence, k), silhouettes(evidence, k), sampled(evidence, k)
        known = (
            Known(one.users, one.of, stable[one.id], wide[one.id], one.outlying, of_sample) for one in self.segments
        )
        segments = tuple(_sure(one, k, what, verdict) for one, what in zip(self.segments, known, strict=True))
        return replace(self, segments=segments)


def portraits_of(analysis: Analysis) -> Portraits:
    """The portraits of the segments of an analysis, from whatever features are known of its users."""
    description, partition = analysis.description, analysis.partition
    users, k = description.features, partition.k
    catalogue = {name: FEATURES[name] for name in users.columns if name in FEATURES}
    parting = [FEATURES[name] for name in analysis.preset.features]
    units = units_of(description.source, description.overview.scale)
    labelling = contrast_labelling(users, description.overview.scale, parting)
    profiles = profiles_of(users, partition, users.columns)
    briefs = labelling.labels(profiles)
    spoken_of = catalogue if users.has_all_times else _without_times(catalogue)
    active = _activity(users, partition)
    everyone = {name: float(np.median(values)) for name, values in users.columns.items()}
    quartiles = {name: by_segment(values, partition, _quartiles) for name, values in users.columns.items()}
    sizes = np.bincount(partition.labels, minlength=k).tolist()
    ratings = np.bincount(partition.labels, users.columns["num_ratings"], minlength=k)
    rules, outlying = _rules(analysis, catalogue, parting), outlying_in(analysis.points, partition)
    nearest = nearest_members(analysis.points.values, partition, EXEMPLARS)
    portraits = tuple(
        Portrait(
            id=number,
            users=sizes[number],
            of=len(users),
            ratings_share=float(ratings[number] / description.overview.ratings),
            brief=briefs[number],
            medians=profile.medians,
            means=profile.means,
            quartiles={name: (float(ends[number, 0]), float(ends[number, 1])) for name, ends in quartiles.items()},
            effects=profile.effects,
            sentence=sentence(profile, (sizes[number], len(users)), labelling, spoken_of, everyone, units),
            active=active_in_short(active[number]),
            rule=rules.rules[number],
            exemplars=tuple(users.ids[nearest[number]].tolist()),
            outlying=FEATURES[outlying[number]].in_words if outlying[number] else "",
        )
        for number, profile in enumerate(profiles)
    )
    return Portraits(rules.fidelity, portraits).seen_with(analysis.evidence, analysis.verdict)


def _without_times(catalogue: Mapping[str, Feature]) -> dict[str, Feature]:
    return {name: one for name, one in catalogue.items() if Pass.TIMES not in one.passes}


def _activity(users: UserFeatures, partition: Partition) -> list[dict[str, float]]:
    """For each segment the medians of the features of times, over its users of whom a time is known."""
    columns = {name: users.columns[name] for name in (TENURE_DAYS.name, RECENCY_DAYS.name) if name in users.columns}
    timed = np.ones(len(users), dtype=bool) if users.are_timed is None else users.are_timed
    here = [timed & (partition.labels == segment) for segment in range(partition.k)]
    return [{name: float(np.median(values[one])) for name, values in columns.items() if one.any()} for one in here]


def _rules(analysis: Analysis, catalogue: Mapping[str, Feature], parting: list[Feature]) -> Rules:
    """Rules in the features by which people are told of those that part the users."""
    description = analysis.description
    names = description.features.told(one.name for one in parting)
    columns = {name: description.features.columns[name] for name in names}
    units = units_of(description.source, description.overview.scale)
    return rules_of(columns, analysis.partition.labels, catalogue, units)


def _quartiles(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.quantile(values, [0.25, 0.75]))


def _sure(portrait: Portrait, k: int, known: Known, verdict: Verdict | None) -> Portrait:
    return replace(
        portrait,
        stability=known.stability,
        silhouette=known.silhouette,
        sure=how_sure(known, k, verdict),
        cautions=cautions(known),
    )
