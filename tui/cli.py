"""The command line; it imports nothing heavy before it knows what is wanted."""

from __future__ import annotations

import argparse
import csv
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from core import __version__
from core.errors import Cancelled, SegscopeError
from core.presets import DEFAULT_SEED, EVIDENCE, NOTEBOOK, PRESETS
from core.sources.columns import ROLES
from core.text import clean
from tui.signals import ending_is_noted, exit_code_of, interrupt, received

if TYPE_CHECKING:
    from core.analysis import Analysis

DONE, REFUSED = 0, 1

_CANNOT_MOVE_THE_CURSOR = ("dumb", "unknown", "", None)

_DESCRIPTION = "What kinds of users are behind a table of ratings?"
_EPILOG = """\
commands:
  segscope [DATA]         the app; without DATA the built-in sample; without a terminal it prints the report
  segscope report DATA    the report as text, JSON or Markdown (segscope report --help)
  segscope export DATA    the segments as files (segscope export --help)
  segscope assign MODEL DATA   the segments of other users (segscope assign --help)

DATA is a MovieLens folder or zip of any generation, or a table of ratings: .csv .tsv .txt .dat .data .json .jsonl
(each also .gz) or .parquet. Columns are found by their usual names; --columns names others, column1, column2 … where
the table has no header. A folder that is called "report", "export" or "assign" is ./report, …"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run segscope; the exit code is 0 done, 1 refused, 2 wrong usage, 128 + n ended by signal n (130: Ctrl+C)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        if arguments[:1] == ["report"]:
            return _interruptible(_report, _report_parser().parse_args(arguments[1:]))
        if arguments[:1] == ["export"]:
            return _interruptible(_export, _export_parser().parse_args(arguments[1:]))
        if arguments[:1] == ["assign"]:
            return _interruptible(_assign, _assign_parser().parse_args(arguments[1:]))
        options = _app_parser().parse_args(arguments)
        return _app(options) if _can_show_the_app() else _interruptible(_print_report, options)
    except SegscopeError as error:
        print(f"segscope: {_shown(str(error), sys.stderr)}", file=sys.stderr)
        return REFUSED
    except (KeyboardInterrupt, Cancelled):
        return exit_code_of(received() or signal.SIGINT)
    except BrokenPipeError:
        sys.stderr.close()
        return REFUSED


def _app_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="segscope",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("data", metavar="DATA", nargs="?", type=Path, help="the ratings; default: the built-in sample")
    parser.add_argument("--version", action="version", version=f"segscope {__version__}")
    _add_analysis_options(parser)
    return parser


def _report_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="segscope report", description="Print the analysis of a dataset.", allow_abbrev=False
    )
    parser.add_argument("data", metavar="DATA", type=Path, help="the ratings")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="default: text")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write to a new file instead of standard output")
    _add_analysis_options(parser)
    return parser


def _export_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="segscope export", description="Write the analysis of a dataset into a folder.", allow_abbrev=False
    )
    parser.add_argument("data", metavar="DATA", type=Path, help="the ratings")
    parser.add_argument("--out", metavar="DIR", type=_folder, required=True, help="the folder; made if missing")
    parser.add_argument("--only", metavar="NAME,…", type=_names, help="some of the files")
    parser.add_argument("--overwrite", action="store_true", help="replace files that are there already")
    _add_analysis_options(parser)
    return parser


def _assign_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="segscope assign",
        description="Print the segments that a model gives to the users of a dataset, as CSV.",
        allow_abbrev=False,
    )
    parser.add_argument("model", metavar="MODEL", type=Path, help="a model.json that segscope exported")
    parser.add_argument("data", metavar="DATA", type=Path, help="the ratings")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write to a new file instead of standard output")
    _add_data_options(parser)
    return parser


def _add_analysis_options(parser: argparse.ArgumentParser) -> None:
    _add_data_options(parser)
    parser.add_argument("--k", metavar="N", type=_positive, help="number of segments; default: the preset's")
    parser.add_argument(
        "--evidence",
        choices=EVIDENCE,
        help="how much is asked which K the data supports; default: fast (what takes no resampling), in the app: full",
    )
    parser.add_argument("--preset", default=NOTEBOOK.name, choices=tuple(PRESETS), help=f"default: {NOTEBOOK.name}")
    parser.add_argument(
        "--seed", metavar="N", type=_seed, default=DEFAULT_SEED, help=f"random seed; default: {DEFAULT_SEED}"
    )


def _add_data_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--columns",
        metavar="ROLE=NAME,…",
        type=_columns,
        default={},
        help="columns that are not found by their names: user=U,item=I,rating=R,timestamp=T",
    )
    parser.add_argument("--items", metavar="FILE", type=Path, help="a table with the titles of the items")
    parser.add_argument("--log", metavar="FILE", type=Path, help="write the log here")


def _app(options: argparse.Namespace) -> int:
    from tui.app import SegscopeApp
    from tui.logs import start_log
    from tui.opening import Request

    app = SegscopeApp(
        Request(options.data, options.columns, options.items),
        k=options.k,
        preset=options.preset,
        seed=options.seed,
        evidence=options.evidence or EVIDENCE[-1],
        log_path=start_log(options.log),
    )
    with ending_is_noted(app.end_soon):
        app.run()
    ended_by = received()
    return app.return_code or DONE if ended_by is None else exit_code_of(ended_by)


def _can_show_the_app() -> bool:
    """Whether this is a terminal that can move its cursor."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") not in _CANNOT_MOVE_THE_CURSOR


