"""The private folder: who has it, and when it goes."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from core.errors import EngineError
from core.workspace import Workspace, remove_leftovers


@pytest.fixture
def private(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_only_its_user_can_enter_it(private):
    workspace = Workspace()
    assert stat.S_IMODE(workspace.folder.stat().st_mode) == 0o700
    workspace.close()


def test_it_goes_with_what_is_in_it_and_closing_twice_is_harmless(private):
    workspace = Workspace()
    workspace.new_path(".csv", private / "x").write_text("x")
    workspace.close()
    workspace.close()
    assert not list(private.iterdir())


def test_leftovers_go_and_folders_in_use_stay(private):
    living = Workspace()
    dead = private / "segscope-workspace-dead"
    shutil.copytree(living.folder, dead)
    (dead / "spilled").write_text("x")
    for name in ("segscope-workspace-of-mine", "segscope-results"):
        (private / name).mkdir()
        (private / name / "precious").write_text("x")
    (private / "segscope-workspace-link").symlink_to(living.folder)
    (private / "segscope-workspace-file").write_text("x")
    before = sorted(path.name for path in private.iterdir())
    remove_leftovers()
    assert sorted([*(path.name for path in private.iterdir()), dead.name]) == before
    living.close()
    assert (private / "segscope-workspace-of-mine" / "precious").exists()


def test_odd_names_are_read_through_a_link(private):
    workspace = Workspace()
    odd = private / "a*[b]?.csv"
    odd.write_text("x")
    link = workspace.plainly_named(odd)
    assert link.read_text() == "x"
    assert workspace.shown_name(link) == "a*[b]?.csv"
    assert workspace.plainly_named(private / "plain.csv") == private / "plain.csv"
    workspace.close()
    assert os.listdir(private) == ["a*[b]?.csv"]


@pytest.mark.parametrize("step", ["touch", "rename"])
def test_one_that_is_interrupted_as_it_is_made_leaves_nothing(private, monkeypatch, step):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, step, interrupted)
    with pytest.raises(KeyboardInterrupt):
        Workspace()
    assert not list(private.iterdir())


def test_where_no_temporary_folder_can_be_used_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr("tempfile._candidate_tempdir_list", lambda: ["/proc/none"])
    with pytest.raises(
        EngineError, match=r"no folder in which temporary files can be written\. .* let TMPDIR name another"
    ):
        Workspace()
