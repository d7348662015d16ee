"""A dialog that asks which column holds the user, the item and the rating, beside the first rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Label, Select, Static

from core.errors import UnclearColumnsError
from core.sources.columns import NO_RATING, REQUIRED, ROLES
from core.sources.proposing import proposed
from core.text import clean
from tui.commands import hint
from tui.dialogs.dialog import Dialog
from tui.widgets.safe_table import Column, SafeTable

_LIKES = "none: each row is a like"


class ColumnsDialog(Dialog[dict[str, str]]):
    """Answers names of columns by role; ``before`` are those that were answered for the same table."""

    def __init__(self, error: UnclearColumnsError, columns: Sequence[str], before: Mapping[str, str]) -> None:
        super().__init__()
        self._columns, self._before = columns, before
        self._rows = [row for row in error.rows if len(row) == len(columns)]

    def compose(self) -> ComposeResult:
        """What is unclear, a choice for each role with the column that must be meant, the first rows."""
        choices = [(Content(clean(name, 40)), name) for name in self._columns]
        without = [] if NO_RATING in self._columns else [(Content(_LIKES), NO_RATING)]
        before = {role: name for role, name in self._before.items() if name in (*self._columns, NO_RATING)}
        meant = {**proposed(self._columns, self._rows), **before}
        with Vertical(classes="dialog") as box:
            box.border_title = "Which column is which?"
            yield Static("They cannot be told by their names. Here are the first rows.")
            with Grid(id="roles"):
                for role in ROLES:
                    yield Label(role)
                    yield Select(
                        [*choices, *without] if role == "rating" else choices,
                        id=f"column-{role}",
                        value=meant.get(role, Select.NULL),
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
        self.query_one(SafeTable).fill(heads, self._rows)

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
