"""What to do about an error: the flag on the command line, the key in the app."""

import pytest

from core.errors import SegscopeError
from core.remedies import AllowOverwrite, CheckColumns, ChooseFolder, ChooseK, NameColumns, NameTable, OpenAgain
from tui.commands import COMMANDS, key_of
from tui.remedies import on_one_line, remedy_for_app, remedy_for_command_line

WORDED = [
    ("Check its permissions.", "Check its permissions.", "Check its permissions."),
    (
        NameColumns(("rating",)),
        "Name it: --columns rating=NAME, or rating=none where each row is a like.",
        "Open it with <open>: the columns that are unclear are asked for.",
    ),
    (
        NameColumns(("user", "item")),
        "Name them: --columns user=NAME,item=NAME.",
        "Open it with <open>: the columns that are unclear are asked for.",
    ),
    (CheckColumns(), "Check --columns.", "Open it with <open>: the columns that are unclear are asked for."),
    (NameTable(), "Name a table of ratings; see --help for the forms.", "Open a table of ratings with <open>."),
    (OpenAgain(), "Start again.", "<open> opens it again."),
    (ChooseFolder(), "Choose another folder.", "Choose another folder with <export>."),
    (
        ChooseFolder(disk_is_full=True),
        "Free disk space, or choose another folder.",
        "Free disk space, or choose another folder with <export>.",
    ),
    (
        AllowOverwrite(),
        "--overwrite replaces them.",
        "Export again with <export>: another folder, or let the files be replaced.",
    ),
    (ChooseK(5), "Choose a K from 1 to 5.", "Choose a K from 1 to 5 with <k>."),
    (ChooseK(), "Choose a smaller K.", "Choose a smaller K with <k>."),
]


@pytest.mark.parametrize(("remedy", "flag", "key"), WORDED)
def test_each_remedy_names_the_flag_or_the_key_that_does_it(remedy, flag, key):
    error = SegscopeError("It broke.", remedy)
    assert remedy_for_command_line(error) == flag
    assert on_one_line(error) == f"It broke. {flag}"
    assert remedy_for_app(error, "<{}>".format) == key


def test_the_keys_come_from_the_table_of_commands():
    assert remedy_for_app(SegscopeError("It broke.", NameTable()), key_of) == "Open a table of ratings with o."
    for remedy, _, worded in WORDED:
        for command in COMMANDS:
            worded = worded.replace(f"<{command.id}>", command.shown)
        assert remedy_for_app(SegscopeError("It broke.", remedy), key_of) == worded


def test_a_key_keeps_its_case():
    assert remedy_for_app(SegscopeError("It broke.", ChooseFolder()), "Ctrl+{}".format).endswith(" Ctrl+export.")
