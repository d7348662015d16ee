"""A dialog that lists the keys, those of the screen below it first, and explains the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.commands import BY_ID, COMMANDS, MODES, Command, hint, key_of
from tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from tui.jobs import Jobs
    from tui.session import Session

EXPLANATIONS = {
    "overview": (
        "How many users, movies and ratings there are, and how the ratings, the users' activity and their averages are "
        "distributed. Sparsity is the share of all user-movie pairs without a rating.",
        "A few very active users or a generous scale shape every segment that follows: see them first.",
    ),
    "elbow": (
        "The users were parted for each K. WCSS is the sum of their squared distances to the centre of their segment, "
        "expl. the share of all variance between the segments.",
        "WCSS always falls, and every cloud can be cut: the verdict says whether there are groups at all, and then "
        "which K shows them. Where a Gaussian mixture makes the segments, its BIC stands there: the lower, the better.",
        "In the reasons, ✓ speaks for groups or for the K, ✗ against, and ~ leaves it open.",
        f"Second opinions ({key_of('opinions')}): other algorithms on the same users. agrees says how alike "
        "its groups and the segments of K-means at the same K are, from 0, as by chance, to 1, the same (adjusted Rand "
        "index). noise is the share of users in "
        "no group, the dots in the pictures.",
    ),
    "clusters": (
        "A row a segment: its users, and the means or medians of the features that it was made by, of others too where "
        f"there is room ({key_of('average')} switches). silh. is its mean silhouette; stable says how well it comes "
        "back when other users are drawn, 1 at best.",
        f"Below, four pictures ({key_of('picture')} goes on). Scatter plots and map: a sign for the segment with most "
        "users in each cell, and the centres as crosses. Profile: how far the mean of a segment lies from that of all "
        "users, in standard deviations. Box plots: the middle half of its users, the median, and whiskers to the last "
        "values within 1.5 times the box; beyond counts the users outside.",
        "Sizes and positions show whether segments are apart or a cloud that was cut.",
    ),
    "interpretation": (
        "What to tell a superior, then a card a segment: its label, a sentence from its medians, its means against the "
        "mean user as bars, how sure it is, the users nearest to its centre, and a rule that picks it.",
        f"{key_of('next')} goes to a card, arrows to the others. There {key_of('copy')} copies the rule as SQL over "
        f"users.csv of an export, elsewhere the paragraph; {key_of('name')} gives a name that stands above the label.",
        "The notebook's label compares a segment's mean with the median user, the bars with the mean user: where these "
        "disagree, or two segments share a label, the card says so below.",
    ),
}

_KEY_CELLS = 5
_TITLE_CELLS = max(len(command.title) for command in COMMANDS)

_IN_TABLES = (
    (key_of("sideways"), "Other columns", "Of a table that is wider than its place"),
    ("Home", "First row", "End goes to the last one"),
)
_ON_A_ROW = {"elbow": (key_of("choose"), "This K", "Makes the K of the row the current one")}


class HelpDialog(Dialog[None]):
    """The keys, with the reason where one can do nothing now, then a few lines about the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [(f"{BY_ID['help'].keys},q", "close", "Close")]

    def __init__(self, mode: str, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self._mode, self._session, self._jobs = mode, session, jobs

    def compose(self) -> ComposeResult:
        """The keys and the explanation, scrollable."""
        own = [command for command in COMMANDS if command.where and command.works_on(self._mode)]
        others = [command for command in COMMANDS if not command.works_on(self._mode)]
        here = [*([_line(*_ON_A_ROW[self._mode])] if self._mode in _ON_A_ROW else []), *map(self._command, own)]
        with VerticalScroll(classes="dialog", id="help") as box:
            box.border_title = f"Help: {MODES[self._mode]}"
            box.border_subtitle = hint(scroll="what the screen shows", close="closes")
            yield from _keys("On this screen", here)
            yield from _keys("Everywhere", [self._command(command) for command in COMMANDS if not command.where])
            yield from _keys("In tables", [_line(*keys) for keys in _IN_TABLES])
            yield from _keys("On other screens", list(map(self._command, others)))
            yield Static("What this screen shows", classes="heading")
            for paragraph in self._paragraphs():
                yield Static(paragraph, classes="paragraph")

    def _paragraphs(self) -> Sequence[Content]:
        first, *others = map(Content, EXPLANATIONS[self._mode])
        return [first, *self._details(), *others]

    def _details(self) -> Iterator[Content]:
        """What the members of the tables say themselves: the indices, and the labelling rule."""
        study = self._session.study
        if self._mode == "elbow":
            from core.evidence.indices import evidence_columns

            lines = [
                Content.assemble((column.head, "bold"), f": {index.explanation}")
                for index, column in evidence_columns()
            ]
            yield Content("\n").join(lines)
        if self._mode == "interpretation" and study is not None:
            yield Content(f"The words: {study.labelling.method}.")

    def _command(self, command: Command) -> Content:
        reason = command.blocked(self._session, self._jobs)
        if not command.works_on(self._mode):
            reason = f"on screen {' and '.join(MODES[mode] for mode in command.where)}"
        if reason:
            text = f"{command.shown:>{_KEY_CELLS}}  {command.title:<{_TITLE_CELLS}} ({reason})"
            return Content.styled(text, "$foreground-disabled")
        return _line(command.shown, command.title, command.help)


def _keys(head: str, lines: Sequence[Content]) -> ComposeResult:
    """A group of keys below a head; nothing without any."""
    if lines:
        yield Static(head, classes="heading")
        yield Static(Content("\n").join(lines), classes="keys")


def _line(key: str, title: str, what: str) -> Content:
    return Content.assemble(
        (f"{key:>{_KEY_CELLS}}", "bold $primary"), f"  {title:<{_TITLE_CELLS}} ", (what, "$foreground-muted")
    )
