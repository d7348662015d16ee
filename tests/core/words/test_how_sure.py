"""How sure a segment is, in a few words, and what to be careful with."""

import pytest

from core.evidence.evidence import Evidence, KEvidence
from core.evidence.silhouette import SILHOUETTE, Silhouette
from core.evidence.stability import STABILITY
from core.evidence.verdict import CLEAR, CONTINUUM, NONE, ROUND, Verdict
from core.words.how_sure import Known, cautions, how_sure, sampled

CLEAR_FOUR = Verdict({}, 4, CLEAR, ROUND)
NO_GROUPS = Verdict({}, None, NONE, CONTINUUM)


@pytest.mark.parametrize(
    ("known", "verdict", "expected"),
    [
        (Known(90, 600, 0.91, 0.62, ""), CLEAR_FOUR, "comes back (0.91), lies apart (silhouette 0.62), they lie apart"),
        (Known(90, 600, 0.75, 0.5, ""), NO_GROUPS,
         "mostly comes back (0.75), touches others (silhouette 0.50), a convenience cut"),
        (Known(90, 600, 0.6, 0.25, ""), None, "comes back in part (0.60), blends into others (silhouette 0.25)"),
        (Known(5, 600, 0.59, None, ""), None, "tiny, does not come back (0.59)"),
        (Known(90, 600, None, None, ""), None, ""),
    ],
)  # fmt: skip
def test_only_what_is_known_is_said(known, verdict, expected):
    assert how_sure(known, 4, verdict) == expected


def test_one_segment_has_nothing_to_lie_apart_from():
    assert how_sure(Known(600, 600, None, 0.0, ""), 1, None) == ""


@pytest.mark.parametrize(
    ("known", "starts"),
    [
        (Known(90, 600, 0.75, 0.1, ""), []),
        (Known(1, 600, None, None, ""), ["Only 1 user: too few"]),
        (Known(90, 600, 0.74, -0.1, "number of ratings"), [
            "Outliers only: in number of ratings", "When users are drawn again (Jaccard 0.74) it is doubtful",
            "On average its users are nearer to another segment."
        ]),
        (Known(90, 600, 0.59, 0.1, ""), ["When users are drawn again (Jaccard 0.59) it does not come back"]),
    ],
)  # fmt: skip
def test_each_weakness_is_a_sentence(known, starts):
    found = cautions(known)
    assert len(found) == len(starts)
    assert all(said.startswith(start) and said.endswith(".") for said, start in zip(found, starts, strict=True))


@pytest.mark.parametrize(
    ("of_sample", "said"),
    [
        ({"stability"}, "does not come back (~ 0.50), touches others (silhouette 0.33)"),
        ({"silhouette"}, "does not come back (0.50), touches others (silhouette ~ 0.33)"),
    ],
)
def test_what_is_that_of_a_sample_has_a_sign(of_sample, said):
    known = Known(90, 600, 0.5, 0.33, "", frozenset(of_sample))
    assert how_sure(known, 4, None) == said
    assert ("(Jaccard ~ 0.50)" in cautions(known)[0]) == ("stability" in of_sample)


@pytest.mark.parametrize(
    ("users", "error", "of_sample"), [(None, None, set()), (5000, None, {"stability"}), (None, 0.01, {"silhouette"})]
)
def test_the_evidence_knows_what_is_that_of_a_sample(users, error, of_sample):
    values = {STABILITY.name: (0.9, 0.8), SILHOUETTE.name: Silhouette(0.3, (0.3, 0.2), error)}
    row = KEvidence(2, 1.0, 0.5, values, sampled_users=users)
    assert sampled(Evidence({2: row}), 2) == of_sample
    assert ("segment 0 ~ 0.90" in STABILITY.phrases.details(row)) == (users is not None)
    assert sampled(Evidence(), 2) == set()
