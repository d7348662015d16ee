"""Presets: what stays of one when something else is chosen."""

import pytest

from core.errors import UnknownPresetError
from core.presets import CUSTOM, NOTEBOOK, PRESETS, RECOMMENDED, preset_named, scatters_of


def test_the_notebook_is_the_notebook():
    assert preset_named("notebook") is NOTEBOOK
    assert (NOTEBOOK.features, NOTEBOOK.scaling, NOTEBOOK.algorithm, NOTEBOOK.k, NOTEBOOK.min_ratings) == (
        ("num_ratings", "avg_rating", "std_rating"),
        "standard",
        "kmeans",
        4,
        1,
    )


@pytest.mark.parametrize("preset", PRESETS.values(), ids=list(PRESETS))
def test_a_preset_with_its_own_choices_stays_itself(preset):
    assert preset.with_choices() is preset
    assert preset.with_choices(preset.features, preset.scaling, preset.algorithm, preset.min_ratings) is preset


@pytest.mark.parametrize(
    "choices",
    [
        {"features": ("avg_rating",)},
        {"scaling": "robust"},
        {"algorithm": "mixture"},
        {"min_ratings": 20},
    ],
)
def test_with_anything_else_it_is_called_custom_and_the_rest_stays(choices):
    preset = NOTEBOOK.with_choices(**choices)
    assert preset.name == CUSTOM
    for field, value in choices.items():
        assert getattr(preset, field) == value
    assert preset.k == NOTEBOOK.k


@pytest.mark.parametrize("preset", PRESETS.values(), ids=list(PRESETS))
def test_a_choice_that_is_taken_back_has_the_name_of_the_preset_again(preset):
    assert preset.with_algorithm("mixture").with_algorithm("kmeans") is preset
    assert preset.with_choices(scaling="none", min_ratings=9).with_choices(None, preset.scaling, None, 1) is preset
    assert preset.with_choices(("avg_rating",)).with_algorithm("mixture").name == CUSTOM


def test_other_features_are_scaled_as_in_the_notebook_and_labelled_by_what_tells_them_apart():
    assert NOTEBOOK.with_choices(("avg_rating",)).scaling == "standard"
    assert NOTEBOOK.with_choices(("avg_rating",)).labels == "contrast"
    assert NOTEBOOK.with_choices(("avg_rating",), "none").scaling == "none"


def test_features_that_somebody_chose_are_not_left_out_in_silence():
    assert RECOMMENDED.adapts
    assert RECOMMENDED.with_choices(min_ratings=5).adapts
    assert not RECOMMENDED.with_choices(("harshness",)).adapts


def test_chosen_features_are_what_the_scatter_plots_show():
    assert scatters_of(("a", "b", "c", "d")) == (("a", "b"), ("b", "c"))
    assert scatters_of(("harshness",)) == (("harshness", "num_ratings"), ("num_ratings", "avg_rating"))


def test_a_plot_of_a_feature_that_is_left_out_shows_others():
    lean = RECOMMENDED.using(("root_num_ratings", "residual_std"))
    assert "harshness" not in {name for axes in lean.scatters for name in axes}
    assert RECOMMENDED.using(("harshness", "residual_std")).scatters == RECOMMENDED.scatters


def test_a_preset_that_there_is_not_is_refused_with_those_that_there_are():
    with pytest.raises(UnknownPresetError, match="notebook, recommended"):
        preset_named("best")
