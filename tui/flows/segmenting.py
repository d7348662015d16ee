"""Segmenting: the users are scaled once, then parted for each K, the K on screen always first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.errors import SegscopeError, TooManySegmentsError
from core.evidence.effort import FAST, FULL, Effort
from core.presets import DEFAULT_SEED, NOTEBOOK, Preset
from tui import calls
from tui.commands import key_of
from tui.compute import Dial
from tui.flows.host import Host
from tui.kinds import EVIDENCE, OPINIONS, PREPARING, SWEEP

if TYPE_CHECKING:
    from core.study import Prepared, Segmented
    from core.sweep import News

FIRST_K, LAST_K = 2, 20
"""The widest range of K that is compared."""


@dataclass(frozen=True)
class Settings:
    """How the users are segmented: ``k`` is None for the preset's."""

    preset: Preset = NOTEBOOK
    k: int | None = None
    seed: int = DEFAULT_SEED
    effort: Effort = FULL


class Segmenting:
    """Holds K; ``swept`` is what follows when every K is fitted."""

    def __init__(self, host: Host, settings: Settings, swept: Callable[[], None]) -> None:
        self._host, self._settings, self._swept = host, settings, swept
        self._dial = Dial(settings.preset.k)
        self._asked_k = settings.k

    def begin(self) -> None:
        """Scale the users of the dataset that is open."""
        host, description = self._host, self._host.session.description
        if description is None:
            return
        host.session = replace(host.session, failure=None)
        host.jobs.start(
            PREPARING,
            host.compute.calling(calls.prepared, description, self._settings.preset),
            self._scaled,
            failed=self._failed,
            stopped=self._stopped,
            again=self.begin,
        )

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
        study = session.study
        if study is None or study.preset.algorithm == algorithm:
            return
        host.jobs.stop(SWEEP)
        host.jobs.stop(EVIDENCE)
        other = session.kept.get(algorithm) or study.parted_by(algorithm)
        if other.sweep.wanted_ks != study.sweep.wanted_ks:
            other = other.comparing(study.sweep.wanted_ks)
        kept = {**session.kept, study.preset.algorithm: study}
        host.session = replace(session, study=other, kept=kept, failure=None)
        if k is None or k == session.k:
            self._done()
        else:
            self.choose(k)

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
        return self._host.session.k or self._settings.k or self._settings.preset.k

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
        host.jobs.stop(SWEEP)
        host.jobs.stop(EVIDENCE)
        host.jobs.stop(OPINIONS)
        host.session = replace(host.session, study=study.comparing(ks), opinions={})
        self._go_on()

    def _scaled(self, prepared: Prepared) -> None:
        from core.study import begin

        host, settings = self._host, self._settings
        if host.session.description is None:
            return
        study = begin(host.session.description, settings.preset, prepared, seed=settings.seed)
        asked, self._asked_k = self._asked_k, None
        host.jobs.stop(OPINIONS)
        host.session = replace(host.session, study=study, kept={}, opinions={})
        if asked is not None and asked > host.session.largest_k:
            host.tell(TooManySegmentsError(f"K = {asked} is out of reach.", self.range_of_k), self.ask_for_k)
            asked = None
        self.choose(study.default_k if asked is None else asked)

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
        again = self.begin if self._host.session.study is None else self._go_on
        if self._host.session.analysis is None:
            self._host.session = replace(self._host.session, failure=error)
        self._host.tell(error, again)
