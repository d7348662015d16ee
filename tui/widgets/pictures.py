"""Pictures of users as points, coloured by group: two features, or the map of their principal components."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from core.features.catalogue import FEATURES
from tui.charts import Group, Mark, Scatter
from tui.themes import CENTRE_MARKER, NO_GROUP_MARKER, marker, no_group_colour, segment_colour
from tui.widgets.bars import axis_title
from tui.widgets.plot import Plot

if TYPE_CHECKING:
    import numpy as np

    from core.features.table import UserFeatures
    from core.presets import Axes
    from core.segments.map import PrincipalMap


@dataclass(frozen=True, eq=False)
class Groups:
    """Who is in which group: ``labels`` (shown,) from 0, below 0 for none, of the users at ``positions`` (shown,).

    ``slots`` are the palette slots of the groups, None where they are not known yet.
    """

    positions: np.ndarray
    labels: np.ndarray
    slots: Sequence[int | None]


class Picture(Vertical):
    """A scatter plot with its title above, and what is to say of it below."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, classes="picture")

    def compose(self) -> ComposeResult:
        """Title, plot, lines."""
        yield Static(classes="heading picture-title")
        yield Plot(id=f"{self.id}-plot")
        yield Static(classes="picture-lines")

    def show(self, title: str, scatter: Scatter | None, lines: Sequence[str] = ()) -> None:
        """Paint it; only its title while there is nothing to draw."""
        above = self.query_one(".picture-title", Static)
        above.update(Content(title))
        above.display = bool(title)
        self.query_one(Plot).chart = scatter
        below = self.query_one(".picture-lines", Static)
        below.update(Content("\n".join(lines)))
        below.display = bool(lines)


def title_of(features: UserFeatures, axes: Axes) -> str:
    """What a picture of two features shows."""
    across, up = axes
    is_log = _logs(features, axes)
    title = axis_title(FEATURES[up].title, is_log=is_log[1])
    return f"{title} by {axis_title(FEATURES[across].in_words, is_log=is_log[0])}"


def by_features(features: UserFeatures, axes: Axes, groups: Groups, *, dark: bool) -> Scatter:
    """The users by two of their features."""
    across, up = (features.columns[axis][groups.positions] for axis in axes)
    return Scatter(_coloured(across, up, groups.labels, groups.slots, dark=dark), (), _logs(features, axes))


def on_map(found: PrincipalMap, groups: Groups, *, dark: bool) -> Scatter:
    """The users on their map, as far as they are on it and in the groups."""
    import numpy as np

    _, here, there = np.intersect1d(found.positions, groups.positions, assume_unique=True, return_indices=True)
    across, up = found.coordinates[here].T
    return Scatter(_coloured(across, up, groups.labels[there], groups.slots, dark=dark), ())


def with_centres(scatter: Scatter, colour: str) -> Scatter:
    """The same with the mean of each group on top."""
    centres = [Mark(float(one.x.mean()), float(one.y.mean()), CENTRE_MARKER, colour) for one in scatter.groups]
    return replace(scatter, centres=tuple(centres))


def _logs(features: UserFeatures, axes: Axes) -> tuple[bool, bool]:
    from core.data.skewed import reads_better_as_log

    across, up = (reads_better_as_log(features.columns[axis]) for axis in axes)
    return across, up


def _coloured(
    across: np.ndarray, up: np.ndarray, labels: np.ndarray, slots: Sequence[int | None], *, dark: bool
) -> tuple[Group, ...]:
    """The points of each group, at last those in none."""
    signs = [(number, marker(slot), segment_colour(slot, dark=dark)) for number, slot in enumerate(slots)]
    parts = [(labels == number, sign, colour) for number, sign, colour in signs]
    parts.append((labels < 0, NO_GROUP_MARKER, no_group_colour(dark=dark)))
    return tuple(Group(across[part], up[part], sign, colour) for part, sign, colour in parts if part.any())
