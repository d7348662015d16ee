"""What is installed: a wheel with its styles and its sample, and an editable install that finds both."""

import os
import subprocess
import sys
import zipfile

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_styles_sample_licence_and_types(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for style in (ROOT / "tui" / "styles").glob("*.tcss"):
        assert f"tui/styles/{style.name}" in names
    assert {"core/sample_data/ratings.csv", "core/sample_data/movies.csv", "core/py.typed", "tui/py.typed"} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "data/")) for name in names)


def test_an_unpacked_wheel_works_away_from_the_checkout(wheel, tmp_path):
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    environment = {**os.environ, "PYTHONPATH": str(site), "XDG_STATE_HOME": str(tmp_path)}
    code = "import core, tui; print(core.__file__); from tui.cli.main import main; main(['--k', '3'])"
    output = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert output.startswith(str(site))
    assert "3 segments" in output


def test_an_editable_install_finds_the_sample_of_the_checkout(tmp_path):
    code = "import core; from core.sources.sample import sample_source; print(sample_source().ratings.path)"
    output = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert output.strip() == str(ROOT / "data" / "ratings.csv")
