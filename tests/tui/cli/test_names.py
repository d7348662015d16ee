"""``--names FILE``: names of segments for report, export and the app."""

import json

import pytest

from tui.cli.main import main

ROWS = [(user, item, 1 + (user * 7 + item) % 5) for user in range(30) for item in range(3 + user % 9)]


@pytest.fixture(autouse=True)
def own_log(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def names(tmp_path):
    path = tmp_path / "names.json"
    path.write_text('{"1": "Night\\nowls"}')
    return path


@pytest.fixture
def data(write_ratings):
    return write_ratings(ROWS)


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_a_report_has_the_names(data, names, form, capfd):
    options = ["--k", "3", "--evidence", "none", "--names", str(names), "--format", form]
    assert main(["report", str(data), *options]) == 0
    assert "Night owls" in capfd.readouterr().out


def test_without_a_terminal_the_app_prints_them_too(data, names, capfd):
    assert main([str(data), "--k", "3", "--evidence", "none", "--names", str(names)]) == 0
    assert "  1  Night owls\n" in capfd.readouterr().out


def test_an_export_has_them_in_its_files_and_settings(data, names, tmp_path, capfd):
    options = ["--k", "3", "--evidence", "none", "--names", str(names), "--only", "users,segments,model"]
    assert main(["export", str(data), "--out", str(tmp_path / "out"), *options]) == 0
    for file in ("users.csv", "segments.csv", "model.json"):
        assert '"Night owls"' in (tmp_path / "out" / file).read_text()
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["settings"]["names"] == {"1": "Night owls"}


def test_a_file_that_names_a_segment_that_is_not_there_is_refused(data, names, tmp_path, capfd):
    for command in (["report", str(data)], ["export", str(data), "--out", str(tmp_path / "out")]):
        assert main([*command, "--k", "1", "--names", str(names)]) == 1
        printed, told = capfd.readouterr()
        assert printed == ""
        assert told == (
            "segscope: A name is given to segment 1, but there is only segment 0. Name segments that are there.\n"
        )
    assert not (tmp_path / "out").exists()


def test_a_file_without_names_is_refused_before_the_data_are_read(names, capfd):
    names.write_text('{"1": 5}')
    assert main(["report", "nowhere.csv", "--names", str(names)]) == 1
    told = capfd.readouterr().err
    assert told.startswith(
        "segscope: names.json holds no names of segments: the name of segment 1 is not text. Write a "
    )
    assert told.count("\n") == 1
