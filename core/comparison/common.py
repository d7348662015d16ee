"""Users who are in two tables, by their ids."""

from __future__ import annotations

import numpy as np


def in_common(ids: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the users of both stand in the one (n,) and in the other (n,), in the same order.

    Ids of different kinds are compared as they are written.
    """
    if ids.dtype.kind != "i" or others.dtype.kind != "i":
        ids, others = ids.astype(str), others.astype(str)
    _, here, there = np.intersect1d(ids, others, assume_unique=True, return_indices=True)
    return here, there
