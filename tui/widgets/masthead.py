"""The top of every screen: what is open, the preset, K with its segments' signs, and the four screens."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from core import formats
from tui.commands import BY_ID, MODES, key_of
from tui.session import Session
from tui.themes import marker, segment_colour

_SHOWN_SIGNS = 8


class Masthead(Widget):
    """Two lines; the second is a row of tabs that can be clicked."""

    def __init__(self, mode: str) -> None:
        super().__init__()
        self._mode = mode
        self._session = Session()

    def compose(self) -> ComposeResult:
        """The title to the left, the state to the right, the tabs below."""
        with Horizontal(id="masthead-title"):
            yield Static(id="masthead-name")
            yield Static(id="masthead-state")
        yield Static(self._tabs(), id="masthead-tabs")

    def show(self, session: Session) -> None:
        """Paint the session's name and state, the counts where they fit."""
        self._session = session
        room = self.query_one("#masthead-name", Static)
        name = Content.assemble(("segscope", "bold $primary"), "  ", session.name)
        full = name + self._counts(session)
        room.update(full if full.cell_length <= room.size.width else name, layout=False)
        room = self.query_one("#masthead-state", Static)
        state = self._state(session)
        preset, verdict = self._preset(session), self._verdict(session)
        fitting = (preset + state + verdict, state + verdict, self._k(session) + verdict, state)
        room.update(next((one for one in fitting if one.cell_length <= room.size.width), state), layout=False)

    def on_resize(self) -> None:
        """What fits is another thing now."""
        self.show(self._session)

    def _counts(self, session: Session) -> Content:
        if session.description is None:
            return Content("")
        overview, noun = session.description.overview, session.description.source.item_noun
        counts = [(overview.users, "user"), (overview.items, noun), (overview.ratings, "rating")]
        text = " · ".join(formats.counted(number, noun) for number, noun in counts)
        return Content.styled(f"   {text}", "$foreground-muted")

    def _state(self, session: Session) -> Content:
        if session.study is None or session.k is None:
            return Content("")
        signs = [
            (f" {marker(slot)}", segment_colour(slot, dark=self.app.current_theme.dark))
            for slot in (session.slots or ())[:_SHOWN_SIGNS]
        ]
        if len(session.slots or ()) > _SHOWN_SIGNS:
            signs.append((" …", "$foreground-muted"))
        return Content.assemble(self._k(session), *signs)

    def _k(self, session: Session) -> Content:
        return Content("") if session.k is None else Content.styled(f"K = {session.k} ", "bold")

    def _verdict(self, session: Session) -> Content:
        verdict = None if session.sweep is None else session.sweep.verdict
        if verdict is None or session.k is None:
            return Content("")
        from core.words.verdict import verdict_in_brief

        said = verdict_in_brief(verdict, session.k)
        return Content.styled(f"   {said}", "$warning") if said else Content("")

    def _preset(self, session: Session) -> Content:
        if session.study is None:
            return Content("")
        return Content.styled(f"preset {session.study.preset.name}   ", "$foreground-muted")

    def _tabs(self) -> Content:
        parts: list[Content] = []
        for mode, title in MODES.items():
            tab = f" {key_of(mode)} {title} "
            if mode == self._mode:
                parts.append(Content.styled(tab, "bold $background on $primary"))
            else:
                parts.append(Content(tab).stylize(f"@click={BY_ID[mode].call}"))
        return Content(" ").join(parts)
