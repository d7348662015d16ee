"""A dialog that finds a user by their id, or by a part of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from core import formats
from core.text import clean
from tui.commands import hint
from tui.dialogs.dialog import AboutUsers
from tui.widgets.replaced_options import ReplacedOptions
from tui.widgets.safe_table import first_of

if TYPE_CHECKING:
    import numpy as np

    from core.features.search import Found

_LONGEST_ID = 60


def _search_nothing(text: str) -> None:
    """Do nothing."""


class FindUserDialog(AboutUsers[int]):
    """Answers the position of a user among all, or None; ``users`` is how many there are, None while it is not known.

    ``search`` is called with what is typed, and `show` brings what was found.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move('down')", show=False),
        Binding("up", "move('up')", show=False),
    ]

    def __init__(self, users: int | None) -> None:
        super().__init__()
        self._users = users
        self.search: Callable[[str], None] = _search_nothing
        self._shown: tuple[str, Found] | None = None
        self._is_chosen = False

    def compose(self) -> ComposeResult:
        """A question, a field, and who was found."""
        with Vertical(classes="dialog narrow") as box:
            box.border_title = "Find a user"
            of = "a user" if self._users is None else f"one of the {formats.counted(self._users, 'user')}"
            yield Static(f"The id of {of}, or a part of it")
            yield Input()
            found = ReplacedOptions(id="found", markup=False)
            found.display = False
            yield found
            yield Static(id="problem")
            yield Static(hint(choose="shows the user", close="closes"), classes="hint")

    @property
    def text(self) -> str:
        """What is typed now."""
        return self.query_one(Input).value

    def show(self, text: str, ids: np.ndarray, found: Found) -> None:
        """Show who was found for a text, by their ``ids`` (users,), the first one chosen."""
        if not self.is_mounted or text != self.text:
            return
        self._shown = text, found
        options = self.query_one("#found", OptionList)
        options.clear_options()
        options.add_options(Option(Content(clean(one, _LONGEST_ID))) for one in ids[list(found.positions)])
        options.display = bool(found.positions)
        options.highlighted = 0 if found.positions else None
        options.border_subtitle = first_of(len(found.positions), found.total) or f"{found.total:,} found"
        self._say_problem()
        if self._is_chosen:
            self._choose(0)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search."""
        self._is_chosen = False
        self._say_problem()
        self.search(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the chosen one, or the first one as soon as it is found."""
        if not event.value.strip():
            self._say_problem("Type an id, or a part of one.")
            return
        self._is_chosen = True
        if self._shown is not None and self._shown[0] == event.value:
            self._choose(self.query_one("#found", OptionList).highlighted or 0)
        else:
            self.search(event.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take this one."""
        self._choose(event.option_index)

    def action_move(self, direction: str) -> None:
        """Choose the next one, or the one before."""
        options = self.query_one("#found", OptionList)
        if direction == "down":
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def _choose(self, row: int) -> None:
        if self._shown is None:
            return
        text, found = self._shown
        if found.positions:
            self.answer(found.positions[row])
        else:
            self._say_problem(f"There is no user {clean(text, 40)}.")

    def _say_problem(self, problem: str = "") -> None:
        self.query_one("#problem", Static).update(Content(problem))
