"""The kinds of work: what is said of each, who waits for it, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from tui.commands import key_of


@dataclass(frozen=True)
class Kind:
    """A kind of work, of which at most one piece runs at a time.

    ``waited_for`` says that somebody sits before the screen and waits: such work is shown and stopped before the
    background, and its failure is told in a dialog. ``about_dataset`` goes with the dataset that is open. A ``queued``
    piece waits for the one before; of others the newer piece takes its place. ``stopped`` is what is said when it was
    stopped.
    """

    name: str
    waited_for: bool = True
    about_dataset: bool = True
    queued: bool = False
    stopped: str = "Cancelled."

    def stopped_in_words(self, can_resume: bool) -> str:
        """What is said when it was stopped."""
        return f"{self.stopped} {key_of('resume')} goes on." if can_resume else self.stopped


OPEN = Kind("open", about_dataset=False)
PREPARING = Kind("preparing")
READING_MORE = Kind("reading more")
CHOOSING = Kind("choosing K")
INSPECTING = Kind("looking at features")
SWEEP = Kind("sweep")
EVIDENCE = Kind("evidence", waited_for=False)
DESCRIBING = Kind("describing", waited_for=False)
TASTES = Kind("tastes", queued=True)
LEFT_OUT = Kind("left out", waited_for=False)
USER = Kind("user")
FIND = Kind("find")
MEMBERS = Kind("members")
PORTRAITS = Kind("portraits", waited_for=False)
BOXES = Kind("boxes", waited_for=False)
SILHOUETTES = Kind("silhouettes")
OPINIONS = Kind("second opinions", waited_for=False)
EXPORT = Kind(
    "export",
    about_dataset=False,
    queued=True,
    stopped="The export is cancelled, and nothing is changed.",
)
