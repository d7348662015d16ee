"""The libraries that are slow to import, each imported when it is needed, and by one thread at a time.

Two threads that import parts of one package can see it half made (an ImportError about a circular import); whoever
imports beside another thread does so within `importing`. The garbage collector rests meanwhile: modules stay for good,
and looking through them again and again takes up to a third of the time.
"""

from __future__ import annotations

import gc
import io
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from functools import cache
from importlib import import_module
from typing import Any

from core.limits import address_space, require_address_space

_SCIKIT_LEARN = 400 << 20
"""Bytes that it takes with all that it imports, and with OpenBLAS's buffers."""
_ENOUGH_FOR_A_BUFFER = 256

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


def ahead(*names: str) -> None:
    """Import modules before they are needed."""
    with importing():
        for name in names:
            import_module(name)


def kmeans() -> Any:
    """scikit-learn's ``KMeans``.

    Raises:
        MemoryError: a limit on address space leaves too little for it.
    """
    with importing():
        if "sklearn.cluster" not in sys.modules:
            require_address_space(_SCIKIT_LEARN)
        from sklearn.cluster import KMeans

        _settle()
    return KMeans


def hdbscan() -> Any:
    """scikit-learn's ``HDBSCAN``.

    Raises:
        MemoryError: as for `kmeans`.
    """
    return _of_scikit_learn("sklearn.cluster", "HDBSCAN")


def gaussian_mixture() -> Any:
    """scikit-learn's ``GaussianMixture``.

    Raises:
        MemoryError: as for `kmeans`.
    """
    return _of_scikit_learn("sklearn.mixture", "GaussianMixture")


def standard_scaler() -> Any:
    """scikit-learn's ``StandardScaler``.

    Raises:
        MemoryError: as for `kmeans`.
    """
    return _of_scikit_learn("sklearn.preprocessing", "StandardScaler")


def robust_scaler() -> Any:
    """scikit-learn's ``RobustScaler``.

    Raises:
        MemoryError: as for `kmeans`.
    """
    return _of_scikit_learn("sklearn.preprocessing", "RobustScaler")


def decision_tree() -> Any:
    """scikit-learn's ``DecisionTreeClassifier``.

    Raises:
        MemoryError: as for `kmeans`.
    """
    return _of_scikit_learn("sklearn.tree", "DecisionTreeClassifier")


def _of_scikit_learn(module: str, name: str) -> Any:
    """One of its classes, once it has settled."""
    kmeans()
    with importing():
        return getattr(import_module(module), name)


def knee_locator() -> Any:
    """kneed's ``KneeLocator``, without the matplotlib that it would import for pictures: slow, and with settings of the
    working folder.
    """
    with importing():
        is_there = "matplotlib" in sys.modules
        if not is_there:
            sys.modules["matplotlib"] = None  # type: ignore[assignment]  # who imports it is told that there is none
        try:
            from kneed import KneeLocator
        finally:
            if not is_there:
                del sys.modules["matplotlib"]
    return KneeLocator


@cache
def _settle() -> None:
    """Let the numeric libraries take and ask at once what they would later: without noise, and while there is memory.

    joblib counts the cores by a program, and complains at length where there is none. OpenBLAS waits for ever where it
    gets no memory for a product; what it got it keeps.
    """
    import joblib

    with warnings.catch_warnings(), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        joblib.cpu_count(only_physical_cores=True)
    if address_space() is not None:
        import numpy
        from scipy.linalg.blas import dgemm

        square = numpy.ones((_ENOUGH_FOR_A_BUFFER, _ENOUGH_FOR_A_BUFFER))
        dgemm(1.0, square @ square, square)
