"""A page to choose what the users are segmented by: features, scaling, and the fewest ratings of a user."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import DataTable, Input, Static

from core import formats
from core.features.catalogue import FEATURES
from core.features.notebook import NUM_RATINGS
from core.features.scalings import SCALINGS
from core.features.usable import known, missing
from core.presets import CUSTOM, PRESETS, Preset
from core.words.features import FOR_PROFILES
from tui.commands import BY_ID, hint
from tui.dialogs.dialog import Page
from tui.kinds import DESCRIBING, INSPECTING, READING_MORE, Kind
from tui.remedies import on_one_line_in_app
from tui.session import Session
from tui.widgets.bottom import ActivityLine
from tui.widgets.feature_pictures import FeaturePictures
from tui.widgets.feature_rows import Known, columns_of, row_of, said_of
from tui.widgets.feature_table import FeatureTable
from tui.widgets.names import row_of_names
from tui.widgets.unbroken import Unbroken

if TYPE_CHECKING:
    import numpy as np

    from core.description import Description
    from core.errors import SegscopeError
    from core.features.inspection import Inspected

_ROOMY = 110
"""From so many columns on, names and notes are written in full."""

_TALL = 46
"""From so many lines on there is room for pictures."""

_MOST_DIGITS = 9
_FIELD = "#min-ratings"


def _inspect_nothing() -> None:
    """Do nothing."""


class FeaturesPage(Page[Preset]):
    """Answers the preset with what was chosen; ``inspect`` asks how the features of the ``description`` lie."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(BY_ID["preset"].keys, "next_preset", "Next preset", show=False),
        Binding("s", "next_scaling", "Next scaling", show=False),
        Binding("enter", "take", "Take it", show=False),
    ]

    def __init__(self, description: Description, preset: Preset) -> None:
        super().__init__()
        self.inspect: Callable[[], None] = _inspect_nothing
        self.description, self.min_ratings = description, preset.min_ratings
        self._presets = tuple(dict.fromkeys((*PRESETS.values(), preset)))
        self._preset = preset
        self._known = Known({}, missing(FEATURES, description.source), preset.scaling)
        self._chosen = self._own_features
        self._kinds: frozenset[Kind] = frozenset()
        self._problem = ""
        self._rows = (
            *(name for name, one in FEATURES.items() if one.clusters),
            "",
            *(name for name, one in FEATURES.items() if not one.clusters),
        )

    def compose(self) -> ComposeResult:
        """Preset, fewest ratings and scaling, the table, what the row in focus is, and what the keys do."""
        with Vertical(classes="dialog page", id="features-page") as box:
            box.border_title = "Features: what the users are segmented by"
            with Horizontal(id="features-top"):
                yield Static(id="features-preset")
                yield Static("fewest ratings")
                yield Input(
                    str(self.min_ratings), id=_FIELD[1:], restrict=r"\d*", max_length=_MOST_DIGITS, compact=True
                )
                yield Static(id="features-left-out")
            yield Static(id="features-scaling")
            yield FeatureTable(id="features", cursor_type="row")
            yield Static(id="feature-in-focus")
            yield FeaturePictures()
            yield Static(id="features-note")
            yield ActivityLine("closes, and this goes on")
            keys = hint(
                check="chooses", choose="takes it", preset="preset", scaling="scaling", next="fewest ratings",
                copy="copies", close="leaves it as it was",
            )  # fmt: skip
            yield Unbroken(keys.split(" · "), " · ", classes="hint")

    def on_mount(self) -> None:
        """Show what is known, and watch what comes."""
        self.query_one(FeatureTable).focus()
        self.watch(self.app, "session", self._take_session)
        self.watch(self.app, "running", self._take_running)
        self.watch(self.app, "activity", self.query_one(ActivityLine).show)

    def on_resize(self) -> None:
        """Names have more room, or less; pictures are there where the table leaves room for them."""
        self.query_one("#features-page").set_class(self.size.height >= _TALL, "-tall")
        self._paint()

    def show(self, inspected: Mapping[str, Inspected]) -> None:
        """Show how the features lie; what cannot be chosen is left out."""
        was_own = self._chosen == self._own_features
        self._known = replace(self._known, inspected=inspected)
        can_be = frozenset(name for name in self._chosen if not self._known.why_not(name))
        self._chosen = self._own_features if was_own else can_be
        if self.is_mounted:
            self._paint()

    def paint_failure(self, error: SegscopeError) -> None:
        """Say why it is not known how they lie."""
        if self.is_mounted:
            self._paint_note()

    def action_try_again(self) -> None:
        """Compute what is not there."""
        self.failure = None
        self.again()
        self._paint_note()

    def action_next_preset(self) -> None:
        """Begin with another preset."""
        self._begin_with(self._presets[(self._presets.index(self._preset) + 1) % len(self._presets)])

    def action_preset(self, name: str) -> None:
        """Begin with a preset."""
        self._begin_with(next(one for one in self._presets if one.name == name))

    def action_next_scaling(self) -> None:
        """Scale in another way."""
        names = list(SCALINGS)
        self.action_scaling(names[(names.index(self._known.scaling) + 1) % len(names)])

    def action_scaling(self, name: str) -> None:
        """Scale in that way."""
        self._known, self._problem = replace(self._known, scaling=name), ""
        self._paint()

    def action_take(self) -> None:
        """Answer what is chosen, or say what is wrong with it."""
        self._problem = self._wrong
        if self._problem:
            self._paint_note()
        else:
            self.answer(self._choice)

    def on_feature_table_done(self) -> None:
        """Take it."""
        self.action_take()

    def on_input_submitted(self) -> None:
        """Take it."""
        self.action_take()

    def on_input_changed(self) -> None:
        """Another number of users is left out: the features of the others lie differently."""
        least, self._problem = self._typed, ""
        if least is not None and least != self.min_ratings:
            self.min_ratings = least
            if self._left_out < len(self._ratings):
                self.inspect()
        self._paint_top()
        self._paint_note()

    def on_data_table_row_highlighted(self) -> None:
        """Say what the row in focus is."""
        self._paint_focus()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Choose the feature of that row or not, or say why it cannot be chosen."""
        name = self._rows[event.cursor_row]
        why_not = self._known.why_not(name) if name else ""
        self._problem = f"{FEATURES[name].title} cannot be chosen: {why_not.rstrip('.')}." if why_not else ""
        if name and not why_not:
            self._chosen ^= {name}
        self._paint()

    @property
    def _is_roomy(self) -> bool:
        return self.size.width >= _ROOMY

    @property
    def _own_features(self) -> frozenset[str]:
        """What the preset uses here."""
        return frozenset(self._preset.left([name for name in self._preset.wanted if self._known.why_not(name)]))

    @property
    def _choice(self) -> Preset:
        """The preset with what is chosen: one with a name where it is the same."""
        features = (
            None if self._chosen == self._own_features else known([name for name in FEATURES if name in self._chosen])
        )
        return self._preset.with_choices(features, self._known.scaling, None, self.min_ratings)

    @property
    def _wrong(self) -> str:
        """Why the choice cannot be taken."""
        if not self._chosen:
            return "Choose at least one feature."
        if not self._typed:
            return "The fewest ratings of a user are a whole number from 1."
        if self._left_out == len(self._ratings):
            return f"No user has as many ratings: the busiest has {formats.count(int(self._ratings.max()))}."
        return ""

    @property
    def _typed(self) -> int | None:
        text = self.query_one(_FIELD, Input).value
        return int(text) if text.isdecimal() and int(text) > 0 else None

    @property
    def _ratings(self) -> np.ndarray:
        return self.description.features.columns[NUM_RATINGS.name]

    @property
    def _left_out(self) -> int:
        """How many users have fewer ratings."""
        return int((self._ratings < self.min_ratings).sum())

    def _begin_with(self, preset: Preset) -> None:
        self._preset, self._known = preset, replace(self._known, scaling=preset.scaling)
        self._chosen, self._problem = self._own_features, ""
        self.query_one(_FIELD, Input).value = str(preset.min_ratings)
        self._paint()

    def _take_session(self, session: Session) -> None:
        """Look at features that have come."""
        before, now = self.description, session.description
        if now is not None and now.source is before.source and now.features is not before.features:
            self.description = now
            self.inspect()

    def _take_running(self, running: frozenset[Kind]) -> None:
        self._kinds = running
        self._paint_note()

    def _paint(self) -> None:
        table = self.query_one(FeatureTable)
        rows = [
            row_of(FEATURES[name], self._known, self._chosen, FEATURES, is_roomy=self._is_roomy) if name else _GROUP
            for name in self._rows
        ]
        with table.prevent(DataTable.RowHighlighted):
            table.fill(columns_of(self._known.scaling), rows, whole=False)
        self._paint_top()
        self._paint_focus()
        self._paint_note()

    def _paint_top(self) -> None:
        shown = self._choice.name if self._chosen else CUSTOM
        presets = list(dict.fromkeys((*PRESETS, shown)))
        self.query_one("#features-preset", Static).update(row_of_names("preset", presets, shown, "preset"))
        out, users = formats.count(self._left_out), formats.counted(len(self._ratings), "user")
        said = f"leaves out {out} of {users}" if self._is_roomy else f"without {out}"
        self.query_one("#features-left-out", Static).update(said)
        scaling = SCALINGS[self._known.scaling]
        names = row_of_names("scaling", list(SCALINGS), scaling.name, "scaling")
        self.query_one("#features-scaling", Static).update(
            Content.assemble(names, "\n", (scaling.why, "$foreground-muted"))
        )

    def _paint_focus(self) -> None:
        name = self._rows[self.query_one(FeatureTable).cursor_row]
        self.query_one("#feature-in-focus", Static).update(
            said_of(FEATURES[name], self._known, FEATURES) if name else FOR_PROFILES
        )
        inspected, scaling = self._known.inspected.get(name), self._known.scaling
        self.query_one(FeaturePictures).show(FEATURES.get(name), inspected, scaling)

    def _paint_note(self) -> None:
        """What is wrong, else what is still to come."""
        note, colour = self._problem, "$error"
        if not note and self.failure is not None:
            note = f"{on_one_line_in_app(self.failure)} {hint(retry='tries again.')}"
        elif not note and not set(FEATURES) <= {*self._known.inspected, *self._known.missing}:
            is_coming = self._kinds & {DESCRIBING, READING_MORE, INSPECTING}
            note = "The others are being computed …" if is_coming else f"{hint(retry='computes the others.')}"
            colour = "$foreground-muted"
        self.query_one("#features-note", Static).update(Content.styled(note, colour))


_GROUP = ["for profiles", "", "", "", "", " these tell of the service as much as of its users"]
