"""A list of options that are replaced while they are on the screen."""

from __future__ import annotations

from textual.events import Click
from textual.widgets import OptionList


class ReplacedOptions(OptionList):
    """A click arrives after its place was looked up; where that option has gone meanwhile, nothing is chosen."""

    def _on_click(self, event: Click) -> None:  # type: ignore[override]  # Textual calls both, this one first
        if event.style.meta.get("option", 0) >= self.option_count:
            event.prevent_default().stop()
