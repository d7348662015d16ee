"""``segscope``: the app."""

from __future__ import annotations

import argparse
import gc
from typing import TYPE_CHECKING

from core.evidence.effort import EFFORTS, FULL
from tui.cli.analysis import names_of, preset_of
from tui.signals import ending_is_noted, exit_code_of, received

if TYPE_CHECKING:
    from tui.compute import Compute


def run(options: argparse.Namespace) -> int:
    """Show the app until it is left; the exit code."""
    gc.disable()  # until the first frame is painted: what is imported and built by then stays
    from tui.compute import Compute

    compute = Compute()
    compute.start()
    try:
        return_code = _show(options, compute)
    finally:
        compute.close()
        gc.unfreeze()  # DuckDB's bindings complain of what is left when the interpreter ends
    ended_by = received()
    return return_code if ended_by is None else exit_code_of(ended_by)


def _show(options: argparse.Namespace, compute: Compute) -> int:
    from tui.app import SegscopeApp
    from tui.flows.opening import Request
    from tui.flows.segmenting import Settings
    from tui.logs import start_log

    settings = Settings(
        preset=preset_of(options),
        k=options.k,
        seed=options.seed,
        effort=EFFORTS[options.evidence or FULL.name],
        names=names_of(options),
    )
    request = Request(options.data, options.columns, options.items)
    app = SegscopeApp(request, settings, compute, start_log(options.log))
    with ending_is_noted(app.end_soon):
        app.run()
    return app.return_code or 0
