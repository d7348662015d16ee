"""Screen 4 says who the segments are, how they differ, who is typical and how sure that is."""

from dataclasses import replace

import pytest

from core import formats
from core.evidence.stability import STABILITY
from core.words.in_short import in_short
from core.words.rules import rule_in_words
from tests.tui.conftest import notes, screen_text, segmented, swept, until
from tui.dialogs.members import MembersPage
from tui.widgets.card_figures import FeatureFigures, figure_lines
from tui.widgets.segment_card import SegmentCard
from tui.widgets.segment_cards import columns_for


def cards(app):
    return list(app.screen.query(SegmentCard))


def card_text(card):
    return " ".join(f"{card.border_title} {card.visual.plain}".split())


def portrayed(app):
    return segmented(app) and app.session.portraits is not None


async def on_screen_4(app, pilot):
    """Nothing more comes after the portraits."""
    app.jobs.stop_all()
    await pilot.press("4")
    await pilot.pause()


async def with_portraits(app, pilot, portraits):
    found = {} if portraits is None else {app.session.described: portraits}
    app.session = replace(app.session, kept_portraits=found)
    await pilot.pause()


async def test_who_how_different_how_sure_and_who_is_typical_of_the_real_data(run_app, movielens):
    async with run_app(movielens, portrayed) as (app, pilot):
        await on_screen_4(app, pilot)
        portraits = app.session.portraits.segments
        for card, segment, portrait in zip(cards(app), app.session.segments, portraits, strict=True):
            text = card_text(card)
            assert segment.title in text
            assert f"“{portrait.brief}”. {portrait.sentence}" in text
            assert formats.listed(list(map(str, portrait.exemplars))) in text
            for said in (portrait.sure or "not known", *segment.remarks, *portrait.cautions):
                assert said in text
        few = card_text(cards(app)[2])
        assert "32 users, 5.2 % · 33.7 % of all ratings" in few
        assert rule_in_words(portraits[2].rule) in few
        assert "the same label as segment 1" in few
        said = " ".join(screen_text(app).split("Interpretation")[1].split())
        assert said.startswith(in_short(app.session.analysis, app.session.portraits)[:80])


async def test_the_contrast_rule_is_not_said_twice_where_it_is_the_label(run_app, small):
    async with run_app(small, portrayed) as (app, pilot):
        await on_screen_4(app, pilot)
        portraits, segments = app.session.portraits, app.session.segments
        same = [replace(one, brief=each.title) for one, each in zip(portraits.segments, segments, strict=True)]
        await with_portraits(app, pilot, replace(portraits, segments=tuple(same)))
        assert "“" not in " ".join(map(card_text, cards(app)))
        before = cards(app)[0].visual.spans
        await pilot.press("t")
        await until(pilot, lambda: cards(app)[0].visual.spans != before)


async def test_one_segment_has_a_card_without_a_rule(run_app, small):
    async with run_app(small, portrayed, k=1) as (app, pilot):
        await on_screen_4(app, pilot)
        [card] = cards(app)
        assert "100.0 % of all ratings" in card_text(card)
        assert " rule " not in card_text(card)


async def test_cards_do_not_jump_when_the_portraits_come(run_app, small):
    async with run_app(small, portrayed, size=(80, 24)) as (app, pilot):
        await on_screen_4(app, pilot)
        portraits = app.session.portraits
        for size in ((80, 24), (120, 40), (200, 60)):
            await pilot.resize_terminal(*size)
            await with_portraits(app, pilot, None)
            assert "of all ratings" not in card_text(cards(app)[0])
            assert "in a moment" in screen_text(app)
            before = [card.region for card in cards(app)]
            await with_portraits(app, pilot, portraits)
            assert "of all ratings" in card_text(cards(app)[0])
            assert [card.region.offset for card in cards(app)][:2] == [region.offset for region in before][:2]
            assert [card.region.width for card in cards(app)] == [region.width for region in before]


async def test_what_is_known_stays_while_the_users_are_described_by_more(run_app, small, monkeypatch):
    async with run_app(small, portrayed) as (app, pilot):
        await on_screen_4(app, pilot)
        monkeypatch.setattr(app.jobs, "start", lambda *work, **then: None)
        features = app.session.description.features
        columns = {**features.columns, "more": features.columns["num_ratings"]}
        more = replace(app.session.description, features=replace(features, columns=columns))
        before = card_text(cards(app)[0])
        app.session = replace(app.session, study=app.session.study.described(more))
        await pilot.pause()
        assert app.session.described not in app.session.kept_portraits
        assert card_text(cards(app)[0]) == before


