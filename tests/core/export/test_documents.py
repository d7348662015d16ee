"""The HTML and the Markdown report: whole, self-contained, and safe whatever the data is called."""

import re
from html.parser import HTMLParser

import pytest

from core.analysis import analyse
from core.export.documents import to_html, to_markdown
from core.export.report_tables import verdict_lines
from core.sources.sample import sample_source

VOID = {"meta", "br", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """Notes what a page refers to, and whether every element is closed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.addresses, self.words, self.ids = [], [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.ids += [value for name, value in attributes if name == "id"]
        self.addresses += [value for name, value in attributes if name in ("href", "src", "xlink:href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def analysis():
    return analyse(sample_source())


@pytest.fixture(scope="module")
def page(analysis):
    return to_html(analysis, "2001-02-03T04:05:06+00:00")


def test_the_page_is_whole_and_needs_nothing_else(page):
    parsed = Page(page)
    assert not parsed.open
    assert parsed.tags.count("svg") == 3
    assert not {"script", "link", "img", "iframe", "object"} & set(parsed.tags)
    assert all(address.startswith("#") for address in parsed.addresses)
    assert {address[1:] for address in parsed.addresses} <= set(parsed.ids)
    addresses = set(re.findall(r"https?://[^\"' ]+", page))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "@import" not in page


def test_the_page_says_what_the_analysis_says(analysis, page):
    words = " ".join(Page(page).words)
    for segment in analysis.segments:
        assert f"Segment {segment.id} · {segment.users} users" in words
        assert segment.label in words
    for title in ("Dataset", "User features", "Elbow", "Profiles", "Method"):
        assert title in words
    assert f"{analysis.partition.wcss:,.2f}" in words
    for line in verdict_lines(analysis):
        assert line in words
    assert "scikit-learn" in words
    assert "2001-02-03T04:05:06+00:00" in words


def test_the_page_has_a_light_a_dark_and_a_printed_form(page):
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    assert "var(--slot-0)" in page
    assert "#000000" not in page


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "\x1b[31m"]
)
def test_a_hostile_name_stays_text(tmp_path, name):
    folder = tmp_path / name.replace("/", "⁄")
    folder.mkdir()
    (folder / "ratings.csv").write_text("userId,movieId,rating\n" + "".join(f"{u},1,{u}\n" for u in range(1, 6)))
    analysis = analyse(folder, k=2)
    parsed = Page(to_html(analysis, "now"))
    assert not {"script", "img"} & set(parsed.tags)
    assert analysis.description.source.name in "".join(parsed.words)
    assert "\x1b" not in to_html(analysis, "now") + to_markdown(analysis, "now")


def test_markdown_has_the_same_tables_and_a_date_only_where_one_is_given(analysis):
    text = to_markdown(analysis)
    titles = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    evidence = "Evidence (\\* chosen by its index)"
    assert titles == [
        "Who they are", "Dataset", "User features", "Which K?", "Elbow", evidence, "Segments", "Profiles", "Method",
        "Summary",
    ]  # fmt: skip
    assert "Made by segscope" not in text
    assert to_markdown(analysis, "2001-02-03").endswith("on 2001-02-03.\n")
