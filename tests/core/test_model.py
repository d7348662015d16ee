"""A model assigns users as the analysis did, and what is not a model is refused."""

import json
from dataclasses import replace

import numpy as np
import pytest

from core.analysis import analyse
from core.data.opening import open_dataset
from core.departure import Departure, beyond_by_chance, reach_of
from core.description import describe, open_and_describe
from core.errors import ModelError
from core.features.table import UserFeatures
from core.model import load_model, model_of, to_json
from core.sources.sample import sample_source
from core.words.training import departure_in_words


@pytest.fixture(scope="module")
def analysis():
    return analyse(sample_source(), k=5)


@pytest.fixture
def written(analysis, tmp_path):
    path = tmp_path / "model.json"
    path.write_text(to_json(model_of(analysis)), encoding="utf-8")
    return path


def test_the_training_users_get_exactly_their_segments(analysis, written):
    segments, distances = load_model(written).assign(analysis.description.features)
    assert np.array_equal(segments, analysis.partition.labels)
    expected = np.linalg.norm(analysis.points.values - analysis.partition.centres[segments], axis=1)
    assert np.allclose(distances, expected, rtol=1e-12)


@pytest.mark.parametrize("k", [2, 4, 9])
def test_so_do_those_of_the_real_data(movielens, tmp_path, k):
    analysis = analyse(movielens, k=k)
    path = tmp_path / "model.json"
    path.write_text(to_json(model_of(analysis)))
    segments, _ = load_model(path).assign(analysis.description.features)
    assert np.array_equal(segments, analysis.partition.labels)


def test_other_users_get_the_nearest_centre(written, write_ratings):
    """The expected segment is that of a slow direct computation for one user."""
    dataset = open_dataset(write_ratings([("new", item, 5) for item in range(300)]))
    features = describe(dataset).features
    dataset.close()
    model = load_model(written)
    [segment], [distance] = model.assign(features)
    user = [(value - s) / f for value, s, f in zip([300, 5.0, 0.0], model.shift, model.factor, strict=True)]
    distances = [sum((a - b) ** 2 for a, b in zip(user, centre, strict=True)) ** 0.5 for centre in model.centres]
    assert segment == distances.index(min(distances))
    assert distance == pytest.approx(min(distances), rel=1e-12)


def test_numbers_and_labels_survive_the_file(analysis, written):
    model, read = model_of(analysis), load_model(written)
    for name in ("shift", "factor", "centres"):
        assert np.array_equal(getattr(model, name), getattr(read, name))
    assert read.labels == model.labels
    assert read.features == ("num_ratings", "avg_rating", "std_rating")


def change(path, **changes):
    content = json.loads(path.read_text())
    content.update(changes)
    path.write_text(json.dumps(content))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": "something"}, "is not a model of segscope"),
        ({"schema": 3}, "has schema 3, and this segscope reads 1 and 2"),
        ({"schema": None}, "has schema None"),
        ({"features": ["num_ratings", "age", "std_rating"]}, "is damaged .*unknown features"),
        ({"features": ["num_ratings"]}, "is damaged .*3 numbers where 1 belong"),
        ({"features": 3}, "is damaged"),
        ({"scaling": {"name": "standard", "shift": [0, 0, 0], "factor": [1, 0, 1]}}, "a factor is not above zero"),
        ({"schema": True}, "has schema True"),
        ({"seed": float("inf")}, "is damaged"),
        ({"seed": -1}, "-1 is not a whole number from 0"),
        ({"seed": 4.5}, "4.5 is not a whole number from 0"),
        ({"seed": "42"}, "42 is not a whole number from 0"),
        ({"seed": True}, "True is not a whole number from 0"),
        ({"training": None}, "is damaged"),
        ({"training": {"users": 0, "rating_scale": [1, 5], "low": [0] * 3, "high": [1] * 3}}, "0 is not a whole"),
        ({"training": {"users": 1, "rating_scale": [5, 1], "low": [0] * 3, "high": [1] * 3}}, "ends before it begins"),
        ({"training": {"users": 1, "rating_scale": [1, 5], "low": [2] * 3, "high": [1] * 3}}, "ends before it begins"),
        ({"scaling": {"name": "standard", "shift": [10**400, 0, 0], "factor": [1, 1, 1]}}, "is damaged"),
        ({"scaling": {"name": "standard", "shift": [0, True, 0], "factor": [1, 1, 1]}}, "True is not a number"),
        ({"scaling": []}, "is damaged"),
        ({"segments": []}, "not numbered from 0"),
        ({"segments": [{"id": 0, "label": "x", "centre": [0, 0, float("nan")]}]}, "nan is not a number"),
        ({"segments": [{"id": 0, "label": 5, "centre": [0, 0, 0]}]}, "5 is not text"),
        ({"segments": [{"id": 0, "label": "x"}]}, "is damaged"),
    ],
)
def test_a_damaged_foreign_or_newer_model_is_refused(written, changes, says):
    change(written, **changes)
    with pytest.raises(ModelError, match=says) as caught:
        load_model(written)
    assert len(str(caught.value)) < 300


def with_a_figure(path, place, figure):
    content = json.loads(path.read_text())
    numbers = content["segments"][0]["centre"] if place == "centre" else content["scaling"][place]
    numbers[1] = figure
    path.write_text(json.dumps(content))


