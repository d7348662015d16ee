"""The log goes into a file of its own, and never into another's."""

import logging
import os

import pytest

from core import __version__
from core.errors import SegscopeError
from tui.logs import of_this_process, start_log

LINE = "2026-01-02 03:04:05,678 - 12345 - INFO - Total Users: 610\n"
OF_0_1_0 = LINE.replace(" - 12345", "")


pytestmark = pytest.mark.usefixtures("own_log")


@pytest.mark.parametrize("before", [None, "", LINE, LINE + "Traceback\n", OF_0_1_0])
def test_a_named_log_begins_or_goes_on(tmp_path, own_log, before):
    path = tmp_path / "run.log"
    if before is not None:
        path.write_text(before)
    assert start_log(path) == path
    own_log.info("Größe")
    text = path.read_text(encoding="utf-8")
    assert text.startswith(before or "")
    assert text.endswith(f" - {os.getpid()} - INFO - Größe\n")


@pytest.mark.parametrize(
    "text", ["userId,movieId,rating\n1,1,3\n", "\n", " " + LINE, "2026-01-02,1,3\n", "\x00", LINE[:24], '{"schema": 1}']
)
def test_a_file_that_is_no_log_is_refused_and_stays_as_it_is(tmp_path, text):
    path = tmp_path / "ratings.csv"
    path.write_text(text)
    with pytest.raises(SegscopeError, match=r"it exists and is not a log of segscope\)\. Choose another --log\."):
        start_log(path)
    assert path.read_text() == text


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "precious").write_text(LINE)
    for name in ("precious", "nothing"):
        (tmp_path / f"to {name}").symlink_to(tmp_path / name)
        with pytest.raises(SegscopeError, match=r"cannot be written \(it is a link\)"):
            start_log(tmp_path / f"to {name}")
    assert (tmp_path / "precious").read_text() == LINE
    assert not (tmp_path / "nothing").exists()


def test_a_pipe_and_a_device_are_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/null"):
        with pytest.raises(SegscopeError, match="it is not a regular file"):
            start_log(tmp_path / path)


def test_a_named_log_is_never_rotated(tmp_path, own_log):
    path = tmp_path / "run.log"
    path.write_text(LINE * 30_000)
    start_log(path)
    own_log.info("one more")
    assert os.listdir(tmp_path) == ["run.log"]
    assert path.stat().st_size > 1_000_000


def test_the_log_of_the_platform_is_rotated(tmp_path, own_log):
    path = start_log(None)
    path.write_text(LINE * 30_000)
    start_log(None)
    own_log.info("one more")
    assert sorted(os.listdir(path.parent)) == ["segscope.log", "segscope.log.1"]
    assert path.read_text().endswith(" - INFO - one more\n")


def test_where_the_log_of_the_platform_is_none_there_is_none(tmp_path):
    path = start_log(None)
    path.unlink()
    os.mkfifo(path)
    assert start_log(None) is None


def test_a_run_begins_with_its_version_its_process_and_its_folder(tmp_path, own_log):
    start_log(tmp_path / "run.log")
    line = (tmp_path / "run.log").read_text(encoding="utf-8")
    assert line.endswith(
        f" - {os.getpid()} - INFO - segscope {__version__} begins: process {os.getpid()} in {os.getcwd()}\n"
    )


def test_what_this_process_wrote_is_told_from_what_others_write_into_the_same_file(tmp_path, own_log):
    path = tmp_path / "run.log"
    start_log(path)
    own_log.info("one")
    with path.open("a") as log:
        log.write(LINE + "Traceback of another\n" + OF_0_1_0)
    try:
        raise ValueError("of this one")
    except ValueError:
        own_log.exception("two")
    begins, one, two, *trace = of_this_process(path.read_text().splitlines())
    assert f"segscope {__version__} begins" in begins
    assert (one.endswith(" - one"), two.endswith(" - two")) == (True, True)
    assert (trace[0], trace[-1]) == ("Traceback (most recent call last):", "ValueError: of this one")


def test_what_an_earlier_process_of_the_same_number_wrote_is_left_out(tmp_path, own_log):
    path = tmp_path / "run.log"
    start_log(path)
    own_log.info("segscope says: begins: process")
    start_log(path)
    own_log.info("two")
    assert [line.rpartition(" - ")[2] for line in of_this_process(path.read_text().splitlines())][1:] == ["two"]


def test_what_the_compute_process_writes_is_of_this_process(tmp_path, own_log):
    path = tmp_path / "run.log"
    start_log(path)
    record = own_log.makeRecord("segscope.compute", logging.INFO, "", 0, "K=4", (), None)
    record.process = 1
    own_log.handle(record)
    assert of_this_process(path.read_text().splitlines())[-1].endswith(" - K=4")
