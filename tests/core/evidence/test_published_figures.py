"""Every index against figures that others published or computed with other software."""

import numpy as np
import pytest

from core.clustering.kmeans import lloyd
from core.evidence.calinski_harabasz import calinski_harabasz
from core.evidence.gap import first_se_max, gap_at, log_w, paper_rule, plain_box, principal_box
from core.evidence.silhouette import mean_silhouette, silhouette_widths, squared_silhouette
from core.points import total_sum_of_squares


def test_iris_by_its_species_as_in_the_test_suite_of_spark(iris):
    """Spark's ClusteringEvaluatorSuite: squared-Euclidean silhouette; Calinski-Harabasz of the same table."""
    points, species = iris
    assert squared_silhouette(points, species) == pytest.approx(0.6564679231, abs=1e-9)
    assert calinski_harabasz(points, species) == pytest.approx(486.3208393186, abs=1e-8)


def test_ruspini_in_four_groups_as_in_r(ruspini):
    """R, package cluster: silhouette of Ruspini's points at K = 4."""
    fit = lloyd(ruspini, 4, 42)
    widths = silhouette_widths(ruspini, fit.labels)
    found = sorted((int(np.sum(fit.labels == n)), widths[fit.labels == n].mean()) for n in range(4))
    assert [size for size, _ in found] == [15, 17, 20, 23]
    expected = [0.8042285, 0.6691154, 0.7262347, 0.7548344]
    assert [width for _, width in found] == pytest.approx(expected, abs=1e-6)
    assert mean_silhouette(ruspini, fit.labels).mean == pytest.approx(0.737657, abs=1e-6)


def test_usarrests_in_four_groups_as_in_r(usarrests):
    """R: kmeans(scale(USArrests), 4, nstart = 25)."""
    fit = lloyd(usarrests, 4, 42, n_init=25)
    within = [np.square(usarrests[fit.labels == n] - fit.centres[n]).sum() for n in range(4)]
    assert sorted(within) == pytest.approx([8.316061, 11.952463, 16.212213, 19.922437], abs=1e-6)


def gaps_of(points, last, references, box):
    """The gaps with enough restarts, from a seed that finds the optima that R found, or lower ones."""
    fits = {k: lloyd(points, k, 15, n_init=300) for k in range(2, last + 1)}
    wcss = {1: total_sum_of_squares(points), **{k: fit.wcss for k, fit in fits.items()}}
    return [gap_at(points, k, wcss[k], lloyd, references=references, box=box) for k in wcss]


def test_the_gap_of_usarrests_as_in_r(usarrests):
    """R, cluster 2.1.4: clusGap(scale(USArrests), kmeans, K.max = 8, B = 100, d.power = 2)."""
    gaps = gaps_of(usarrests, 8, 100, principal_box)
    in_r = [4.58497, 3.94024, 3.66770, 3.33938, 3.19753, 3.06416, 2.95241, 2.82904]
    found = [gap.log_w for gap in gaps]
    assert found[:6] + found[7:] == pytest.approx(in_r[:6] + in_r[7:], abs=1e-5)
    assert in_r[6] - 0.002 < found[6] <= in_r[6]  # R's starts ended in a local optimum a little above
    assert [gap.expected_log_w for gap in gaps] == pytest.approx(
        [4.909, 4.370, 4.119, 3.908, 3.731, 3.576, 3.440, 3.315], abs=0.02
    )
    values, errors = [gap.value for gap in gaps], [gap.error for gap in gaps]
    assert paper_rule(values, errors) == 2
    assert next(k for k in range(1, 8) if values[k] <= values[k - 1]) == 4


@pytest.mark.parametrize(("box", "expected"), [(principal_box, 1.325), (plain_box, 1.375)])
def test_the_gap_of_ruspini_as_in_r(ruspini, box, expected):
    """R, cluster 2.1.4: clusGap(ruspini, kmeans, B = 100, d.power = 2), either box; every rule picks 4."""
    gaps = gaps_of(ruspini, 6, 50, box)
    values, errors = [gap.value for gap in gaps], [gap.error for gap in gaps]
    assert values[3] == pytest.approx(expected, abs=0.05)
    assert paper_rule(values, errors) == first_se_max(values, errors) == 4


def test_the_stop_rules_on_the_example_of_r():
    """R, package cluster: the example of maxSE."""
    gaps, errors = [2, 3, 5, 4, 7, 8, 5, 4], [0.5, 0.5, 1, 0.5, 0.5, 1.5, 0.5, 0.5]
    assert first_se_max(gaps, errors) == 3
    assert paper_rule(gaps, errors) == 3


def test_log_w_of_the_paper_is_half_the_wcss():
    assert log_w(2 * np.e) == pytest.approx(1)
