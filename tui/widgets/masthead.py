"""The top of every screen: what is open, the preset, K with its segments' signs, and the four screens."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from core import formats
from core.presets import NOTEBOOK
from tui.commands import BY_ID, MODES, key_of
from tui.session import Session
from tui.themes import marker, segment_colour

_SHOWN_SIGNS = 8
_APART = 2


class Masthead(Widget):
    """Two lines; the second is a row of tabs that can be clicked."""

    def __init__(self, mode: str) -> None:
        super().__init__()
        self._mode = mode
        self._session = Session()

    def compose(self) -> ComposeResult:
        """What is open and in which state, the tabs below."""
        yield Static(id="masthead-line")
        yield Static(self._tabs(), id="masthead-tabs")

    def show(self, session: Session) -> None:
        """Paint name and state of the session at both ends of the line; where room is short the counts leave first."""
        self._session = session
        line = self.query_one("#masthead-line", Static)
        name = Content.assemble(("segscope", "bold $primary"), "  ", session.name)
        counted = name + self._counts(session)
        states = self._states(session)
        heads = [(counted, states[0]), *((name, state) for state in states)]
        left, right = next((head for head in heads if _width(head) <= line.size.width), (name, states[-1]))
        room = max(0, line.size.width - right.cell_length - _APART)
        left = left.truncate(room, ellipsis=True)
        gap = " " * max(0, line.size.width - left.cell_length - right.cell_length)
        line.update(left + gap + right, layout=False)

    def _states(self, session: Session) -> list[Content]:
        """What is said of the state, the most first: a preset that is not the notebook's matters more than signs."""
        preset, verdict = self._preset(session), self._verdict(session)
        state, k = self._state(session), self._k(session)
        shorter = [state + verdict, k + verdict, state, k]
        is_notebook = session.study is None or session.study.preset.name == NOTEBOOK.name
        with_preset = [] if is_notebook else [preset + k + verdict, preset + k]
        return [preset + state + verdict, *with_preset, *shorter]

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


def _width(head: tuple[Content, Content]) -> int:
    return head[0].cell_length + _APART + head[1].cell_length
