"""Screen 2 says why K was taken that nobody named, and nothing of that at another K."""

from core.presets import RECOMMENDED
from tests.tui.conftest import screen_text, until


def said(app):
    return " ".join(screen_text(app).split())


async def test_the_reason_stands_there_once_and_goes_with_another_k(run_app, small):
    async with run_app(small, preset=RECOMMENDED, evidence="none", size=(200, 60)) as (app, pilot):
        await pilot.press("2")
        why = app.session.analysis.why_k
        assert why
        await until(pilot, lambda: why[:30] in said(app))
        assert said(app).count(why[:30]) == 1
        chosen = app.session.k
        await pilot.press("plus")
        await until(pilot, lambda: app.session.analysis is not None and app.session.k == chosen + 1)
        await until(pilot, lambda: why[:30] not in said(app))
