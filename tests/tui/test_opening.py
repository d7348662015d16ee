"""Opening datasets in the app: what is unclear is asked, what is bad is said, and the old one stays until then."""

import threading
from pathlib import Path

import pytest
from textual.widgets import Button, Input, Select, TabbedContent

from core.errors import SegscopeError
from core.study import prepare
from tests.core.data.test_refused import REFUSED
from tests.tui.conftest import screen_text, swept, until
from tui import reading
from tui.dialogs.columns import ColumnsDialog
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.failure import FailureDialog
from tui.flows.opening import Request
from tui.screens.overview import OverviewScreen

GOOD = "".join(f"{user},{item},{(user * item) % 5 + 1}\n" for user in range(1, 31) for item in range(1, 4 + user % 7))


@pytest.fixture
def write(tmp_path):
    def write(content, name="table.csv"):
        path = tmp_path / name
        path.write_text(content)
        return path

    return write


def asked_for_columns(app):
    return isinstance(app.screen, ColumnsDialog)


def asked_whether_to_go_on(app):
    return isinstance(app.screen, ConfirmDialog)


async def test_columns_that_cannot_be_told_are_asked_for_beside_the_first_rows(run_app, write):
    table = write("[who,what,points\n" + GOOD)
    async with run_app(table, ready=asked_for_columns) as (app, pilot):
        assert "[who" in screen_text(app)
        app.screen.query_one("#open", Button).press()
        await until(pilot, lambda: "Choose a column for the user" in screen_text(app))
        for role, name in (("user", "[who"), ("item", "[who"), ("rating", "points")):
            app.screen.query_one(f"#column-{role}", Select).value = name
        app.screen.query_one("#open", Button).press()
        await until(pilot, lambda: "One column cannot be two things." in screen_text(app))
        app.screen.query_one("#column-item", Select).value = "what"
        app.screen.query_one("#open", Button).press()
        await until(pilot, lambda: swept(app))
        assert app.session.description.overview.users == 30


def chosen(app):
    return {role: app.screen.query_one(f"#column-{role}", Select).value for role in ("user", "item", "rating")}


def choose(app, columns):
    for role, name in columns.items():
        app.screen.query_one(f"#column-{role}", Select).value = name
    app.screen.query_one("#open", Button).press()


async def test_what_can_be_guessed_of_the_columns_is_chosen_already(run_app, write):
    table = write("userId,what,when,rating\n" + GOOD.replace(",", ",1,", 1))
    async with run_app(table, ready=asked_for_columns) as (app, _):
        assert chosen(app) == {"user": "userId", "item": Select.NULL, "rating": "rating"}


async def test_the_only_column_that_can_be_meant_is_chosen_already(run_app, write):
    async with run_app(write("userId,what,rating\n" + GOOD), ready=asked_for_columns) as (app, pilot):
        assert chosen(app) == {"user": "userId", "item": "what", "rating": "rating"}
        app.screen.query_one("#open", Button).press()
        await until(pilot, lambda: swept(app))
        assert app.session.description.overview.users == 30


UNCLEAR = "who,what,points\n" + GOOD
ANSWER = {"user": "who", "item": "what", "rating": "points"}


async def test_the_answer_is_remembered_for_the_file(run_app, small, write):
    table = write(UNCLEAR)
    async with run_app(table, ready=asked_for_columns) as (app, pilot):
        choose(app, ANSWER)
        await until(pilot, lambda: swept(app))
        app.opening.open(Request(small))
        await until(pilot, lambda: app.session.name == "small" and swept(app))
        app.opening.open(Request(table))
        await until(pilot, lambda: app.session.name == "table.csv" and swept(app))
        assert app.session.description.source.ratings_columns.user == "who"


async def test_who_opens_again_what_is_on_the_screen_can_answer_otherwise(run_app, write):
    table = write(UNCLEAR)
    async with run_app(table, ready=asked_for_columns) as (app, pilot):
        choose(app, ANSWER)
        await until(pilot, lambda: swept(app))
        app.opening.open(Request(table))
        await until(pilot, lambda: asked_for_columns(app))
        assert chosen(app) == ANSWER
        choose(app, {"user": "what", "item": "who"})
        await until(pilot, lambda: swept(app) and app.session.description.source.ratings_columns.user == "what")


