"""The figures show what the analysis says; they are drawn without a window and give the same bytes each time."""

import xml.etree.ElementTree as ET

import matplotlib.colors
import numpy as np
import pytest

from core.analysis import analyse
from core.export import figures
from core.sources.sample import sample_source


@pytest.fixture(scope="module")
def analysis():
    return analyse(sample_source())


FIGURES = (figures.data_exploration, figures.elbow_method, figures.cluster_visualization)


def test_the_histograms_are_those_of_the_overview(analysis):
    overview = analysis.description.overview
    by_value, per_user, per_item, averages = figures.data_exploration(analysis).axes
    assert [bar.get_height() for bar in by_value.patches] == list(overview.rating_counts.counts)
    for axes, distribution in (
        (per_user, overview.ratings_per_user),
        (per_item, overview.ratings_per_item),
        (averages, overview.average_per_user),
    ):
        [stairs] = axes.patches
        assert list(stairs.get_data().values) == list(distribution.counts)


def test_skewed_features_have_a_logarithmic_axis_that_says_so(analysis):
    """As on screen: in the sample the numbers of ratings are skewed, by user and by item, averages are not."""
    axes = [*figures.data_exploration(analysis).axes, *figures.cluster_visualization(analysis).axes]
    assert [one.get_xscale() for one in axes] == ["linear", "log", "log", "linear", "log", "linear"]
    assert {one.get_yscale() for one in axes} == {"linear"}
    for one in axes:
        assert one.get_xlabel().endswith(" (log scale)") == (one.get_xscale() == "log")
        assert "log" not in one.get_ylabel()


def test_the_ticks_of_a_logarithmic_axis_are_round_numbers_written_as_everywhere(analysis):
    per_user = figures.data_exploration(analysis).axes[1].xaxis
    labels = [tick.get_text() for tick in per_user.get_ticklabels()]
    assert labels == ["20", "50", "100", "200", "500", "1,000"]
    assert per_user.get_majorticklocs().tolist() == [float(label.replace(",", "")) for label in labels]
    assert list(per_user.get_minorticklocs()) == []


def test_ratings_that_are_counts_are_drawn_on_a_logarithmic_axis(write_ratings):
    plays = analyse(write_ratings([(u, i, 1 + (u * i) ** 3 % 3001 // (1 + i)) for u in range(40) for i in range(60)]))
    by_value = figures.data_exploration(plays).axes[0]
    assert by_value.get_xlabel() == "rating (log scale)"
    [stairs] = by_value.patches
    assert stairs.get_data().values.sum() == 2400
    assert np.diff(np.log(stairs.get_data().edges)) == pytest.approx(
        [np.log(plays.description.overview.rating_max) / 10] * 10
    )


def test_the_elbow_has_the_sweep_the_chosen_k_and_the_knee(analysis):
    [axes] = figures.elbow_method(analysis).axes
    curve, chosen, knee = axes.lines
    assert curve.get_ydata().tolist() == [fit.wcss for fit in analysis.sweep.swept]
    assert list(chosen.get_xdata()) == [4]
    assert list(knee.get_xdata()) == [analysis.knee.k]


def test_the_scatter_plots_have_every_user_and_the_centres(analysis):
    left, right = figures.cluster_visualization(analysis).axes
    for axes in (left, right):
        *segments, centres = axes.collections
        assert [len(drawn.get_offsets()) for drawn in segments] == [segment.users for segment in analysis.segments]
        assert len(centres.get_offsets()) == analysis.k
    colours = {matplotlib.colors.to_hex(drawn.get_facecolor()[0]) for drawn in left.collections[:-1]}
    assert len(colours) == analysis.k


def test_of_many_users_a_fixed_sample_of_every_segment_is_drawn():
    labels = np.repeat([0, 1, 2], [90_000, 9_990, 10])
    shown = figures.shown_users(labels)
    assert np.array_equal(shown, figures.shown_users(labels))
    assert len(np.unique(shown)) == len(shown)
    assert np.bincount(labels[shown]).tolist() == [8_995, 995, 10]


@pytest.mark.parametrize("draw", FIGURES)
def test_files_are_whole_and_the_same_each_time(analysis, tmp_path, draw):
    for write, name in ((figures.write_png, "png"), (figures.write_svg, "svg")):
        write(draw, analysis, tmp_path / f"1.{name}")
        write(draw, analysis, tmp_path / f"2.{name}")
        assert (tmp_path / f"1.{name}").read_bytes() == (tmp_path / f"2.{name}").read_bytes()
    assert (tmp_path / "1.png").read_bytes().startswith(b"\x89PNG")
    svg = ET.parse(tmp_path / "1.svg").getroot()
    links = {value for node in svg.iter() for key, value in node.attrib.items() if key.endswith("href")}
    assert svg.tag.endswith("svg")
    assert all(link.startswith("#") for link in links)


def test_the_scatter_plots_are_the_presets_and_call_segments_by_their_names():
    """Centres stand where the segments were made by both features of a plot; the legend knows of them all the same."""
    named = analyse(
        sample_source(), features=["log_num_ratings", "harshness", "top_share"], k=3, names={1: "Night owls"}
    )
    figure = figures.cluster_visualization(named)
    plots = figure.axes
    assert [(axes.get_xlabel(), axes.get_ylabel()) for axes in plots] == [
        ("Log number of ratings", "Rating beside others"),
        ("Rating beside others", "Share of top scores"),
    ]
    for axes, (x, y) in zip(plots, named.preset.scatters, strict=True):
        drawn = np.concatenate([one.get_offsets() for one in axes.collections[: named.k]])
        columns = named.description.features.columns
        assert sorted(map(tuple, drawn.tolist())) == sorted(zip(columns[x].tolist(), columns[y].tolist(), strict=True))
    [legend] = figure.legends
    labels = [text.get_text() for text in legend.get_texts()]
    assert labels[1] == f"1: Night owls ({named.segments[1].users} users)"
    assert labels[0].startswith(f"0: {named.segments[0].title} (")


def test_the_legend_knows_of_centres_that_only_one_plot_has():
    chosen = analyse(sample_source(), preset="recommended", k=3, evidence="none")
    assert not set(chosen.preset.scatters[0]) <= set(chosen.preset.features)
    figure = figures.cluster_visualization(chosen)
    assert [len(axes.collections) for axes in figure.axes] == [3, 4]
    assert [text.get_text() for text in figure.legends[0].get_texts()][-1] == "centres"
