"""Names that were handed over on the command line are those of the first segments that the app shows."""

from contextlib import asynccontextmanager

from core.evidence.effort import EFFORTS
from core.presets import RECOMMENDED
from tests.tui.conftest import InThread, screen_text, segmented, until
from tui.app import SegscopeApp
from tui.flows.opening import Request
from tui.flows.segmenting import Settings


@asynccontextmanager
async def running(path, **settings):
    app = SegscopeApp(Request(path), Settings(effort=EFFORTS["fast"], **settings), InThread())
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: segmented(app))
        yield app, pilot


async def test_they_are_there_at_once_and_belong_to_the_first_k(small):
    async with running(small, k=3, names={1: "Night\nowls"}) as (app, pilot):
        assert app.session.analysis.names == {1: "Night owls"}
        app.segmenting.choose(4)
        await until(pilot, lambda: segmented(app))
        assert app.session.analysis.names == {}


async def test_a_k_that_the_evidence_chooses_has_them_too(small):
    async with running(small, preset=RECOMMENDED, names={0: "Night owls"}) as (app, _):
        assert app.session.study.chosen is not None
        assert app.session.analysis.names == {0: "Night owls"}


async def test_a_segment_that_is_not_there_is_refused_in_words(small):
    async with running(small, k=3, names={0: "Night owls", 3: "Nobody"}) as (app, pilot):
        await until(pilot, lambda: "A name is given to segment 3, but the segments are 0 to 2." in screen_text(app))
        assert app.session.analysis.names == {}
