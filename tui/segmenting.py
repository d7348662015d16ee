"""Segmenting: the users are scaled once, then fitted for each K, the K on screen always first."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from core.errors import TooManySegmentsError
from tui import work
from tui.exporting import ExportingApp
from tui.messages import ChosenK, Matched, Prepared, Segmented, Swept
from tui.opening import Request
from tui.user_lookup import NOTHING_YET

LARGEST_K = 50
"""More segments than this nobody reads on a screen; `segscope report` takes any K."""


class SegmentingApp(ExportingApp):
    """The part of the app that holds K."""

    def __init__(self, request: Request, *, k: int | None, preset: str, seed: int) -> None:
        super().__init__(request)
        self._first_k, self._preset, self._seed = k, preset, seed

    def prepare(self) -> None:
        """Scale the users of the dataset that is open."""
        description = self.session.description
        if description is not None:
            self.session = replace(self.session, failure=None)
            self.jobs.start(
                "prepare", partial(work.prepare, description=description, preset=self._preset, seed=self._seed)
            )

    def on_prepared(self, message: Prepared) -> None:
        """Segment the users."""
        if not self.jobs.wants(message.job):
            return
        ground = message.groundwork
        wanted, self._first_k = self._first_k, None
        self.session = replace(self.session, groundwork=ground, k=ground.default_k)
        if wanted is not None and wanted > self._largest_k:
            self.tell(
                TooManySegmentsError(f"K = {wanted} is out of reach.", self._range_of_k), again=self.action_choose_k
            )
        elif wanted is not None:
            self.session = replace(self.session, k=wanted)
        self.fit()

    @property
    def _largest_k(self) -> int:
        ground = self.session.groundwork
        return 1 if ground is None else min(ground.distinct_points, LARGEST_K)

    @property
    def _range_of_k(self) -> str:
        return f"K can be 1 to {self._largest_k:,} here."

    def on_chosen_k(self, message: ChosenK) -> None:
        """A screen chose K."""
        self.choose(message.k)

    def choose(self, k: int) -> None:
        """Make K the current one, at once where it is fitted."""
        self.session = replace(self.session, k=k)
        if self.session.analysis is None or k not in self.session.slots:
            self.fit()

    def fit(self) -> None:
        """Fit what is missing, unless a job is at it already: it asks for the wanted K before each fit."""
        ground = self.session.groundwork
        if ground is None or self.jobs.runs("fit"):
            return
        self.session = replace(self.session, failure=None)
        self.jobs.start(
            "fit",
            partial(
                work.fit_all,
                groundwork=ground,
                known=self.session.fits,
                measured_ks=() if self.session.evidence is None else tuple(self.session.evidence.rows),
                wanted=lambda: self.session.k or ground.default_k,
            ),
        )

    def on_segmented(self, message: Segmented) -> None:
        """One more K is there."""
        if self.jobs.wants(message.job):
            self.session = self.session.with_analysis(message.analysis)

    def on_matched(self, message: Matched) -> None:
        """The colours of one more K are known."""
        if self.jobs.wants(message.job):
            self.session = replace(self.session, slots={**self.session.slots, message.k: message.slots})

    def on_swept(self, message: Swept) -> None:
        """The elbow curve is complete."""
        if self.jobs.wants(message.job):
            self.session = replace(self.session, knees=message.knees)

    def action_fewer_segments(self) -> None:
        """Lower K by one."""
        self._step(-1)

    def action_more_segments(self) -> None:
        """Raise K by one."""
        self._step(1)

    def _step(self, by: int) -> None:
        k = self.session.k
        if k is None:
            self.say(NOTHING_YET)
        elif 1 <= k + by <= self._largest_k:
            self.choose(k + by)
        else:
            self.say(self._range_of_k)

    def action_choose_k(self) -> None:
        """Ask for K."""
        if self.session.k is None:
            self.say(NOTHING_YET)
            return
        from tui.screens.choose_k import ChooseKDialog

        dialog = ChooseKDialog(self.session.k, 1, self._largest_k)
        self.push_screen(dialog, lambda k: self.choose(k) if k and k != self.session.k else None)
