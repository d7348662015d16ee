"""What a segment likes, as a colleague would say it."""

import math
from dataclasses import replace

import pytest

from core.features.feature import Units
from core.tastes.tastes import SegmentTastes, Taste, Tastes
from core.words.tastes import caveat, method, note, sentence

STARS = Units("stars", "movie")

HORROR = Taste("Horror", "Horror", 90, 80, 40.0, 0.21, 0.1, 2.1, 0.9, 12.0, 0.001, 0.31)
DRAMA = Taste("Drama", "Drama", 90, 20, 45.0, 0.2, 0.4, 0.5, -0.9, -14.0, 0.001, -0.02)
ALIEN = replace(HORROR, key="7", name="Alien (1979)", higher=-0.4)
SOME = replace(DRAMA, name="Crime", p=0.6, z=0.3)


def tastes(genres=(), titles=(), **said):
    one, other = SegmentTastes(0, tuple(genres), tuple(titles)), SegmentTastes(1, (), ())
    return replace(Tastes((one, other), 2_992, 4.5, has_items=True, has_genres=True), **said)


def test_the_genre_that_tells_most_is_said_with_how_much_higher_it_is_rated():
    assert sentence(tastes([HORROR, SOME, DRAMA]), 0, STARS) == (
        "They rate more Horror than the others (2.1 ×) and give it 0.3 stars more."
    )


@pytest.mark.parametrize(
    ("higher", "said"),
    [
        (0.05, "."),
        (-0.05, "."),
        (math.nan, "."),
        (0.09, " and give it 0.1 stars more."),
        (-1, " but give it 1.0 stars less."),
    ],
)
def test_what_is_rated_about_the_same_is_not_said_to_be_rated_higher_or_lower(higher, said):
    found = sentence(tastes([replace(HORROR, higher=higher)]), 0, STARS)
    assert found == f"They rate more Horror than the others (2.1 ×){said}"


def test_what_is_rated_less_is_said_where_nothing_is_rated_more():
    assert sentence(tastes([SOME, DRAMA]), 0, STARS) == "They rate less Drama than the others (0.50 ×)."
    less = replace(DRAMA, higher=-0.3)
    assert sentence(tastes([less]), 0, STARS).endswith("(0.50 ×) and give it 0.3 stars less.")


def test_where_no_genre_tells_a_title_does():
    assert sentence(tastes([SOME], [ALIEN]), 0, STARS) == (
        "They rate Alien (1979) more than the others (2.1 ×) but give it 0.4 stars less."
    )


def test_a_lift_is_not_spoken_of_as_times_where_the_others_never_rated_it():
    only = replace(HORROR, share_of_others=0.0, lift=math.nan)
    assert sentence(tastes([only]), 0, STARS).startswith("They rate more Horror than the others, who never do")


@pytest.mark.parametrize(
    "dull",
    [
        replace(HORROR, p=0.051),
        replace(HORROR, z=1.9),
        replace(HORROR, share=0.109, lift=1.09),
        replace(HORROR, keen=39),
    ],
)
def test_what_may_be_chance_or_is_small_or_goes_both_ways_is_nothing_notable(dull):
    assert sentence(tastes([dull]), 0, STARS).startswith("Nothing notable: ")
    assert note(tastes([dull]), 0, STARS) == sentence(tastes([dull]), 0, STARS)
    assert note(tastes([HORROR]), 0, STARS) == ""


def test_what_was_not_tested_is_told_by_its_size_and_the_caveat_says_why():
    untested = tastes(
        [replace(HORROR, p=None, keen=39)], tested=0, about_genres=("Top genre",), about_titles=("Top genre",)
    )
    assert sentence(untested, 0, STARS).startswith("They rate more Horror")
    assert caveat(untested, STARS) == (
        "No p-values for genres and movies: segments were made by top genre, and so differ in them anyway."
    )
    assert method(untested).endswith("not tested")
    assert "2,992 comparisons" in method(tastes())


def test_without_genres_only_titles_are_spoken_of():
    bare = tastes(has_genres=False)
    assert sentence(bare, 0, STARS) == "Nothing notable: they rate no movie clearly more or less than the others."
    assert note(bare, 0, STARS).startswith("The table of items has no column of genres. Nothing notable")
    assert caveat(replace(bare, has_items=False), STARS).startswith(
        "There is no table of items: movies are told by their ids"
    )
