"""What the four screens share: masthead, body, activity line and keys, and painting when the session changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui.commands import COMMANDS, key_of
from tui.kinds import Kind
from tui.net import guarded
from tui.remedies import remedy_in_app
from tui.session import Session
from tui.widgets.attached import Attached
from tui.widgets.bottom import ActivityLine, KeyBar
from tui.widgets.masthead import Masthead
from tui.widgets.verdict import seen_of_verdict

if TYPE_CHECKING:
    from tui.jobs import Shown

MIN_WIDTH, MIN_HEIGHT = 60, 18
BREAKPOINTS_ACROSS = [(0, "-tiny"), (MIN_WIDTH, "-narrow"), (110, "-normal"), (160, "-wide")]
BREAKPOINTS_DOWN = [(0, "-short"), (MIN_HEIGHT, "-low"), (30, "-high")]
"""From how many columns and rows on a screen has which class."""


@guarded
class ModeScreen(Attached, Screen[None]):
    """One of the four screens. Subclasses compose their body and paint it; they compute nothing."""

    MODE: ClassVar[str] = ""
    COMING: ClassVar[str] = ""
    """What the screen will show, said while it is not there yet."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session()
        self.running: frozenset[Kind] = frozenset()
        self._unpaintable: Session | None = None
        self._painted: dict[str, tuple[object, ...]] = {}

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        yield Masthead(self.MODE)
        yield Static(id="placeholder")
        with Vertical(id="body"):
            yield from self.compose_body()
        yield ActivityLine()
        yield KeyBar(self.MODE)
        yield Static(f"Please make the terminal at least {MIN_WIDTH} × {MIN_HEIGHT}.", id="too-small")

    def compose_body(self) -> ComposeResult:
        """The widgets of the screen."""
        yield from ()

    def is_ready(self, session: Session) -> bool:
        """Whether there is enough to paint the body."""
        return session.analysis is not None

    def seen(self, session: Session) -> tuple[object, ...]:
        """The parts of the session that the body shows: it is painted again only when one of them is another."""
        return (session,)

    def paint(self, session: Session) -> None:
        """Paint the body; called only when it is ready."""

    def on_mount(self) -> None:
        """Watch what the app holds; the first painting comes with the screen's resume."""
        self.watch(self.app, "theme", self._theme_changed, init=False)
        self.watch(self.app, "activity", self._activity_changed)
        self.watch(self.app, "running", self._running_changed, init=False)
        self.watch(self.app, "session", self._session_changed, init=False)

    def on_screen_resume(self) -> None:
        """Catch up with what happened while another screen was shown."""
        self.running, self.session = self._app_state()
        self._repaint()

    def _app_state(self) -> tuple[frozenset[Kind], Session]:
        app: Any = self.app
        return app.running, app.session

    def repaint_all(self) -> None:
        """Paint everything again though the session is the same."""
        self._painted.clear()
        self._session_changed(self.session)

    def _session_changed(self, session: Session) -> None:
        self.session = session
        if self in self.app.screen_stack:
            self._repaint()

    def _running_changed(self, running: frozenset[Kind]) -> None:
        self.running = running
        self._session_changed(self.session)

    def _theme_changed(self) -> None:
        self.call_after_refresh(self.repaint_all)

    def _activity_changed(self, activity: Shown | None) -> None:
        self.query_one(ActivityLine).show(activity)

    def _repaint(self) -> None:
        """Paint what changed; a session that could not be painted is not tried again and again."""
        if self._unpaintable is self.session:
            return
        try:
            self._paint_parts(self.session)
        except Exception:
            self._unpaintable = self.session
            raise

    def _paint_parts(self, session: Session) -> None:
        self._paint_once("masthead", _seen_by_masthead(session), self._paint_masthead)
        self._paint_once("keys", self._blocked(), self._paint_keys)
        self._paint_once("body", (self.is_ready(session), session.failure, *self.seen(session)), self._paint_body)

    def _paint_once(self, part: str, seen: tuple[object, ...], paint: Callable[[Session], None]) -> None:
        if self._painted.get(part) != seen:
            self._painted[part] = seen
            paint(self.session)

    def _paint_masthead(self, session: Session) -> None:
        self.query_one(Masthead).show(session)

    def _blocked(self) -> tuple[str, ...]:
        """The commands that cannot run at the moment."""
        return tuple(one.id for one in COMMANDS if not self.app.check_action("command", (one.id,)))

    def _paint_keys(self, session: Session) -> None:
        self.query_one(KeyBar).show(self._blocked())

    def _paint_body(self, session: Session) -> None:
        ready = self.is_ready(session)
        self.set_class(ready, "-ready")
        if ready:
            self.paint(session)
            self._focus_again()
        else:
            self.query_one("#placeholder", Static).update(self._placeholder(session))

    def _focus_again(self) -> None:
        """Give the focus back that was lost while the body was hidden."""
        if self.focused is None and self.AUTO_FOCUS:
            self.set_focus(self.query_one(self.AUTO_FOCUS))

    def _placeholder(self, session: Session) -> Content:
        if session.failure is None:
            return Content.styled(self.COMING, "$foreground-muted")
        return Content.assemble(
            (session.failure.what, "bold $error"),
            "\n",
            remedy_in_app(session.failure),
            "\n\n",
            (f"{key_of('open')} opens another dataset, {key_of('resume')} tries again.", "$foreground-muted"),
        )


def _seen_by_masthead(session: Session) -> tuple[object, ...]:
    preset = session.study and session.study.preset
    return session.name, session.description, preset, session.k, session.slots, seen_of_verdict(session)
