"""Who the segments are, in every report: the contract's keys, the paragraph that comes first, then the cards."""

import json

import pytest

from core.analysis import analyse
from core.export.cards import cards_of
from core.export.contract import to_json
from core.export.documents import to_html, to_markdown
from core.export.report import to_text
from core.features.table import ONE_SCAN
from core.sources.sample import sample_source
from core.words.in_short import in_short
from core.words.rules import rule_in_words

NAMES = {1: "<b>Night|owls</b>"}


@pytest.fixture(scope="module")
def analysis():
    return analyse(sample_source(), names=NAMES)


@pytest.fixture(scope="module")
def chosen():
    return analyse(sample_source(), preset="recommended", evidence="none")


@pytest.fixture(scope="module")
def segments(analysis):
    return json.loads(to_json(analysis))["segments"]


def test_the_contract_says_how_each_segment_differs(analysis, segments):
    columns = analysis.description.features.columns
    for found, portrait in zip(segments, analysis.portraits.segments, strict=True):
        assert set(found["medians"]) == set(found["quartiles"]) == set(found["effect_sizes"]) == set(columns)
        members = analysis.partition.labels == found["id"]
        assert found["medians"]["avg_rating"] == pytest.approx(float(sorted(columns["avg_rating"][members])[
            int(members.sum()) // 2
        ]), abs=0.01)  # fmt: skip
        assert found["quartiles"]["num_ratings"] == list(portrait.quartiles["num_ratings"])
        assert found["ratings_share"] == pytest.approx(
            columns["num_ratings"][members].sum() / analysis.description.overview.ratings
        )
        assert found["sentence"] == portrait.sentence
        assert found["means"] == portrait.means
    assert sum(found["ratings_share"] for found in segments) == pytest.approx(1)


def test_the_contract_has_a_rule_with_its_sql_and_typical_users(analysis, segments):
    for found, portrait in zip(segments, analysis.portraits.segments, strict=True):
        rule = portrait.rule
        assert found["rule"] == {
            "words": rule.words, "users": rule.users, "coverage": rule.coverage, "precision": rule.precision
        }  # fmt: skip
        assert found["sql"] == rule.sql
        assert found["exemplars"] == list(portrait.exemplars)
    assert json.loads(to_json(analysis))["fidelity"] == analysis.portraits.fidelity


def test_only_segments_that_somebody_named_have_a_name(segments):
    assert [found["name"] for found in segments] == [None, "<b>Night|owls</b>", None, None]


def test_a_segment_without_a_rule_has_null_for_it(write_ratings):
    """Of fifteen segments of thirty users some are too small for a leaf of the tree."""
    rows = [(user, item, 1 + (user * 7 + item) % 5) for user in range(30) for item in range(3 + user % 9)]
    many = analyse(write_ratings(rows), k=15, evidence="none")
    without = [one.id for one in many.portraits.segments if one.rule is None]
    assert without
    found = json.loads(to_json(many))["segments"]
    assert [one["id"] for one in found if one["rule"] is None] == without
    assert {one["sql"] for one in found if one["rule"] is None} == {None}


def test_the_contract_says_why_the_k_was_taken_that_nobody_named(analysis, chosen):
    assert json.loads(to_json(chosen))["k_chosen"] == chosen.why_k != ""
    assert chosen.why_k in to_text(chosen).split("Which K?")[1].split("Segments")[0]
    assert json.loads(to_json(chosen.with_k(chosen.k + 1)))["k_chosen"] is None
    assert json.loads(to_json(analysis))["k_chosen"] is None
    assert json.loads(to_json(analyse(sample_source(), preset="recommended", k=3)))["k_chosen"] is None


def test_without_evidence_the_contract_has_what_one_reading_of_the_ratings_gives():
    report = json.loads(to_json(analyse(sample_source(), evidence="none")))
    for segment in report["segments"]:
        assert tuple(segment["medians"]) == ONE_SCAN
        assert segment["sentence"]
        assert segment["rule"]["words"]
    assert report["in_short"]


