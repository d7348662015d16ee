"""Models of every preset and scaling, with users left out, with names, and of segscope 0.1.0 assign as they should."""

import json

import numpy as np
import pytest

from core.analysis import analyse
from core.description import open_and_describe
from core.errors import ModelError
from core.export.contract import as_contract
from core.model import load_model, model_of, to_json
from core.segments.kept_rule import KeptRule
from core.sources.sample import sample_source
from tui.cli.main import main

ROWS = [(user, item, 1 + (user * 7 + item * item) % 5) for user in range(40) for item in range(3 + user * user % 37)]

BY_0_1_0 = {
    "kind": "segscope model",
    "schema": 1,
    "segscope": "0.1.0",
    "dataset": "built-in sample (synthetic)",
    "preset": "notebook",
    "seed": 42,
    "features": ["num_ratings", "avg_rating", "std_rating"],
    "scaling": {
        "name": "standard",
        "shift": [100.0, 3.5691420523028903, 0.9116475772768659],
        "factor": [129.98331944266286, 0.5138852666682359, 0.20619766175042137],
    },
    "segments": [
        {
            "id": 0,
            "label": "Low Activity, Positive, Consistent",
            "centre": [-0.4715283206286073, 0.9948990002657531, -1.024857076718334],
        },
        {
            "id": 1,
            "label": "High Activity, Positive, Varied Tastes",
            "centre": [0.018791281850336166, -0.007754747597221928, 0.0917556673348081],
        },
        {
            "id": 2,
            "label": "High Activity, Critical, Varied Tastes",
            "centre": [-0.1985103197369284, -1.3525467192922467, 1.2961192538503072],
        },
        {
            "id": 3,
            "label": "High Activity, Moderate, Varied Tastes",
            "centre": [3.086674643612231, -0.39572084919364825, 0.22220712715874552],
        },
    ],
}
"""What the first version wrote of the built-in sample; its segments had the users below."""

USERS_BY_0_1_0 = [196, 235, 132, 37]


