"""One table of what the keys do: it feeds the bindings, the key bar, the command palette and the help."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """An action with its keys.

    ``keys`` are Textual's names, ``shown`` how the help writes them. ``bar`` is what the key bar says (key, word);
    commands without it are left out there. ``screen`` limits it to one of the four screens.
    """

    keys: str
    action: str
    title: str
    help: str
    shown: str
    bar: tuple[str, str] | None = None
    screen: str | None = None

    @property
    def call(self) -> str:
        """The action as Textual runs it: the app's, unless it belongs to the screen alone."""
        return self.action if "." in self.action else f"{'app' if self.screen is None else 'screen'}.{self.action}"


COMMANDS = (
    Command("1", "show('overview')", "Overview", "What is in this table?", "1", ("1-4", "screens")),
    Command("2", "show('elbow')", "Elbow", "How many segments, if any?", "2"),
    Command("3", "show('clusters')", "Clusters", "What are the segments, and how big?", "3"),
    Command("4", "show('interpretation')", "Interpretation", "Who are they?", "4"),
    Command("minus", "fewer_segments", "Fewer segments", "Lower K by one", "-", ("-/+", "K")),
    Command("plus,equals_sign", "more_segments", "More segments", "Raise K by one", "+"),
    Command("k", "choose_k", "Choose K", "Type the number of segments", "k", ("k", "type K")),
    Command("o", "open", "Open a dataset", "MovieLens, or any table of ratings", "o", ("o", "open")),
    Command("e", "export", "Export", "Write users, segments and the sweep as files", "e", ("e", "export")),
    Command("slash", "find_user", "Find a user", "Show one user by id", "/", ("/", "find user")),
    Command(
        "c", "next_curve", "Next curve", "WCSS, silhouette, gap, prediction strength", "c", ("c", "curve"), "elbow"
    ),
    Command(
        "s", "app.silhouettes", "Silhouettes", "Each user's at this K, by segment", "s", ("s", "silhouettes"), "elbow"
    ),
    Command("K", "app.choose_range", "Range of K", "Which K are compared, from 2 to 20", "K", ("K", "range"), "elbow"),
    Command("enter", "members", "Members", "Users of the chosen segment", "Enter", ("Enter", "members"), "clusters"),
    Command(
        "h", "next_feature('x')", "Next x axis", "Left plot: another feature across", "h", ("h v", "axes"), "clusters"
    ),
    Command("v", "next_feature('y')", "Next y axis", "Left plot: another feature upwards", "v", None, "clusters"),
    Command("y", "copy", "Copy", "The table or text in focus, to the clipboard", "y"),
    Command("escape", "cancel", "Cancel", "Stop the work that is running", "Esc"),
    Command("r", "retry", "Try again", "Go on with what was cancelled or failed", "r"),
    Command("t", "toggle_theme", "Dark or light", "Switch between the dark and the light theme", "t"),
    Command("f12", "log", "Log", "What was done, with the figures of every step", "F12"),
    Command("ctrl+p", "command_palette", "All commands", "Every action by its name", "^p", ("^p", "commands")),
    Command("question_mark,f1", "help", "Help", "This screen explained, and all keys", "?", ("?", "help")),
    Command("q", "quit", "Quit", "Leave segscope", "q", ("q", "quit")),
)

MODES = {"overview": "Overview", "elbow": "Elbow", "clusters": "Clusters", "interpretation": "Interpretation"}
"""The four screens in the order of their keys."""
