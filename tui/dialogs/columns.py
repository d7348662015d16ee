"""A dialog that asks which column holds the user, the item and the rating, beside the first rows."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Label, Select, Static

from core.errors import UnclearColumnsError
from core.sources.columns import REQUIRED, ROLES, USUAL_NAMES, guess
from core.text import clean
from tui.commands import hint
from tui.dialogs.dialog import Dialog
from tui.widgets.safe_table import Column, SafeTable


class ColumnsDialog(Dialog[dict[str, str]]):
    """Answers names of columns by role."""

    def __init__(self, error: UnclearColumnsError, columns: Sequence[str]) -> None:
        super().__init__()
        self._error, self._columns = error, columns

    def compose(self) -> ComposeResult:
        """What is unclear, a choice for each role, the first rows."""
        choices = [(Content(clean(name, 40)), name) for name in self._columns]
        with Vertical(classes="dialog") as box:
            box.border_title = "Which column is which?"
            yield Static("They cannot be told by their names. Here are the first rows.")
            with Grid(id="roles"):
                for role in ROLES:
                    yield Label(role)
                    found = guess(self._columns, USUAL_NAMES[role])
                    yield Select(
                        choices,
                        id=f"column-{role}",
                        value=Select.NULL if found is None else found,
                        prompt="choose" if role in REQUIRED else "none",
                        compact=True,
                    )
            yield SafeTable(id="first-rows", cursor_type="row")
            yield Static(id="problem")
            with Horizontal(classes="buttons"):
                yield Button("Open", id="open", compact=True)
                yield Button("Cancel", id="cancel", compact=True)
            yield Static(hint(next="moves on", choose="chooses", close="closes"), classes="hint")

    def on_mount(self) -> None:
        """Show the first rows."""
        heads = [Column(clean(name, 30)) for name in self._columns]
        self.query_one(SafeTable).can_focus = False
        self.query_one(SafeTable).fill(heads, [row for row in self._error.rows if len(row) == len(heads)])

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer, once every column is another one."""
        if event.button.id != "open":
            self.answer(None)
            return
        chosen = {}
        for role in ROLES:
            value = self.query_one(f"#column-{role}", Select).value
            if isinstance(value, str):
                chosen[role] = value
        missing = [role for role in REQUIRED if role not in chosen]
        if missing:
            self.query_one("#problem", Static).update(f"Choose a column for the {' and the '.join(missing)}.")
        elif len(set(chosen.values())) < len(chosen):
            self.query_one("#problem", Static).update("One column cannot be two things.")
        else:
            self.answer(chosen)