@pytest.fixture(autouse=True)
def own_log(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def saved(tmp_path):
    def save(model):
        path = tmp_path / "model.json"
        path.write_text(json.dumps(model) if isinstance(model, dict) else to_json(model), encoding="utf-8")
        return path

    return save


@pytest.mark.parametrize("scaling", ["standard", "log1p", "robust", "none"])
def test_the_training_users_get_their_segments_whatever_the_scaling(write_ratings, saved, scaling):
    analysis = analyse(write_ratings(ROWS), k=3, scaling=scaling, evidence="none")
    model = load_model(saved(model_of(analysis)))
    segments, distances = model.assign(analysis.description.features)
    assert np.array_equal(segments, analysis.partition.labels)
    assert np.square(distances).sum() == pytest.approx(analysis.partition.wcss)
    assert model.schema == (2 if scaling == "log1p" else 1)
    assert (model.scaling, model.features) == (scaling, analysis.preset.features)


@pytest.mark.parametrize("preset", ["notebook", "recommended"])
def test_the_training_users_get_their_segments_whatever_the_preset(saved, preset):
    analysis = analyse(sample_source(), preset=preset, k=4, evidence="none")
    model = load_model(saved(model_of(analysis)))
    segments, _ = model.assign(analysis.description.features)
    assert np.array_equal(segments, analysis.partition.labels)
    assert (model.preset, model.schema) == (preset, 1 if preset == "notebook" else 2)


def test_a_model_of_the_recommended_preset_assigns_by_what_the_other_dataset_gives(movielens, saved, capfd):
    """Of the users that it was made of each gets the segment that the export gave."""
    analysis = analyse(movielens, preset="recommended", k=4, evidence="none", names={2: "Critics"})
    assert main(["assign", str(saved(model_of(analysis))), str(movielens)]) == 0
    head, *lines = capfd.readouterr().out.splitlines()
    assert {"user", *analysis.preset.features} < set(head.split(","))
    assert head.endswith(",segment,label,name,distance")
    assert len(lines) == 610
    assert sum(f',2,"{analysis.segments[2].label}","Critics",' in line for line in lines) == analysis.segments[2].users


def test_a_dataset_without_genres_is_refused_with_what_it_lacks(saved, write_ratings, capfd):
    features = ("num_ratings", "genre_entropy")
    model = saved(model_of(analyse(sample_source(), features=features, k=3, evidence="none")))
    assert main(["assign", str(model), str(write_ratings(ROWS))]) == 1
    assigned, told = capfd.readouterr()
    assert (assigned, told) == (
        "",
        "segscope: The model assigns by genre_entropy, which this dataset cannot give: There is no table of items with "
        "genres. Add what it lacks, or export a model of other features.\n",
    )


def test_users_with_fewer_ratings_than_in_training_are_left_out_and_said(saved, write_ratings, capfd):
    path = write_ratings(ROWS)
    analysis = analyse(path, k=3, min_ratings=12, evidence="none")
    model = saved(model_of(analysis))
    assert load_model(model).schema == 2
    assert main(["assign", str(model), str(path)]) == 0
    assigned, told = capfd.readouterr()
    left_out = 40 - len(analysis.description.features)
    assert 0 < left_out == analysis.description.left_out_users
    assert assigned.count("\n") == 1 + 40 - left_out
    assert told == f"segscope: {left_out} users with fewer than 12 ratings left out, as in the training of the model\n"


def test_names_survive_the_file_and_stand_beside_the_labels(saved, write_ratings, capfd):
    path = write_ratings(ROWS)
    analysis = analyse(path, k=3, names={1: "Night owls"}, evidence="none")
    model = saved(model_of(analysis))
    assert load_model(model).names == {1: "Night owls"}
    assert load_model(model).schema == 1
    assert main(["assign", str(model), str(path)]) == 0
    named = [line for line in capfd.readouterr().out.splitlines() if ',"Night owls",' in line]
    assert len(named) == analysis.segments[1].users
    assert all(f',1,"{analysis.segments[1].label}",' in line for line in named)


def test_rules_survive_the_file_and_are_those_of_the_report(saved, write_ratings):
    analysis = analyse(write_ratings(ROWS), k=3, evidence="none")
    model = load_model(saved(model_of(analysis)))
    told = as_contract(analysis)["segments"]
    assert [(one.words, one.sql) for one in model.rules] == [(one["rule"]["words"], one["sql"]) for one in told]
    assert model.schema == 1


def with_a_rule(rule):
    content = json.loads(json.dumps(BY_0_1_0))
    content["segments"][1]["rule"] = rule
    return content


def test_a_model_may_lack_rules_and_what_a_file_smuggles_into_one_is_cleaned(saved):
    assert load_model(saved(BY_0_1_0)).rules == (None,) * 4
    assert load_model(saved(with_a_rule(None))).rules == (None,) * 4
    model = load_model(saved(with_a_rule({"words": "many\n\x1b[31m", "sql": "SELECT" + " 1" * 200, "more": 1})))
    assert model.rules[1] == KeptRule("many ␛[31m", "SELECT" + " 1" * 200)
    assert "rule" not in json.loads(to_json(model))["segments"][0]


@pytest.mark.parametrize(
    "rule", ["", 5, [], {}, {"words": "many"}, {"words": "many", "sql": 5}, {"words": "", "sql": "SELECT 1"}]
)
def test_a_damaged_rule_is_refused(saved, rule):
    with pytest.raises(ModelError, match="damaged"):
        load_model(saved(with_a_rule(rule)))


def test_a_name_that_a_file_smuggles_in_is_cleaned_and_one_that_is_no_text_refused(saved):
    content = json.loads(json.dumps(BY_0_1_0))
    content["segments"][0]["name"] = "\x1b[31m a\nb"
    content["segments"][1]["name"] = " "
    assert load_model(saved(content)).names == {0: "[31m a b"}
    content["segments"][1]["name"] = 5
    with pytest.raises(ModelError, match="damaged"):
        load_model(saved(content))


def test_what_version_0_1_0_wrote_still_assigns_as_it_did_there(saved):
    model = load_model(saved(BY_0_1_0))
    segments, _ = model.assign(open_and_describe(sample_source()).features)
    assert np.bincount(segments).tolist() == USERS_BY_0_1_0
    assert (model.names, model.min_ratings, model.training) == ({}, 1, None)
