"""Where fits run: one at a time, on one thread each.

The first use of OpenMP from several threads can deadlock, and the order in which threads add up their shares changes
the last digits.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from core.heavy import kmeans

_one_at_a_time = threading.Lock()


@contextmanager
def alone() -> Iterator[None]:
    """Within, nothing else is fitted, and what is computed comes out the same with any number of cores."""
    with _one_at_a_time, _thread_pools().limit(limits=1), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Number of distinct clusters")
        yield


@cache
def _thread_pools() -> Any:
    """The thread pools of the libraries that are loaded; finding them takes longer than a small fit."""
    from threadpoolctl import ThreadpoolController

    kmeans()
    return ThreadpoolController()