@pytest.mark.parametrize(
    ("place", "figure"),
    [
        *(("shift", figure) for figure in (1e308, -1e308, 1e200)),
        *(("factor", figure) for figure in (1e308, 5e-324, 1e-200)),
        *(("centre", figure) for figure in (1e308, -1e308, 1e200)),
    ],
)
def test_figures_that_give_no_distances_are_refused(written, place, figure):
    with_a_figure(written, place, figure)
    with pytest.raises(ModelError, match=r"is damaged .*its figures give no distances"):
        load_model(written)


@pytest.mark.parametrize(("place", "figure"), [("shift", 5e-324), ("centre", 5e-324), ("centre", 1e120)])
def test_odd_figures_that_do_are_used(written, place, figure):
    with_a_figure(written, place, figure)
    model = load_model(written)
    largest = UserFeatures(np.arange(2), {name: np.array([-2e100, 2e100]) for name in model.features})
    assert np.isfinite(model.assign(largest)[1]).all()


def test_a_model_without_a_training_is_used_as_before(analysis, written):
    content = json.loads(written.read_text())
    del content["training"]
    written.write_text(json.dumps(content))
    model = load_model(written)
    assert model.departure(analysis.description) is None
    assert np.array_equal(model.assign(analysis.description.features)[0], analysis.partition.labels)


def test_the_training_users_depart_in_nothing(analysis, written):
    departure = load_model(written).departure(analysis.description)
    assert not departure
    assert not departure.is_far
    assert departure_in_words(departure) == ""


def described(write_ratings, rows):
    return open_and_describe(write_ratings(rows))


def test_users_outside_the_training_are_counted_by_feature_with_both_ranges(written, write_ratings):
    """Of 100 users one has five times as many ratings as anybody in the training."""
    few = [(user, item, 4 if item % 2 else 3) for user in range(99) for item in range(40)]
    departure = load_model(written).departure(
        described(write_ratings, [*few, *(("much", item, 4 if item % 2 else 3) for item in range(6_205))])
    )
    [found] = departure.outside
    assert (found.feature.name, found.users, found.range) == ("num_ratings", 1, (40.0, 6205.0))
    assert found.trained == (15.0, 1241.0)
    assert not departure.is_far
    assert departure_in_words(departure) == (
        "Users lie outside the training of the model: num_ratings of 1 of 100 users (1.0 %), here 40 to 6,205, "
        "in training 15 to 1,241; 100 of 100 users (100.0 %) farther from their segment's centre than 99.9 % of its "
        "users in training."
    )


def test_users_within_the_ranges_but_far_from_every_centre_are_said(written, write_ratings):
    """They love or hate each film; the ranges of the training are made to hold that too."""
    rows = [(user, item, 5 if item % 2 else 0.5) for user in range(20) for item in range(200)]
    model = load_model(written)
    high = model.training.high.copy()
    high[2] = 3.0
    wide = replace(model, training=replace(model.training, high=high))
    departure = wide.departure(described(write_ratings, rows))
    assert (departure.outside, departure.beyond, departure.is_far) == ((), 20, False)
    assert departure_in_words(departure) == (
        "Users lie outside the training of the model: 20 of 20 users (100.0 %) farther from their segment's centre "
        "than 99.9 % of its users in training."
    )


def test_users_like_those_in_training_are_not_said_to_be_far(written):
    """Of a small segment one more user is the farthest by chance."""
    training = load_model(written).training
    assert beyond_by_chance(training) == pytest.approx(0.001 + 5 / 605)
    few = Departure(600, (0.5, 5), (0.5, 5), (), beyond=16, by_chance=beyond_by_chance(training))
    assert not few
    assert replace(few, beyond=17)


def test_a_segments_reach_is_the_distance_of_all_but_a_thousandth_of_its_users():
    distances, labels = np.arange(5_001.0), np.arange(5_001) // 5_000
    assert reach_of(distances, labels).tolist() == [4_995.0, 5_000.0]


def test_a_model_without_reaches_says_nothing_of_them(analysis, written):
    content = json.loads(written.read_text())
    del content["training"]["reach"]
    written.write_text(json.dumps(content))
    model = load_model(written)
    assert model.training.reach is None
    assert not model.departure(analysis.description)


def test_a_reach_for_each_segment_or_the_model_is_damaged(written):
    content = json.loads(written.read_text())
    content["training"]["reach"].pop()
    written.write_text(json.dumps(content))
    with pytest.raises(ModelError, match="damaged"):
        load_model(written)


def test_more_than_a_twentieth_outside_is_far(written, write_ratings):
    model = load_model(written)
    for strange, is_far in ((5, False), (6, True)):
        rows = [
            (user, item, 4 if item % 2 else 3) for user in range(100) for item in range(2 if user < strange else 40)
        ]
        assert model.departure(described(write_ratings, rows)).is_far is is_far


@pytest.mark.parametrize(("factor", "is_other"), [(1, False), (2, True), (20, True)])
def test_another_scale_is_far_outside_and_whole_stars_are_none(written, write_ratings, factor, is_other):
    rows = [(user, item, factor * (1 + (user + item) % 5)) for user in range(30) for item in range(40)]
    departure = load_model(written).departure(described(write_ratings, rows))
    assert departure.is_other_scale is is_other
    assert departure.is_far is is_other
    assert ("the ratings are on a scale of" in departure_in_words(departure)) is is_other


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{", b"[]", b"[" * 100_000, b"3", b"x" * (1 << 24 | 1)])
def test_what_is_no_json_object_is_refused(tmp_path, content):
    path = tmp_path / "model.json"
    path.write_bytes(content)
    with pytest.raises(ModelError):
        load_model(path)


def test_a_missing_file_or_a_folder_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(ModelError, match="is not a file"):
            load_model(path)
