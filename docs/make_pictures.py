"""Make the pictures of README.md: the app on its built-in sample, as SVG.

python docs/make_pictures.py
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from core.evidence.effort import FULL
from tui.app import SegscopeApp
from tui.compute import Compute
from tui.flows.opening import Request
from tui.flows.segmenting import Settings

SIZE = (116, 34)
HOME = Path(__file__).resolve().parent / "pictures"
PICTURES = {"overview": "1", "elbow": "2", "clusters": "3", "interpretation": "4"}


def is_complete(app: SegscopeApp) -> bool:
    """Whether everything that the app computes is on screen."""
    session = app.session
    return session.sweep is not None and session.is_swept and session.sweep.effort == FULL.name and not app.running


def without_web_fonts(svg: str) -> str:
    """The picture with the reader's own fonts: it fetches nothing."""
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


async def main() -> None:
    """Visit the four screens and keep what they show."""
    HOME.mkdir(exist_ok=True)
    compute = Compute()
    app = SegscopeApp(Request(None), Settings(effort=FULL), compute)
    try:
        compute.start()
        async with app.run_test(size=SIZE) as pilot:
            while not is_complete(app):
                await pilot.pause(0.05)
            for name, key in PICTURES.items():
                await pilot.press(key)
                await pilot.pause(0.5)
                (HOME / f"{name}.svg").write_text(without_web_fonts(app.export_screenshot()), encoding="utf-8")
    finally:
        compute.close()


if __name__ == "__main__":
    asyncio.run(main())
