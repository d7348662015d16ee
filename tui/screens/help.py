"""A dialog that explains the screen below it and lists all keys."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.commands import COMMANDS, MODES
from tui.screens.dialog import Dialog

EXPLANATIONS = {
    "overview": (
        "How many users, movies and ratings there are, and how the ratings, the users' activity and their averages are "
        "distributed. Sparsity is the share of all user-movie pairs without a rating.",
        "Why it matters: a few very active users or a generous scale shape every segment that follows; see them first.",
    ),
    "elbow": (
        "K-means was run for each K. WCSS is the sum of squared distances of the users to their segment's centre, "
        "expl. the share of all variance between the segments. Enter on a row makes its K current.",
        "silh.: how much nearer users are to their own segment than to the next, 1 at best. CH, DB: Caliński–Harabasz "
        "(high is good) and Davies–Bouldin (low is good). gap: how much tighter the users are than a cloud without "
        "groups; its rule takes the first K that the next does not beat by more than its error. strength: would half "
        "of the users sort the other half alike, 1 at best. stable: does each segment come back among other users.",
        "Why it matters: WCSS always falls, and K-means cuts every cloud. The verdict says whether the indices agree, "
        "and whether there are groups at all.",
    ),
    "clusters": (
        "A row a segment: its users and the means of the features it was found by. Below, a sign for the "
        "segment with most users in each cell, and the centres as crosses; Enter on a segment lists its users.",
        "Why it matters: sizes and positions show whether segments are apart or a cloud that was cut.",
    ),
    "interpretation": (
        "Each segment in words. Activity and consistency compare its mean with the median user; it is positive above "
        "an average of 3.5 and critical below 3.0. The bars show its centre against the mean user.",
        "Why it matters: this is what you tell others. Segments with the same words are hard to tell apart.",
    ),
}


class HelpDialog(Dialog[None]):
    """Two lines about the screen, then the keys."""

    BINDINGS = [("question_mark,f1,q", "close", "Close")]  # noqa: RUF012  (Textual's own form)

    def __init__(self, mode: str) -> None:
        super().__init__()
        self._mode = mode

    def compose(self) -> ComposeResult:
        """The explanation and the keys, scrollable."""
        with VerticalScroll(classes="dialog") as box:
            box.border_title = f"Help: {MODES[self._mode]}"
            for paragraph in EXPLANATIONS[self._mode]:
                yield Static(paragraph, classes="paragraph")
            lines = [
                Content.assemble(
                    (f"{command.shown:>5}", "bold $primary"),
                    f"  {command.title}",
                    ("  " + command.help, "$foreground-muted"),
                )
                for command in COMMANDS
            ]
            yield Static(Content("\n").join(lines))
