"""What can be asked for on the command line: the parsers, and the types of their arguments."""

from __future__ import annotations

import argparse
import csv
import re
import sys
from pathlib import Path
from typing import NoReturn

from core import __version__
from core.errors import SegscopeError
from core.evidence.effort import EFFORTS
from core.presets import DEFAULT_SEED, NOTEBOOK, PRESETS
from core.sources.columns import ROLES
from core.text import clean
from tui.cli.output import LONGEST_LINE
from tui.remedies import on_one_line

_DESCRIPTION = "What kinds of users are behind a table of ratings?"
_EPILOG = """\
commands:
  segscope [DATA]         the app; without DATA the built-in sample; without a terminal it prints the report
  segscope report DATA    the report as text, JSON or Markdown (segscope report --help)
  segscope export DATA    the segments as files (segscope export --help)
  segscope assign MODEL DATA   the segments of other users (segscope assign --help)
  segscope verify DIR     exported files compared with their manifest (segscope verify --help)

DATA is a MovieLens folder or zip of any generation, or a table of ratings: .csv .tsv .txt .dat .data .json .jsonl
(each also .gz) or .parquet. Columns are found by their usual names; --columns names others, column1, column2 … where
the table has no header. A folder that is called "report", "export", "assign" or "verify" is ./report, …"""


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong on one line of printable text, whatever the arguments hold."""

    def error(self, message: str) -> NoReturn:
        """Say how it is used and what is wrong, and end with exit code 2."""
        super().error(clean(message, LONGEST_LINE))


def app_parser() -> argparse.ArgumentParser:
    """``segscope``; it also answers what the report needs that takes the app's place without a terminal."""
    parser = Parser(
        prog="segscope",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("data", metavar="DATA", nargs="?", type=Path, help="the ratings; default: the built-in sample")
    parser.add_argument("--version", action="version", version=f"segscope {__version__}")
    parser.set_defaults(format="text", output=None)
    _add_analysis_options(parser)
    return parser


def report_parser() -> argparse.ArgumentParser:
    """``segscope report``."""
    parser = Parser(prog="segscope report", description="Print the analysis of a dataset.", allow_abbrev=False)
    parser.add_argument("data", metavar="DATA", type=Path, help="the ratings")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="default: text")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write to a new file instead of standard output")
    _add_analysis_options(parser)
    return parser


def export_parser() -> argparse.ArgumentParser:
    """``segscope export``."""
    parser = Parser(
        prog="segscope export", description="Write the analysis of a dataset into a folder.", allow_abbrev=False
    )
    parser.add_argument("data", metavar="DATA", type=Path, help="the ratings")
    parser.add_argument("--out", metavar="DIR", type=_folder, required=True, help="the folder; made if missing")
    parser.add_argument("--only", metavar="NAME,…", type=_names, help="some of the files")
    parser.add_argument("--overwrite", action="store_true", help="replace files that are there already")
    _add_analysis_options(parser)
    return parser


def assign_parser() -> argparse.ArgumentParser:
    """``segscope assign``."""
    parser = Parser(
        prog="segscope assign",
        description="Print the segments that a model gives to the users of a dataset, as CSV.",
        allow_abbrev=False,
    )
    parser.add_argument("model", metavar="MODEL", type=Path, help="a model.json that segscope exported")
    parser.add_argument("data", metavar="DATA", type=Path, help="the ratings")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write to a new file instead of standard output")
    parser.add_argument(
        "--strict", action="store_true", help="refuse users who lie far outside those that the model was made of"
    )
    _add_data_options(parser)
    return parser


def verify_parser() -> argparse.ArgumentParser:
    """``segscope verify``."""
    parser = Parser(
        prog="segscope verify",
        description="Compare exported files with their manifest, after an export that was interrupted is completed or "
        "taken back. The exit code is 1 where a file is missing or has changed.",
        allow_abbrev=False,
    )
    parser.add_argument("folder", metavar="DIR", type=_folder, help="a folder that segscope exported into")
    return parser


def _add_analysis_options(parser: argparse.ArgumentParser) -> None:
    _add_data_options(parser)
    parser.add_argument("--k", metavar="N", type=_positive, help="number of segments; default: the preset's")
    parser.add_argument(
        "--evidence",
        choices=tuple(EFFORTS),
        help="how much is asked which K the data supports; default: fast (what takes no resampling), in the app: full",
    )
    parser.add_argument("--preset", default=NOTEBOOK.name, choices=tuple(PRESETS), help=f"default: {NOTEBOOK.name}")
    parser.add_argument(
        "--algorithm",
        metavar="NAME",
        type=_algorithm,
        help="what parts the users: kmeans or mixture (a Gaussian mixture); default: the preset's",
    )
    parser.add_argument(
        "--seed", metavar="N", type=_seed, default=DEFAULT_SEED, help=f"random seed; default: {DEFAULT_SEED}"
    )


def _add_data_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--columns",
        metavar="ROLE=NAME,…",
        type=_columns,
        default={},
        help="columns that are not found by their names: user=U,item=I,rating=R,timestamp=T; rating=none: there is no "
        "rating, and each row is a like",
    )
    parser.add_argument("--items", metavar="FILE", type=Path, help="a table with the titles of the items")
    parser.add_argument("--log", metavar="FILE", type=Path, help="write the log here: a new file, or one of before")


_LINE_END = re.compile(r"[\r\n]")


def _folder(text: str) -> Path:
    """A folder with a name."""
    if not text.strip():
        raise argparse.ArgumentTypeError("name a folder")
    return Path(text)


def _names(text: str) -> list[str]:
    """What is to be exported."""
    from core.export.contents import files_of

    names = [name for part in text.split(",") if (name := part.strip())]
    try:
        files_of(names)
    except SegscopeError as error:
        raise argparse.ArgumentTypeError(on_one_line(error)) from error
    return names


def _algorithm(text: str) -> str:
    """The name of an algorithm."""
    from core.clustering.algorithms import algorithm_named

    try:
        return algorithm_named(text).name
    except SegscopeError as error:
        raise argparse.ArgumentTypeError(on_one_line(error)) from error


def _columns(text: str) -> dict[str, str]:
    """Names of columns by role; a line end in one is a space, as it is where the names are shown."""
    columns: dict[str, str] = {}
    for part in next(csv.reader([_LINE_END.sub(" ", text)]), []):
        role, _, name = part.partition("=")
        role = role.strip()
        if role not in ROLES or not name:
            raise argparse.ArgumentTypeError(f"{text!r} is not like user=U,item=I,rating=R,timestamp=T")
        if role in columns:
            raise argparse.ArgumentTypeError(f"{role} stands twice in {text!r}")
        columns[role] = name
    return columns


def _positive(text: str) -> int:
    return _whole_number(text, 1, sys.maxsize)


def _seed(text: str) -> int:
    return _whole_number(text, 0, 2**32 - 1)


def _whole_number(text: str, lowest: int, highest: int) -> int:
    if not text.isdecimal() or not lowest <= int(text) <= highest:
        upper = f" to {highest}" if highest < sys.maxsize else ""
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {lowest}{upper}")
    return int(text)
