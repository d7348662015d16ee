"""A monkey at the terminal: keys, mouse and sizes by chance with a fixed seed, for a while.

    python -m tests.soak.monkey [--seconds N] [--steps N] [--seed N] [--open] [DATA …]

It plays in a temporary folder, and ends with what it saw: what the net caught, how the memory went, how the app ended,
what stayed behind. With ``--open`` it opens all the datasets over and over, else it stays with the first. The exit code
is 1 where something went wrong.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.soak.hands import Hands
from tests.soak.process import PATIENCE, children, lives, megabytes, wait_until_idle
from tests.terminal import Terminal

_CLOSE, _QUIT, _CONFIRM = "\x1b", "q", "\t\r"
_ASKED = "Quit without"
_ERROR, _WARNING = " - ERROR - ", " - WARNING - "
_RECORD = re.compile(r"\n(?=\d{4}-\d\d-\d\d )")
_LEAVE_ALTERNATE, _TRACEBACK = b"\x1b[?1049l", b"Traceback"
_MOMENTS = 10
"""So many times the memory is told, evenly over the steps."""


@dataclass
class Seen:
    """What a visit came to. The app is begun anew where a click ended it, so there can be several exit codes.

    The megabytes are those after each step, of the app and of its compute process.
    """

    steps: int = 0
    exit_codes: list[int] = field(default_factory=list)
    caught: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    traceback: bool = False
    left_behind: list[str] = field(default_factory=list)
    app_megabytes: list[float] = field(default_factory=list)
    compute_megabytes: list[float] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        """What should not have been."""
        return [
            *(f"the exit code {code}" for code in self.exit_codes if code),
            *self.caught,
            *["a traceback on the terminal"] * self.traceback,
            *(f"left behind: {what}" for what in self.left_behind),
        ]


class Visit:
    """The monkey's time with a command; its log and its temporary files are in a folder of their own."""

    def __init__(self, command: Sequence[str], folder: Path, hands: Hands) -> None:
        self._log, self._temporary = folder / "monkey.log", folder / "temporary"
        self._temporary.mkdir()
        self._environment = {"TMPDIR": str(self._temporary), "HOME": str(folder)}
        self._command, self._hands = [*command, "--log", str(self._log)], hands
        self._children: set[int] = set()
        self._seen = Seen()

    def play(self, steps: float, seconds: float) -> Seen:
        """Play until so many steps are done or so much time is over, then leave; what was seen.

        Raises:
            AssertionError: the app does not answer, or does not end when it is told to.
        """
        end = time.monotonic() + seconds
        while self._seen.steps < steps and time.monotonic() < end and not any(self._seen.exit_codes):
            self._live(steps, end)
        records = _RECORD.split(self._log.read_text(encoding="utf-8"))
        self._seen.caught = [record for record in records if _ERROR in record]
        self._seen.warned = [record for record in records if _WARNING in record]
        self._seen.left_behind = [*map(str, self._temporary.iterdir()), *self._living_children()]
        return self._seen

    def _live(self, steps: float, end: float) -> None:
        """From the start of the app to its end."""
        terminal = Terminal(self._command, columns=120, rows=40, **self._environment)
        try:
            terminal.wait_for("quit")
            while terminal.exit_code() is None and self._seen.steps < steps and time.monotonic() < end:
                self._hands.act(terminal)
                self._look_at(terminal)
            if terminal.exit_code() is None:
                _leave(terminal)
            self._seen.exit_codes.append(terminal.wait_for_end(PATIENCE))
            self._seen.traceback |= _TRACEBACK in terminal.written.rpartition(_LEAVE_ALTERNATE)[2]
        finally:
            terminal.close()

    def _look_at(self, terminal: Terminal) -> None:
        self._seen.steps += 1
        if terminal.exit_code() is None:
            terminal.written = b""
            begun = children(terminal.pid)
            self._children |= begun
            self._seen.app_megabytes.append(megabytes(terminal.pid))
            self._seen.compute_megabytes.append(sum(map(megabytes, begun)))

    def _living_children(self) -> list[str]:
        """Processes of the app that live on without it; they are given some time."""
        end = time.monotonic() + PATIENCE
        while any(map(lives, self._children)) and time.monotonic() < end:
            time.sleep(0.05)
        return [f"process {child}" for child in self._children if lives(child)]


def _leave(terminal: Terminal) -> None:
    """Close what is open, then quit, and let an export go where it is asked about."""
    terminal.resize(120, 40)
    end = time.monotonic() + PATIENCE
    while terminal.exit_code() is None and time.monotonic() < end:
        for keys in (_CLOSE, _QUIT):
            terminal.press(keys)
            wait_until_idle(terminal)
        if _ASKED in terminal.text():
            terminal.press(_CONFIRM)
            wait_until_idle(terminal)


def main() -> int:
    """Play, and say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="*", type=Path)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--steps", type=float, default=float("inf"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--open", action="store_true", help="open the datasets over and over")
    options = parser.parse_args()
    data = [path.absolute() for path in options.data]
    command = [sys.executable, "-P", "-m", "tui", *map(str, data[:1])]
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / "here"
        here.mkdir()
        os.chdir(here)
        hands = Hands(random.Random(options.seed), data if options.open else [])
        seen = Visit(command, Path(folder), hands).play(options.steps, options.seconds)
    print(_told(seen))
    return 1 if seen.wrong else 0


def _told(seen: Seen) -> str:
    return "\n".join(
        [
            f"{seen.steps:,} steps in {len(seen.exit_codes)} lives, {len(seen.caught)} errors caught, "
            f"{len(seen.warned)} failures told",
            f"app: {_course(seen.app_megabytes)}",
            f"compute process: {_course(seen.compute_megabytes)}",
            *(f"WRONG: {what}" for what in seen.wrong),
        ]
    )


def _course(megabytes: Sequence[float]) -> str:
    """How the memory went: its course, and its peak."""
    course = [megabytes[len(megabytes) * moment // _MOMENTS] for moment in range(_MOMENTS)] + [*megabytes[-1:]]
    return f"{' '.join(f'{one:.0f}' for one in course)} MB, at most {max(megabytes):.0f} MB"


if __name__ == "__main__":
    raise SystemExit(main())
