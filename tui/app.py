"""The app: it holds the session, starts the jobs and tells the screens; all else is theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from textual.app import SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from core.errors import SegscopeError
from tui import work
from tui.commands import COMMANDS
from tui.evidence import RESAMPLED, EvidenceApp
from tui.messages import JobEnded, JobFailed
from tui.opening import Request
from tui.screens.clusters import ClustersScreen
from tui.screens.elbow import ElbowScreen
from tui.screens.interpretation import InterpretationScreen
from tui.screens.mode_screen import MIN_HEIGHT, MIN_WIDTH
from tui.screens.overview import OverviewScreen

_SHOWN = ("open", "prepare", "fit", "user", "offending", "export", "evidence", "silhouettes")
"""The jobs whose progress the activity line shows."""

WARM_UP_AFTER = 0.5
"""Seconds after which the libraries for clustering are imported beside a load that is still counting. A small dataset
is described by then: importing at once would only take the interpreter away from it."""


class SegscopeApp(EvidenceApp):
    """segscope on a terminal."""

    TITLE = "segscope"
    CSS_PATH = ["styles/app.tcss", "styles/mode_screen.tcss", "styles/dialog.tcss"]  # noqa: RUF012
    MODES = {  # noqa: RUF012  (Textual's own form)
        "overview": OverviewScreen,
        "elbow": ElbowScreen,
        "clusters": ClustersScreen,
        "interpretation": InterpretationScreen,
    }
    DEFAULT_MODE = "overview"
    BINDINGS = [  # noqa: RUF012  (Textual's own form)
        Binding(command.keys, command.call, command.title)
        for command in COMMANDS
        if command.keys not in ("ctrl+p", "enter")
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (MIN_WIDTH, "-narrow"), (110, "-normal"), (160, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (MIN_HEIGHT, "-low"), (30, "-high")]  # noqa: RUF012

    def __init__(
        self,
        request: Request,
        *,
        k: int | None,
        preset: str,
        seed: int,
        evidence: str = RESAMPLED,
        log_path: Path | None = None,
    ) -> None:
        super().__init__(request, k=k, preset=preset, seed=seed, evidence=evidence)
        self._log_path = log_path

    def on_mount(self) -> None:
        """Paint first, then read."""
        self.call_after_refresh(self._start)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every command by its name, in the palette."""
        for command in COMMANDS:
            if command.action != "command_palette" and command.screen in (None, self.current_mode):
                yield SystemCommand(command.title, command.help, partial(self._run_command, command.call))

    def _start(self) -> None:
        self.open_again()
        self.set_timer(WARM_UP_AFTER, lambda: self.jobs.start("warm up", work.warm_up))

    # Any job

    def on_job_failed(self, message: JobFailed) -> None:
        """Say what went wrong, in the screen where nothing is open yet, else in a dialog."""
        if not self.jobs.wants(message.job):
            return
        self.jobs.forget(message.job)
        name = message.job.name
        if name == "offending":
            self.session = replace(self.session, offending=message.error)
            return
        nothing_is_open = self.session.description is None
        if nothing_is_open or (name in ("prepare", "fit") and self.session.analysis is None):
            self.session = replace(self.session, failure=message.error)
        if (name == "open" and self.could_not_open(message.error)) or nothing_is_open:
            return
        if name == "export":
            self.could_not_export(message.error)
            return
        again: Callable[[], None] = self.action_retry
        if name == "open":
            again = self.open_again
        elif (position := self.closed_user()) is not None:
            again = partial(self.show_user, position)
        self.tell(message.error, again)

    def on_job_ended(self, message: JobEnded) -> None:
        """Clear the activity line; go on with a K that was asked for in the last moment."""
        wanted = self.jobs.wants(message.job)
        self.jobs.forget(message.job)
        if not any(map(self.jobs.runs, _SHOWN)):
            self.activity = None
        if message.job.name == "evidence" and not self.jobs.runs("evidence"):
            self.session = replace(self.session, resampling=False)
        missing = self.session.k is not None and self.session.analysis is None
        if wanted and message.job.name == "fit" and missing and self.session.failure is None:
            self.fit()

    # Actions

    def action_show(self, mode: str) -> None:
        """Switch to one of the four screens."""
        self.switch_mode(mode)

    def action_retry(self) -> None:
        """Go on where work was cancelled or failed: with opening, preparing or fitting."""
        session = self.session
        if any(map(self.jobs.runs, ("open", "prepare", "fit"))):
            return
        if session.description is None:
            self.open_again()
        elif session.groundwork is None:
            self.prepare()
        elif session.analysis is None or not (session.swept and session.knees):
            self.fit()
        else:
            self.gather_evidence()
        if session.description is not None and not isinstance(session.offending, tuple):
            self.find_offending()

    def action_cancel(self) -> None:
        """Stop the work that is running."""
        if self.jobs.stop("export"):
            self.say("The export is cancelled: what is written already is whole, and there is no manifest.", seconds=8)
            return
        beside, can_go_on = self.session.swept and not self.jobs.runs("fit"), self.session.resampling
        if not self.jobs.stop_all():
            return
        self.activity = None
        self.session = replace(self.session, resampling=False)
        if not beside:
            self.session = replace(self.session, failure=SegscopeError("Cancelled.", "r goes on."))
        self.say("Cancelled." if beside and not can_go_on else "Cancelled. r goes on.")

    def action_log(self) -> None:
        """Show the log."""
        from tui.screens.log import LogDialog

        self.push_screen(LogDialog(self._log_path))

    def action_help(self) -> None:
        """Explain this screen."""
        from tui.screens.help import HelpDialog

        self.push_screen(HelpDialog(self.current_mode))

    async def _run_command(self, action: str) -> None:
        await self.run_action(action, self)
