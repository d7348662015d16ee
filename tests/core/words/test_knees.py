"""The knee in words."""

from core.evidence.knee import Knee
from core.words.knees import knees_in_words


def test_the_knee_is_told_with_its_range_and_how_it_moves():
    knees = (Knee(None, 2, 4), Knee(4, 2, 8), Knee(4, 2, 9), Knee(5, 2, 10))
    assert knees_in_words(knees) == ("Knee at K = 5 over K = 2 to 10; at 4 or nowhere where K ends earlier.")
    assert knees_in_words((Knee(4, 2, 9), Knee(4, 2, 10))) == "Knee at K = 4 over K = 2 to 10."
    assert knees_in_words((Knee(3, 2, 7), Knee(None, 2, 10))) == (
        "No knee over K = 2 to 10; at 3 where K ends earlier."
    )
    assert knees_in_words(()) == knees_in_words((Knee(None, 2, 3),)) == "No knee: it takes at least three K."
