"""``segscope assign`` says with figures where users are unlike those of the training, and --strict refuses them."""

import json

import pytest

from core.analysis import analyse
from core.model import model_of, to_json
from core.sources.sample import sample_source
from tui.cli.main import main


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "model.json"
    path.write_text(to_json(model_of(analyse(sample_source()))), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def own_log(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def alike(write_ratings):
    return write_ratings([(user, item, 2 + (user + item) % 4) for user in range(20) for item in range(40)], "alike.csv")


@pytest.fixture
def to_ten(write_ratings):
    rows = [(user, item, (user + item) % 11) for user in range(20) for item in range(40)]
    return write_ratings(rows, "to_ten.csv")


@pytest.mark.parametrize("strict", [(), ("--strict",)])
def test_users_like_those_of_the_training_are_assigned_without_a_word(model, alike, strict, capfd):
    assert main(["assign", str(model), str(alike), *strict]) == 0
    assigned, told = capfd.readouterr()
    assert assigned.count("\n") == 21
    assert told == ""


def test_users_on_another_scale_are_assigned_with_a_warning(model, to_ten, capfd):
    assert main(["assign", str(model), str(to_ten)]) == 0
    assigned, told = capfd.readouterr()
    assert assigned.count("\n") == 21
    assert told.startswith("segscope: warning: Users lie far outside the training of the model: the ratings are on a ")
    assert "scale of 0.0 to 10.0, in training 0.5 to 5.0; " in told
    assert told.count("\n") == 1


def test_strict_refuses_them_before_anything_is_written(model, to_ten, tmp_path, capfd):
    out = tmp_path / "out.csv"
    assert main(["assign", str(model), str(to_ten), "--strict", "--output", str(out)]) == 1
    assigned, told = capfd.readouterr()
    assert (assigned, out.exists()) == ("", False)
    assert told.endswith(". Without --strict they are assigned all the same.\n")


def test_a_model_that_says_nothing_of_its_training_cannot_be_strict(model, to_ten, tmp_path, capfd):
    content = json.loads(model.read_text())
    del content["training"]
    old = tmp_path / "old.json"
    old.write_text(json.dumps(content))
    assert main(["assign", str(old), str(to_ten)]) == 0
    assert capfd.readouterr().err == ""
    assert main(["assign", str(old), str(to_ten), "--strict"]) == 1
    assert capfd.readouterr().err == (
        "segscope: The model does not say what its training looked like. Export it again.\n"
    )
