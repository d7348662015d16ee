"""What SECURITY.md promises of a whole run, watched by audit events; and that it names tests that exist."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT

WATCHED = """
import json, os, sys
seen = {"network": [], "programs": [], "unpickled": [], "written": []}
here = os.path.realpath(sys.argv[1])

def note(event, details):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"):
        seen["network"].append(repr(details[1:]))
    elif event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system"):
        seen["programs"].append(os.path.basename(str(details[0])))
    elif event == "pickle.find_class":
        seen["unpickled"].append(repr(details))
    elif event == "open" and isinstance(details[0], str) and details[2] & (os.O_WRONLY | os.O_RDWR):
        if os.path.realpath(details[0]).startswith(here):
            seen["written"].append(details[0])

sys.addaudithook(note)
from tui.cli.main import main
code = main(sys.argv[2:])
print(json.dumps({"code": code, **seen}), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The folder of the data before and after an export, and what happened meanwhile."""
    data, out = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("out")
    rows = "".join(f"{user},{item},{1 + (user * 3 + item) % 5}\n" for user in range(20) for item in range(2 + user))
    (data / "ratings.csv").write_text(f"userId,movieId,rating\n{rows}")
    (data / "movies.csv").write_text("movieId,title,genres\n1,__import__('os').abort(),=cmd|'/c calc'!A1\n")
    before = contents(data)
    result = subprocess.run(
        [sys.executable, "-c", WATCHED, str(data), "export", str(data), "--out", str(out / "export")],
        cwd=ROOT,
        env={**os.environ, "XDG_STATE_HOME": str(out / "state")},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    seen = json.loads(result.stderr)
    assert seen["code"] == 0
    return before, contents(data), seen


def contents(folder):
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode) for path in folder.iterdir()}


def test_the_data_are_only_read(run):
    before, after, seen = run
    assert after == before
    assert seen["written"] == []


def test_nothing_is_asked_of_a_network(run):
    assert run[2]["network"] == []


def test_no_code_is_taken_from_data_and_no_programs_are_run_but_those_that_describe_the_machine(run):
    seen = run[2]
    assert seen["unpickled"] == []
    assert set(seen["programs"]) <= {"cat", "lscpu", "fc-list"}


def test_every_test_that_is_named_exists():
    named = re.findall(r"`(tests/\S+\.py)(?:::(\w+))?`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert len(named) > 20
    for file, test in named:
        assert re.search(rf"^(async )?def {test}\b", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), test
