"""What comes from arguments and column names reaches the terminal as printable text, whatever it holds."""

import json
import unicodedata

import pytest

from tests.tui.cli.test_main import segscope
from tui.cli.main import main

STEERS = "\x1b[31m\u202e\r\n\x9b1m\u2066"


@pytest.fixture(autouse=True)
def own_log(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def assert_harmless(written):
    text = written.decode("utf-8")
    assert not [char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and char != "\n"]


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [
        (("report", "data", f"--non{STEERS}sense"), 2),
        (("report", "data", "more", f"a{STEERS}b"), 2),
        (("report", "data", "--k", STEERS), 2),
        (("report", "data", "--preset", STEERS), 2),
        (("report", "data", "--columns", STEERS), 2),
        (("export", "data", "--out", "x", "--only", STEERS), 2),
        ((f"no{STEERS}thing",), 1),
        (("report", "data", "--log", f"/no{STEERS}where/x.log"), 1),
        (("report", "data", "--output", f"/no{STEERS}where/x"), 1),
        (("export", "data", "--out", f"/proc/no{STEERS}where"), 1),
        (("assign", f"no{STEERS}thing", "data"), 1),
        (("verify", f"no{STEERS}thing"), 1),
    ],
    ids=lambda value: " ".join(value).encode("ascii", "replace").decode()[:30] if isinstance(value, tuple) else None,
)
def test_no_argument_is_repeated_raw(arguments, exit_code, capfdbinary):
    assert exit_code_of(arguments) == exit_code
    written, told = capfdbinary.readouterr()
    assert written == b""
    assert_harmless(told)
    assert "␛[31m" in told.decode() or "\\x1b[31m" in told.decode()
    assert exit_code == 2 or told.count(b"\n") == 1


def exit_code_of(arguments):
    try:
        return main(arguments)
    except SystemExit as end:
        return end.code


@pytest.fixture
def odd(tmp_path):
    path = tmp_path / "odd.csv"
    rows = "".join(f"{user},{item},{(user + item) % 5 + 1}\n" for user in range(9) for item in range(2 + user))
    path.write_text(f'us\u202eer,"it\x1b[31mem",ra\u2066ting\x07{"x" * 300}\n{rows}', encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_no_column_name_is_repeated_raw_and_what_is_shown_names_it(odd, form):
    as_written = f"user=us\u202eer,item=it\x1b[31mem,rating=ra\u2066ting\x07{'x' * 300}"
    result = segscope("report", odd, "--columns", as_written, "--format", form)
    assert result.returncode == 0
    assert_harmless(result.stdout + result.stderr)
    if form == "json":
        columns = json.loads(result.stdout)["dataset"]["columns"]
        assert columns["user"] == "us\ufffder"
        assert columns["timestamp"] is None
        shown = ",".join(f"{role}={name}" for role, name in columns.items() if name)
        assert segscope("report", odd, "--columns", shown, "--format", form).stdout == result.stdout


def test_columns_that_are_unclear_are_listed_as_printable_text(odd):
    result = segscope("report", odd)
    assert result.returncode == 1
    assert_harmless(result.stderr)
    assert "us\ufffder" in result.stderr.decode()
