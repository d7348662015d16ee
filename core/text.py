"""Text from data made safe to show: no control characters, no bidirectional overrides, no endless lines."""

from __future__ import annotations

import unicodedata

SHOWN_LENGTH = 200
"""Characters of one value that are shown before it is cut with an ellipsis."""

_FORMULA_BEGINS = ("=", "+", "-", "@")
_MARKDOWN = frozenset("\\`*_{}[]<>#|~$")
_COMBINING_RUN = 3
_ELLIPSIS = "…"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_CONTROL_PICTURES = 0x2400
_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


def clean(value: object, length: int = SHOWN_LENGTH) -> str:
    """One line of printable text for any value, at most ``length`` characters.

    Tabs and line ends become spaces, other C0 controls their visible pictures (``␛``), C1 controls, bidirectional
    overrides and other format characters ``U+FFFD``; zero-width joiners are dropped, as terminals disagree on the
    width of what they join, and of a run of combining marks only the first three are kept.
    """
    shown: list[str] = []
    marks = 0
    for char in str(value):
        if len(shown) == length:
            shown[-1] = _ELLIPSIS
            break
        if " " <= char <= "~":
            marks = 0
            shown.append(char)
            continue
        if char in _ZERO_WIDTH:
            continue
        marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if marks <= _COMBINING_RUN:
            shown.append(_visible(char))
    return "".join(shown)


def without_formulas(text: str) -> str:
    """Text for a cell that a spreadsheet must not run: without control characters, and quoted where it would begin a
    formula.
    """
    plain = "".join(char for char in text if unicodedata.category(char) != "Cc")
    return f"'{plain}" if plain.startswith(_FORMULA_BEGINS) or text.startswith(("\t", "\r")) else plain


def escaped_for_markdown(text: str) -> str:
    """Text in which Markdown, also a notebook's, reads nothing but text."""
    return "".join(f"\\{char}" if char in _MARKDOWN else char for char in text)


def _visible(char: str) -> str:
    if char in "\t\n\r\v\f\x85\u2028\u2029":
        return " "
    category = unicodedata.category(char)
    if category == "Cc":
        code = ord(char)
        return chr(_CONTROL_PICTURES + code) if code < 0x20 else _REPLACEMENT
    return _REPLACEMENT if category in {"Cf", "Cs", "Cn", "Co"} else char
