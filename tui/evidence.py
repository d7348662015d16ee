"""Which K? What is asked in the background once every K is fitted, the range of K, and the silhouettes of one K."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from core.presets import EVIDENCE
from tui import work
from tui.messages import EvidenceFound, SilhouetteReady, Swept
from tui.opening import Request
from tui.segmenting import SegmentingApp
from tui.user_lookup import NOTHING_YET

RESAMPLED = EVIDENCE[-1]
"""How much evidence the app gathers by itself."""

FIRST_K, LAST_K = 2, 20
"""The widest range of K."""


class EvidenceApp(SegmentingApp):
    """The part of the app that asks which K the data supports."""

    def __init__(self, request: Request, *, k: int | None, preset: str, seed: int, evidence: str) -> None:
        super().__init__(request, k=k, preset=preset, seed=seed)
        self._evidence = evidence

    def on_swept(self, message: Swept) -> None:
        """Go on with what takes resampling."""
        if self.jobs.wants(message.job):
            self.gather_evidence()

    def on_evidence_found(self, message: EvidenceFound) -> None:
        """More is known of some K."""
        if self.jobs.wants(message.job):
            from core.evidence.evidence import Evidence

            evidence = self.session.evidence or Evidence()
            self.session = replace(self.session, evidence=evidence.with_rows(message.rows))

    def gather_evidence(self) -> None:
        """Ask what takes resampling, unless it is not wanted or under way."""
        session = self.session
        if self._evidence != RESAMPLED or session.groundwork is None or session.evidence is None:
            return
        if self.jobs.runs("evidence") or not session.swept:
            return
        self.session = replace(session, resampling=True)
        self.jobs.start(
            "evidence",
            partial(work.resample, groundwork=session.groundwork, fits=session.fits, evidence=session.evidence),
        )

    def action_choose_range(self) -> None:
        """Ask for the range of K that is compared."""
        ground = self.session.groundwork
        if ground is None:
            self.say(NOTHING_YET)
            return
        from tui.screens.choose_range import ChooseRangeDialog

        dialog = ChooseRangeDialog(ground.wanted_ks, range(FIRST_K, LAST_K + 1))
        self.push_screen(dialog, lambda ks: self._compare(ks) if ks and ks != ground.wanted_ks else None)

    def _compare(self, ks: range) -> None:
        """Compare these K; what is known of any of them stays."""
        if self.session.groundwork is None:
            return
        self.jobs.stop("fit")
        self.jobs.stop("evidence")
        ground = replace(self.session.groundwork, wanted_ks=ks)
        self.session = replace(self.session, groundwork=ground, knees=(), resampling=False)
        self.fit()

    def action_silhouettes(self) -> None:
        """Show the silhouette of every user at the current K."""
        analysis = self.session.analysis
        if analysis is None:
            self.say(NOTHING_YET)
            return
        if analysis.k < 2:
            self.say("One segment alone has no silhouette.")
            return
        from tui.screens.silhouettes import SilhouettesDialog

        slots = [self.session.slot(segment.id) for segment in analysis.segments]
        self.push_screen(SilhouettesDialog(analysis, slots))
        self.jobs.start("silhouettes", partial(work.silhouettes, groundwork=analysis.groundwork, fit=analysis.fit))

    def on_silhouette_ready(self, message: SilhouetteReady) -> None:
        """Paint the silhouettes where they are still wanted."""
        from tui.screens.silhouettes import SilhouettesDialog

        if self.jobs.wants(message.job) and isinstance(self.screen, SilhouettesDialog):
            self.screen.show(message.profile)
