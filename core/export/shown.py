"""Which features are shown where all that are known of users would be too many."""

from __future__ import annotations

from core.features.catalogue import FEATURES
from core.presets import Preset


def is_shown(feature: str, preset: Preset) -> bool:
    """Whether a feature is the preset's, or one of the notebook's, which are computed unasked."""
    return feature in preset.features or not FEATURES[feature].on_request
