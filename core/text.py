"""Text from data made safe to show: no control characters, no bidirectional overrides, no endless lines."""

from __future__ import annotations

import unicodedata

SHOWN_LENGTH = 200
"""Characters of one value that are shown before it is cut with an ellipsis."""

_FORMULA_BEGINS = frozenset("=+-@\N{MINUS SIGN}")
_MARKDOWN = frozenset("\\`*_{}[]<>#|~$")
_COMBINING_RUN = 3
_ELLIPSIS = "…"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_CONTROL_PICTURES = 0x2400
_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Fillers and an empty pattern of dots: letters and a symbol by their category, but there is nothing to see."""


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
    """Text for a cell that a spreadsheet must not run: without control characters, and quoted where it begins a
    formula: a sign (``= + - @``) in any width or size, also behind what cannot be seen; or a tab or a carriage return.
    """
    plain = "".join(char for char in text if unicodedata.category(char) != "Cc")
    return f"'{plain}" if text.startswith(("\t", "\r")) or _begins_a_formula(plain) else plain


def _begins_a_formula(text: str) -> bool:
    first = next((char for char in text if not _is_unseen(char)), "")
    return unicodedata.normalize("NFKC", first)[:1] in _FORMULA_BEGINS


def _is_unseen(char: str) -> bool:
    """Whether a character is white space of any kind, has no width, or only changes the one before it."""
    return char in _BLANK_LETTERS or unicodedata.category(char) in {"Zs", "Zl", "Zp", "Cf", "Mn", "Me"}


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
