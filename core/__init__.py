"""segscope's core: from a table of ratings to labelled user segments, without a terminal.

>>> import core
>>> analysis = core.analyse("ml-latest-small")        # doctest: +SKIP
>>> [segment.label for segment in analysis.segments]  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from core.analysis import Analysis, analyse
    from core.comparison.comparing import compare
    from core.comparison.drift import compare_datasets
    from core.comparison.periods import periods
    from core.data.dataset import Dataset
    from core.data.opening import open_dataset
    from core.errors import SegscopeError
    from core.evidence.verdict import Verdict
    from core.judging import verdict_on
    from core.sources.sample import sample_source

_HOMES = {
    "Analysis": "core.analysis",
    "Dataset": "core.data.dataset",
    "SegscopeError": "core.errors",
    "Verdict": "core.evidence.verdict",
    "analyse": "core.analysis",
    "compare": "core.comparison.comparing",
    "compare_datasets": "core.comparison.drift",
    "open_dataset": "core.data.opening",
    "periods": "core.comparison.periods",
    "sample_source": "core.sources.sample",
    "verdict_on": "core.judging",
}

__all__ = [
    "Analysis",
    "Dataset",
    "SegscopeError",
    "Verdict",
    "__version__",
    "analyse",
    "compare",
    "compare_datasets",
    "open_dataset",
    "periods",
    "sample_source",
    "verdict_on",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import core`` stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'core' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
