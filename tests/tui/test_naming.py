"""A person gives a segment a name, which stands beside the rule's label wherever the segment does."""

from textual.widgets import Input

from core.export import files
from tests.tui.conftest import screen_text, segmented, swept, until
from tests.tui.exports import begin_an_export
from tui.dialogs.choose_segment import ChooseSegmentDialog
from tui.dialogs.dialog import Dialog
from tui.dialogs.members import MembersPage
from tui.dialogs.name import NameDialog
from tui.widgets.segment_card import SegmentCard


def card_lines(app, segment):
    return list(app.screen.query(SegmentCard))[segment].visual.plain.splitlines()


async def asked(app, pilot):
    await pilot.press("n")
    await until(pilot, lambda: isinstance(app.screen, NameDialog))


async def answered(app, pilot, text):
    app.screen.query_one(Input).value = text
    await pilot.press("enter")
    await until(pilot, lambda: not isinstance(app.screen, Dialog))


async def name(app, pilot, segment, text):
    await pilot.press("4", "tab", *["right"] * segment)
    await asked(app, pilot)
    await answered(app, pilot, text)


async def test_the_name_stands_above_the_label_until_an_empty_one_takes_it_back(run_app, small):
    async with run_app(small, segmented) as (app, pilot):
        await name(app, pilot, 1, "[bold]Night\x1b owls[/]")
        assert app.session.analysis.names == {1: "[bold]Night owls[/]"}
        assert card_lines(app, 1)[:2] == ["[bold]Night owls[/]", app.session.segments[1].title]
        assert card_lines(app, 0)[0] == app.session.segments[0].title
        assert app.focused is list(app.screen.query(SegmentCard))[1]
        await asked(app, pilot)
        assert app.screen.query_one(Input).value == "[bold]Night owls[/]"
        await pilot.press("x", "escape")
        await until(pilot, lambda: not isinstance(app.screen, Dialog))
        assert app.session.analysis.names == {1: "[bold]Night owls[/]"}
        await asked(app, pilot)
        await answered(app, pilot, "  ")
        assert app.session.analysis.names == {}
        assert card_lines(app, 1)[0] == app.session.segments[1].title


async def test_without_a_card_in_focus_it_asks_which_where_there_are_several(run_app, small):
    async with run_app(small, segmented) as (app, pilot):
        await pilot.press("4", "n")
        await until(pilot, lambda: isinstance(app.screen, ChooseSegmentDialog))
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, NameDialog))
        await pilot.press(*"Owls", "enter")
        await until(pilot, lambda: app.session.analysis.names == {2: "Owls"})
        app.segmenting.choose(1)
        await until(pilot, lambda: segmented(app))
        await asked(app, pilot)


async def test_the_name_stands_on_screen_3_and_in_the_head_of_the_members(run_app, small):
    async with run_app(small, segmented) as (app, pilot):
        await pilot.press("3")
        await name(app, pilot, 1, "Night owls")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, MembersPage))
        await until(pilot, lambda: "1  Night owls (" in screen_text(app))
        await pilot.press("escape", "3")
        await pilot.pause()
        assert "Night owls (" in screen_text(app)


async def test_names_are_kept_for_each_k_and_preset(run_app, small):
    async with run_app(small, segmented) as (app, pilot):
        await name(app, pilot, 1, "Night owls")
        app.segmenting.choose(5)
        await until(pilot, lambda: segmented(app))
        assert app.session.analysis.names == {}
        app.segmenting.choose(4)
        assert app.session.analysis.names == {1: "Night owls"}
        app.segmenting.part_by("mixture", None)
        await until(pilot, lambda: segmented(app) and app.session.preset.algorithm == "mixture")
        assert app.session.analysis.names == {}
        app.segmenting.part_by("kmeans", None)
        await until(pilot, lambda: segmented(app) and app.session.preset.algorithm == "kmeans")
        assert app.session.analysis.names == {1: "Night owls"}


async def test_a_name_belongs_to_the_k_for_which_it_was_asked(run_app, small):
    async with run_app(small, segmented) as (app, pilot):
        await pilot.press("4", "tab")
        await asked(app, pilot)
        app.segmenting.choose(3)
        await answered(app, pilot, "Night owls")
        assert app.session.names == {}
        assert app.session.names_at(4) == {0: "Night owls"}


async def test_names_go_into_the_export(run_app, small, tmp_path, monkeypatch):
    exported = []
    monkeypatch.setattr(files, "export", lambda analysis, *rest, **options: exported.append(analysis) or ())
    async with run_app(small, swept) as (app, pilot):
        await name(app, pilot, 1, "Night owls")
        await begin_an_export(pilot, app, tmp_path / "out")
        await until(pilot, lambda: exported)
        assert exported[0].names == {1: "Night owls"}
