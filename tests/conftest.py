"""What tests share: where the real MovieLens lies, small datasets, and a log of their own."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

for number in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(number) is signal.SIG_IGN:  # as in the background of a shell, or under nohup
        signal.signal(number, signal.SIG_DFL if number == signal.SIGHUP else signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def movielens() -> Path:
    """The folder of ml-latest-small, which the project may not hold itself."""
    named = os.environ.get("SEGSCOPE_MOVIELENS")
    folder = Path(named) if named else ROOT.parent / "shared" / "datasets" / "ml-latest-small"
    if not (folder / "ratings.csv").is_file():
        pytest.skip(f"ml-latest-small is not at {folder}; SEGSCOPE_MOVIELENS can name its folder")
    return folder


@pytest.fixture
def write_ratings(tmp_path: Path):
    """Writes rows (user, item, rating) as a ratings.csv and gives its path."""

    def write(rows, name="ratings.csv", head="userId,movieId,rating,timestamp", encoding="utf-8"):
        path = tmp_path / name
        lines = [head, *(",".join(map(str, (*row, 0))) for row in rows)]
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return path

    return write
