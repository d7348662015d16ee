"""What the app exports of the segments is what the command line says of them, key by key."""

import json

import pytest

from core.analysis import analyse
from core.export import files
from core.export.contract import to_json
from core.features.table import ONE_SCAN
from tests.tui.conftest import until
from tests.tui.exports import begin_an_export, idle
from tui.kinds import DESCRIBING


@pytest.fixture
def exported(monkeypatch):
    """What was handed over to be exported."""
    found, export = [], files.export

    def noting(analysis, *arguments, **options):
        found.append(analysis)
        return export(analysis, *arguments, **options)

    monkeypatch.setattr(files, "export", noting)
    return found


async def test_though_k_was_fitted_before_the_users_were_described_by_more(run_app, small, tmp_path, held, exported):
    async with run_app(small, ready=lambda app: app.jobs.runs(DESCRIBING) and app.session.is_swept) as (app, pilot):
        known = set(app.session.description.features.columns)
        await begin_an_export(pilot, app, tmp_path / "out")
        held.set()
        await until(pilot, lambda: (tmp_path / "out" / "segments.csv").exists() and idle(app))
    [analysis] = exported
    expected = analyse(small, tastes=True)
    found, told = json.loads(to_json(analysis)), json.loads(to_json(expected))
    assert list(found) == list(told)
    for key, value in told.items():
        assert found[key] == value, key
    assert set(found["segments"][0]["means"]) == set(expected.description.features.columns) > known | set(ONE_SCAN)
    files.export(expected, tmp_path / "expected", ["segments", "model", "summary"])
    for name in ("segments.csv", "model.json", "summary.txt"):
        assert (tmp_path / "out" / name).read_text() == (tmp_path / "expected" / name).read_text(), name
