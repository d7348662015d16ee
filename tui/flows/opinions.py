"""Second opinions: what other algorithms see in the same users, asked once, and which of them makes the segments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from core.errors import SegscopeError
from core.evidence.effort import Effort
from tui import calls
from tui.commands import hint
from tui.flows.host import Host
from tui.kinds import EVIDENCE, OPINIONS
from tui.remedies import on_one_line_in_app

if TYPE_CHECKING:
    from core.opinions import Opinion
    from core.study import Study
    from tui.dialogs.opinions import OpinionsPage
    from tui.session import Session


class Opinions:
    """Asks other algorithms in the background, unless the effort asks for nothing: then once their page is open.

    ``part_by`` lets one of them make the segments; ``asked`` is what follows in the background.
    """

    def __init__(
        self,
        host: Host,
        effort: Effort,
        part_by: Callable[[str, int | None], None],
        asked: Callable[[], None],
    ) -> None:
        self._host, self._effort, self._part_by, self._asked = host, effort, part_by, asked
        self._page: OpinionsPage | None = None
        self._subject: int | None = None

    def gather(self) -> None:
        """Ask those that were not asked yet, then go on with what follows."""
        from core.opinions import TITLES

        known = set(self._host.session.opinions)
        if self._host.jobs.runs(OPINIONS):
            return
        if self._effort.measures and known < set(TITLES):
            self._ask(known)
        else:
            self._go_on()

    def show(self) -> None:
        """Show what each algorithm sees, and ask those that were not asked yet."""
        self._host.converse(self._show())

    async def _show(self) -> None:
        from tui.dialogs.opinions import OpinionsPage

        self._page = page = OpinionsPage()
        page.again = self._ask_for_page
        self._host.when(_is_swept, self._ask_for_page)
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

    @property
    def _has_page(self) -> bool:
        return self._page is not None and not self._page.is_answered

    def _ask_for_page(self) -> None:
        """Ask whoever was not asked yet, and K-means once more where the K is another that it speaks of."""
        from core.clustering.kmeans import KMEANS
        from core.opinions import TITLES

        session = self._host.session
        if not self._has_page or self._host.jobs.runs(OPINIONS):
            return
        known, before = set(session.opinions), session.opinions.get(KMEANS.name)
        if before is not None and session.k is not None and not before.speaks_of(session.k, _recommended(session)):
            known.discard(KMEANS.name)
        if known < set(TITLES):
            self._ask(known)

    def _ask(self, known: set[str]) -> None:
        host, session = self._host, self._host.session
        study = _study(session)
        if study is None or session.k is None:
            return
        self._subject = _subject(session)
        host.session = replace(session, failure=None)
        host.jobs.start(
            OPINIONS,
            host.compute.calling(calls.opinions, study.sweep, session.k, known),
            self._take,
            failed=self._failed,
            stopped=self._stopped,
            done=self._done,
            again=self._ask_again,
        )

    def _ask_again(self) -> None:
        self._ask(set(self._host.session.opinions))

    def _take(self, opinion: Opinion) -> None:
        session = self._host.session
        self._host.session = replace(session, opinions={**session.opinions, opinion.name: opinion})

    def _done(self) -> None:
        """Ask K-means once more where the page waits for another K than it was asked about, else go on."""
        if self._has_page and self._subject != _subject(self._host.session):
            self._ask_for_page()
        else:
            self._go_on()

    def _go_on(self) -> None:
        """Go on with what follows, unless that was stopped."""
        if not self._host.jobs.can_resume(EVIDENCE):
            self._asked()

    def _stopped(self) -> None:
        error = SegscopeError("The second opinions were cancelled.", hint(resume="goes on."))
        self._host.session = replace(self._host.session, failure=error)

    def _failed(self, error: SegscopeError) -> None:
        """Say why on the page, in passing where that is closed."""
        if self._page is not None and self._has_page:
            self._page.fail(error)
        else:
            self._host.say(f"{on_one_line_in_app(error)} {hint(resume='goes on.')}", seconds=8)
        self._go_on()


def _is_swept(session: Session) -> bool:
    return session.is_swept


def _study(session: Session) -> Study | None:
    """The study whose users are asked: that of K-means where there is one."""
    from core.clustering.kmeans import KMEANS

    return session.study_by(KMEANS.name) or session.study


def _recommended(session: Session) -> int | None:
    """The K of K-means that the verdict recommends."""
    from core.clustering.kmeans import KMEANS

    study = session.study_by(KMEANS.name)
    return None if study is None or study.sweep.verdict is None else study.sweep.verdict.recommended_k


def _subject(session: Session) -> int | None:
    """The K that K-means is asked about."""
    return _recommended(session) or session.k
