"""The built-in sample: made by its script, planted as described, and called synthetic."""

import csv
import subprocess
import sys

import pytest
from sklearn.metrics import adjusted_rand_score

import core
from core.sources.sample import sample_source
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def analysis():
    return core.analyse(sample_source())


def test_the_script_makes_the_committed_files_byte_for_byte(tmp_path):
    subprocess.run([sys.executable, ROOT / "data" / "make_sample.py", tmp_path], check=True)
    for name in ("ratings.csv", "movies.csv", "planted.csv"):
        assert (tmp_path / name).read_bytes() == (ROOT / "data" / name).read_bytes()


def test_it_has_the_size_that_is_promised(analysis):
    overview = analysis.description.overview
    assert (overview.users, overview.catalogue_items, overview.ratings) == (600, 3000, 60000)


def test_it_is_called_synthetic(analysis):
    source = analysis.description.source
    assert source.synthetic
    assert "synthetic" in source.name


def test_its_titles_have_genres(analysis):
    assert analysis.description.source.items_columns.genres == "genres"


def test_the_planted_kinds_overlap_but_are_partly_found(analysis):
    with (ROOT / "data" / "planted.csv").open(encoding="utf-8") as stream:
        kinds = [row["kind"] for row in csv.DictReader(stream)]
    assert len(set(kinds)) == 4
    agreement = adjusted_rand_score(kinds, analysis.partition.labels)
    assert 0.3 < agreement < 0.9


def test_titles_occur_once():
    with (ROOT / "data" / "movies.csv").open(encoding="utf-8") as stream:
        titles = [row["title"] for row in csv.DictReader(stream)]
    assert len(set(titles)) == len(titles)
