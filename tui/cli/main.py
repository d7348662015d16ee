"""Which command is wanted, and with which exit code it ends; nothing heavy is imported before that is known."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence

from core.errors import Cancelled, SegscopeError
from core.limits import address_space, reserve_less
from core.shortage import refuse_too_little, shortage
from tui.cli import app, assign, compare, export, report, verify
from tui.cli.options import app_parser, assign_parser, compare_parser, export_parser, report_parser, verify_parser
from tui.cli.output import moves_the_cursor, tell
from tui.remedies import on_one_line
from tui.signals import ending_is_noted, exit_code_of, interrupt, received

DONE, REFUSED = 0, 1

_ONE_THREAD = "OPENBLAS_NUM_THREADS", "1"
"""Fits take one thread anyway, and OpenBLAS's others spin while they wait: the first frame needs their core."""

_COMMANDS = {
    "report": (report_parser, report.run),
    "export": (export_parser, export.run),
    "assign": (assign_parser, assign.run),
    "compare": (compare_parser, compare.run),
    "verify": (verify_parser, verify.run),
}


_ALIKE = 0.75
"""From this ratio on a word is taken for a slip of a command."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run segscope; the exit code is 0 done, 1 refused, 2 wrong usage, 128 + n ended by signal n (130: Ctrl+C)."""
    os.environ.setdefault(*_ONE_THREAD)
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        if arguments and arguments[0] in _COMMANDS:
            parser, run = _COMMANDS[arguments[0]]
            options = parser().parse_args(arguments[1:])
            _keep_within_limits()
            return _interruptible(run, options)
        _refuse_a_slip(arguments)
        options = app_parser().parse_args(arguments)
        _keep_within_limits()
        return app.run(options) if _can_show_the_app() else _interruptible(report.run, options)
    except SegscopeError as error:
        tell(on_one_line(error))
        return REFUSED
    except (KeyboardInterrupt, Cancelled):
        return exit_code_of(received() or signal.SIGINT)
    except BrokenPipeError:
        sys.stderr.close()
        return REFUSED
    except Exception as error:
        short = shortage(error)
        if short is None:
            raise
        tell(on_one_line(short))
        return REFUSED


def _refuse_a_slip(arguments: Sequence[str]) -> None:
    """Say which command is meant by a word that is neither one nor a file; exit code 2."""
    word = next(iter(arguments), "-")
    if word.startswith("-") or {os.sep, "."} & set(word) or os.path.lexists(word):
        return
    from difflib import get_close_matches

    meant = get_close_matches(word.casefold(), _COMMANDS, 1, _ALIKE)
    if meant:
        app_parser().error(f"{word} is no command, and there is no such file; did you mean {meant[0]}?")
    if len(arguments) > 1 and not arguments[1].startswith("-"):
        app_parser().error(f"{word} is no command, and there is no such file; the commands are {', '.join(_COMMANDS)}")


def _keep_within_limits() -> None:
    """Refuse a machine that gives too little, before a library breaks off or hangs; take less where it gives little."""
    refuse_too_little()
    if address_space() is not None:
        reserve_less()


def _can_show_the_app() -> bool:
    return sys.stdin.isatty() and moves_the_cursor(sys.stdout)


def _interruptible(run: Callable[[argparse.Namespace], None], options: argparse.Namespace) -> int:
    """Run a command that a signal interrupts as Ctrl+C does; NumPy would stumble over a date that is none."""
    from core.export.created import created

    created()
    with ending_is_noted(interrupt):
        run(options)
    return DONE
