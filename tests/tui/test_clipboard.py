"""What y copies, and what it says of it."""

import base64
from dataclasses import replace
from itertools import pairwise

import pytest

from core.data.overview import COUNT_BINS
from core.words.in_short import in_short
from tests.tui.conftest import notes, screen_text, shows_a_user, until
from tui.commands import BY_ID
from tui.dialogs.dialog import Dialog


def copied(app):
    [note] = notes(app)
    assert note.endswith("sent to the clipboard, if the terminal lets it (OSC 52).")
    return app.clipboard


async def test_y_copies_the_table_in_focus_with_its_heads(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("3", "y")
        heads, *rows = copied(app).splitlines()
        assert heads.split("\t")[:4] == ["segment", "label", "users", "share"]
        assert len(rows) == 4 + 1
        assert sum(int(row.split("\t")[2]) for row in rows[:4]) == 60


async def test_y_copies_the_paragraph_for_a_superior(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("4", "y")
        assert notes(app)[0].startswith("The paragraph was sent to the clipboard")
        assert copied(app) == in_short(app.session.analysis, app.session.portraits)


async def test_y_says_that_the_paragraph_is_not_there_yet(run_app, small):
    async with run_app(small) as (app, pilot):
        app.session = replace(app.session, kept_portraits={})
        await pilot.press("4", "y")
        assert notes(app) == ["The paragraph is not written yet."]


async def test_y_on_a_card_copies_the_sql_that_picks_its_segment(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("4", "tab", "right", "y")
        assert notes(app)[0].startswith("The SQL that picks segment 1 was sent to the clipboard")
        assert copied(app) == app.session.portraits.segments[1].rule.sql


async def test_y_on_a_card_without_a_short_rule_says_so(run_app, small):
    async with run_app(small) as (app, pilot):
        portraits = app.session.portraits
        first, *others = portraits.segments
        found = replace(portraits, segments=(replace(first, rule=None), *others))
        app.session = replace(app.session, kept_portraits={app.session.described: found})
        await pilot.press("4", "tab", "y")
        assert notes(app) == ["There is no short rule for segment 0, and no SQL."]


async def test_y_copies_the_figures_and_the_shown_tab_of_the_overview(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("y")
        text = copied(app)
        assert "60\nusers" in text
        assert "Ratings by value  10 values\n0.5\t" in text
        assert "Columns: user" not in text


async def test_y_copies_from_a_dialog_too(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("slash", "7", "enter")
        await until(pilot, lambda: shows_a_user(app))
        await pilot.press("y")
        await until(pilot, lambda: notes(app))
        assert copied(app).startswith("rating\thighest rated titles\n")


async def test_y_copies_the_silhouettes(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("2", "s")
        await until(pilot, lambda: "mean 0." in screen_text(app))
        await pilot.press("y")
        await until(pilot, lambda: notes(app))
        text = copied(app)
        for segment in app.session.segments:
            assert f"{segment.id}: {segment.users} users, mean 0." in text
        assert "█" in text


@pytest.mark.parametrize("command", ["log", "help", "export", "open", "find", "k"])
async def test_y_in_a_dialog_copies_or_says_that_there_is_nothing(run_app, small, command):
    async with run_app(small) as (app, pilot):
        await app.run_command(BY_ID[command])
        await until(pilot, lambda: isinstance(app.screen, Dialog) and not app.talk.is_busy)
        app.set_focus(None)
        await pilot.press("y")
        await until(pilot, lambda: notes(app))
        assert notes(app)[0].endswith(("to the clipboard, if the terminal lets it (OSC 52).", "nothing to copy here."))


async def test_what_is_copied_goes_out_as_an_osc_52_sequence(run_app, small, monkeypatch):
    async with run_app(small) as (app, pilot):
        written = []
        monkeypatch.setattr(app._driver, "write", written.append)
        await pilot.press("3", "y")
        [sequence] = [text for text in written if "]52;" in text]
        assert sequence.startswith("\x1b]52;c;")
        assert base64.b64decode(sequence[7:-1]).decode() == app.clipboard


async def test_y_copies_a_histogram_with_its_bins(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("y")
        text = copied(app)
        per_user = text.split("Ratings per user", 1)[1].split("\n\n")[0].splitlines()[1:]
        assert len(per_user) == COUNT_BINS
        bins = [line.split("\t")[0].split(" – ") for line in per_user]
        assert all(before[1] == after[0] for before, after in pairwise(bins))
        assert sum(int(line.split("\t")[1]) for line in per_user) == 60


async def test_y_copies_the_bins_of_a_logarithmic_axis_and_every_count(run_app, write_ratings):
    given = [*(10 + user % 9 for user in range(40)), 60, 150, 390, 1100]
    path = write_ratings([(user, item, 1 + (user + item) % 5) for user, n in enumerate(given) for item in range(n)])
    async with run_app(path) as (app, pilot):
        await pilot.press("y")
        text = copied(app)
        title, *per_user = text.split("Ratings per user", 1)[1].split("\n\n")[0].splitlines()
        assert title.startswith(" (log)  mean ")
        bins = [[float(edge.replace(",", "")) for edge in line.split("\t")[0].split(" – ")] for line in per_user]
        assert (bins[0][0], bins[-1][1]) == (10, 1100)
        ratio = (1100 / 10) ** (1 / len(bins))
        assert [high / low for low, high in bins] == pytest.approx([ratio] * len(bins), rel=0.02)
        counts = [int(line.split("\t")[1]) for line in per_user]
        assert counts == [sum(low <= n < high for n in given) for low, high in bins[:-1]] + [1]
