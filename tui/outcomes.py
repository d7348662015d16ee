"""What work comes to, in a thread or in the compute process: what it has, an error, its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.errors import SegscopeError
from core.progress import Progress


@dataclass(frozen=True)
class Arrived:
    """It has something."""

    value: Any


@dataclass(frozen=True)
class Failed:
    """It ended with an error."""

    error: SegscopeError


@dataclass(frozen=True)
class Ended:
    """It ended: the last that is heard of it."""


@dataclass(frozen=True)
class NoAnswer(Progress):
    """Nothing is heard of it though it should be at work."""