def _interruptible(command: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Run a command that a signal interrupts as Ctrl+C does; NumPy would stumble over a date that is none."""
    from core.export.created import created

    created()
    with ending_is_noted(interrupt):
        return command(options)


def _print_report(options: argparse.Namespace) -> int:
    """What stands in for the app where it cannot be shown."""
    from core.export.report import to_text

    _write(to_text(_analysis(options)), None)
    return DONE


def _report(options: argparse.Namespace) -> int:
    _refuse_existing(options.output)
    from core.export.report import RENDERERS

    _write(RENDERERS[options.format](_analysis(options)), options.output)
    return DONE


def _export(options: argparse.Namespace) -> int:
    from core.export.contents import NAMES
    from core.export.files import existing_files, export

    names = NAMES if options.only is None else options.only
    there = existing_files(options.out, names)
    if there and not options.overwrite:
        raise SegscopeError(f"{clean(options.out)} holds {', '.join(there)} already.", "--overwrite replaces them.")
    paths = export(_analysis(options), options.out, names, overwrite=options.overwrite)
    _write("".join(f"{clean(path, length=4096)}\n" for path in paths), None)
    return DONE


def _assign(options: argparse.Namespace) -> int:
    _refuse_existing(options.output)
    from core.description import describe_data
    from core.export.data_tables import assigned_users_table
    from core.export.table_files import csv_text
    from core.model import load_model
    from tui.logs import start_log

    start_log(options.log)
    model = load_model(options.model)
    description = describe_data(options.data, columns=options.columns, items=options.items)
    try:
        text = csv_text(assigned_users_table(model, description.features))
    except OSError as error:
        raise SegscopeError(
            f"There is no room for temporary files ({error.strerror or error}).", "Let TMPDIR name another folder."
        ) from error
    _write(text, options.output)
    return DONE


def _refuse_existing(output: Path | None) -> None:
    """Refuse a file that is there before anything long begins."""
    if output is not None and os.path.lexists(output):
        raise SegscopeError(f"{clean(output)} exists already.", "Name a new file with --output.")


def _analysis(options: argparse.Namespace) -> Analysis:
    """The analysis that the options ask for; what is odd about the data is said on standard error."""
    from core.analysis import analyse
    from core.sources.sample import sample_source
    from tui.logs import start_log

    start_log(options.log)
    source = sample_source() if options.data is None else options.data
    analysis = analyse(
        source,
        columns=options.columns,
        items=options.items,
        k=options.k,
        preset=options.preset,
        seed=options.seed,
        evidence=options.evidence or "fast",
    )
    quality = analysis.groundwork.description.quality
    if quality.is_mostly_dropped:
        print(f"segscope: warning: {_shown(quality.sentence, sys.stderr)}", file=sys.stderr)
    return analysis


def _write(text: str, output: Path | None) -> None:
    """Write UTF-8, whatever the locale says, except to a terminal that shows ASCII alone."""
    data = (text if output is not None else _shown(text, sys.stdout)).encode("utf-8")
    try:
        if output is None:
            sys.stdout.buffer.write(data)
            sys.stdout.flush()
        else:
            from core.export.writing import whole_file

            with whole_file(output, overwrite=False) as part:
                part.write_bytes(data)
    except BrokenPipeError:
        raise
    except OSError as error:
        place = "Standard output" if output is None else clean(output)
        raise SegscopeError(f"{place} cannot be written ({error.strerror}).", "Choose another --output.") from error


def _shown(text: str, stream: TextIO) -> str:
    """The text as the stream can show it."""
    if not stream.isatty():
        return text
    from tui.encoding import terminal_is_utf8, to_ascii

    return text if terminal_is_utf8() else to_ascii(text)


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
        raise argparse.ArgumentTypeError(str(error)) from error
    return names


def _columns(text: str) -> dict[str, str]:
    """Names of columns by role."""
    columns: dict[str, str] = {}
    for part in next(csv.reader([text]), []):
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
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {lowest}{upper}")
    return int(text)