def test_every_report_opens_with_the_paragraph_for_a_superior(analysis):
    paragraph = in_short(analysis, analysis.portraits)
    assert "“<b>Night|owls</b>”" in paragraph
    assert json.loads(to_json(analysis))["in_short"] == paragraph
    head, first, second = to_text(analysis).split("\n\n")[:3]
    assert head == "built-in sample (synthetic): 4 segments (preset notebook, seed 42)"
    assert first.replace("\n", " ") == paragraph
    assert second == "Who they are"
    assert to_markdown(analysis).split("\n\n")[1].replace("\\", "") == paragraph
    page = to_html(analysis, "now")
    assert page.index("“&lt;b&gt;Night|owls&lt;/b&gt;”") < page.index('<div class="cards">') < page.index("Which K?")


def test_then_come_the_cards_with_all_that_one_tells_of_a_segment(analysis):
    for card, portrait in zip(cards_of(analysis), analysis.portraits.segments, strict=True):
        facts = dict(card.facts)
        assert card.holds.endswith(f" · {100 * portrait.ratings_share:.1f} % of all ratings")
        assert card.sentence.endswith(portrait.sentence)
        assert facts["rule"] == rule_in_words(portrait.rule)
        assert facts["sure?"] == portrait.sure
        assert [text for head, text in card.facts if head == "careful"] == list(portrait.cautions)
        assert facts["typical"].startswith(f"users {portrait.exemplars[0]}, ")
        assert facts["active"].endswith("(medians)")


def test_a_name_stands_before_the_rules_label(analysis):
    unnamed, named = cards_of(analysis)[:2]
    assert (named.name, named.facts[0]) == ("<b>Night|owls</b>", ("label", analysis.segments[1].title))
    assert unnamed.name == analysis.segments[0].title
    assert "  1  <b>Night|owls</b>\n" in to_text(analysis)
    assert r"### 1 · \<b\>Night\|owls\</b\>" in to_markdown(analysis)


def test_where_the_notebooks_rule_misleads_its_card_says_so(movielens):
    found = analyse(movielens)
    lines = [line.strip() for line in to_text(found).split("Dataset")[0].splitlines()]
    assert "label    the same label as segment 2: compare their figures" in lines
    assert "label    High Activity: mean 92.1, above the median user's 70.5, below the mean user's 165.3" in lines


def test_the_text_report_breaks_the_words_on_its_cards_and_keeps_their_indent(analysis):
    cards = to_text(analysis).split("\n\nDataset\n")[0].splitlines()[1:]
    assert max(map(len, cards)) <= 100
    rules = [card for card in cards if card.startswith("     rule     ")]
    assert len(rules) == analysis.k
    assert any(line.startswith(" " * 14) and line[14] != " " for line in cards)


def test_the_profiles_have_the_presets_features_and_the_notebooks_while_the_summary_has_all(chosen):
    with_times = analyse(sample_source(), preset="recommended", k=3)
    profiles = [line.split()[0] for line in to_text(with_times).split("Profiles\n")[1].split("\n\n")[0].splitlines()]
    assert profiles[1:] == [
        "num_ratings", "avg_rating", "std_rating", "min_rating", "max_rating", "num_movies", "rating_range",
        *with_times.preset.features,
    ]  # fmt: skip
    summary = to_text(with_times).split("User features\n")[1].split("\n\n")[0].splitlines()
    assert len(summary) - 1 == len(with_times.description.features.columns) > len(profiles)


def test_how_faithful_the_rules_are_stands_in_the_method(analysis):
    assert f"pruned; {100 * analysis.portraits.fidelity:.0f} % of the users" in to_text(analysis)


def test_a_single_segment_needs_no_rule(write_ratings):
    alone = analyse(write_ratings([(1, 1, 3), (1, 2, 4)]))
    [card] = cards_of(alone)
    assert "rule" not in dict(card.facts)
    assert dict(card.facts)["typical"] == "user 1"
    assert "Rules" not in to_text(alone)
