"""The notebook's features with labels by the contrast rule."""

from dataclasses import replace

import pytest

import core
from core.presets import NOTEBOOK, PRESETS


def by_contrast(data, **options):
    """The analysis of ``data`` with options as `core.analyse` takes them."""
    preset = replace(NOTEBOOK, name="notebook by contrast", labels="contrast")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(PRESETS, preset.name, preset)
        return core.analyse(data, preset=preset.name, **options)
