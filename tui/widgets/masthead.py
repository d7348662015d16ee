"""The top of every screen: what is open, the preset, K with its segments' signs, and the four screens."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.commands import MODES
from tui.session import Session
from tui.themes import marker, segment_colour

_SHOWN_SIGNS = 12
_STATE_CELLS = 32


class Masthead(Widget):
    """Two lines; the second is a row of tabs that can be clicked."""

    def __init__(self, mode: str) -> None:
        super().__init__()
        self._mode = mode

    def compose(self) -> ComposeResult:
        """The title to the left, the state to the right, the tabs below."""
        with Horizontal(id="masthead-title"):
            yield Static(id="masthead-name")
            yield Static(id="masthead-state")
        yield Static(self._tabs(), id="masthead-tabs")

    def show(self, session: Session) -> None:
        """Paint the session's name and state."""
        self.query_one("#masthead-name", Static).update(
            Content.assemble(("segscope", "bold $primary"), "  ", session.name), layout=False
        )
        self.query_one("#masthead-state", Static).update(self._state(session), layout=False)

    def _state(self, session: Session) -> Content:
        if session.groundwork is None or session.k is None:
            return Content("")
        signs = [
            (f" {marker(slot)}", segment_colour(slot, dark=self.app.current_theme.dark))
            for slot in map(session.slot, range(min(session.k, _SHOWN_SIGNS)))
        ]
        preset = f"preset {session.groundwork.preset.name}   "
        full = Content.assemble((preset, "$foreground-muted"), (f"K {session.k} ", "bold"), *signs)
        return full if full.cell_length <= _STATE_CELLS else Content.assemble((f"K {session.k} ", "bold"), *signs)

    def _tabs(self) -> Content:
        parts: list[Content] = []
        for number, (mode, title) in enumerate(MODES.items(), start=1):
            tab = f" {number} {title} "
            if mode == self._mode:
                parts.append(Content.styled(tab, "bold $background on $primary"))
            else:
                parts.append(Content(tab).stylize(f"@click=app.show('{mode}')"))
        return Content(" ").join(parts)
