"""The table of scalings."""

from __future__ import annotations

from core.errors import UnknownScalingError
from core.features.scaling import LOG1P, ROBUST, STANDARD, UNSCALED, Scaling

SCALINGS: dict[str, Scaling] = {scaling.name: scaling for scaling in (STANDARD, LOG1P, ROBUST, UNSCALED)}
"""Every scaling by its name."""


def scaling_named(name: str) -> Scaling:
    """The scaling of that name.

    Raises:
        UnknownScalingError: there is none.
    """
    if name not in SCALINGS:
        raise UnknownScalingError(f"There is no scaling {name!r}.", f"The scalings are: {', '.join(SCALINGS)}.")
    return SCALINGS[name]
