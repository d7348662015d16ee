"""Runs the app with one more command in the table, and prints where it shows.

The table is read while modules are imported, so that the command has to be there before.

python -m tests.toy_command DATA LOG
"""

import asyncio
import sys
from pathlib import Path

from tui import commands

TOY = commands.Command("toy", "j", "j", "A toy", "What a toy does", "frame", "toggle_theme", bar="toy")
commands.COMMANDS = (*commands.COMMANDS, TOY)
commands.BY_ID[TOY.id] = TOY


async def main(data: Path, log: Path) -> None:
    from core.evidence.effort import FAST
    from tests.tui.conftest import InThread, screen_text, segmented, until
    from tui.app import SegscopeApp
    from tui.flows.opening import Request
    from tui.flows.segmenting import Settings

    app = SegscopeApp(Request(data), Settings(effort=FAST), InThread(), log)
    async with app.run_test(size=(200, 60)) as pilot:
        await until(pilot, lambda: segmented(app))
        theme = app.theme
        await pilot.press(TOY.keys)
        await until(pilot, lambda: app.theme != theme)
        print("its key works")
        if f"{TOY.shown} {TOY.bar}" in screen_text(app):
            print("it stands in the key bar")
        await pilot.press("question_mark")
        await until(pilot, lambda: TOY.help in screen_text(app))
        print("it stands in the help")
        await pilot.press("escape", "ctrl+p")
        await pilot.press(*TOY.title)
        await until(pilot, lambda: TOY.help in screen_text(app))
        print("it stands in the palette")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
