"""A short visit of the monkey: the app lives, catches nothing, keeps to its memory, and goes without a trace."""

import random
import sys

import pytest

from tests.soak.hands import Hands
from tests.soak.monkey import Visit
from tests.soak.process import can_be_watched

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(not can_be_watched(), reason="this system does not tell the memory of a process in /proc"),
]

STEPS, SECONDS = 400, 60
"""Whatever comes first: on a busy machine there are fewer steps."""

MOST_MEGABYTES = {"app": 300, "compute": 500}
"""Ten minutes on real data, 4,100 steps, came to 197 and 380 MB and did not grow in their second half: every library,
every screen, the figures of an export. The rest is room for other versions; to stay below it over these steps, less
than half a megabyte could be lost at each.
"""

SEGSCOPE = [sys.executable, "-P", "-m", "tui"]
BROKEN_WHERE_SCREENS_CHANGE = """
from tui.cli.main import main
from tui.frame import Frame

async def show(self, mode):
    raise RuntimeError(mode)

Frame.show = show
raise SystemExit(main())
"""


@pytest.fixture
def visit(tmp_path, monkeypatch):
    """Lets the monkey visit a command; what was seen."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)

    def play(command, datasets, steps):
        return Visit(command, tmp_path, Hands(random.Random(1), datasets)).play(steps, SECONDS)

    return play


def test_a_monkey_breaks_nothing(visit, tmp_path, write_ratings):
    rows = [(user, item, 1 + (user * item) % 5) for user in range(1, 61) for item in range(1, 4 + user % 7)]
    good = write_ratings(rows, name="good.csv")
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(b"PK\x03\x04 and no more")
    seen = visit(SEGSCOPE, [good, damaged, tmp_path / "missing"], STEPS)
    assert seen.wrong == []
    assert max(seen.app_megabytes) < MOST_MEGABYTES["app"]
    assert max(seen.compute_megabytes) < MOST_MEGABYTES["compute"]


def test_a_monkey_sees_what_breaks(visit):
    seen = visit([sys.executable, "-P", "-c", BROKEN_WHERE_SCREENS_CHANGE], [], 60)
    assert any("RuntimeError" in line for line in seen.wrong)
