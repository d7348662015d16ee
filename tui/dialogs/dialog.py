"""What dialogs share: a framed box in the middle, one answer, Esc closes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from core.errors import SegscopeError
from tui.commands import BY_ID, MODES
from tui.net import guarded
from tui.widgets.attached import Attached

if TYPE_CHECKING:
    from core.analysis import Analysis
    from tui.session import Session

Result = TypeVar("Result")


def _nothing() -> None:
    """Do nothing."""


@guarded
class Dialog(Attached, ModalScreen[Result]):
    """A box on top of the screen; Esc answers None. ``ready`` is called when it stands and takes keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", show=False),
        Binding(BY_ID["copy"].keys, BY_ID["copy"].call, "Copy", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.ready: Callable[[], None] = _nothing
        self.is_answered = self.stands = False

    def on_mount(self) -> None:
        """Take keys once the first widget has the focus."""
        self.call_after_refresh(self._stand)

    def _stand(self) -> None:
        self.stands = True
        self.ready()

    def answer(self, result: Result | None) -> None:
        """Close with an answer: once, and only while it is the topmost."""
        if not self.is_answered and self.is_active:
            self.is_answered = True
            self.dismiss(result)

    def action_close(self) -> None:
        """Leave without an answer."""
        self.answer(None)


class AboutUsers(Dialog[Result]):
    """A dialog about users of the dataset that is open: it goes when another one comes."""


class Arriving(AboutUsers[Result]):
    """Such a dialog that shows what arrives after it was opened, or why it could not; ``again`` tries once more."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "try_again", "Try again", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self.again: Callable[[], None] = _nothing
        self.failure: SegscopeError | None = None

    def fail(self, error: SegscopeError) -> None:
        """Say why nothing arrives."""
        self.failure = error
        self.paint_failure(error)

    def paint_failure(self, error: SegscopeError) -> None:
        """Show why nothing arrives, in the place of what was coming."""
        raise NotImplementedError

    def action_try_again(self) -> None:
        """Try once more what has failed."""
        if self.failure is not None:
            self.failure = None
            self.again()


class Page(Arriving[Result]):
    """Such a dialog that fills the terminal; the keys of the four screens leave it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "close", "Close", show=False),
        *(Binding(BY_ID[name].keys, BY_ID[name].call, show=False) for name in (*MODES, "help")),
    ]


class SegmentPage(Page[Result]):
    """Such a page about a segment of an analysis: it goes when the segments are others."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(BY_ID[name].keys, BY_ID[name].call, show=False) for name in ("fewer", "more")
    ]

    def __init__(self, analysis: Analysis) -> None:
        super().__init__()
        self.analysis = analysis

    def on_mount(self) -> None:
        """Watch which segments are on the screens."""
        self.watch(self.app, "session", self._leave_if_others, init=False)

    def on_screen_resume(self) -> None:
        """Catch up with what happened below another page."""
        app: Any = self.app
        self._leave_if_others(app.session)

    def _leave_if_others(self, session: Session) -> None:
        is_same = session.k == self.analysis.k and session.study and session.study.preset == self.analysis.preset
        if not is_same:
            self.answer(None)
