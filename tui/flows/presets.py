"""Presets: which features, scaling and algorithm make the segments; what was computed for one before comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from core.errors import SegscopeError
from core.evidence.effort import FAST
from core.presets import PRESETS, Preset
from tui import calls, reading
from tui.commands import key_of
from tui.flows.host import Host
from tui.flows.segmenting import Segmenting, Settings
from tui.kinds import CHOOSING, DESCRIBING, PREPARING, READING_MORE

if TYPE_CHECKING:
    from core.description import Description
    from core.evidence.choice import ChosenK
    from core.study import Prepared, Segmented, Study
    from core.sweep import News

_STEPS = READING_MORE, PREPARING, CHOOSING


class Presets:
    """Makes a study of the open dataset, and another one when another preset is wanted.

    Where a preset leaves K to the evidence, the study on screen stays until K is chosen. ``describe`` goes on with
    features that had to wait for those that a preset needs.
    """

    def __init__(self, host: Host, settings: Settings, segmenting: Segmenting, describe: Callable[[], None]) -> None:
        self._host, self._segmenting, self._describe = host, segmenting, describe
        self._seed = settings.seed
        self._wanted = settings.preset
        self._custom: Preset | None = None
        """The one that was chosen last beyond those with a name."""
        self._half: tuple[Preset, Study] | None = None
        """A study as far as it had come when K was chosen, and what it was asked for by."""

    @property
    def current(self) -> Preset:
        """The preset that is on its way, else the one on screen."""
        on_screen = self._host.session.preset
        return self._wanted if self._is_coming or on_screen is None else on_screen

    def begin(self) -> None:
        """Make a study of the dataset that is open."""
        from core.features.usable import missing

        host, preset = self._host, self._wanted
        description = host.session.description
        if description is None:
            return
        self._stop()
        host.session = replace(host.session, failure=None)
        half = self._half_of(preset, description)
        lacking = set(preset.wanted).difference(description.features.columns)
        if half is not None:
            self._go_on(half)
        elif lacking <= missing(lacking, description.source).keys():
            self._prepare(description)
        else:
            self._read_more(preset)

    def next(self) -> None:
        """Take the preset that follows: of those with a name, and the one that was chosen last."""
        current = self.current
        if current not in PRESETS.values():
            self._custom = current
        others = [] if self._custom is None or self._is_refused(self._custom) else [self._custom]
        presets = list(dict.fromkeys((*PRESETS.values(), *others, current)))
        self.take(presets[(presets.index(current) + 1) % len(presets)])

    def take(self, preset: Preset) -> None:
        """Segment the users by a preset; where that was done before, it is there at once."""
        session = self._host.session
        if self._is_coming and preset == self._wanted:
            return
        self._stop()
        self._wanted = preset
        if preset not in PRESETS.values():
            self._custom = preset
        if preset in session.kept:
            self._segmenting.show_kept(preset)
            self._say_what_is_shown()
        elif preset != session.preset:
            self.begin()
        self._describe()

    @property
    def _is_coming(self) -> bool:
        return any(map(self._host.jobs.runs, _STEPS))

    def _stop(self) -> None:
        """Stop what is on its way."""
        for kind in _STEPS:
            self._host.jobs.stop(kind)

    def _is_refused(self, preset: Preset) -> bool:
        from core.features.usable import missing

        description = self._host.session.description
        return description is None or (not preset.adapts and bool(missing(preset.features, description.source)))

    def _half_of(self, preset: Preset, description: Description) -> Study | None:
        """What was computed of a preset before choosing K was stopped."""
        if self._half is None or self._half[0] != preset:
            return None
        return self._half[1] if self._half[1].description.source is description.source else None

    def _read_more(self, preset: Preset) -> None:
        """Compute what a preset needs of the users beyond what is there, before what nobody waits for."""
        host, session = self._host, self._host.session
        if session.dataset is None or session.description is None:
            return
        host.jobs.stop(DESCRIBING)
        host.jobs.start(
            READING_MORE,
            partial(reading.described, dataset=session.dataset, description=session.description, names=preset.wanted),
            self._described,
            failed=self._failed,
            stopped=self._stopped,
            done=self._describe,
            again=partial(self.take, preset),
        )

    def _described(self, description: Description) -> None:
        self._host.session = self._host.session.with_description(description)
        self._prepare(description)

    def _prepare(self, description: Description) -> None:
        host, preset = self._host, self._wanted
        host.jobs.start(
            PREPARING,
            host.compute.calling(calls.prepared, description, preset),
            self._prepared,
            failed=self._failed,
            stopped=self._stopped,
            again=partial(self.take, preset),
        )

    def _prepared(self, prepared: Prepared) -> None:
        from core.study import begin

        description = self._host.session.description
        if description is not None:
            self._go_on(begin(description, prepared, seed=self._seed))

    def _go_on(self, study: Study) -> None:
        """Show the study, where its K is known."""
        if study.default_k is None and not self._segmenting.has_k:
            self._choose_k(study)
        else:
            self._show(study)

    def _choose_k(self, study: Study) -> None:
        host, preset = self._host, self._wanted
        self._half = preset, study
        host.jobs.start(
            CHOOSING,
            host.compute.calling(calls.chosen, study, FAST),
            self._take,
            failed=self._failed,
            stopped=self._stopped,
            done=self._chosen,
            again=partial(self.take, preset),
        )

    def _take(self, news: News | Segmented | ChosenK) -> None:
        if self._half is not None:
            preset, study = self._half
            self._half = preset, study.with_news(news)

    def _chosen(self) -> None:
        if self._half is not None:
            self._show(self._half[1])

    def _show(self, study: Study) -> None:
        description, self._half = self._host.session.description, None
        if description is not None:
            self._segmenting.show(study.described(description), self._wanted)
            self._say_what_is_shown()

    def _say_what_is_shown(self) -> None:
        """Which preset it is and what it left out, once another one was there before."""
        from core.words.choice import left_out_notes, why_this_k

        session = self._host.session
        if session.study is None or not session.kept:
            return
        study, chosen = session.study, session.study.chosen
        why = [] if chosen is None or chosen.k != session.k else [why_this_k(chosen)]
        self._host.say(" ".join((f"Preset {study.preset.name}.", *why, *left_out_notes(study))), seconds=8)

    def _stopped(self) -> None:
        self._stay(SegscopeError("Cancelled.", f"{key_of('resume')} goes on."))

    def _failed(self, error: SegscopeError) -> None:
        preset = self._wanted
        self._stay(error)
        self._host.tell(error, partial(self.take, preset))

    def _stay(self, error: SegscopeError) -> None:
        """Say why nothing comes on the screens that wait for it; else what is there stays."""
        session = self._host.session
        if session.preset is None:
            self._host.session = replace(session, failure=error)
        else:
            self._wanted = session.preset
        self._describe()
