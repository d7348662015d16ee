"""What is said between the app and its compute process."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from core.errors import SegscopeError


@dataclass(frozen=True)
class Call:
    """Run a function of `tui.calls`.

    ``dial`` is the number on its dial, where it has one; ``folder`` is where large arrays travel.
    """

    number: int
    function: Callable[..., Iterable[Any]]
    arguments: tuple[Any, ...]
    dial: int | None
    folder: str


@dataclass(frozen=True)
class Stop:
    """The result of a call is no longer wanted."""

    number: int


@dataclass(frozen=True)
class Turn:
    """The dial of a call has another number."""

    number: int
    value: int


@dataclass(frozen=True)
class Yielded:
    """A call has something."""

    value: Any


@dataclass(frozen=True)
class Failed:
    """A call ended with an error."""

    error: SegscopeError


@dataclass(frozen=True)
class Ended:
    """A call came to its end."""


@dataclass(frozen=True)
class About:
    """What is heard of a call: how far it is, what it has, its end."""

    number: int
    heard: object


@dataclass(frozen=True)
class Logged:
    """Something was written to the log."""

    record: logging.LogRecord
