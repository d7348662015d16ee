"""The app: it holds the session, starts the jobs and tells the screens; all else is theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.reactive import var
from textual.screen import Screen

from core.errors import SegscopeError, TooManySegmentsError
from core.text import clean
from tui import work
from tui.commands import COMMANDS
from tui.jobs import Jobs
from tui.messages import (
    ChosenK,
    ChosenUser,
    DatasetReady,
    JobEnded,
    JobFailed,
    Matched,
    Prepared,
    Progressed,
    Segmented,
    Swept,
    UserReady,
)
from tui.screens.clusters import ClustersScreen
from tui.screens.dialog import AboutUsers
from tui.screens.elbow import ElbowScreen
from tui.screens.interpretation import InterpretationScreen
from tui.screens.mode_screen import MIN_HEIGHT, MIN_WIDTH
from tui.screens.overview import OverviewScreen
from tui.session import Session
from tui.themes import DARK, LIGHT

if TYPE_CHECKING:
    from core.progress import Progress
    from tui.screens.user import UserDialog

LARGEST_MATCHED_K = 20
"""Up to this K segments keep their colours from K to K, which takes a fit for every smaller K."""

WARM_UP_AFTER = 0.5
"""Seconds after which the libraries for clustering are imported beside a load that is still counting. A small dataset
is described by then: importing at once would only take the interpreter away from it."""

LARGEST_K = 50
"""More segments than this nobody reads on a screen; `segscope report` takes any K."""

_SAMPLE_NAME = "the built-in sample"
_NOTHING_YET = "Nothing is segmented yet."


class SegscopeApp(App[None]):
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
        Binding(command.keys, command.action if command.screen is None else f"screen.{command.action}", command.title)
        for command in COMMANDS
        if command.keys not in ("ctrl+p", "enter")
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (MIN_WIDTH, "-narrow"), (110, "-normal"), (160, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (MIN_HEIGHT, "-low"), (30, "-high")]  # noqa: RUF012

    session: var[Session] = var(Session(), init=False)
    activity: var[Progress | None] = var(None, init=False)

    def __init__(
        self, path: Path | None, *, k: int | None, preset: str, seed: int, log_path: Path | None = None
    ) -> None:
        super().__init__()
        self._path, self._first_k, self._preset, self._seed = path, k, preset, seed
        self._log_path = log_path
        self._unopened = ""
        self._user_dialog: UserDialog | None = None
        self._jobs = Jobs(self)

    def on_mount(self) -> None:
        """Paint first, then read."""
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name
        self.call_after_refresh(self._start)

    def on_unmount(self) -> None:
        """Leave nothing running and nothing on disk."""
        self._jobs.stop_all()
        if self.session.dataset is not None:
            self.session.dataset.close()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every command by its name, in the palette."""
        for command in COMMANDS:
            if command.action != "command_palette" and command.screen in (None, self.current_mode):
                yield SystemCommand(command.title, command.help, partial(self._run_command, command.action))

    # Opening

    def open_path(self, path: Path | None) -> None:
        """Read another dataset; the one on screen stays until it is there."""
        self._path = path
        name = _SAMPLE_NAME if path is None else clean(path)
        if self.session.description is None:
            self.session = Session(name=name)
        self._unopened = ""
        self._jobs.start("open", partial(work.load, path=path))

    def _start(self) -> None:
        self.open_path(self._path)
        self.set_timer(WARM_UP_AFTER, lambda: self._jobs.start("warm up", work.warm_up))

    def on_dataset_ready(self, message: DatasetReady) -> None:
        """Show the new dataset and prepare its users."""
        if not self._jobs.wants(message.job):
            message.dataset.close()
            return
        for name in ("prepare", "fit", "user"):
            self._jobs.stop(name)
        while isinstance(self.screen, AboutUsers):
            self.pop_screen()
        if self.session.dataset is not None:
            self.session.dataset.close()
        name = message.description.source.name
        self.session = Session(name=name, dataset=message.dataset, description=message.description)
        self._prepare()

    def _prepare(self) -> None:
        description = self.session.description
        if description is not None:
            self.session = replace(self.session, failure=None)
            self._jobs.start(
                "prepare", partial(work.prepare, description=description, preset=self._preset, seed=self._seed)
            )

    def on_prepared(self, message: Prepared) -> None:
        """Segment the users."""
        if not self._jobs.wants(message.job):
            return
        ground = message.groundwork
        wanted, self._first_k = self._first_k, None
        self.session = replace(self.session, groundwork=ground, k=ground.default_k)
        if wanted is not None and wanted > self._largest_k:
            self._tell(
                TooManySegmentsError(f"K = {wanted} is out of reach.", self._range_of_k), again=self.action_choose_k
            )
        elif wanted is not None:
            self.session = replace(self.session, k=wanted)
        self._fit()

    @property
    def _largest_k(self) -> int:
        ground = self.session.groundwork
        return 1 if ground is None else min(ground.distinct_points, LARGEST_K)

    @property
    def _range_of_k(self) -> str:
        return f"K can be 1 to {self._largest_k:,} here."

    # Segmenting

    def on_chosen_k(self, message: ChosenK) -> None:
        """A screen chose K."""
        self.choose(message.k)

    def choose(self, k: int) -> None:
        """Make K the current one, at once where it is fitted."""
        self.session = replace(self.session, k=k)
        if self.session.analysis is None or k not in self.session.slots:
            self._fit()

    def _fit(self) -> None:
        """Fit what is missing, unless a job is at it already: it asks for the wanted K before each fit."""
        ground = self.session.groundwork
        if ground is None or self._jobs.runs("fit"):
            return
        self.session = replace(self.session, failure=None)
        self._jobs.start(
            "fit",
            partial(
                work.fit_all,
                groundwork=ground,
                known=self.session.fits,
                wanted=lambda: self.session.k or ground.default_k,
                largest_matched=LARGEST_MATCHED_K,
            ),
        )

    def on_segmented(self, message: Segmented) -> None:
        """One more K is there."""
        if self._jobs.wants(message.job):
            self.session = self.session.with_analysis(message.analysis)

    def on_matched(self, message: Matched) -> None:
        """The colours of one more K are known."""
        if self._jobs.wants(message.job):
            self.session = replace(self.session, slots={**self.session.slots, message.k: message.slots})

    def on_swept(self, message: Swept) -> None:
        """The elbow curve is complete."""
        if self._jobs.wants(message.job):
            self.session = replace(self.session, knee=message.knee)

    # Users

    def on_chosen_user(self, message: ChosenUser) -> None:
        """A screen chose a user."""
        self.show_user(message.position)

    def show_user(self, position: int) -> None:
        """Show one user, by position among all of them."""
        analysis, dataset = self.session.analysis, self.session.dataset
        if analysis is None or dataset is None:
            return
        from tui.screens.user import UserDialog

        user = str(analysis.groundwork.description.features.ids[position])
        self._user_dialog = UserDialog(analysis, position)
        self.push_screen(self._user_dialog, self._forget_user)
        self._jobs.start("user", partial(work.look_up, dataset=dataset, user=user))

    def _forget_user(self, _: None) -> None:
        self._jobs.stop("user")

    def on_user_ready(self, message: UserReady) -> None:
        """Show the ratings of the user in the dialog that waits for them."""
        if self._jobs.wants(message.job) and self._user_dialog is not None and self._user_dialog.is_attached:
            self._user_dialog.show(message.profile)

    def action_find_user(self) -> None:
        """Ask for a user."""
        description = self.session.description
        if description is None or self.session.analysis is None:
            self._say(_NOTHING_YET)
            return
        from tui.screens.find_user import FindUserDialog

        self.push_screen(
            FindUserDialog(description.features),
            lambda position: None if position is None else self.show_user(position),
        )

    # Any job

    def on_progressed(self, message: Progressed) -> None:
        """Show how far it is."""
        if self._jobs.wants(message.job):
            self.activity = message.progress

    def on_job_failed(self, message: JobFailed) -> None:
        """Say what went wrong, in the screen where nothing is open yet, else in a dialog."""
        if not self._jobs.wants(message.job):
            return
        self._jobs.forget(message.job)
        if self.session.analysis is None:
            self.session = replace(self.session, failure=message.error)
        if self.session.description is None:
            return
        again: Callable[[], None] = self.action_retry
        if message.job.name == "open":
            self._unopened = str(self._path)
            again = partial(self.open_path, self._path)
        elif self._user_dialog is not None and self._user_dialog is self.screen:
            again = partial(self.show_user, self._user_dialog.position)
            self.pop_screen()
        self._tell(message.error, again)

    def on_job_ended(self, message: JobEnded) -> None:
        """Clear the activity line; go on with a K that was asked for in the last moment."""
        wanted = self._jobs.wants(message.job)
        self._jobs.forget(message.job)
        if not any(map(self._jobs.runs, ("open", "prepare", "fit", "user"))):
            self.activity = None
        missing = self.session.k is not None and self.session.analysis is None
        if wanted and message.job.name == "fit" and missing and self.session.failure is None:
            self._fit()

    # Actions

    def action_show(self, mode: str) -> None:
        """Switch to one of the four screens."""
        self.switch_mode(mode)

    def action_fewer_segments(self) -> None:
        """Lower K by one."""
        self._step(-1)

    def action_more_segments(self) -> None:
        """Raise K by one."""
        self._step(1)

    def _step(self, by: int) -> None:
        k = self.session.k
        if k is None:
            self._say(_NOTHING_YET)
        elif 1 <= k + by <= self._largest_k:
            self.choose(k + by)
        else:
            self._say(self._range_of_k)

    def action_choose_k(self) -> None:
        """Ask for K."""
        if self.session.k is None:
            self._say(_NOTHING_YET)
            return
        from tui.screens.choose_k import ChooseKDialog

        dialog = ChooseKDialog(self.session.k, 1, self._largest_k)
        self.push_screen(dialog, lambda k: self.choose(k) if k and k != self.session.k else None)

    def action_open(self) -> None:
        """Ask for a dataset."""
        from tui.screens.open import OpenDialog

        self.push_screen(OpenDialog(self._unopened), lambda path: self.open_path(path) if path else None)

    def action_retry(self) -> None:
        """Go on where work was cancelled or failed: with opening, preparing or fitting."""
        session = self.session
        if any(map(self._jobs.runs, ("open", "prepare", "fit"))):
            return
        if session.description is None:
            self.open_path(self._path)
        elif session.groundwork is None:
            self._prepare()
        elif session.analysis is None or not session.swept:
            self._fit()

    def action_cancel(self) -> None:
        """Stop the work that is running."""
        beside = self.session.swept and not self._jobs.runs("fit")
        if not self._jobs.stop_all():
            return
        self.activity = None
        if beside:
            self._say("Cancelled.")
        else:
            self.session = replace(self.session, failure=SegscopeError("Cancelled.", "r goes on."))
            self._say("Cancelled. r goes on.")

    def action_toggle_theme(self) -> None:
        """Dark or light."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK.name

    def action_log(self) -> None:
        """Show the log."""
        from tui.screens.log import LogDialog

        self.push_screen(LogDialog(self._log_path))

    def action_help(self) -> None:
        """Explain this screen."""
        from tui.screens.help import HelpDialog

        self.push_screen(HelpDialog(self.current_mode))

    async def _run_command(self, action: str) -> None:
        name = action.partition("(")[0]
        await self.run_action(action, self.screen if hasattr(self.screen, f"action_{name}") else self)

    def _tell(self, error: SegscopeError, again: Callable[[], None]) -> None:
        """What went wrong, in a dialog that offers another try."""
        from tui.screens.failure import FailureDialog

        self.push_screen(FailureDialog(error), lambda retry: again() if retry else None)

    def _say(self, text: str) -> None:
        """One short note at a time."""
        self.clear_notifications()
        self.notify(text, markup=False, timeout=3)
