"""Why there are these K, features and users: what a preset chose, or left out, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import formats
from core.evidence.choice import BOOTSTRAPS, MOST_USERS, Because, ChosenK
from core.evidence.stability import VALID
from core.words.quality import left_out_users

if TYPE_CHECKING:
    from core.study import Study


def why_this_k(chosen: ChosenK) -> str:
    """Why the K was taken that nobody named."""
    ks = f"K = {chosen.first} to {chosen.last}"
    samples = (
        f"{BOOTSTRAPS} samples of {_resampled(chosen.users)} (mean Jaccard likeness from {formats.decimal(VALID)})"
    )
    match chosen.because:
        case Because.RECOMMENDED:
            return f"K = {chosen.k} is what the verdict recommends, of {ks}."
        case Because.COMES_BACK:
            return (
                f"K = {chosen.k} is as much detail as can be relied on: the largest of {ks} whose segments all come "
                f"back in {samples}."
            )
        case Because.SMALLEST:
            return f"K = {chosen.k} is the smallest of {ks}: at none of them do all segments come back in {samples}."
        case Because.ALONE:
            return "There is one segment: the users do not differ in these features."


def _resampled(users: int) -> str:
    if users <= MOST_USERS:
        return "the users"
    return f"{formats.count(MOST_USERS)} of the {formats.counted(users, 'user')}"


def left_out_notes(study: Study) -> tuple[str, ...]:
    """Which users and features the segments are made without."""
    users = left_out_users(study.description.left_out_users, study.preset.min_ratings)
    return (
        *([f"{users} left out."] if users else []),
        *(f"Without {name}: {why}" for name, why in study.left_out.items()),
    )
