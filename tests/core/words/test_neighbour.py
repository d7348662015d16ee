"""How it is said where a user stands between the segments."""

import pytest

from core.segments.neighbour import Neighbour
from core.words.neighbour import neighbour_in_words


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Neighbour(2, 0.62, 0, 0.87), "In segment 2, 0.62 from its centre; segment 0 is 1.4 times as far (0.87)."),
        (Neighbour(2, 1.0, 0, 1.04), "In segment 2, 1.00 from its centre, but on the border: segment 0 is hardly "
         "farther (1.04)."),
        (Neighbour(2, 1.0, 0, 0.9), "In segment 2, 1.00 from its centre; the centre of segment 0 is nearer (0.90)."),
        (Neighbour(2, 0.0, 1, 3.0), "At the centre of segment 2; segment 1 is next nearest (3.00 away)."),
        (Neighbour(2, 1.0, 0, 2.0, 0.83, 0.1523), "In segment 2 with a probability of 83 %; of segment 0 with 15 %."),
        (Neighbour(2, 1.0, 0, 2.0, 0.999, 0.001), "In segment 2 without doubt; segment 0 is next nearest."),
        (None, "In the only segment."),
    ],
)  # fmt: skip
def test_a_colleague_would_say(found, said):
    assert neighbour_in_words(found) == said
