"""Screen 3: the table of segments with means or medians and how sure they are, and the four pictures below it."""

import re
from dataclasses import replace
from threading import Event

import numpy as np
import pytest

from core.evidence.silhouette import SILHOUETTE
from core.evidence.stability import STABILITY, sign
from core.features.catalogue import FEATURES
from tests.tui.conftest import notes, screen_text, segmented, swept, until
from tui import calls
from tui.commands import key_of
from tui.kinds import BOXES, PORTRAITS
from tui.widgets.plot import Plot
from tui.widgets.segment_pictures import MAP, PICTURES, SegmentPictures
from tui.widgets.segments_table import SegmentsTable


def described(app):
    session = app.session
    return session.described in session.kept_portraits and session.described in session.kept_boxes and swept(app)


@pytest.fixture
def asked(monkeypatch):
    """For which K portraits and boxes were asked."""
    found = {"portraits": [], "boxes": []}
    for name, ks in found.items():
        ask = getattr(calls, name)

        def noted(follower, analysis, ask=ask, ks=ks):
            ks.append(analysis.k)
            yield from ask(follower, analysis)

        monkeypatch.setattr(calls, name, noted)
    return found


def rows(app):
    """The cells of the table by head, those of all users last."""
    table = app.screen.query_one(SegmentsTable)
    heads = [column.label.plain.strip() for column in table.ordered_columns]
    cells = [[cell.plain.strip() for cell in table.get_row_at(row)] for row in range(table.row_count)]
    return {head: [row[at] for row in cells] for at, head in enumerate(heads)}


def head(app):
    return str(app.screen.query_one("#picture-head").content)


def picture(app):
    """What the blocks show, as lines."""
    return str(app.screen.query_one("#block-lines").content).splitlines()


# The table


async def test_at_80_by_24_labels_stay_whole_on_one_line_and_plots_have_ten_rows(run_app, movielens):
    async with run_app(movielens, size=(80, 24), evidence="none") as (app, pilot):
        await pilot.press("3")
        await pilot.pause()
        lines = screen_text(app).splitlines()
        for segment in app.session.segments:
            assert any(segment.title in line and f"{segment.means['std_rating']:.2f}" in line for line in lines)
        for _ in PICTURES:
            seen = [plot for plot in app.screen.query(Plot) if plot.is_on_screen and plot.size.height]
            assert all(plot.size.height >= 10 for plot in seen)
            assert seen or app.screen.query_one("#blocks").size.height >= 10
            await pilot.press("w")
            await pilot.pause()


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40)])
async def test_a_table_of_many_segments_leaves_room_for_the_picture(run_app, small, size):
    async with run_app(small, size=size, k=12, evidence="none") as (app, pilot):
        await pilot.press("3")
        await pilot.pause()
        table, pictures = app.screen.query_one(SegmentsTable), app.screen.query_one(SegmentPictures)
        assert table.size.height >= 5
        assert pictures.size.height >= (7 if size[1] < 24 else 12)
        assert pictures.region.bottom <= size[1] - 2


async def test_medians_and_means_are_switched_and_the_last_row_says_which(run_app, small, monkeypatch):
    let, ask = Event(), calls.portraits

    def held(follower, analysis):
        let.wait()
        yield from ask(follower, analysis)

    monkeypatch.setattr(calls, "portraits", held)
    async with run_app(small, size=(200, 60), ready=segmented, evidence="none") as (app, pilot):
        await pilot.press("3")
        features, labels = app.session.description.features.columns, app.session.analysis.partition.labels

        def expected(average, name):
            written = FEATURES[name].of_many
            of_segments = [written(average(features[name][labels == one])) for one in range(4)]
            return [*of_segments, written(average(features[name]))]

        assert rows(app)["label"][-1].startswith("all users, mean")
        for name in app.session.study.preset.features:
            assert rows(app)[FEATURES[name].short] == expected(np.mean, name)
        await pilot.press("m")
        assert rows(app)["label"][-1].startswith("all users, median")
        assert rows(app)["ratings"][:4] == ["…"] * 4
        let.set()
        await until(pilot, lambda: app.session.portraits is not None and swept(app))
        for name in (*app.session.study.preset.features, "min_rating"):
            assert rows(app)[FEATURES[name].short] == expected(np.median, name)
        await pilot.press("m")
        assert rows(app)["ratings"] == expected(np.mean, "num_ratings")


