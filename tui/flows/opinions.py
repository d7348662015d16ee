"""Second opinions: what other algorithms see in the same users, asked once, and which of them makes the segments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tui import calls
from tui.commands import hint
from tui.flows.host import Host
from tui.kinds import OPINIONS
from tui.remedies import on_one_line_in_app

if TYPE_CHECKING:
    from core.errors import SegscopeError
    from core.opinions import Opinion
    from tui.dialogs.opinions import OpinionsPage
    from tui.session import Session


class Opinions:
    """Asks other algorithms in the background; ``part_by`` lets one of them make the segments."""

    def __init__(self, host: Host, part_by: Callable[[str, int | None], None]) -> None:
        self._host, self._part_by = host, part_by

    def show(self) -> None:
        """Show what each algorithm sees, and ask those that were not asked yet."""
        self._host.converse(self._show())

    async def _show(self) -> None:
        from tui.dialogs.opinions import OpinionsPage

        page = OpinionsPage()
        page.again = partial(self._ask, page)
        self._host.when(_is_swept, partial(self._ask_if_open, page))
        algorithm = await self._host.ask(page)
        if algorithm is not None:
            self._make_segments_by(algorithm)

    def _make_segments_by(self, algorithm: str) -> None:
        from core.opinions import TITLES

        opinion = self._host.session.opinions.get(algorithm)
        self._part_by(algorithm, None if opinion is None else opinion.choice)
        session = self._host.session
        if session.study is not None:
            makes = f"{TITLES[algorithm]} makes the segments, K = {session.k}."
            self._host.say(f"Preset {session.study.preset.name}: {makes}", seconds=6)

    def _ask_if_open(self, page: OpinionsPage) -> None:
        if not page.is_answered:
            self._ask(page)

    def _ask(self, page: OpinionsPage) -> None:
        """Ask whoever was not asked yet, and K-means once more where the K is another that it speaks of."""
        from core.clustering.kmeans import KMEANS
        from core.opinions import TITLES

        host, session = self._host, self._host.session
        study = session.study_by(KMEANS.name) or session.study
        if study is None or session.k is None:
            return
        verdict = study.sweep.verdict if study.preset.algorithm == KMEANS.name else None
        recommended = None if verdict is None else verdict.recommended_k
        known, before = set(session.opinions), session.opinions.get(KMEANS.name)
        is_current = before is not None and before.speaks_of(session.k, recommended)
        if is_current and (len(known) == len(TITLES) or host.jobs.runs(OPINIONS)):
            return
        if not is_current:
            known.discard(KMEANS.name)
        host.jobs.start(
            OPINIONS,
            host.compute.calling(calls.opinions, study.sweep, session.k, known),
            self._take,
            failed=partial(self._failed, page),
            again=partial(self._ask, page),
        )

    def _take(self, opinion: Opinion) -> None:
        session = self._host.session
        self._host.session = replace(session, opinions={**session.opinions, opinion.name: opinion})

    def _failed(self, page: OpinionsPage, error: SegscopeError) -> None:
        """Say why on the page, in passing where that is closed."""
        if page.is_answered:
            self._host.say(f"{on_one_line_in_app(error)} {hint(resume='goes on.')}", seconds=8)
        else:
            page.fail(error)


def _is_swept(session: Session) -> bool:
    return session.is_swept
