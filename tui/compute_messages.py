"""What is said between the app and its compute process."""

from __future__ import annotations

import logging
from dataclasses import dataclass


@dataclass(frozen=True)
class Call:
    """Run a function of `tui.calls`.

    ``packed`` is the function with its arguments; ``dial`` is the number on its dial, where it has one; ``folder`` is
    where large arrays travel; ``is_repeated`` says that it was begun before, and cut off; ``in_background`` that
    nobody waits for it, so that it gives way.
    """

    number: int
    packed: bytes
    dial: int | None
    folder: str
    is_repeated: bool = False
    in_background: bool = False


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
class About:
    """What is heard of a call: how far it is, what it has, its end."""

    number: int
    heard: object


@dataclass(frozen=True)
class Logged:
    """Something was written to the log."""

    record: logging.LogRecord


@dataclass(frozen=True)
class Alive:
    """The process runs; said every second."""
