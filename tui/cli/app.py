"""``segscope``: the app."""

from __future__ import annotations

import argparse

from core.evidence.effort import EFFORTS, FULL
from core.presets import preset_named
from tui.signals import ending_is_noted, exit_code_of, received


def run(options: argparse.Namespace) -> int:
    """Show the app until it is left; the exit code."""
    from tui.compute import Compute

    compute = Compute()
    compute.start()
    try:
        from tui.app import SegscopeApp
        from tui.flows.opening import Request
        from tui.flows.segmenting import Settings
        from tui.logs import start_log

        settings = Settings(
            preset=preset_named(options.preset),
            k=options.k,
            seed=options.seed,
            effort=EFFORTS[options.evidence or FULL.name],
        )
        request = Request(options.data, options.columns, options.items)
        app = SegscopeApp(request, settings, compute, start_log(options.log))
        with ending_is_noted(app.end_soon):
            app.run()
    finally:
        compute.close()
    ended_by = received()
    return app.return_code or 0 if ended_by is None else exit_code_of(ended_by)
