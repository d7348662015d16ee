"""Why a K was taken, in a sentence."""

import pytest

from core.evidence.choice import Because, ChosenK
from core.words.choice import why_this_k


@pytest.mark.parametrize("because", [Because.COMES_BACK, Because.SMALLEST])
@pytest.mark.parametrize(
    ("users", "said"),
    [(5000, "in 20 samples of the users (mean"), (200_948, "in 20 samples of 5,000 of the 200,948 users (mean")],
)
def test_of_many_users_it_says_that_a_part_of_them_is_drawn_from(because, users, said):
    assert said in why_this_k(ChosenK(3, because, 2, 10, users))
