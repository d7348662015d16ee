"""The libraries that are slow to import, each imported when it is needed, and by one thread at a time.

Two threads that import parts of one package can see it half made (an ImportError about a circular import); whoever
imports beside another thread does so within `importing`. The garbage collector rests meanwhile: modules stay for good,
and looking through them again and again takes up to a third of the time.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_lock = threading.RLock()


@contextmanager
def importing() -> Iterator[None]:
    """Where imports are safe beside another thread, and quick."""
    with _lock:
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if was_enabled:
                gc.enable()


def kmeans() -> Any:
    """scikit-learn's ``KMeans``."""
    with importing():
        from sklearn.cluster import KMeans
    return KMeans


def standard_scaler() -> Any:
    """scikit-learn's ``StandardScaler``."""
    with importing():
        from sklearn.preprocessing import StandardScaler
    return StandardScaler
