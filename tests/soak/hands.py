"""What the monkey does at a terminal: every key, the mouse, other sizes of the window, other datasets."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.soak.process import wait_until_idle
from tests.terminal import Terminal
from tui.commands import COMMANDS

SIZES = [(80, 24), (120, 40), (200, 60), (60, 18), (40, 10), (100, 30)]

_BYTES = {
    "minus": "-", "plus": "+", "equals_sign": "=", "slash": "/", "question_mark": "?", "enter": "\r", "escape": "\x1b",
    "ctrl+p": "\x10", "f1": "\x1bOP", "f12": "\x1b[24~",
}  # fmt: skip
_MOVES = ["\t", "\x1b[Z", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[5~", "\x1b[6~"]
_EDITS = ["\x7f", "\x1b[3~", " ", *"0123456789", "[", "\\"]
_LEAVES = ("quit", "suspend")
"""What it does not call by its key: a long life is what it is after. By a click in the palette it happens."""

_LEFT, _RIGHT, _MOVED, _DRAGGED, _WHEEL_UP, _WHEEL_DOWN = 0, 2, 35, 32, 64, 65
_HELD = 25
"""So many keys come of one that is held down for a second."""

_WRITING = "Export the segments"
"""What is on the screen while a folder to write into can be typed."""


def keys() -> list[str]:
    """The bytes of every key that does something; the usual ones of a dialog more often."""
    names = [name for one in COMMANDS if one.id not in _LEAVES for name in one.keys.split(",")]
    commands = [name if len(name) == 1 else _BYTES[name] for name in names]
    return [*commands, *_MOVES, *_EDITS, *"\r\r\x1b"]


class Hands:
    """They do one thing at a time, and wait until the app has answered, as a person would."""

    def __init__(self, chance: random.Random, datasets: Sequence[Path] = ()) -> None:
        self._chance, self._datasets, self._keys = chance, datasets, keys()
        self._kinds: dict[Callable[[Terminal], None], int] = {
            self._press: 60,
            self._hurry: 10,
            self._hold: 2,
            self._click: 14,
            self._drag: 3,
            self._point: 3,
            self._turn_wheel: 5,
            self._resize: 3,
        }
        if datasets:
            self._kinds[self._open] = 8

    def act(self, terminal: Terminal) -> None:
        """Do something."""
        [kind] = self._chance.choices(list(self._kinds), list(self._kinds.values()))
        kind(terminal)
        wait_until_idle(terminal)

    def _press(self, terminal: Terminal) -> None:
        self._type(terminal, [self._chance.choice(self._keys)])

    def _hurry(self, terminal: Terminal) -> None:
        self._type(terminal, self._chance.choices(self._keys, k=4))

    def _hold(self, terminal: Terminal) -> None:
        self._type(terminal, [self._chance.choice(self._keys)] * _HELD)

    def _type(self, terminal: Terminal, pressed: Sequence[str]) -> None:
        is_writing = _WRITING in terminal.text()
        terminal.press("".join(key for key in pressed if not (is_writing and key == "/")))  # nothing outside the folder

    def _click(self, terminal: Terminal) -> None:
        button, place = self._chance.choice([_LEFT, _LEFT, _LEFT, _RIGHT]), self._place(terminal)
        for _ in range(self._chance.choice([1, 1, 2])):
            terminal.press(_mouse(button, place) + _mouse(button, place, "m"))

    def _drag(self, terminal: Terminal) -> None:
        begin, end = self._place(terminal), self._place(terminal)
        terminal.press(_mouse(_LEFT, begin) + _mouse(_DRAGGED, end) + _mouse(_LEFT, end, "m"))

    def _point(self, terminal: Terminal) -> None:
        terminal.press(_mouse(_MOVED, self._place(terminal)))

    def _turn_wheel(self, terminal: Terminal) -> None:
        way, place = self._chance.choice([_WHEEL_UP, _WHEEL_DOWN]), self._place(terminal)
        terminal.press(_mouse(way, place) * self._chance.choice([1, 3, 20]))

    def _resize(self, terminal: Terminal) -> None:
        terminal.resize(*self._chance.choice(SIZES))

    def _open(self, terminal: Terminal) -> None:
        dataset = self._chance.choice(list(self._datasets))
        for keys_of_a_step in ("\x1b", "\x1b", "o", f"{dataset}\r"):
            terminal.press(keys_of_a_step)
            wait_until_idle(terminal)

    def _place(self, terminal: Terminal) -> tuple[int, int]:
        column, row = self._chance.random(), self._chance.random()  # the same draws at every size
        return 1 + int(column * terminal.screen.columns), 1 + int(row * terminal.screen.lines)


def _mouse(button: int, place: tuple[int, int], end: str = "M") -> str:
    return f"\x1b[<{button};{place[0]};{place[1]}{end}"
