"""A dialog that explains the screen below it and lists all keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.commands import BY_ID, COMMANDS, MODES, Command, key_of
from tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from tui.jobs import Jobs
    from tui.session import Session

EXPLANATIONS = {
    "overview": (
        "How many users, movies and ratings there are, and how the ratings, the users' activity and their averages are "
        "distributed. Sparsity is the share of all user-movie pairs without a rating.",
        "Why it matters: a few very active users or a generous scale shape every segment that follows; see them first.",
    ),
    "elbow": (
        "The users were parted for each K. WCSS is the sum of their squared distances to the centre of their segment, "
        f"expl. the share of all variance between the segments. {key_of('choose')} on a row makes its K current.",
        "Why it matters: WCSS always falls, and every cloud can be cut. The verdict says whether the indices agree, "
        "and whether there are groups at all.",
    ),
    "clusters": (
        "A row a segment: its users and the means of the features it was found by. Below, a sign for the "
        f"segment with most users in each cell, and the centres as crosses; {key_of('members')} on a segment lists its "
        "users.",
        "Why it matters: sizes and positions show whether segments are apart or a cloud that was cut.",
    ),
    "interpretation": (
        "Each segment in words, and below them, as bars, its centre against the mean user.",
        "Why it matters: this is what you tell others. A label compares a segment's mean with the median user, its "
        "bars with the mean user: where these disagree, or two segments share a label, the card says so, and the bars "
        "tell them apart.",
    ),
}


class HelpDialog(Dialog[None]):
    """A few lines about the screen, then the keys, with the reason where one can do nothing now."""

    BINDINGS: ClassVar[list[BindingType]] = [(f"{BY_ID['help'].keys},q", "close", "Close")]

    def __init__(self, mode: str, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self._mode, self._session, self._jobs = mode, session, jobs

    def compose(self) -> ComposeResult:
        """The explanation and the keys, scrollable."""
        with VerticalScroll(classes="dialog") as box:
            box.border_title = f"Help: {MODES[self._mode]}"
            for paragraph in self._paragraphs():
                yield Static(Content(paragraph), classes="paragraph")
            yield Static(Content("\n").join(map(self._line, COMMANDS)))

    def _paragraphs(self) -> Sequence[str]:
        first, *others = EXPLANATIONS[self._mode]
        return [first, *self._details(), *others]

    def _details(self) -> Sequence[str]:
        """What the members of the tables say themselves: the indices, and the labelling rule."""
        study = self._session.study
        if self._mode == "elbow":
            from core.words.evidence import legend

            return [legend()]
        if self._mode == "interpretation" and study is not None:
            return [f"The words: {study.labelling.method}."]
        return []

    def _line(self, command: Command) -> Content:
        reason = command.blocked(self._session, self._jobs)
        if not command.works_on(self._mode):
            reason = f"on screen {' and '.join(MODES[mode] for mode in command.where)}"
        if reason:
            return Content.styled(f"{command.shown:>5}  {command.title}  ({reason})", "$foreground-disabled")
        return Content.assemble(
            (f"{command.shown:>5}", "bold $primary"), f"  {command.title}", ("  " + command.help, "$foreground-muted")
        )
