"""The smallest segment: is any of them too small to say much about?"""

from __future__ import annotations

import numpy as np

from core import formats
from core.evidence.evidence import Evidence, KEvidence
from core.evidence.index import AtOnce, Case, Column, Index, Phrases

TINY_SHARE, TINY_USERS = 0.01, 5
"""A segment with less than this share of the users, or fewer users, is tiny."""


def is_tiny(users: int, of: int) -> bool:
    """Whether a segment is too small to say much about."""
    return users < TINY_USERS or users < TINY_SHARE * of


def users_of(evidence: Evidence) -> int | None:
    """How many users there are: the size of one segment; None where K = 1 was not measured."""
    one = evidence.rows.get(1)
    return None if one is None else one.value(SMALLEST_SEGMENT)


def _measure(case: Case) -> int:
    return int(np.bincount(case.partition.labels).min())


def _opposes(row: KEvidence, evidence: Evidence) -> str:
    smallest = row.value(SMALLEST_SEGMENT)
    if smallest is None or not is_tiny(smallest, users_of(evidence) or smallest):
        return ""
    return f"a segment of {formats.counted(smallest, 'user')}"


def _warning(evidence: Evidence) -> str:
    users = users_of(evidence)
    sizes = {k: row.value(SMALLEST_SEGMENT) for k, row in evidence.rows.items() if k > 1}
    tiny = [k for k, size in sizes.items() if users and size is not None and is_tiny(size, users)]
    return f"A segment is tiny at K = {formats.ranges(tiny)}." if tiny else ""


SMALLEST_SEGMENT: Index[int] = Index(
    name="smallest_segment",
    title="the smallest segment",
    explanation="users of the smallest segment",
    measurement=AtOnce(_measure),
    column=Column("smallest", "smallest", formats.count, wide=True),
    json=lambda row: {"smallest_segment": row.value(SMALLEST_SEGMENT)},
    phrases=Phrases(opposes=_opposes, warning=_warning),
)
