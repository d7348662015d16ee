"""The app: modes, bindings and the session; it composes the flows, and all else is theirs."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from inspect import isawaitable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.app import App
from textual.command import CommandPalette, Provider
from textual.events import Event, Key, Paste
from textual.reactive import var
from textual.screen import Screen

from core.text import clean
from tui import bindings
from tui.commands import BY_ID, Command, command_for
from tui.compute import Computes
from tui.dialogs.palette import Palette
from tui.encoding import ascii_driver, terminal_is_utf8
from tui.flows.describing import Describing
from tui.flows.evidence import Evidence
from tui.flows.exporting import Exporting
from tui.flows.features import FeatureChoice
from tui.flows.naming import Naming
from tui.flows.opening import Opening, Request
from tui.flows.opinions import Opinions
from tui.flows.portraits import Portraits
from tui.flows.presets import Presets
from tui.flows.segmenting import Segmenting, Settings
from tui.flows.tastes import LikedThings
from tui.flows.users import Users
from tui.frame import Frame
from tui.jobs import Jobs, Shown
from tui.keys import as_enter, typed
from tui.kinds import Kind
from tui.messages import ChosenK, ChosenSegment, NamedSegment
from tui.net import Net, guarded
from tui.screens.clusters import ClustersScreen
from tui.screens.elbow import ElbowScreen
from tui.screens.interpretation import InterpretationScreen
from tui.screens.mode_screen import BREAKPOINTS_ACROSS, BREAKPOINTS_DOWN, ModeScreen
from tui.screens.overview import OverviewScreen
from tui.session import Session
from tui.signals import received
from tui.stopping import surviving_driver
from tui.talk import Talk
from tui.themes import DARK, LIGHT

if TYPE_CHECKING:
    from textual.driver import Driver


@guarded
class SegscopeApp(App[None]):
    """segscope on a terminal."""

    TITLE = "segscope"
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "styles/app.tcss",
        "styles/mode_screen.tcss",
        "styles/dialog.tcss",
        "styles/features.tcss",
    ]
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        "overview": OverviewScreen,
        "elbow": ElbowScreen,
        "clusters": ClustersScreen,
        "interpretation": InterpretationScreen,
    }
    DEFAULT_MODE = "overview"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {bindings.CommandProvider}
    BINDINGS = bindings.BINDINGS
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS_ACROSS
    VERTICAL_BREAKPOINTS = BREAKPOINTS_DOWN

    session: var[Session] = var(Session(), init=False)
    activity: var[Shown | None] = var(None, init=False)
    running: var[frozenset[Kind]] = var(frozenset(), init=False)

    def __init__(self, request: Request, settings: Settings, compute: Computes, log_path: Path | None = None) -> None:
        super().__init__()
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.set_reactive(App.theme, DARK.name)
        self.talk = Talk(self, compute)
        self.net = Net(partial(self.talk.say, seconds=10), self.talk.recover, self._end_with)
        self.jobs = self.talk.jobs = Jobs(self.call_later, self.talk.job_failed, self._jobs_changed)
        self.evidence = Evidence(self.talk, settings.effort)
        self.segmenting = Segmenting(self.talk, settings, self._swept)
        self.opinions = Opinions(self.talk, settings.effort, self.segmenting.part_by, self.evidence.gather)
        self.portraits = Portraits(self.talk)
        self.describing = Describing(self.talk, settings.effort)
        self.presets = Presets(self.talk, settings, self.segmenting, self.describing.go_on)
        self.feature_choice = FeatureChoice(self.talk, self.presets, self.describing.complete)
        self.opening = Opening(self.talk, request, self.presets.begin)
        self.exporting, self.frame = (
            Exporting(self.talk, self.describing, LikedThings(self.talk, settings.effort)),
            Frame(self),
        )
        self.naming = Naming(self.talk)
        self.users = Users(self.talk, self.exporting.ask_for_segment)
        self.log_path = log_path
        self._wake_to_end: Callable[[], object] | None = None

    def get_driver_class(self) -> type[Driver]:
        """The terminal's driver; where it does not show UTF-8, one that writes ASCII alone."""
        driver = surviving_driver(super().get_driver_class())
        return driver if terminal_is_utf8() else ascii_driver(driver)

    def on_mount(self) -> None:
        """Paint first, then read."""
        self.call_after_refresh(self._painted_once)

    def on_unmount(self) -> None:
        """Leave nothing running and nothing on disk."""
        self.jobs.stop_all()
        self.jobs.wait_for_end()
        if self.session.dataset is not None:
            self.session.dataset.close()

    def _handle_exception(self, error: Exception) -> None:
        """Take what Textual would end the app for: an error while something is painted or set up."""
        self.net.catch(error)

    def _end_with(self, last_word: str) -> None:
        where = "" if self.log_path is None else f" The log: {clean(self.log_path)}"
        self.exit(return_code=1, message=Text(last_word + where))

    def end_soon(self) -> None:
        """End as by the quit command, from a signal handler; a screen that is not painted yet is waited for."""
        if self._wake_to_end is not None:
            self._wake_to_end()

    def _painted_once(self) -> None:
        if not gc.isenabled():
            gc.freeze()  # modules and widgets stay for good: looking through them now and then would hold the screen
            gc.enable()
        loop, context = asyncio.get_running_loop(), copy_context()
        self._wake_to_end = partial(loop.call_soon_threadsafe, self.exit, context=context)
        if received() is not None:
            self.exit()
        else:
            self.opening.again()

    def _swept(self) -> None:
        self.describing.begin()
        self.opinions.gather()

    def _jobs_changed(self) -> None:
        self.running, self.activity = self.jobs.running, self.jobs.shown

    def watch_session(self) -> None:
        """Whatever segments are on screen now: let it be known who they are."""
        self.portraits.keep_up()

    async def on_event(self, event: Event) -> None:
        """Let keys wait for the dialog that they are meant for; what is pasted on a screen is typed."""
        if isinstance(event, Key) and not event.is_forwarded:
            await self.talk.press(as_enter(event))
        elif isinstance(event, Paste) and not event.is_forwarded and isinstance(self.screen, ModeScreen):
            for key in typed(event.text):
                self.post_message(key)
        else:
            await super().on_event(event)

    async def forward_key(self, key: Key) -> None:
        """Let a key reach what has the focus."""
        await super().on_event(key)

    def on_key(self, event: Key) -> None:
        """A key that can do nothing at the moment says why."""
        command = command_for(event.key, self.current_mode)
        if command is not None and isinstance(self.screen, ModeScreen):
            reason = command.blocked(self.session, self.jobs)
            if reason:
                self.talk.say(reason)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a command can run now: None where it can't at the moment, False where it never can here."""
        if action != "command":
            return True
        command = BY_ID[str(parameters[0])]
        if not command.works_on(self.current_mode):
            return False
        return None if command.blocked(self.session, self.jobs) else True

    def action_command_palette(self) -> None:
        """Show every command by its name."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(Palette(id="--command-palette"))

    async def action_command(self, name: str) -> None:
        """Run a command of the table by its id."""
        await self.run_command(BY_ID[name])

    async def run_command(self, command: Command) -> None:
        """Run a command, or say why it can do nothing at the moment."""
        if not command.over_dialogs and not isinstance(self.screen, ModeScreen):
            return
        reason = command.blocked(self.session, self.jobs)
        if reason:
            self.talk.say(reason)
            return
        outcome = getattr(getattr(self, command.owner), command.action)(*command.arguments)
        if isawaitable(outcome):
            await outcome

    def on_chosen_k(self, message: ChosenK) -> None:
        """A screen chose K."""
        self.segmenting.choose(message.k)

    def on_chosen_segment(self, message: ChosenSegment) -> None:
        """A screen wants to show the users of a segment."""
        self.users.show_members(message.segment)

    def on_named_segment(self, message: NamedSegment) -> None:
        """A screen wants to name a segment."""
        self.naming.ask(message.segment)
