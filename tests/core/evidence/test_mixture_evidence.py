"""Evidence on the segments of a mixture: predicted by the mixture itself, and silent where it asks for centres."""

import numpy as np
import pytest

from core.clustering.mixture import MIXTURE, fit
from core.evidence import gathering
from core.evidence.effort import Effort
from core.evidence.evidence import Evidence
from core.evidence.probe import probed
from core.evidence.restarts import RESTARTS
from core.evidence.separation import SEPARATION
from core.evidence.strength import prediction_strength
from core.evidence.valleys import VALLEYS


@pytest.fixture(scope="module")
def stretched():
    """Two groups ten times as long as wide, side by side: who is at an end of one is nearer to the other's centre."""
    random = np.random.default_rng(2)
    return np.concatenate([random.normal(at, (10, 1), size=(200, 2)) for at in ((-8, 0), (8, 8))])


def test_halves_predict_each_other_by_the_mixture_not_by_the_nearest_centre(stretched):
    strength = prediction_strength(stretched, 2, MIXTURE.repeat(fit(stretched, 2, 42)), splits=3)
    assert strength.mean > 0.95
    centres = fit(stretched, 2, 42).centres
    nearest = np.square(stretched[:, None] - centres).sum(axis=2).argmin(axis=1)
    assert 0.1 < min((nearest[:200] == 0).mean(), (nearest[:200] == 1).mean()) < 0.5


def test_such_groups_lie_apart_whatever_the_order_of_the_components(stretched):
    found = gathering.measured(stretched, fit(stretched, 2, 42), probed(stretched), MIXTURE).value(SEPARATION)
    assert found.lies_apart
    assert found.strength.mean > 0.95


def test_what_asks_for_half_way_between_centres_or_for_wcss_is_undefined(stretched):
    partition, probe = fit(stretched, 2, 42), probed(stretched)
    row = gathering.measured(stretched, partition, probe, MIXTURE)
    assert (VALLEYS.name in row.asked, row.value(VALLEYS)) == (True, None)
    known, few = Evidence({2: row}, probe), Effort("few", starts=2)
    [resampled] = gathering.resampling(stretched, {2: partition}, known, MIXTURE, few)
    assert (RESTARTS.name in resampled.asked, resampled.value(RESTARTS)) == (True, None)
