"""Segmenting: the users are scaled once for each preset, then parted for each K, the K on screen always first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from core.errors import NamesError, SegscopeError, TooManySegmentsError
from core.evidence.effort import FAST, FULL, Effort
from core.presets import DEFAULT_SEED, NOTEBOOK, Preset
from core.segments.names import Names, known_names
from tui import calls
from tui.commands import key_of
from tui.compute import Dial
from tui.flows.host import Host
from tui.kinds import EVIDENCE, OPINIONS, SWEEP

if TYPE_CHECKING:
    from core.study import Segmented, Study
    from core.sweep import News

FIRST_K, LAST_K = 2, 20
"""The widest range of K that is compared."""


@dataclass(frozen=True)
class Settings:
    """How the users are segmented: ``k`` is None for the preset's; ``names`` are names for its segments by number."""

    preset: Preset = NOTEBOOK
    k: int | None = None
    seed: int = DEFAULT_SEED
    effort: Effort = FULL
    names: Names = field(default_factory=dict)


class Segmenting:
    """Holds K; ``swept`` is what follows when every K is fitted."""

    def __init__(self, host: Host, settings: Settings, swept: Callable[[], None]) -> None:
        self._host, self._swept = host, swept
        self._first_k = settings.k or settings.preset.k or FIRST_K
        self._dial = Dial(self._first_k)
        self._asked_k, self._asked_names = settings.k, settings.names

    @property
    def has_k(self) -> bool:
        """Whether somebody asked for a K of which there is no study yet."""
        return self._asked_k is not None

    def show(self, study: Study, preset: Preset) -> None:
        """Take a study that was asked for by a preset, with the K that was asked for, or its own."""
        host, asked = self._host, self._asked_k
        self._stop()
        self._asked_k = None
        host.session = host.session.with_study(study, preset)
        if asked is not None and asked > host.session.largest_k:
            host.tell(TooManySegmentsError(f"K = {asked} is out of reach.", self.range_of_k), self.ask_for_k)
            asked = None
        host.session = replace(host.session, k=asked or study.default_k or self._k)
        self._name(preset)
        self._go_on_with_all()

    def _name(self, preset: Preset) -> None:
        """Give the names that were asked for, once; those of segments that are not there are refused."""
        asked, self._asked_names = self._asked_names, {}
        try:
            names = known_names(asked, self._k)
        except NamesError as error:
            self._host.tell(error)
            return
        for segment, name in names.items():
            self._host.session = self._host.session.with_name((preset, self._k), segment, name)

    def show_kept(self, preset: Preset) -> None:
        """Take the study that was kept of a preset, at once."""
        self._stop()
        self._host.session = self._host.session.with_kept(preset)
        self._go_on_with_all()

    def choose(self, k: int) -> None:
        """Make K the current one, at once where it is fitted."""
        host = self._host
        host.session = replace(host.session, k=k)
        self._dial.turn(k)
        if host.session.sweep is None:
            self._asked_k = k
        else:
            self._go_on()

    def fewer(self) -> None:
        """Lower K by one."""
        self.choose(self._k - 1)

    def more(self) -> None:
        """Raise K by one."""
        self.choose(self._k + 1)

    def best(self) -> None:
        """Take the K that the verdict recommends."""
        sweep = self._host.session.sweep
        if sweep is not None and sweep.verdict is not None and sweep.verdict.recommended_k is not None:
            self.choose(sweep.verdict.recommended_k)

    def part_by(self, algorithm: str, k: int | None) -> None:
        """Let an algorithm make the segments, with a K where one is given; those of the one before are kept, and come
        back at once.
        """
        host, session = self._host, self._host.session
        study, preset = session.study, session.preset
        if study is None or preset is None or study.preset.algorithm == algorithm:
            return
        self._stop()
        asked = preset.with_algorithm(algorithm)
        before = session.preset_by(algorithm) or (asked if asked in session.kept else None)
        if before is None:
            parted = study.parted_by(algorithm)
            session = session.with_study(replace(parted, preset=asked.using(study.preset.features)), asked)
        else:
            session = session.with_kept(before)
        host.session = replace(session.comparing(study.sweep.wanted_ks), k=k or host.session.k)
        self._go_on_with_all()

    def ask_for_k(self) -> None:
        """Ask for K."""
        self._host.converse(self._ask_for_k())

    def ask_for_range(self) -> None:
        """Ask for the range of K that is compared."""
        self._host.converse(self._ask_for_range())

    @property
    def range_of_k(self) -> str:
        """Which K there can be, in words."""
        return f"K can be 1 to {self._host.session.largest_k:,} here."

    @property
    def _k(self) -> int:
        return self._host.session.k or self._first_k

    async def _ask_for_k(self) -> None:
        from tui.dialogs.choose_k import ChooseKDialog

        k = await self._host.ask(ChooseKDialog(self._k, 1, self._host.session.largest_k))
        if k is not None and k != self._host.session.k:
            self.choose(k)

    async def _ask_for_range(self) -> None:
        from core.sweep import NOTEBOOK_KS
        from tui.dialogs.choose_range import ChooseRangeDialog

        sweep = self._host.session.sweep
        dialog = ChooseRangeDialog(NOTEBOOK_KS if sweep is None else sweep.wanted_ks, range(FIRST_K, LAST_K + 1))
        ks = await self._host.ask(dialog)
        if ks is not None:
            await self._host.until(lambda session: session.study is not None)
            self._compare(ks)

    def _compare(self, ks: range) -> None:
        """Compare these K; what is known of any of them stays."""
        host, study = self._host, self._host.session.study
        if study is None or ks == study.sweep.wanted_ks:
            return
        self._stop()
        host.session = host.session.comparing(ks).without_opinions()
        self._go_on()

    def _stop(self) -> None:
        """Stop what is computed of the study on screen."""
        for kind in (SWEEP, EVIDENCE, OPINIONS):
            self._host.jobs.stop(kind)

    def _go_on(self) -> None:
        """Fit what is missing, unless a job is at it already: it looks at the dial before each fit."""
        host, study = self._host, self._host.session.study
        if study is None or host.jobs.runs(SWEEP) or self._has_all():
            return
        host.session = replace(host.session, failure=None)
        host.jobs.start(
            SWEEP,
            host.compute.calling(calls.sweep, study, FAST, dial=self._dial),
            self._take,
            failed=self._failed,
            stopped=self._stopped,
            done=self._done,
            again=self._go_on,
        )

    def _has_all(self) -> bool:
        session = self._host.session
        return session.sweep is not None and session.analysis is not None and session.sweep.has_all_for(self._k)

    def _go_on_with_all(self) -> None:
        """Go on with what is missing of a study that may be known already."""
        self._dial.turn(self._k)
        self._done()

    def _take(self, news: News | Segmented) -> None:
        self._host.session = self._host.session.with_news(news)

    def _done(self) -> None:
        """Go on with a K that was asked for in the last moment, else with what follows."""
        if self._has_all():
            self._swept()
        else:
            self._go_on()

    def _stopped(self) -> None:
        error = SegscopeError("Cancelled.", f"{key_of('resume')} goes on.")
        self._host.session = replace(self._host.session, failure=error)

    def _failed(self, error: SegscopeError) -> None:
        """Say why: on the screen itself where there is nothing else to see."""
        if self._host.session.analysis is None:
            self._host.session = replace(self._host.session, failure=error)
        self._host.tell(error, self._go_on)