async def test_what_becomes_known_of_stability_reaches_the_cards(run_app, small):
    async with run_app(small, portrayed, evidence="full") as (app, pilot):
        await pilot.press("4")
        await until(pilot, lambda: swept(app) and portrayed(app))
        stability = app.session.sweep.evidence.rows[4].value(STABILITY)
        assert f"({formats.decimal(stability[0])})" in card_text(cards(app)[0])


async def test_tab_and_arrows_go_from_card_to_card_and_enter_opens_the_members(run_app, small):
    async with run_app(small, portrayed, size=(120, 60)) as (app, pilot):
        await on_screen_4(app, pilot)
        assert app.focused.id == "interpretation"
        await app.action_command("members")
        await pilot.pause()
        assert notes(app) == ["Tab goes to a segment."]
        await pilot.press("tab")
        assert app.focused is cards(app)[0]
        assert "y copies SQL" in screen_text(app)
        await pilot.press("right", "down")
        assert app.focused is cards(app)[3]
        await pilot.press("left", "up", "up")
        assert app.focused.id == "interpretation"
        assert "y copies SQL" not in screen_text(app)
        await pilot.press("tab", "right", "enter")
        await until(pilot, lambda: isinstance(app.screen, MembersPage))
        assert app.screen.segment == 1


async def test_arrows_reach_the_end_of_a_card_and_of_the_screen(run_app, small):
    async with run_app(small, portrayed, k=2, size=(80, 20)) as (app, pilot):
        await on_screen_4(app, pilot)
        await pilot.press("tab")
        seen = {cards(app)[0]: set(), cards(app)[1]: set()}
        while app.focused is cards(app)[0]:
            seen[app.focused].update(map(str.strip, screen_text(app).splitlines()))
            await pilot.press("down")
        around = app.screen.query_one("#interpretation")
        while around.scroll_y < around.max_scroll_y:
            seen[app.focused].update(map(str.strip, screen_text(app).splitlines()))
            await pilot.press("down")
            await pilot.pause()
        for card, lines in seen.items():
            assert {f"│ {line:<73} │" for line in card.visual.plain.splitlines()} <= lines


@pytest.mark.parametrize(
    ("segments", "width", "columns"),
    [(4, 77, 1), (4, 117, 2), (4, 197, 2), (3, 197, 3), (1, 197, 1), (12, 197, 3), (30, 117, 2)],
)
def test_cards_fill_their_rows(segments, width, columns):
    assert columns_for(segments, width) == columns


@pytest.mark.parametrize("width", [50, 54, 73, 93, 190])
def test_figures_fit_their_card(width):
    features = [
        FeatureFigures("genre entropy", -4.2, ("1,061.9", "922.0", "727 – 1,229")),
        FeatureFigures("ratings", 0.3, ("3.60", "3.61", "3.24 – 3.90")),
    ]
    lines = figure_lines(features, "#ffffff", width)
    assert max(line.cell_length for line in lines) <= width
    assert len({line.plain.index("┼") for line in lines[1:]}) == 1
    assert ("middle half" in lines[0].plain) == (width > 70)


def test_a_bar_goes_where_the_deviation_does():
    features = [FeatureFigures("a", -1.5, ("1", "1", "1")), FeatureFigures("b", 1.5, ("1", "1", "1"))]
    [_, left, right] = figure_lines(features, "#ffffff", 60)
    assert "█┼─" in left.plain
    assert "─┼█" in right.plain


async def test_where_there_is_room_cards_beside_each_other_tell_of_all_features(run_app, small):
    async with run_app(small, portrayed, k=2, size=(200, 60)) as (app, pilot):
        await on_screen_4(app, pilot)
        assert " lowest " in card_text(cards(app)[0])
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: " lowest " not in card_text(cards(app)[0]))
        await pilot.resize_terminal(200, 60)
        app.segmenting.choose(4)
        await until(pilot, lambda: len(cards(app)) == 4)
        assert " lowest " not in card_text(cards(app)[0])
