"""Names side by side, one of them chosen; a click takes another."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content


def row_of_names(head: str, names: Sequence[str], chosen: str, action: str) -> Content:
    """The names after a head; ``action`` of the screen is called with the name that is clicked."""
    parts = [Content.styled(f"{head} ", "$foreground-muted")]
    for name in names:
        if name == chosen:
            parts.append(Content.styled(f" {name} ", "bold $background on $primary"))
        else:
            parts.append(Content(f" {name} ").stylize(f"@click=screen.{action}('{name}')"))
    return Content("").join(parts)
