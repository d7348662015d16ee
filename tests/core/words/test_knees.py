"""The knee in words."""

from core.evidence.knee import Knee
from core.words.knees import knees_in_words


def test_the_knee_is_told_with_its_range_and_how_it_moves():
    knees = (Knee(None, 2, 4), Knee(4, 2, 8), Knee(4, 2, 9), Knee(5, 2, 10))
    assert knees_in_words(knees) == (
        "Knee at K = 5 over K = 2 to 10; no knee if K ends at 4; at K = 4 if K ends at 8 or 9."
    )
    assert knees_in_words(()) == knees_in_words((Knee(None, 2, 3),)) == "No knee: it takes at least three K."
