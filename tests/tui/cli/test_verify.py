"""``segscope verify``: what it prints, and its exit codes."""

import subprocess
import sys

import pytest

from tui.cli.main import main

pytestmark = pytest.mark.usefixtures("own_log")


@pytest.fixture
def exported(write_ratings, tmp_path, capsys):
    data = write_ratings([(user, item, (user + item) % 5) for user in range(30) for item in range(2 + user % 9)])
    assert main(["export", str(data), "--out", str(tmp_path / "out"), "--only", "sweep,model,summary"]) == 0
    capsys.readouterr()
    return tmp_path / "out"


def test_files_that_are_whole_are_counted(exported, capsys):
    assert main(["verify", str(exported)]) == 0
    assert capsys.readouterr() == (f"{exported} holds 3 files as its manifest says.\n", "")


def test_files_of_others_are_mentioned_and_made_safe(exported, capsys):
    (exported / "no\x1b[31mtes").write_text("")
    assert main(["verify", str(exported)]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["Not of an export: no␛[31mtes."]
    for number in range(30):
        (exported / f"{number:02}").write_text("")
    assert main(["verify", str(exported)]) == 0
    assert capsys.readouterr().out.endswith(", 08, 09 and 21 more.\n")


def test_files_that_are_missing_or_have_changed_are_refused_on_one_line(exported, capsys):
    (exported / "model.json").write_text("{}")
    (exported / "sweep.csv").unlink()
    assert main(["verify", str(exported)]) == 1
    printed, said = capsys.readouterr()
    assert printed == ""
    assert said == (
        f"segscope: {exported} is not as its manifest says: model.json has changed, sweep.csv is missing. "
        "Export it again, or put back what was there.\n"
    )


def test_a_folder_without_a_manifest_is_refused(tmp_path, capsys):
    for folder, what in ((tmp_path, "holds no manifest.json of segscope."), (tmp_path / "no", "is not a folder.")):
        assert main(["verify", str(folder)]) == 1
        assert capsys.readouterr().err == (f"segscope: {folder} {what} Name a folder that segscope exported into.\n")


def test_help_names_it(capsys):
    for arguments in (["--help"], ["verify", "--help"]):
        with pytest.raises(SystemExit):
            main(arguments)
        assert "segscope verify" in capsys.readouterr().out


def test_verifying_imports_nothing_heavy(exported):
    code = f"import sys, tui.cli.main as m; m.main(['verify', {str(exported)!r}]); print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pandas", "numpy", "duckdb", "sklearn", "matplotlib", "textual"} & set(modules)
