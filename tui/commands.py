"""One table of what the keys do: it feeds the bindings, the key bar, the command palette, the help and every sentence.

What a command does stands with its owner: the app, a flow of it, or the screen. Why it cannot run at the moment is said
by ``blocked``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.jobs import Jobs
    from tui.session import Session

MODES = {"overview": "Overview", "elbow": "Elbow", "clusters": "Clusters", "interpretation": "Interpretation"}
"""The four screens in the order of their keys."""

Blocked = Callable[["Session", "Jobs"], str]
"""Why a command cannot run now; empty where it can."""


def _never(session: Session, jobs: Jobs) -> str:
    return ""


def _without_fewer(session: Session, jobs: Jobs) -> str:
    return "K is 1 already." if session.k == 1 else ""


def _without_more(session: Session, jobs: Jobs) -> str:
    most = session.largest_k
    return f"K can be 1 to {most:,} here." if session.k is not None and session.k >= most else ""


def _of_one_segment(session: Session, jobs: Jobs) -> str:
    return "One segment alone has no silhouette." if session.k == 1 else ""


def _without_better(session: Session, jobs: Jobs) -> str:
    verdict = None if session.sweep is None else session.sweep.verdict
    if verdict is None:
        return "Which K the evidence supports is known when every K is fitted."
    if verdict.recommended_k is None:
        return "The evidence supports no K more than another."
    return "" if verdict.recommended_k != session.k else f"K = {session.k} is what the evidence supports best."


def _before_segments(session: Session, jobs: Jobs) -> str:
    return "Nothing is segmented yet." if session.analysis is None else ""


def _before_data(session: Session, jobs: Jobs) -> str:
    return "No ratings are read yet." if session.description is None else ""


def _without_work(session: Session, jobs: Jobs) -> str:
    return "" if jobs.running else "No work is running."


def _without_interruption(session: Session, jobs: Jobs) -> str:
    return "" if jobs.can_resume() else "Nothing was stopped, and nothing failed."


@dataclass(frozen=True)
class Command:
    """Something that a person can do.

    ``keys`` are Textual's names, ``shown`` how texts write them. ``owner`` is a part of the app, or ``screen``,
    ``action`` its method. ``where`` are the screens on which it works, all four where there are none. ``bar`` is what
    the key bar says, ``bar_keys`` the keys there where they are those of several commands; a command without ``bar`` is
    left out. The commands with the lowest ``rank`` leave the bar first where room is short.
    """

    id: str
    keys: str
    shown: str
    title: str
    help: str
    owner: str
    action: str
    arguments: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    bar: str = ""
    bar_keys: str = ""
    rank: int = 9
    blocked: Blocked = _never
    over_dialogs: bool = False
    """Whether it runs while a dialog is open, too."""

    @property
    def call(self) -> str:
        """The action as Textual runs it."""
        return f"app.command('{self.id}')"

    def works_on(self, mode: str) -> bool:
        """Whether it can be run on a screen."""
        return not self.where or mode in self.where


COMMANDS = (
    Command(
        "overview", "1", "1", "Overview", "What is in this table?", "frame", "show", ("overview",),
        bar="screens", bar_keys="1-4", over_dialogs=True,
    ),
    Command("elbow", "2", "2", "Elbow", "How many segments, if any?", "frame", "show", ("elbow",), over_dialogs=True),
    Command(
        "clusters", "3", "3", "Clusters", "What are the segments, and how big?", "frame", "show", ("clusters",),
        over_dialogs=True,
    ),
    Command(
        "interpretation", "4", "4", "Interpretation", "Who are they?", "frame", "show", ("interpretation",),
        over_dialogs=True,
    ),
    Command(
        "fewer", "minus", "-", "Fewer segments", "Lower K by one", "segmenting", "fewer",
        bar="K", bar_keys="-/+", blocked=_without_fewer, over_dialogs=True,
    ),
    Command(
        "more", "plus,equals_sign", "+", "More segments", "Raise K by one", "segmenting", "more",
        blocked=_without_more, over_dialogs=True,
    ),
    Command("k", "k", "k", "Choose K", "Type the number of segments", "segmenting", "ask_for_k", bar="type K", rank=1),
    Command(
        "best", "b", "b", "Best supported K", "The K that the verdict recommends, where it does", "segmenting", "best",
        blocked=_without_better,
    ),
    Command(
        "preset", "p", "p", "Next preset", "The notebook's, the recommended, and what you chose", "presets", "next",
        bar="preset", rank=7, blocked=_before_data,
    ),
    Command(
        "features", "f", "f", "Features", "What users are segmented by, and how it is scaled", "feature_choice", "show",
        bar="features", rank=5, blocked=_before_data,
    ),
    Command("open", "o", "o", "Open a dataset", "MovieLens, or any table of ratings", "opening", "ask", bar="open"),
    Command(
        "export", "e", "e", "Export", "Write users, segments and the sweep as files", "exporting", "ask", bar="export",
    ),
    Command(
        "find", "slash", "/", "Find a user", "Show one user by their id, or a part of it", "users", "find",
        bar="find user", rank=4,
    ),
    Command(
        "curve", "c", "c", "Next curve", "Another index against K", "screen", "next_curve",
        where=("elbow",), bar="curve", rank=8,
    ),
    Command(
        "silhouettes", "s", "s", "Silhouettes", "Each user's at this K, by segment", "evidence", "show_silhouettes",
        where=("elbow",), bar="silhouettes", rank=7, blocked=_of_one_segment,
    ),
    Command(
        "range", "K", "K", "Range of K", "Which K are compared, from 2 to 20", "segmenting", "ask_for_range",
        where=("elbow",), bar="range", rank=6,
    ),
    Command(
        "opinions", "a", "a", "Second opinions", "What other algorithms see in the same users", "opinions", "show",
        where=("elbow",), bar="opinions", rank=7,
    ),
    Command(
        "members", "enter", "Enter", "Members", "Users of the chosen segment", "screen", "members",
        where=("clusters", "interpretation"), bar="members", rank=5, blocked=_before_segments,
    ),
    Command(
        "name", "n", "n", "Name a segment", "The one in focus; no name takes it back", "screen", "name_segment",
        where=("interpretation",), bar="name", rank=6, blocked=_before_segments,
    ),
    Command(
        "picture", "w", "w", "Next picture", "Scatter plots, profile, box plots or map", "screen", "next_picture",
        where=("clusters",), bar="picture", rank=8,
    ),
    Command(
        "average", "m", "m", "Medians or means", "Which of them the table shows", "screen", "other_average",
        where=("clusters",), bar="medians", rank=6, blocked=_before_segments,
    ),
    Command(
        "x-axis", "h", "h", "Next feature", "Left plot: across; profile, boxes: first", "screen", "next_feature",
        ("x",), where=("clusters",), bar="axes", bar_keys="h v", rank=3,
    ),
    Command(
        "y-axis", "v", "v", "Next y axis", "Left plot: upwards; profile, boxes: back", "screen", "next_feature",
        ("y",), where=("clusters",),
    ),
    Command(
        "sort", "S", "S", "Sort the table", "By its next column, at last as it came", "frame", "sort",
        over_dialogs=True,
    ),
    Command(
        "reverse", "R", "R", "Turn the table", "The last row first, by the same column", "frame", "reverse",
        over_dialogs=True,
    ),
    Command(
        "copy", "y", "y", "Copy", "The table or text in focus, to the clipboard", "frame", "copy", over_dialogs=True,
    ),
    Command(
        "cancel", "escape", "Esc", "Cancel", "Stop the work that is running", "frame", "cancel", blocked=_without_work,
    ),
    Command(
        "resume", "r", "r", "Try again", "Go on with what was cancelled or failed", "frame", "resume",
        blocked=_without_interruption,
    ),
    Command("theme", "t", "t", "Dark or light", "Switch between the dark and the light theme", "frame", "toggle_theme"),
    Command("log", "f12", "F12", "Log", "What was done, with the figures of every step", "frame", "log"),
    Command(
        "palette", "ctrl+p", "^p", "All commands", "Every action by its name", "frame", "palette",
        bar="commands", rank=2,
    ),
    Command(
        "help", "question_mark,f1", "?", "Help", "This screen explained, and all keys", "frame", "explain", bar="help",
        over_dialogs=True,
    ),
    Command(
        "suspend", "ctrl+z", "^z", "To the shell", "Stops here; fg goes on", "frame", "suspend", over_dialogs=True,
    ),
    Command("quit", "q", "q", "Quit", "Leave segscope", "frame", "leave", bar="quit", over_dialogs=True),
)  # fmt: skip

BY_ID = {command.id: command for command in COMMANDS}

WIDGET_KEYS = {
    "close": "Esc", "choose": "Enter", "check": "Space", "next": "Tab", "previous": "Shift+Tab", "complete": "→",
    "retry": "r", "sideways": "←→", "scroll": "↓", "scaling": "s",
}  # fmt: skip
"""The keys inside dialogs that are not commands of a screen."""


def key_of(name: str) -> str:
    """How texts write the key of a command, or of what can be done in a dialog."""
    return BY_ID[name].shown if name in BY_ID else WIDGET_KEYS[name]


def hint(**said: str) -> str:
    """The line of a dialog that says what its keys do: ``close="closes"`` gives ``Esc closes``."""
    return " · ".join(f"{key_of(name)} {what}" for name, what in said.items())


def command_for(key: str, mode: str) -> Command | None:
    """The command of a key (Textual's name) on a screen."""
    return next((one for one in COMMANDS if key in one.keys.split(",") and one.works_on(mode)), None)
