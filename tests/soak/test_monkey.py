"""Half a minute with the monkey's keys: the app lives, its net catches nothing, it ends cleanly."""

import sys

import pytest

from tests.soak.monkey import visit

SECONDS, MOST_MEGABYTES_MORE = 30, 150

pytestmark = pytest.mark.terminal


def test_the_app_survives_half_a_minute_with_a_monkey(tmp_path, monkeypatch, small_table):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    command = [sys.executable, "-m", "tui", str(small_table)]
    seen = visit(command, tmp_path / "monkey.log", seconds=SECONDS, seed=7, datasets=[small_table], mouse=False)
    assert seen.alive
    assert seen.caught == ()
    assert not seen.traceback
    assert seen.exit_code == 0
    assert seen.last_megabytes < seen.first_megabytes + MOST_MEGABYTES_MORE
    assert not list(tmp_path.glob("segscope-workspace-*"))


@pytest.fixture
def small_table(tmp_path):
    """60 users who differ in activity, level and spread."""
    path = tmp_path / "ratings.csv"
    rows = [f"{u},{i},{1 + (u * 7 + i * i * (1 + u % 3)) % 5}" for u in range(1, 61) for i in range(1, 6 + u * u // 60)]
    path.write_text("userId,movieId,rating\n" + "\n".join(rows) + "\n")
    return path