@pytest.mark.parametrize(
    "other", ["1,2,3\n" * 9, "who,what\n1,2\n", "user-no,what,points\n" + GOOD], ids=["no header", "fewer", "renamed"]
)
async def test_an_answer_that_does_not_fit_any_more_is_forgotten(run_app, small, write, other):
    table = write(UNCLEAR)
    async with run_app(table, ready=asked_for_columns) as (app, pilot):
        choose(app, ANSWER)
        await until(pilot, lambda: swept(app))
        app.opening.open(Request(small))
        await until(pilot, lambda: app.session.name == "small" and swept(app))
        write(other)
        app.opening.open(Request(table))
        await until(pilot, lambda: asked_for_columns(app) or app.session.name == "table.csv")
        assert app.session.name == ("table.csv" if other[0] == "1" else "small")


async def test_an_answer_with_which_nothing_can_be_read_is_forgotten(run_app, small, write):
    table = write("who,what,points,date\n" + GOOD.replace("\n", ",x\n"))
    async with run_app(small) as (app, pilot):
        app.opening.open(Request(table))
        await until(pilot, lambda: asked_for_columns(app))
        choose(app, {**ANSWER, "timestamp": "points", "rating": "date"})
        await until(pilot, lambda: isinstance(app.screen, FailureDialog))
        await pilot.press("escape")
        app.opening.open(Request(table))
        await until(pilot, lambda: asked_for_columns(app))


async def test_a_table_without_ratings_is_opened_as_likes_when_one_says_so(run_app, write):
    table = write("userId,song,genre\n" + "".join(f"{n % 9},{n % 7},x{n}\n" for n in range(60)))
    async with run_app(table, ready=asked_for_columns) as (app, pilot):
        assert chosen(app) == {"user": "userId", "item": "song", "rating": Select.NULL}
        choose(app, {"rating": "none"})
        await until(pilot, lambda: swept(app))
        assert app.session.description.overview.rating_max == 1
        app.screen.query_one(TabbedContent).active = "tab-quality"
        await until(pilot, lambda: "is read as likes" in screen_text(app))


async def test_a_file_that_changed_since_it_was_opened_is_opened_again_with_two_keys(run_app, write):
    table = write("userId,movieId,rating\n" + GOOD)
    async with run_app(table) as (app, pilot):
        write("userId,movieId,rating\n" + GOOD + "99,1,3\n")
        await pilot.press("slash", "7", "enter")
        await until(pilot, lambda: "table.csv changed since it was opened. o opens it again." in flat(screen_text(app)))
        await pilot.press("escape", "o")
        await until(pilot, lambda: app.screen.query(Input))
        assert app.screen.query_one(Input).value == str(table)
        await pilot.press("enter")
        await until(pilot, lambda: app.session.description.overview.users == 31 and swept(app))


def flat(text):
    """The text of a screen in one line."""
    return " ".join(text.replace("│", " ").split())


async def test_closing_the_question_for_columns_leaves_the_old_dataset(run_app, small, write):
    async with run_app(small) as (app, pilot):
        app.opening.open(Request(write("who,what,points\n" + GOOD)))
        await until(pilot, lambda: asked_for_columns(app))
        await pilot.press("escape")
        assert app.session.name == "small"
        assert isinstance(app.screen, OverviewScreen)


MOSTLY_BAD = "userId,movieId,rating\n" + GOOD + "1,2\n" * 400


@pytest.mark.parametrize(("button", "name"), [("#cancel", "small"), ("#go-on", "table.csv")])
async def test_a_table_that_is_mostly_left_out_is_asked_about(run_app, small, write, button, name):
    async with run_app(small) as (app, pilot):
        app.opening.open(Request(write(MOSTLY_BAD)))
        await until(pilot, lambda: asked_whether_to_go_on(app))
        assert isinstance(app.focused, Button)
        assert app.focused.id == "cancel"
        assert "too few fields 400" in screen_text(app)
        await pilot.click(button)
        await until(pilot, lambda: swept(app))
        assert app.session.name == name


