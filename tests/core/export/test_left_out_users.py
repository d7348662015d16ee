"""What a report says where users with few ratings are left out."""

import pytest

import core
from core.export.cards import cards_of
from core.export.documents import to_html
from core.export.report_tables import method_table
from core.sources.sample import sample_source


@pytest.fixture(scope="module")
def analysis():
    return core.analyse(sample_source(), k=2, min_ratings=100, evidence="none")


def test_the_method_names_them_and_how_few_ratings_are_too_few(analysis):
    left_out = 600 - len(analysis.points)
    assert ("Left out", f"{left_out} users with fewer than 100 ratings") in method_table(analysis).rows
    everyone = core.analyse(sample_source(), k=2, evidence="none")
    assert "Left out" not in dict(method_table(everyone).rows)


def test_the_lead_counts_the_users_that_are_in_segments(analysis):
    users = sum(segment.users for segment in analysis.segments)
    assert f"by 600 users, of whom {users} with 100 or more ratings are in 2 segments that" in to_html(analysis, "")


def test_cards_count_shares_of_all_ratings(analysis):
    given, labels = analysis.description.features.columns["num_ratings"], analysis.partition.labels
    for card in cards_of(analysis):
        share = given[labels == card.id].sum() / analysis.description.overview.ratings
        assert card.holds.endswith(f" · {100 * share:.1f} % of all ratings")
