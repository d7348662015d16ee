"""What is said of users that a model assigns: how they depart from those that it was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import formats
from core.departure import REACH

if TYPE_CHECKING:
    from core.departure import Departure, Outside


def departure_in_words(departure: Departure) -> str:
    """The figures in one sentence; empty where nothing departs."""
    parts = [_feature(found, departure.users) for found in departure.outside]
    if departure.is_other_scale:
        here, trained = (f"{formats.rating(low)} to {formats.rating(high)}" for low, high in _scales(departure))
        parts.insert(0, f"the ratings are on a scale of {here}, in training {trained}")
    if departure.are_many_beyond:
        parts.append(_beyond(departure))
    if not parts:
        return ""
    where = "far outside" if departure.is_far else "outside"
    return f"Users lie {where} the training of the model: {'; '.join(parts)}."


def _scales(departure: Departure) -> tuple[tuple[float, float], tuple[float, float]]:
    return departure.scale, departure.trained_scale


def _beyond(departure: Departure) -> str:
    share = formats.percent(departure.beyond / departure.users)
    many = f"{formats.count(departure.beyond)} of {formats.counted(departure.users, 'user')}"
    reach = formats.percent(REACH)
    return f"{many} ({share}) farther from their segment's centre than {reach} of its users in training"


def _feature(found: Outside, users: int) -> str:
    share = formats.percent(found.users / users)
    here, trained = (
        f"{found.feature.of_user(low)} to {found.feature.of_user(high)}" for low, high in (found.range, found.trained)
    )
    many = f"{formats.count(found.users)} of {formats.counted(users, 'user')}"
    return f"{found.feature.name} of {many} ({share}), here {here}, in training {trained}"
