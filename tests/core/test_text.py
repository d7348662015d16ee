"""Text from data, made safe to show."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import SHOWN_LENGTH, clean

SHOWN_CATEGORIES_NEVER = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(st.text(st.characters(codec=None)))
def test_nothing_that_steers_a_terminal_is_left(text):
    assert not {unicodedata.category(char) for char in clean(text)} & (SHOWN_CATEGORIES_NEVER - {"Cn"})
    assert len(clean(text)) <= SHOWN_LENGTH


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=SHOWN_LENGTH))
def test_plain_text_stays_as_it_is(text):
    assert clean(text) == text


def test_escape_codes_become_visible():
    assert clean("a\x1b[31mred\x07") == "a␛[31mred␇"


def test_line_ends_and_tabs_become_spaces():
    assert clean("a\r\nb\tc\u2028d") == "a  b c d"


def test_right_to_left_overrides_are_replaced():
    assert clean("abc\u202egnp.exe") == "abc\ufffdgnp.exe"


def test_c1_controls_are_replaced():
    assert clean("\x9b31m") == "\ufffd31m"


def test_markup_is_left_to_the_widgets():
    assert clean("[bold]x[/]") == "[bold]x[/]"


def test_emoji_and_accents_stay():
    assert clean("Amélie 🎬 東京") == "Amélie 🎬 東京"


def test_joiners_are_dropped_since_terminals_disagree_on_their_width():
    assert clean("👩\u200d🚀") == "👩🚀"


@pytest.mark.parametrize("pile", ["\u0301", "\u0301\u200d", "\u20dd", "\u0301\u034f", "\ufe0f"])
def test_piles_of_combining_marks_are_cut(pile):
    assert len(clean("e" + pile * 50)) == 4


def test_long_text_ends_in_an_ellipsis():
    shown = clean("x" * 10_000)
    assert len(shown) == SHOWN_LENGTH
    assert shown.endswith("x…")


def test_any_value_can_be_shown():
    assert clean(None) == "None"
    assert clean(3.5) == "3.5"
