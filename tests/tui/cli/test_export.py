"""``segscope export``, and ``segscope assign`` with what it exported."""

import pandas as pd
import pytest

from core.export.contents import FILES
from core.export.files import MANIFEST
from core.features.table import BASE
from tui.cli.main import main

pytestmark = pytest.mark.usefixtures("own_log")

EVERYTHING = sorted([*(file.file for file in FILES), MANIFEST])


def test_the_command_line_exports_and_refuses_to_replace(small, here, capsys):
    assert main(["export", str(small), "--log", "../x.log", "--out", "out", "--only", "users,sweep"]) == 0
    assert capsys.readouterr().out.split() == [
        "out/users.csv", "out/users.parquet", "out/sweep.csv", "out/manifest.json"
    ]  # fmt: skip
    before = (here / "out" / "users.csv").stat().st_mtime_ns
    assert main(["export", str(small), "--log", "../x.log", "--out", "out"]) == 1
    assert "--overwrite replaces them" in capsys.readouterr().err
    assert (here / "out" / "users.csv").stat().st_mtime_ns == before
    assert main(["export", str(small), "--log", "../x.log", "--out", "out", "--overwrite"]) == 0
    assert sorted(path.name for path in (here / "out").iterdir()) == EVERYTHING


def test_the_command_line_names_what_can_be_exported(small, here, capsys):
    with pytest.raises(SystemExit):
        main(["export", str(small), "--log", "../x.log", "--out", ""])
    capsys.readouterr()
    for names in ("pictures", "", "users,pictures"):
        with pytest.raises(SystemExit) as ended:
            main(["export", str(small), "--log", "../x.log", "--out", "out", "--only", names])
        assert ended.value.code == 2
        assert "What can be exported: users, segments" in capsys.readouterr().err
    assert not list(here.iterdir())


def test_assigning_the_training_data_gives_the_rows_of_the_export(small, here, capsys):
    """With the notebook's features and those of the model: an export has all that were computed."""
    assert main(["export", str(small), "--log", "../x.log", "--out", "out", "--only", "users,model"]) == 0
    capsys.readouterr()
    assert main(["assign", "out/model.json", str(small), "--log", "../x.log", "--output", "assigned.csv"]) == 0
    assigned, exported = (pd.read_csv(here / name, dtype=str) for name in ("assigned.csv", "out/users.csv"))
    assert list(assigned.columns) == ["user", *BASE, "segment", "label", "name", "distance"]
    pd.testing.assert_frame_equal(assigned, exported[assigned.columns])
    assert main(["assign", "out/model.json", str(small), "--log", "../x.log", "--output", "assigned.csv"]) == 1
    assert "exists already" in capsys.readouterr().err


def test_a_model_that_is_none_is_refused_before_anything_is_counted(small, here, capsys):
    (here / "model.json").write_text("{}")
    assert main(["assign", "model.json", str(small), "--log", "../x.log"]) == 1
    assert "is not a model of segscope" in capsys.readouterr().err


def test_a_table_in_the_place_of_the_model_is_refused_with_what_is_wanted(small, here, capsys):
    (here / "users.csv").write_text("user,segment\n1,0\n")
    assert main(["assign", "users.csv", str(small), "--log", "../x.log"]) == 1
    assert capsys.readouterr().err == (
        "segscope: users.csv is not a model of segscope: it is not JSON. Name a model.json that segscope exported.\n"
    )
