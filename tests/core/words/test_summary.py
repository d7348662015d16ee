"""The summary of an analysis."""

import core
from core.sources.sample import sample_source
from core.words.summary import summary_lines


def test_the_summary_has_the_figures_of_the_analysis():
    analysis = core.analyse(sample_source(), k=3)
    lines = summary_lines(analysis)
    assert [line for line in lines if not line.startswith(" ")] == [
        "DATASET", "USER SEGMENTATION (K-means)", "KEY FINDINGS"
    ]  # fmt: skip
    facts = {line[2:12].strip(): line[12:] for line in lines if line.startswith("  ")}
    assert facts["Users"] == "600"
    assert facts["K"] == "3, seed 42, preset notebook"
    assert facts["WCSS"].startswith(f"{analysis.partition.wcss:,.2f}, ")
    assert "Left out" not in facts
    largest = max(analysis.segments, key=lambda segment: segment.users)
    assert facts["Largest"].startswith(f"segment {largest.id}: {largest.users} users")
    assert [facts["Rule"], facts[""]] == list(analysis.labelling.summary)


def test_users_who_are_left_out_are_told_beside_all_users():
    lines = summary_lines(core.analyse(sample_source(), k=2, min_ratings=100, evidence="none"))
    assert lines[2] == "  Users     600"
    assert lines[3].startswith("  Left out  ")
    assert lines[3].endswith(" users with fewer than 100 ratings")