async def test_how_sure_a_segment_is_stands_beside_it_and_is_sorted_by(run_app, small):
    async with run_app(small, size=(200, 60), evidence="full") as (app, pilot):
        await pilot.press("3")
        await until(pilot, lambda: described(app))
        row = app.session.sweep.evidence.rows[4]
        silhouettes, stability = row.value(SILHOUETTE), row.value(STABILITY)
        found = rows(app)
        assert found["silh."] == [f"{one:.2f}" for one in (*silhouettes.by_segment, silhouettes.mean)]
        assert found["stable"] == [*(f"{sign(one)} {one:.2f}" for one in stability), ""]
        for _ in range(1 + list(found).index("silh.")):
            await pilot.press("S")
        assert [float(cell) for cell in rows(app)["silh. ▲"][:4]] == sorted(map(float, found["silh."][:4]))
        assert rows(app)["users"][-1] == "60"


async def test_what_is_that_of_a_sample_has_a_sign_and_is_sorted_by_its_number(run_app, small):
    async with run_app(small, size=(200, 60), evidence="full") as (app, pilot):
        await pilot.press("3")
        await until(pilot, lambda: described(app))
        study = app.session.study
        row = study.sweep.evidence.rows[4]
        silhouettes, stability = row.value(SILHOUETTE), row.value(STABILITY)
        row = replace(row, sampled_users=40, values={**row.values, SILHOUETTE.name: replace(silhouettes, error=0.01)})
        sweep = replace(study.sweep, evidence=study.sweep.evidence.with_row(row))
        app.session = replace(app.session, study=replace(study, sweep=sweep))
        await until(pilot, lambda: "~" in rows(app)["silh."][0])
        assert rows(app)["silh."] == [f"~ {one:.2f}" for one in (*silhouettes.by_segment, silhouettes.mean)]
        assert rows(app)["stable"] == [*(f"{sign(one)} ~ {one:.2f}" for one in stability), ""]
        for _ in range(1 + list(rows(app)).index("silh.")):
            await pilot.press("S")
        assert rows(app)["silh. ▲"][:4] == [f"~ {one:.2f}" for one in sorted(silhouettes.by_segment)]


async def test_the_head_of_the_map_says_how_many_users_are_on_it(run_app, small, monkeypatch):
    monkeypatch.setattr("core.segments.map.MOST_USERS", 40)
    async with run_app(small, ready=described, size=(200, 60), evidence="none") as (app, pilot):
        await pilot.press("3", *[key_of("picture")] * PICTURES.index(MAP))
        await until(pilot, lambda: "   40 of 60 users; " in screen_text(app))


async def test_portraits_and_boxes_are_asked_once_for_each_k_and_kept(run_app, small, asked):
    async with run_app(small, evidence="none") as (app, pilot):
        for kinds in asked.values():
            kinds.clear()  # asked by the notebook's features at first, and again once there were more
        first = app.session.boxes
        await pilot.press("+")
        await until(pilot, lambda: app.session.k == 5 and described(app))
        assert app.session.boxes is not first
        await pilot.press("-")
        assert app.session.boxes is first
        assert app.session.portraits is not None
        await until(pilot, lambda: described(app))
        assert asked == {"portraits": [5], "boxes": [5]}
        assert not app.jobs.runs(PORTRAITS) | app.jobs.runs(BOXES)


async def test_portraits_that_cannot_be_had_are_told_in_passing_and_asked_again_by_key(run_app, small, monkeypatch):
    ask, can = calls.portraits, Event()

    def failing(follower, analysis):
        if not can.is_set():
            raise MemoryError
        yield from ask(follower, analysis)

    monkeypatch.setattr(calls, "portraits", failing)
    async with run_app(small, evidence="none") as (app, pilot):
        assert app.session.portraits is None
        assert app.session.boxes
        assert notes(app)
        can.set()
        await pilot.press("r")
        await until(pilot, lambda: described(app))


async def test_features_that_come_later_are_described_too(run_app, small, asked):
    async with run_app(small, ready=described) as (app, pilot):
        assert set(app.session.boxes) == set(app.session.description.features.columns)
        assert set(app.session.portraits.segments[0].medians) == set(app.session.boxes)
        assert "tenure_days" in app.session.boxes
        await pilot.press("3", "w")
        await pilot.pause()
        assert any(FEATURES["tenure_days"].title[:12] in line for line in picture(app))


# Pictures


