"""What to do about an error, worded as a flag of the command line or as a key of the app."""

from __future__ import annotations

from collections.abc import Callable

from core.errors import SegscopeError
from core.remedies import AllowOverwrite, CheckColumns, ChooseFolder, ChooseK, NameColumns, NameTable, OpenAgain
from tui.commands import key_of

ANOTHER_LOG = "Choose another --log."
"""What to do where the log cannot be written."""

NO_LOG = "No log is written: its folder cannot be used. segscope --log FILE puts it elsewhere."
"""What stands in the place of the log."""


def on_one_line(error: SegscopeError) -> str:
    """What happened and what to do, in the words of the command line."""
    return f"{error.what} {remedy_for_command_line(error)}"


def remedy_for_command_line(error: SegscopeError) -> str:
    """What to do, with the flag that does it."""
    match error.remedy:
        case str() | ChooseFolder():
            return str(error.remedy)
        case NameColumns(roles):
            likes = ", or rating=none where each row is a like" if error.remedy.may_be_likes else ""
            return f"Name {error.remedy.them}: --columns {','.join(f'{role}=NAME' for role in roles)}{likes}."
        case CheckColumns():
            return "Check --columns."
        case NameTable():
            return "Name a table of ratings; see --help for the forms."
        case OpenAgain():
            return "Start again."
        case AllowOverwrite():
            return "--overwrite replaces them."
        case ChooseK(largest):
            return "Choose a smaller K." if largest is None else f"Choose a K from 1 to {largest}."


def remedy_for_app(error: SegscopeError, key_of: Callable[[str], str]) -> str:
    """What to do, with the key that does it; ``key_of`` gives the key of a command by its id."""
    match error.remedy:
        case str():
            return error.remedy
        case NameColumns() | CheckColumns():
            return f"Open it with {key_of('open')}: the columns that are unclear are asked for."
        case NameTable():
            return f"Open a table of ratings with {key_of('open')}."
        case OpenAgain():
            return f"{key_of('open')} opens it again."
        case ChooseFolder(disk_is_full):
            choose = "Free disk space, or choose" if disk_is_full else "Choose"
            return f"{choose} another folder with {key_of('export')}."
        case AllowOverwrite():
            return f"Export again with {key_of('export')}: another folder, or let the files be replaced."
        case ChooseK(largest):
            which = "smaller K" if largest is None else f"K from 1 to {largest}"
            return f"Choose a {which} with {key_of('k')}."


def remedy_in_app(error: SegscopeError) -> str:
    """What to do, with the key of the app that does it."""
    return remedy_for_app(error, key_of)


def on_one_line_in_app(error: SegscopeError) -> str:
    """What happened and what to do, in the words of the app."""
    return f"{error.what} {remedy_in_app(error)}"
