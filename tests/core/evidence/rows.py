"""Rows of evidence made by hand, and what is judged of them."""

from dataclasses import replace

import numpy as np

from core.evidence.borders import Surroundings
from core.evidence.calinski_harabasz import CALINSKI_HARABASZ
from core.evidence.clusterability import Clusterability
from core.evidence.davies_bouldin import DAVIES_BOULDIN
from core.evidence.evidence import Evidence, KEvidence
from core.evidence.gap import GAP, Gap
from core.evidence.prediction import PREDICTION_STRENGTH
from core.evidence.probe import Probe
from core.evidence.separation import SEPARATION, Separation
from core.evidence.silhouette import SILHOUETTE, Silhouette
from core.evidence.smallest import SMALLEST_SEGMENT
from core.evidence.stability import STABILITY
from core.evidence.strength import PredictionStrength
from core.evidence.valleys import VALLEYS, Cut
from core.evidence.verdict import verdict
from core.words.verdict import verdict_sentence


def separated(p_value=0.01, border=0.001, strength=0.95, error=0.01, purity=None, likeness=None, one_each=False):
    """Segments that pass every test, but for what is given."""
    return Separation(p_value, border, PredictionStrength(strength, error), purity, likeness, one_each)


CUT = separated(p_value=0.9, border=0.9, strength=0.5)
"""Segments of a cloud that was cut."""


def probe_of(viewers_split=0.0, crowds=(0,), falls_apart=False, users=50, features=2):
    """What was seen before any K; the users are shared out to the crowds in turn, -1 is none."""
    return Probe(
        np.arange(users),
        np.zeros((users, features)),
        Surroundings(np.zeros(users), np.zeros((users, 0), dtype=int)),
        np.resize(crowds, users),
        Clusterability(viewers_split, users, 1.0, falls_apart),
    )


def row(k, silhouette=None, apart=None, cut=None, gap=None, strength=None, jaccard=None, ch=None, db=None, smallest=50):
    """What takes no resampling was asked; of what does only what is given."""
    values = {
        SILHOUETTE.name: None if silhouette is None else Silhouette(silhouette, (silhouette,) * k),
        CALINSKI_HARABASZ.name: ch,
        DAVIES_BOULDIN.name: db,
        SEPARATION.name: apart,
        VALLEYS.name: None if cut is None else Cut(cut, 0.01 if cut < 0.5 else 0.5),
        SMALLEST_SEGMENT.name: smallest,
    }
    drawn = {
        GAP.name: None if gap is None else Gap(1.0, 1.0 + gap, 0.1),
        PREDICTION_STRENGTH.name: None if strength is None else PredictionStrength(strength, 0.01),
        STABILITY.name: jaccard,
    }
    drawn = {name: value for name, value in drawn.items() if value is not None}
    return KEvidence(k, 100 / k, 1 - 1 / k, {**values, **drawn}, resampled=frozenset(drawn))


def evidence_of(*rows, probe=None):
    evidence = Evidence(probe=probe)
    for one in rows:
        evidence = evidence.with_row(one)
    return evidence


def judged(*rows, knee=None, probe=None):
    """The verdict with its sentence."""
    evidence = evidence_of(*rows, probe=probe or probe_of())
    found = verdict(evidence, knee)
    return replace(found, sentence=verdict_sentence(found, evidence))


CLEAR_AT_3 = row(3, silhouette=0.6, apart=separated(), gap=2.0, strength=0.9, jaccard=(0.9, 0.8, 0.95))
