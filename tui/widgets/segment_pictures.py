"""Four pictures of the segments, one at a time: scatter plots, profile, box plots, map."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.features.catalogue import FEATURES
from tui.commands import key_of
from tui.themes import CENTRE_MARKER, UNMATCHED_MARKER
from tui.widgets.bars import axis_title
from tui.widgets.blocks import Block, arranged
from tui.widgets.box_plots import LEAST_CELLS as LEAST_OF_BOXES
from tui.widgets.box_plots import box_block
from tui.widgets.pictures import Groups, Picture, by_features, on_map, title_of, with_centres
from tui.widgets.profile_bars import LEAST_CELLS as LEAST_OF_PROFILE
from tui.widgets.profile_bars import profile_blocks
from tui.widgets.signs import Sign, legend, signs_of

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.points import Points
    from core.presets import Axes
    from core.segments.map import PrincipalMap
    from tui.session import Described, Session

SCATTERS, PROFILE, BOXES, MAP = "scatter plots", "profile", "box plots", "map"
PICTURES = (SCATTERS, PROFILE, BOXES, MAP)

_SAID = {
    SCATTERS: f"{CENTRE_MARKER} centres; a cell shows the segment with most users there",
    PROFILE: "means in standard deviations from all users; bold: the segments were made by it",
    BOXES: "quartiles, median, whiskers to 1.5 times the box; beyond: users outside them",
    MAP: f"{CENTRE_MARKER} centres; principal components: ",
}
_SCROLLBAR_CELLS = 1
_ALONE = "One segment is all users: nothing to compare it with."


class SegmentPictures(Vertical):
    """Shows what `show` gave it last; `next_picture` and `turn` show another part of that."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._shown: tuple[Session, Analysis] | None = None
        self._picture = 0
        self._axes: Axes | None = None
        self._first = ""
        self._segment = 0
        self._map: tuple[Points, PrincipalMap] | None = None
        self._deviations: tuple[Described, Mapping[str, tuple[float, ...]]] | None = None

    def compose(self) -> ComposeResult:
        """A line that names the picture, then what each of them needs."""
        yield Static(id="picture-head", classes="heading")
        with Horizontal(id="scatters"):
            yield Picture(id="scatter-left")
            yield Picture(id="scatter-right")
        with VerticalScroll(id="blocks"):
            yield Static(id="block-lines")
        yield Picture(id="segment-map")

    def on_resize(self) -> None:
        """Other blocks fit beside each other."""
        self._paint()

    def show(self, session: Session, analysis: Analysis) -> None:
        """Paint the segments."""
        self._shown = session, analysis
        self._paint()

    def next_picture(self) -> None:
        """Show the next picture."""
        self._picture = (self._picture + 1) % len(PICTURES)
        self._paint()
        self.call_after_refresh(self.follow, self._segment)

    def turn(self, axis: str) -> bool:
        """Show another feature: on that axis of the left plot, or as the first of the blocks; whether that is possible.

        The axes are ``x`` and ``y``; with blocks, ``y`` turns them back.
        """
        if self._shown is None or self.picture == MAP:
            return False
        analysis = self._shown[1]
        if self.picture == SCATTERS:
            self._axes = _turned(self._left_axes(analysis), axis, list(analysis.description.features.columns))
        else:
            names = self._names(analysis)
            self._first = names[1 if axis == "x" else -1]
        self._paint()
        return True

    def follow(self, segment: int) -> None:
        """Let blocks that are higher than their place show the line of a segment."""
        self._segment, blocks = segment, self.query_one("#blocks")
        blocks.scroll_to(y=max(0, segment + 1 - blocks.size.height // 2), animate=False)

    @property
    def picture(self) -> str:
        """The name of the picture that is shown."""
        return PICTURES[self._picture]

    def _paint(self) -> None:
        if self._shown is None:
            return
        session, analysis = self._shown
        dark = self.app.current_theme.dark
        signs = signs_of(session, analysis.k, dark=dark)
        self.query_one("#picture-head", Static).update(self._head(session, analysis, signs), layout=False)
        self.query_one("#scatters").display = self.picture == SCATTERS
        self.query_one("#blocks").display = self.picture in (PROFILE, BOXES)
        self.query_one("#segment-map").display = self.picture == MAP
        paint: Mapping[str, Callable[[Session, Analysis, Sequence[Sign]], None]] = {
            SCATTERS: self._paint_scatters,
            PROFILE: self._paint_profile,
            BOXES: self._paint_boxes,
            MAP: self._paint_map,
        }
        paint[self.picture](session, analysis, signs)

    def _head(self, session: Session, analysis: Analysis, signs: Sequence[Sign]) -> Content:
        following = PICTURES[(self._picture + 1) % len(PICTURES)]
        coming = f"{UNMATCHED_MARKER} until the smaller K are fitted; " if session.slots is None else ""
        said = self._said_of_map(analysis.points) if self.picture == MAP else _SAID[self.picture]
        return Content.assemble(
            self.picture.capitalize(),
            "   ",
            Content("") if self.picture in (PROFILE, BOXES) else legend(signs) + "   ",
            (f"{coming}{said}   {key_of('picture')} {following}", "not bold $foreground-muted"),
        )

    def _said_of_map(self, points: Points) -> str:
        from core.words.map import sample_in_words, shares_in_words

        found = self._mapped(points)
        return f"{sample_in_words(found, len(points))}{_SAID[MAP]}{shares_in_words(found)}"

    def _paint_scatters(self, session: Session, analysis: Analysis, signs: Sequence[Sign]) -> None:
        features, groups = analysis.description.features, _groups(session, analysis)
        dark, ink = self.app.current_theme.dark, self.app.theme_variables["foreground"]
        sides = {"left": self._left_axes(analysis), "right": analysis.preset.scatters[1]}
        for side, axes in sides.items():
            scatter = with_centres(by_features(features, axes, groups, dark=dark), ink)
            self.query_one(f"#scatter-{side}", Picture).show(title_of(features, axes), scatter)

    def _left_axes(self, analysis: Analysis) -> Axes:
        """Those that were chosen, where the features have them."""
        chosen = self._axes
        if chosen is None or any(name not in analysis.description.features.columns for name in chosen):
            return analysis.preset.scatters[0]
        return chosen

    def _names(self, analysis: Analysis) -> list[str]:
        """Every feature: those first that the segments were made by, unless another one was chosen."""
        names = list(dict.fromkeys((*analysis.preset.features, *analysis.description.features.telling_first)))
        start = names.index(self._first) if self._first in names else 0
        return [*names[start:], *names[:start]]

    def _paint_profile(self, session: Session, analysis: Analysis, signs: Sequence[Sign]) -> None:
        from core.segments.deviations import deviations_of

        if analysis.k == 1:
            self._show_lines([Content.styled(_ALONE, "$foreground-muted")])
            return
        described = analysis.partition, analysis.description.features
        if self._deviations is None or self._deviations[0] != described:
            self._deviations = described, deviations_of(analysis.description.features, analysis.partition)
        found = {name: self._deviations[1][name] for name in self._names(analysis)}
        titles = {name: _titled(name, analysis) for name in found}
        self._paint_blocks(profile_blocks(found, titles, signs), LEAST_OF_PROFILE)

    def _paint_boxes(self, session: Session, analysis: Analysis, signs: Sequence[Sign]) -> None:
        found = session.boxes
        if found is None:
            self._show_lines([Content.styled("The box plots are being computed …", "$foreground-muted")])
            return
        names = [name for name in self._names(analysis) if name in found]
        blocks = [box_block(_titled(name, analysis, is_log=found[name].is_log), found[name], signs) for name in names]
        self._paint_blocks(blocks, LEAST_OF_BOXES)

    def _paint_blocks(self, blocks: Sequence[Block], least: int) -> None:
        self._show_lines(arranged(blocks, self.size.width - _SCROLLBAR_CELLS, self.size.height - 1, least))

    def _show_lines(self, lines: Sequence[Content]) -> None:
        self.query_one("#block-lines", Static).update(Content("\n").join(lines))

    def _paint_map(self, session: Session, analysis: Analysis, signs: Sequence[Sign]) -> None:
        from core.words.map import ends_in_words

        dark, ink = self.app.current_theme.dark, self.app.theme_variables["foreground"]
        found = self._mapped(analysis.points)
        scatter = with_centres(on_map(found, _groups(session, analysis), dark=dark), ink)
        self.query_one("#segment-map", Picture).show("", scatter, ends_in_words(found, FEATURES))

    def _mapped(self, points: Points) -> PrincipalMap:
        """The map of the points, which is the same for every K."""
        from core.segments.map import principal_map

        if self._map is None or self._map[0] is not points:
            self._map = points, principal_map(points)
        return self._map[1]


def _groups(session: Session, analysis: Analysis) -> Groups:
    """Every user in their segment."""
    import numpy as np

    labels = analysis.partition.labels
    return Groups(np.arange(len(labels)), labels, [session.slot(segment) for segment in range(analysis.k)])


def _titled(name: str, analysis: Analysis, *, is_log: bool = False) -> Content:
    """The title of a feature, bold where the segments were made by it."""
    is_made_by = name in analysis.preset.features
    return Content.styled(axis_title(FEATURES[name].title, is_log=is_log), "bold" if is_made_by else "")


def _turned(axes: Axes, axis: str, names: list[str]) -> Axes:
    across, up = axes
    return (_after(across, up, names), up) if axis == "x" else (across, _after(up, across, names))


def _after(name: str, other: str, names: list[str]) -> str:
    """The next feature that is not the one on the other axis."""
    free = [feature for feature in names if feature != other]
    return free[(free.index(name) + 1) % len(free)]
