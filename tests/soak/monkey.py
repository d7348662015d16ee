"""A monkey at the terminal: random keys, clicks, wheels and sizes with a fixed seed, for a while.

    python -m tests.soak.monkey [--seconds N] [--seed N] [--open] [DATA …]

It ends with what it did and saw: whether the app lived, what its net caught, how its memory grew, how it ended. With
``--open`` it also opens the datasets over and over.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.terminal import Terminal

KEYS = [*"1234-+kosKcthvyr/e?[]\\", "\r", "\r", "\t", "\x1b[Z", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b"]
KEYS += ["\x1b[H", "\x1b[F", "\x1b[5~", "\x1b[6~", "\x7f", " ", "\x10", "\x1b[24~", *"0123456789"]
"""What it presses; it does not stop the process."""

SIZES = [(80, 24), (120, 40), (200, 60), (60, 18), (40, 10), (100, 30)]
_CLOSE = "\x1b"
_PATIENCE = 60


@dataclass(frozen=True)
class Seen:
    """What a visit of the monkey came to."""

    steps: int
    alive: bool
    caught: tuple[str, ...]
    first_megabytes: float
    last_megabytes: float
    exit_code: int | None
    traceback: bool


def visit(
    command: Sequence[str],
    log: Path,
    *,
    seconds: float,
    seed: int,
    datasets: Sequence[Path] = (),
    mouse: bool = True,
) -> Seen:
    """Let the monkey play for so many seconds, then leave."""
    chance = random.Random(seed)
    terminal = _started(command, log)
    try:
        end, steps, first = time.monotonic() + seconds, 0, 0.0
        while time.monotonic() < end and terminal.exit_code() in (None, 0):
            if terminal.exit_code() == 0:
                terminal.close()
                terminal = _started(command, log)
            _step(terminal, chance, datasets, mouse=mouse)
            steps += 1
            terminal.read_some()
            first = first or (_megabytes(terminal.pid) if steps > 50 else 0.0)
        alive = terminal.exit_code() is None
        last = _megabytes(terminal.pid) if alive else 0.0
        exit_code = _leave(terminal) if alive else terminal.exit_code()
        caught = tuple(line for line in log.read_text(encoding="utf-8").splitlines() if " caught: " in line)
        return Seen(steps, alive, caught, first, last, exit_code, b"Traceback" in terminal.written)
    finally:
        terminal.close()


def _started(command: Sequence[str], log: Path) -> Terminal:
    """The app; it may be left by a click on its last key, or by the palette, and is then begun anew."""
    terminal = Terminal([*command, "--log", str(log)], columns=120, rows=40)
    terminal.wait_for("quit")
    return terminal


def _step(terminal: Terminal, chance: random.Random, datasets: Sequence[Path], *, mouse: bool) -> None:
    kind = chance.random()
    if datasets and kind < 0.02:
        terminal.press(f"{_CLOSE}{_CLOSE}o")
        terminal.press(f"{chance.choice(list(datasets))}\r")
    elif kind < 0.75 or (kind < 0.97 and not mouse):
        terminal.press("".join(chance.choices(KEYS, k=chance.choice([1, 1, 1, 4]))))
    elif kind < 0.97:
        column, row = chance.randrange(1, 121), chance.randrange(1, 41)
        button = chance.choice([0, 0, 64, 65])
        terminal.press(f"\x1b[<{button};{column};{row}M\x1b[<{button};{column};{row}m")
    else:
        terminal.resize(*chance.choice(SIZES))


def _leave(terminal: Terminal) -> int:
    """Close what is open, then quit, and let an export go where it is asked about."""
    terminal.resize(120, 40)
    end = time.monotonic() + _PATIENCE
    while terminal.exit_code() is None and time.monotonic() < end:
        terminal.press(_CLOSE)
        _read_for_a_moment(terminal)
        terminal.press("q")
        _read_for_a_moment(terminal)
        if "Quit without" in terminal.text():
            terminal.press("\t\r")
        _read_for_a_moment(terminal)
    return terminal.wait_for_end(_PATIENCE)


def _read_for_a_moment(terminal: Terminal) -> None:
    for _ in range(6):
        terminal.read_some()


def _megabytes(pid: int) -> float:
    """The memory of a process that is its own."""
    pages = int((Path("/proc") / str(pid) / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> int:
    """Play, and say what was seen; the exit code is 1 where something went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="*", type=Path)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--open", action="store_true", help="open the datasets over and over")
    options = parser.parse_args()
    data = [path.absolute() for path in options.data]
    command = [sys.executable, "-P", "-m", "tui", *map(str, data[:1])]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TMPDIR"] = folder
        os.chdir(folder)
        log = Path(folder) / "monkey.log"
        datasets = data if options.open else []
        seen = visit(command, log, seconds=options.seconds, seed=options.seed, datasets=datasets)
        if seen.caught:
            print(log.read_text(encoding="utf-8"))
    print(seen)
    return 0 if seen.alive and not seen.caught and not seen.traceback and seen.exit_code == 0 else 1


if __name__ == "__main__":
    raise SystemExit(main())
