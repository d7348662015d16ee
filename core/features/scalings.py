"""The table of scalings."""

from __future__ import annotations

from core.features.scaling import STANDARD, Scaling

SCALINGS: dict[str, Scaling] = {scaling.name: scaling for scaling in (STANDARD,)}
"""Every scaling by its name."""