async def test_refusing_the_first_dataset_says_how_to_go_on(run_app, write):
    async with run_app(write(MOSTLY_BAD), ready=asked_whether_to_go_on) as (app, pilot):
        await pilot.press("escape")
        await pilot.pause()
        assert "Not opened" in screen_text(app)
        assert "o opens another dataset" in screen_text(app)


async def test_the_quality_tab_names_reasons_and_lines(run_app, write):
    table = write("userId,movieId,rating\n" + GOOD + "9,9\n\n,1,3\n9,9,[red]x\x1b[31m\n1,1,3\n")
    async with run_app(table) as (app, pilot):
        app.screen.query_one(TabbedContent).active = "tab-quality"
        await until(pilot, lambda: app.session.left_out is not None)
        text = screen_text(app)
        first = GOOD.count("\n") + 2
        assert "too few fields: 1" in text
        assert f"{first}  too few fields" in text
        assert f"{first + 2}  missing user" in text
        assert "9,9,[red]x␛[31m" in text
        assert "1 repeated rating, kept" in text


async def test_a_clean_table_says_so_in_the_quality_tab(run_app, small):
    async with run_app(small) as (app, pilot):
        app.screen.query_one(TabbedContent).active = "tab-quality"
        await pilot.pause()
        assert "0 left out" in screen_text(app)


async def test_looking_up_the_lines_can_fail_and_be_tried_again(run_app, write, monkeypatch):
    left_out = reading.left_out

    def broken(job, **_):
        raise SegscopeError("The file is gone.", "Bring it back.")

    monkeypatch.setattr(reading, "left_out", broken)
    table = write("userId,movieId,rating\n" + GOOD + "9,9\n")
    async with run_app(table) as (app, pilot):
        app.screen.query_one(TabbedContent).active = "tab-quality"
        await until(pilot, lambda: "The file is gone." in screen_text(app))
        monkeypatch.setattr(reading, "left_out", left_out)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.session.left_out, tuple))
        assert "too few fields" in screen_text(app)


async def test_a_second_dataset_that_fails_does_not_mark_the_first_as_failed(run_app, small, tmp_path, monkeypatch):
    go_on = threading.Event()

    def waiting(description, preset):
        go_on.wait()
        return prepare(description, preset)

    monkeypatch.setattr("core.study.prepare", waiting)
    async with run_app(small, ready=lambda app: app.session.description is not None) as (app, pilot):
        app.opening.open(Request(tmp_path / "missing"))
        await until(pilot, lambda: isinstance(app.screen, FailureDialog))
        assert app.session.failure is None
        go_on.set()
        await until(pilot, lambda: swept(app))


async def test_what_is_no_dataset_gets_a_dialog_and_the_old_one_stays(run_app, small, tmp_path, monkeypatch):
    async with run_app(small) as (app, pilot):
        for number, (make, _) in enumerate(REFUSED.values()):
            folder = tmp_path / str(number)
            folder.mkdir()
            monkeypatch.chdir(folder)
            app.opening.open(Request(Path(make(folder))))
            await until(pilot, lambda: isinstance(app.screen, FailureDialog | ColumnsDialog))
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, OverviewScreen))
            assert app.session.name == "small"
        await pilot.press("+", "3")
        await until(pilot, lambda: swept(app))
        assert app.session.k == 5


async def test_screen_4_says_how_labels_fit_another_scale(run_app, small, write):
    rows = "".join(f"{user},{item},{(user * item) % 11}\n" for user in range(1, 31) for item in range(1, 4 + user % 7))
    async with run_app(write("userId,movieId,rating\n" + rows)) as (app, pilot):
        await pilot.press("4")
        await pilot.pause()
        assert "The ratings run from 0.0 to 10.0, not from 0.5 to 5" in screen_text(app)
        app.opening.open(Request(small))
        await until(pilot, lambda: app.session.name == "small" and swept(app))
        assert "The ratings run from" not in screen_text(app)
