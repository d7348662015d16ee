"""What can be asked for on the command line: the parsers."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NoReturn

from core import __version__
from core.evidence.effort import EFFORTS
from core.presets import DEFAULT_SEED, NOTEBOOK, PRESETS
from core.text import clean
from tui.cli import arguments
from tui.cli.output import LONGEST_LINE

_DESCRIPTION = "What kinds of users are behind a table of ratings?"
_EPILOG = """\
commands:
  segscope [DATA]         the app; without DATA the built-in sample; without a terminal it prints the report
  segscope report DATA    the report as text, JSON or Markdown (segscope report --help)
  segscope export DATA    the segments as files (segscope export --help)
  segscope assign MODEL DATA   the segments of other users (segscope assign --help)
  segscope compare DATA   another K, preset or algorithm, another dataset, or two periods (segscope compare --help)
  segscope verify DIR     exported files compared with their manifest (segscope verify --help)

DATA is a MovieLens folder or zip of any generation, or a table of ratings: .csv .tsv .txt .dat .data .json .jsonl
(each also .gz) or .parquet. Columns are found by their usual names; --columns names others, column1, column2 … where
the table has no header. A folder that is called "report", "export", "assign", "compare" or "verify" is ./report, …"""


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong on one line of printable text, whatever the arguments hold."""

    def error(self, message: str) -> NoReturn:
        """Say how it is used and what is wrong, and end with exit code 2."""
        super().error(clean(message, LONGEST_LINE))


class CompareParser(Parser):
    """A parser whose second DATA may stand behind options, but not beside another thing to compare with."""

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """The options; a wrong usage ends with exit code 2."""
        options = self.parse_intermixed_args(args, namespace)
        others = (options.with_k, options.with_preset, options.with_algorithm, options.split)
        if options.other is not None and any(one is not None for one in others):
            self.error("DATA2 is not allowed with --with-k, --with-preset, --with-algorithm or --split")
        return options


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
    parser.add_argument(
        "--out", metavar="DIR", type=arguments.folder, required=True, help="the folder; made if missing"
    )
    parser.add_argument("--only", metavar="NAME,…", type=arguments.file_names, help="some of the files")
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


def compare_parser() -> argparse.ArgumentParser:
    """``segscope compare``."""
    parser = CompareParser(
        prog="segscope compare",
        description="Print what changes with one segment more; with another K, preset or algorithm; from one dataset "
        "to another; or from one period of a dataset to the next. The users of the second dataset or period are put "
        "into the segments of the first.",
        allow_abbrev=False,
    )
    parser.add_argument("data", metavar="DATA", type=Path, help="the ratings")
    parser.add_argument("other", metavar="DATA2", nargs="?", type=Path, help="ratings to compare with")
    second = parser.add_mutually_exclusive_group()
    second.add_argument(
        "--with-k", metavar="N", type=arguments.positive, help="compare with another number of segments"
    )
    second.add_argument("--with-preset", choices=tuple(PRESETS), help="compare with another preset")
    second.add_argument(
        "--with-algorithm", metavar="NAME", type=arguments.algorithm, help="compare with another algorithm"
    )
    second.add_argument(
        "--split",
        metavar="DATE",
        type=arguments.date_and_time,
        help="compare the ratings before a date with those from it on: 2018-01-01",
    )
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="default: text")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write to a new file instead of standard output")
    _add_segmentation_options(parser)
    return parser


def verify_parser() -> argparse.ArgumentParser:
    """``segscope verify``."""
    parser = Parser(
        prog="segscope verify",
        description="Compare exported files with their manifest, after an export that was interrupted is completed or "
        "taken back. The exit code is 1 where a file is missing or has changed.",
        allow_abbrev=False,
    )
    parser.add_argument("folder", metavar="DIR", type=arguments.folder, help="a folder that segscope exported into")
    return parser


def _add_analysis_options(parser: argparse.ArgumentParser) -> None:
    _add_segmentation_options(parser)
    parser.add_argument(
        "--evidence",
        choices=tuple(EFFORTS),
        help="how much is asked which K the data supports; default: fast (what takes no resampling), in the app: full",
    )


def _add_segmentation_options(parser: argparse.ArgumentParser) -> None:
    _add_data_options(parser)
    parser.add_argument("--k", metavar="N", type=arguments.positive, help="number of segments; default: the preset's")
    parser.add_argument(
        "--preset",
        default=NOTEBOOK.name,
        choices=tuple(PRESETS),
        help=f"a choice of features, scaling, K and labels; default: {NOTEBOOK.name}",
    )
    parser.add_argument(
        "--features",
        metavar="NAME,…",
        type=arguments.features,
        help="what the users are segmented by; default: the preset's. --features help lists them",
    )
    parser.add_argument(
        "--scaling",
        metavar="NAME",
        type=arguments.scaling,
        help="standard, log1p, robust or none; default: the preset's, with --features standard",
    )
    parser.add_argument(
        "--min-ratings",
        metavar="N",
        type=arguments.positive,
        help="leave out users with fewer ratings; default: the preset's (1)",
    )
    parser.add_argument(
        "--names",
        metavar="FILE",
        type=Path,
        help='names for segments: a JSON object like {"0": "Casual viewers"}, or a CSV with the head segment,name',
    )
    parser.add_argument(
        "--algorithm",
        metavar="NAME",
        type=arguments.algorithm,
        help="what parts the users: kmeans or mixture (a Gaussian mixture); default: the preset's",
    )
    parser.add_argument(
        "--seed", metavar="N", type=arguments.seed, default=DEFAULT_SEED, help=f"random seed; default: {DEFAULT_SEED}"
    )


def _add_data_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--columns",
        metavar="ROLE=NAME,…",
        type=arguments.columns,
        default={},
        help="columns that are not found by their names: user=U,item=I,rating=R,timestamp=T; rating=none: there is no "
        "rating, and each row is a like",
    )
    parser.add_argument("--items", metavar="FILE", type=Path, help="a table with the titles of the items")
    parser.add_argument("--log", metavar="FILE", type=Path, help="write the log here: a new file, or one of before")
