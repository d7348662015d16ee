"""A figure with what it means below it."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class StatCard(Static):
    """One large figure and a caption of one or two lines."""

    def show(self, figure: str, caption: str) -> None:
        """Paint them."""
        self.update(Content.assemble((figure, "bold $primary"), "\n", (caption, "$foreground-muted")))
