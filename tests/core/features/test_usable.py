"""Which features tell users apart."""

import numpy as np
import pytest

from core.features.catalogue import FEATURES
from core.features.inspection import inspect
from core.features.table import UserFeatures
from core.features.usable import constant
from core.words.speaking import Speaking


@pytest.mark.parametrize(("spread", "is_same"), [(0, True), (1e-13, True), (1e-3, False)])
def test_the_same_but_for_rounding_is_the_same_for_presets_lists_and_labels(spread, is_same):
    users = UserFeatures(np.arange(4), {"avg_rating": 3.5 + spread * np.array([0.0, 1, 2, 1])})
    assert bool(constant(["avg_rating"], users)) is is_same
    assert inspect(users)["avg_rating"].constant is is_same
    assert bool(Speaking(users, (FEATURES["avg_rating"],)).silent) is is_same
