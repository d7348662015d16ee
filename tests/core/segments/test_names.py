"""Names of segments: what a file may hold, how a name is kept, and to which segments it belongs."""

import pytest

from core.analysis import analyse
from core.errors import NamesError
from core.segments.names import LARGEST_FILE, LONGEST, clean_name, known_names, load_names


@pytest.fixture
def names_file(tmp_path):
    def write(content):
        path = tmp_path / "names"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize(
    "content",
    [
        '{"0": "Casual viewers", "2": "Fans, loud"}',
        'segment,name\n0,Casual viewers\n2,"Fans, loud"\n',
        'Segment , NAME\r\n\r\n 0 ,Casual viewers\r\n2,"Fans, loud"',
        b'\xef\xbb\xbfsegment,name\n0,Casual viewers\n2,"Fans, loud"\n',
    ],
    ids=["JSON", "CSV", "CSV of another system", "CSV with a byte order mark"],
)
def test_a_json_object_and_a_csv_say_the_same(names_file, content):
    assert load_names(names_file(content)) == {0: "Casual viewers", 2: "Fans, loud"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "its head is not segment,name"),
        ("0,Casual\n", "its head is not segment,name"),
        ("[]", "its head is not segment,name"),
        ('{"0": ', "it is not JSON"),
        ("{" * 100_000, "it is not JSON"),
        ('{"0": ' + "[" * 100_000, "it is not JSON"),
        ('{"0": 5}', "the name of segment 0 is not text"),
        ('{"0": {"name": "x"}}', "the name of segment 0 is not text"),
        ('{"0": "a", "0": "b"}', "segment 0 stands twice"),
        ('{"0": "a", "00": "b"}', "segment 0 stands twice"),
        ('{"one": "a"}', "'one' is no number of a segment"),
        ('{"-1": "a"}', "'-1' is no number of a segment"),
        ('{"1.5": "a"}', "'1.5' is no number of a segment"),
        ('{"²": "a"}', "'²' is no number of a segment"),
        ('{"' + "9" * 5000 + '": "a"}', "is no number of a segment"),
        ("segment,name\n0\n", "a row has 1 fields"),
        ("segment,name\n0,a,b\n", "a row has 3 fields"),
        ('segment,name\n0,"a', "it is neither JSON nor CSV"),
        (b"\xff\xfe\x00", "it is not UTF-8"),
        (b" " * (LARGEST_FILE + 1), "it is too large"),
    ],
)
def test_what_holds_no_names_is_refused_with_what_it_should_look_like(names_file, content, says):
    with pytest.raises(NamesError) as caught:
        load_names(names_file(content))
    assert says in caught.value.what
    assert caught.value.what.startswith("names holds no names of segments: ")
    assert caught.value.remedy == (
        'Write a JSON object like {"0": "Casual viewers"}, or a CSV file with the head segment,name.'
    )
    assert len(str(caught.value)) < 250


def test_what_is_no_file_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(NamesError, match="is not a file"):
            load_names(path)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Casual viewers", "Casual viewers"),
        ("  two\nlines\r\nand\ttabs \u2028", "two lines and tabs"),
        ("\x1b[31mred\x07\x9b", "[31mred"),
        ("a\u202eb", "a\ufffdb"),
        ("é" * 61, "é" * 59 + "…"),
        (" \n\x00", ""),
    ],
)
def test_a_name_is_one_line_of_at_most_sixty_characters_without_control_characters(name, kept):
    assert clean_name(name) == kept
    assert clean_name(kept) == kept
    assert len(kept) <= LONGEST


def test_names_are_kept_clean_in_order_and_without_empty_ones():
    assert known_names({2: "b", 0: "a\n", 1: " "}, 3) == {0: "a", 2: "b"}


@pytest.mark.parametrize(("k", "there"), [(3, "the segments are 0 to 2"), (1, "there is only segment 0")])
def test_a_segment_that_is_not_there_is_refused(k, there):
    with pytest.raises(NamesError) as caught:
        known_names({3: "x"}, k)
    assert str(caught.value) == f"A name is given to segment 3, but {there}. Name segments that are there."


ROWS = [(user, item, 1 + (user * 7 + item) % 5) for user in range(30) for item in range(3 + user % 9)]


def test_an_analysis_has_names_as_long_as_its_k_is_the_same(write_ratings):
    analysis = analyse(write_ratings(ROWS), k=3, names={1: "Night\nowls"}, evidence="none")
    assert analysis.names == {1: "Night owls"}
    assert [analysis.name_of(segment) for segment in range(3)] == [
        analysis.segments[0].title, "Night owls", analysis.segments[2].title
    ]  # fmt: skip
    assert analysis.with_k(3).names == analysis.with_even_evidence().names == {1: "Night owls"}
    assert analysis.with_k(4).names == {}


def test_an_analysis_refuses_names_beyond_its_k_before_anything_is_fitted(write_ratings, monkeypatch):
    monkeypatch.setattr("core.analysis.follow", lambda *args, **options: pytest.fail("fitted"))
    with pytest.raises(NamesError, match="segment 3"):
        analyse(write_ratings(ROWS), k=3, names={3: "x"})