async def test_w_goes_through_the_pictures_and_each_names_what_it_shows(run_app, small):
    async with run_app(small, ready=described, evidence="none") as (app, pilot):
        await pilot.press("3")
        for name, said in zip(
            PICTURES, ("centres", "standard deviations", "median", "principal components"), strict=True
        ):
            assert head(app).lower().startswith(name)
            assert said in head(app)
            if name not in ("profile", "box plots"):
                assert all(re.search(rf"[●▲■◆] {segment}\b", head(app)) for segment in range(4))
            await pilot.press("w")
            await pilot.pause()
        assert head(app).lower().startswith(PICTURES[0])


async def test_any_feature_can_be_on_an_axis_of_the_left_plot(run_app, small):
    async with run_app(small, ready=described, evidence="none") as (app, pilot):
        await pilot.press("3")
        plot = app.screen.query_one("#scatter-left Plot")
        columns, labels = app.session.description.features.columns, app.session.analysis.partition.labels
        for key, axis in (("h", "x"), ("v", "y")):
            seen = set()
            for _ in columns:
                values = getattr(plot.chart.groups[0], axis)
                seen |= {name for name, column in columns.items() if np.array_equal(column[labels == 0], values)}
                await pilot.press(key)
                await pilot.pause()
            assert len(seen) >= len(columns) - 1


async def test_profile_and_boxes_show_every_feature_the_chosen_one_first(run_app, small):
    async with run_app(small, size=(200, 60), ready=described, evidence="none") as (app, pilot):
        await pilot.press("3", "w")
        await pilot.pause()
        columns = app.session.description.features.columns
        assert all(any(FEATURES[name].title in line for line in picture(app)) for name in columns)
        for key, title in (("h", "Average rating"), ("h", "Rating std dev"), ("v", "Average rating")):
            await pilot.press(key)
            await pilot.pause()
            assert picture(app)[0].strip().startswith(title)
        await pilot.press("w")
        await pilot.pause()
        assert picture(app)[0].strip().startswith("Average rating")
        boxes = app.session.boxes["avg_rating"].boxes
        for line, box in zip(picture(app)[1:5], boxes, strict=True):
            assert next(part for part in line.split("┃")[1].split() if part.isdigit()) == str(box.beyond)


async def test_boxes_that_are_not_there_yet_are_said_to_come(run_app, small, monkeypatch):
    let, ask = Event(), calls.boxes

    def held(follower, analysis):
        let.wait()
        yield from ask(follower, analysis)

    monkeypatch.setattr(calls, "boxes", held)
    async with run_app(small, ready=segmented, evidence="none") as (app, pilot):
        await pilot.press("3", "w", "w")
        await until(pilot, lambda: "being computed" in screen_text(app))
        let.set()
        await until(pilot, lambda: described(app) and "┃" in screen_text(app))


async def test_one_segment_has_no_profile_but_a_box(run_app, small):
    async with run_app(small, k=1, ready=described, evidence="none") as (app, pilot):
        await pilot.press("3", "w")
        await until(pilot, lambda: "One segment is all users" in screen_text(app))
        await pilot.press("w")
        await until(pilot, lambda: "┃" in screen_text(app))


async def test_of_many_segments_the_picture_shows_the_one_that_the_cursor_is_on(run_app, small):
    async with run_app(small, size=(80, 24), k=30, ready=described, evidence="none") as (app, pilot):
        await pilot.press("3", "w")
        for picture in ("profile", "box plots"):
            assert head(app).lower().startswith(picture)
            await pilot.press("home")
            await until(pilot, lambda: re.search(r"^. ?\S +0 ", below(app), re.M))
            await pilot.press("end")
            await until(pilot, lambda: re.search(r"^. ?\S 29 ", below(app), re.M))
            await pilot.press("w")
            await until(pilot, lambda: re.search(r"^. ?\S 29 ", below(app), re.M) or "Map" in head(app))


def below(app):
    """The screen below the head of the picture."""
    return screen_text(app).split(head(app)[:9])[1]


async def test_the_table_has_the_cursor_again_after_a_k_that_had_to_be_fitted(run_app, small):
    async with run_app(small) as (app, pilot):
        await pilot.press("3", "k", "1", "3", "enter")
        await until(pilot, lambda: app.session.k == 13 and described(app))
        await pilot.press("down")
        table = app.screen.query_one(SegmentsTable)
        assert app.focused is table
        assert table.cursor_row == 1
