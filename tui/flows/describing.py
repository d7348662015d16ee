"""Describing: what takes more readings of the ratings, computed beside the screen once the segments are there."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from core.evidence.effort import Effort
from tui import reading
from tui.commands import hint
from tui.flows.host import Host
from tui.kinds import DESCRIBING, READING_MORE
from tui.remedies import on_one_line_in_app

if TYPE_CHECKING:
    from core.description import Description
    from core.errors import SegscopeError
    from core.sources.source import Source
    from core.study import Study
    from tui.session import Session


class Describing:
    """Computes features: of its own accord those that an effort asks for."""

    def __init__(self, host: Host, effort: Effort) -> None:
        self._host, self._effort = host, effort
        self._wanted = frozenset[str]()
        """What was asked for and not given up."""
        self._source: Source | None = None
        """The dataset of which it is wanted."""
        self._given_up = 0
        """How often somebody was told that there will be no more for now."""

    def begin(self) -> None:
        """Compute what is told of the users of the study."""
        study = self._host.session.study
        if study is not None:
            self._want(self.told_of(study))

    def complete(self) -> None:
        """Compute every feature that the dataset can give."""
        from core.features.catalogue import FEATURES

        self._want(tuple(FEATURES))

    def go_on(self) -> None:
        """Compute what is still wanted, once no preset reads what it needs: somebody waits for that."""
        self._want(())

    def told_of(self, study: Study) -> tuple[str, ...]:
        """The features that are told of the users of a study, in exports too."""
        from core.analysis import needed_features

        return needed_features(study.preset, self._effort)

    def has_told(self, study: Study) -> bool:
        """Whether they are there."""
        return _has(self._host.session, self.told_of(study))

    async def told(self, study: Study) -> Study:
        """The study by these features alone, once they are there, or it was told that they cannot be had."""
        names, given_up = self.told_of(study), self._given_up
        self._want(names)
        await self._host.until(lambda session: _has(session, names) or self._given_up > given_up)
        description = self._host.session.description or study.description
        return study.described(description.only(names))

    def _want(self, names: tuple[str, ...]) -> None:
        host, session = self._host, self._host.session
        dataset, description = session.dataset, session.description
        if dataset is None or description is None:
            return
        before = self._wanted if description.source is self._source else ()
        self._wanted, self._source = frozenset((*before, *names)), description.source
        if any(map(host.jobs.runs, (READING_MORE, DESCRIBING))) or description.has(self._wanted):
            return
        wanted = tuple(sorted(self._wanted))
        host.jobs.start(
            DESCRIBING,
            partial(reading.described, dataset=dataset, description=description, names=wanted),
            self._take,
            failed=self._failed,
            stopped=self._give_up,
            done=self.go_on,
            again=partial(self._want, wanted),
        )

    def _take(self, description: Description) -> None:
        self._host.session = self._host.session.with_description(description)

    def _failed(self, error: SegscopeError) -> None:
        self._host.say(f"{on_one_line_in_app(error)} {hint(resume='goes on.')}", seconds=8)
        self._give_up()

    def _give_up(self) -> None:
        """Let those who wait go on without."""
        self._wanted, self._given_up = frozenset(), self._given_up + 1
        self._host.session = replace(self._host.session)


def _has(session: Session, names: tuple[str, ...]) -> bool:
    return session.description is not None and session.description.has(names)
