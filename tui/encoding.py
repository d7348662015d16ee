"""Terminals that show ASCII alone: whether this is one, and every character by the ASCII sign that comes nearest."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.cells import cell_len

if TYPE_CHECKING:
    from textual.driver import Driver

_COERCED = {"C.UTF-8", "C.utf8", "UTF-8"}
"""What Python sets LC_CTYPE to where the locale is C; it says nothing about the terminal."""

_SIGNS = {
    "●": "o", "▲": "^", "■": "#", "◆": "*", "▼": "v", "★": "@", "♠": "s", "♣": "c",
    "○": "O", "△": "A", "□": "0", "◇": "<", "▽": "V", "☆": "%", "♤": "S", "♧": "C",
    "✚": "+", "•": ".", "·": "-", "…": "~", "–": "-", "—": "-", "−": "-", "×": "x", "±": "+", "▸": ">", "▾": "v",
    "›": ">", "‹": "<",
    "→": ">", "←": "<", "↑": "^", "↓": "v", "█": "#", "▉": "#", "▊": "#", "▋": "#", "▌": "#", "▍": ":", "▎": ":",
    "▏": ".", "▁": "_", "▂": "_", "▃": ".", "▄": ":", "▅": ":", "▆": "|", "▇": "#", "▐": "#", "▀": '"', "━": "=",
    "─": "-", "│": "|", "┼": "+", "◉": "@", "◌": "o", "◕": "d", "◐": "h", "“": '"', "”": '"', "‘": "'", "’": "'",
}  # fmt: skip


class _Ascii(dict[int, str]):
    """A table for `str.translate` that finds a sign for every character when it is first needed."""

    def __missing__(self, code: int) -> str:
        sign = self[code] = chr(code) if code < 0x80 else _sign(chr(code))
        return sign


def _sign(char: str) -> str:
    """ASCII as wide as the character."""
    if char in _SIGNS:
        return _SIGNS[char]
    name = unicodedata.name(char, "")
    if name.startswith("BOX DRAWINGS"):
        return "-" if name.endswith("HORIZONTAL") else "|" if name.endswith("VERTICAL") else "+"
    if name.startswith("BRAILLE"):
        return " " if char == "\u2800" else "*"
    if name.startswith(("BLOCK", "QUADRANT", "LEFT", "RIGHT", "UPPER", "LOWER")):
        return "#"
    plain = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
    width = cell_len(char)
    return plain if len(plain) == width else "?" * width


_ASCII = _Ascii()


def to_ascii(text: str) -> str:
    """The text in ASCII, every line as wide as before."""
    return text.translate(_ASCII)


def terminal_is_utf8(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the locale says that the terminal shows UTF-8."""
    if sys.platform == "win32":
        return True
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        value = environment.get(name, "")
        coerced = name == "LC_CTYPE" and sys.flags.utf8_mode and value in _COERCED
        if value and not coerced:
            return "utf" in value.casefold()
    return False


def ascii_driver(driver: type[Driver]) -> type[Driver]:
    """A driver like this one that writes nothing but ASCII."""

    class AsciiDriver(driver):  # type: ignore[misc, valid-type]
        def write(self, data: str) -> None:
            super().write(to_ascii(data))

    return AsciiDriver
