"""A dialog that shows the end of the log file, as far as this process wrote it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.text import clean
from tui.commands import BY_ID, hint
from tui.dialogs.dialog import Dialog
from tui.logs import of_this_process
from tui.remedies import NO_LOG

_TAIL_BYTES = 64_000
_SECONDS = 0.5


class LogDialog(Dialog[None]):
    """The last lines that this process wrote to the log, the newest at the bottom."""

    BINDINGS: ClassVar[list[BindingType]] = [(f"{BY_ID['log'].keys},q", "close", "Close")]

    def __init__(self, path: Path | None) -> None:
        super().__init__()
        self._path = path
        self._shown: list[str] = []

    def compose(self) -> ComposeResult:
        """The lines, scrollable."""
        with VerticalScroll(classes="dialog", id="log") as box:
            box.border_title = f"Log of this run · {hint(close='closes')}"
            box.border_subtitle = Content(clean(self._path) if self._path else "")
            yield Static(id="log-lines")

    def on_mount(self) -> None:
        """Begin at the end, and stay there while the log grows."""
        self._show()
        self.query_one("#log", VerticalScroll).anchor()
        self.set_interval(_SECONDS, self._show)

    def _show(self) -> None:
        """Show the lines where there are others."""
        lines = self._lines()
        if lines != self._shown:
            self._shown = lines
            self.query_one("#log-lines", Static).update(Content("\n".join(lines)))

    def _lines(self) -> list[str]:
        if self._path is None:
            return [NO_LOG]
        try:
            with self._path.open("rb") as stream:
                size = self._path.stat().st_size
                stream.seek(max(0, size - _TAIL_BYTES))
                text = stream.read().decode("utf-8", "replace")
        except OSError as error:
            return [f"The log cannot be read: {error.strerror}."]
        whole = text if size <= _TAIL_BYTES else text.partition("\n")[2]
        return [clean(line, 400) for line in of_this_process(whole.splitlines())]
