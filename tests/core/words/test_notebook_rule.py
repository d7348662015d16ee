"""The notebook's rule at and around its thresholds."""

import pytest

from core.analysis import analyse
from core.data.scale import RatingScale
from core.export.contract import as_contract
from core.export.documents import to_html, to_markdown
from core.export.report import to_text
from core.words.label_rule import Profile
from core.words.notebook_rule import NotebookLabelling

RULE = NotebookLabelling(
    median_num_ratings=70.5,
    median_std_rating=0.9,
    positive_above=3.5,
    critical_below=3.0,
    scale=RatingScale(0.5, 5.0, 0),
    lowest=0.5,
    highest=5.0,
    mean_user={"num_ratings": 165.3, "avg_rating": 3.66, "std_rating": 0.93},
)


@pytest.mark.parametrize(
    ("ratings", "average", "spread", "expected"),
    [
        (71, 3.51, 0.91, "High Activity, Positive, Varied Tastes"),
        (70.5, 3.5, 0.9, "Low Activity, Moderate, Consistent"),
        (70, 3.0, 0.8, "Low Activity, Moderate, Consistent"),
        (500, 2.99, 1.2, "High Activity, Critical, Varied Tastes"),
    ],
)
def test_three_words_from_three_means(ratings, average, spread, expected):
    profile = means_of(ratings, average, spread)
    assert RULE.labels([profile]) == RULE.titles([profile]) == (expected,)


def means_of(ratings, average, spread):
    return Profile({"num_ratings": ratings, "avg_rating": average, "std_rating": spread}, {}, {})


def test_a_label_that_its_bars_contradict_says_why():
    [remarks] = RULE.remarks([means_of(101.6, 3.6, 0.91)])
    assert remarks == (
        "High Activity: mean 101.6, above the median user's 70.5, below the mean user's 165.3",
        "Positive: mean 3.60, above 3.50, below the mean user's 3.66",
        "Varied Tastes: mean 0.91, above the median user's 0.90, below the mean user's 0.93",
    )


def test_a_label_that_agrees_with_its_bars_needs_no_remark():
    assert RULE.remarks([means_of(500, 4.1, 1.2), means_of(20, 2.5, 0.5)]) == ((), ())


def test_equal_labels_name_each_other():
    active, quiet = means_of(500, 4.1, 1.2), means_of(20, 2.5, 0.5)
    first, second, third = RULE.remarks([active, quiet, means_of(900, 4.9, 1.5)])
    assert first == ("the same label as segment 2: compare their figures",)
    assert second == ()
    assert third == ("the same label as segment 0: compare their figures",)


LIKES = [(user, item, 1) for user in range(12) for item in range(1 + user % 5)]
PLAYS = [(user, item, 1 + (user * item) % 4) for user in range(60) for item in range(8)]
PLAYS += [(user, 100, 20 * user) for user in range(1, 11)] + [(11, 100, 5000)]


@pytest.mark.parametrize(
    ("ratings", "why"), [(LIKES, "All ratings are 1.0: "), (PLAYS, "The ratings, 1.0 to 5,000.0, are counts")]
)
def test_what_is_no_grade_is_shown_without_a_word_for_sentiment(write_ratings, ratings, why):
    analysis = analyse(write_ratings(ratings), k=2, evidence="none")
    for segment, written in zip(analysis.segments, as_contract(analysis)["segments"], strict=True):
        activity, _, consistency = written["label"].split(", ")
        assert segment.title == f"{activity}, {consistency}"
    [note] = [note for note in analysis.notes if "sentiment" in note]
    assert note.startswith(why)
    for shown in (to_text(analysis), to_markdown(analysis), to_html(analysis, "today")):
        assert not any(word in shown for word in ("Critical", "Positive", "Moderate"))
        assert why in shown


def test_the_note_names_the_true_range_beside_the_scale(write_ratings):
    ratings = [(user, item, 1 + (user + item) % 10) for user in range(40) for item in range(20)]
    notes = analyse(write_ratings([*ratings, (0, 99, 900.5)]), k=2, evidence="none").notes
    assert any(
        note.startswith("The ratings run from 1.0 to 900.5, mostly 1.0 to 10.0, not from 0.5 to 5: ") for note in notes
    )
