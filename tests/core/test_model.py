"""A model assigns users as the analysis did, and what is not a model is refused."""

import json

import numpy as np
import pytest

from core.analysis import analyse
from core.data.opening import open_dataset
from core.description import describe
from core.errors import ModelError
from core.model import load_model, model_of, to_json
from core.sources.sample import sample_source


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
        ({"schema": 2}, "has schema 2, and this segscope reads 1"),
        ({"schema": None}, "has schema None"),
        ({"features": ["num_ratings", "age", "std_rating"]}, "is damaged .*unknown features"),
        ({"features": ["num_ratings"]}, "is damaged .*3 numbers where 1 belong"),
        ({"features": 3}, "is damaged"),
        ({"scaling": {"name": "standard", "shift": [0, 0, 0], "factor": [1, 0, 1]}}, "a factor is not above zero"),
        ({"schema": True}, "has schema True"),
        ({"seed": float("inf")}, "is damaged"),
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
