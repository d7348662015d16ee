"""Opening datasets: the forms that are read, and one clear error for each that is not."""

import gzip
import shutil
import threading

import numpy as np
import pandas as pd
import pytest

from core.data.opening import open_dataset
from core.description import open_and_describe
from core.errors import Cancelled

ROWS = [(1, 10, 3.0), (1, 11, 4.5), (2, 10, 5.0)]


def test_a_single_file_has_no_items_table(write_ratings):
    overview = open_and_describe(write_ratings(ROWS, name="mine.csv")).overview
    assert (overview.users, overview.items, overview.ratings) == (2, 2, 3)
    assert overview.catalogue_items is None
    assert overview.items_sample is None


def test_a_folder_with_movies_knows_its_catalogue(tmp_path, write_ratings):
    write_ratings(ROWS)
    (tmp_path / "movies.csv").write_text("movieId,title,genres\n10,A (2000),Drama\n11,B,Drama\n12,C,\n")
    description = open_and_describe(tmp_path)
    assert description.overview.catalogue_items == 3
    assert description.overview.items_sample.rows[0] == ("10", "A (2000)", "Drama")
    assert description.source.name == tmp_path.name


def test_ratings_csv_finds_the_movies_beside_it(tmp_path, write_ratings):
    path = write_ratings(ROWS)
    (tmp_path / "movies.csv").write_text("movieId,title\n10,A\n")
    assert open_and_describe(path).overview.catalogue_items == 1


def test_gzipped_files_read_the_same(tmp_path, write_ratings):
    plain = write_ratings(ROWS)
    folder = tmp_path / "packed"
    folder.mkdir()
    with plain.open("rb") as source, gzip.open(folder / "ratings.csv.gz", "wb") as target:
        shutil.copyfileobj(source, target)
    assert open_and_describe(folder).overview.rating_counts == open_and_describe(plain).overview.rating_counts


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path):
    path = tmp_path / "ratings.csv"
    path.write_bytes(b"\xef\xbb\xbfuserId,movieId,rating\r\n1,10,3.0\r\n2,10,4.0\r\n")
    assert open_and_describe(path).overview.ratings == 2


@pytest.mark.parametrize(
    "name", ["we[ir]d*.csv", "it's.csv", 'quo"te.csv', "a b;c.csv", "ünï.csv", "%s{}.csv", "\udcff.csv"]
)
def test_file_names_are_taken_literally(write_ratings, tmp_path, name):
    write_ratings([(5, 5, 1.0)] * 4, name="weid.csv")
    assert open_and_describe(write_ratings(ROWS, name=name)).overview.ratings == 3


def test_sample_rows_are_the_first_of_the_file(write_ratings):
    rows = [(user, item, 3.0) for user in range(300) for item in range(40)]
    sample = open_and_describe(write_ratings(rows)).overview.ratings_sample
    assert sample.columns == ("userId", "movieId", "rating", "timestamp")
    assert [row[:2] for row in sample.rows[:3]] == [("0", "0"), ("0", "1"), ("0", "2")]


def test_rows_that_are_no_ratings_are_left_out_and_counted(write_ratings):
    rows = [*ROWS, ("", 10, 1), (3, "", 1), (3, 10, ""), (3, 10, "good"), (3, 10, "inf"), (3, 10, "nan"), ("", "", "")]
    description = open_and_describe(write_ratings(rows))
    assert description.overview.ratings == 3
    assert description.overview.items == 2
    assert description.quality.rows_read == 10
    assert description.quality.rows_dropped == 7
    assert description.quality.dropped == {
        "missing user": 2,
        "missing item": 1,
        "missing rating": 1,
        "rating is not a number": 3,
    }


def test_duplicate_pairs_are_kept_and_counted(write_ratings):
    description = open_and_describe(write_ratings([(1, 10, 3.0), (1, 10, 4.0), (1, 10, 4.0), (2, 10, 1.0)]))
    assert description.overview.ratings == 4
    assert description.quality.duplicate_pairs == 2
    assert description.features.columns["num_movies"].tolist() == [1, 1]


def test_many_rating_values_share_bins(write_ratings):
    overview = open_and_describe(write_ratings([(1, item, item / 7) for item in range(700)])).overview
    assert overview.rating_counts.binned
    assert sum(overview.rating_counts.counts) == 700


def test_counting_stops_when_it_is_told_to(write_ratings):
    path = write_ratings([(user, item, 3.0) for user in range(1000) for item in range(300)])
    with pytest.raises(Cancelled):
        open_dataset(path, should_stop=lambda: True)


def test_a_count_that_is_over_at_once_is_stopped_as_well(write_ratings):
    with pytest.raises(Cancelled):
        open_dataset(write_ratings(ROWS), should_stop=lambda: True)


def test_sparsity_counts_a_pair_once(write_ratings):
    overview = open_and_describe(write_ratings([(1, 10, 3.0), (1, 10, 4.0), (2, 11, 4.0)])).overview
    assert overview.sparsity_percent == 50


def test_whole_float_ids_are_integers_as_pandas_makes_them_where_one_is_missing():
    frame = pd.DataFrame({"userId": [1.0, 10.0, None, 2.0], "movieId": [1.0, 2, 3, 4], "rating": [1, 2, 3, 4]})
    description = open_and_describe(frame)
    assert description.features.ids.tolist() == [1, 2, 10]
    assert description.quality.dropped == {"missing user": 1}


def test_a_folder_name_that_looks_like_a_partition_changes_nothing(tmp_path):
    folder = tmp_path / "userId=5"
    folder.mkdir()
    (folder / "ratings.csv").write_text("userId,movieId,rating\n1,1,3\n2,1,4\n")
    assert open_and_describe(folder).features.ids.tolist() == [1, 2]


def test_huge_ratings_count_as_none_and_large_ones_work(write_ratings):
    description = open_and_describe(write_ratings([(1, 1, "1e308"), (1, 2, "-1e308"), (2, 1, -1e99), (2, 2, 1e99)]))
    assert description.quality.rows_dropped == 2
    assert np.isfinite(description.features.columns["std_rating"]).all()


def test_closing_a_dataset_twice_is_harmless(write_ratings):
    dataset = open_dataset(write_ratings(ROWS))
    dataset.close()
    dataset.close()


def test_two_datasets_can_be_counted_at_once(write_ratings):
    paths = [write_ratings([(user, 1, 3.0) for user in range(n)], name=f"{n}.csv") for n in (10, 20)]
    users = {}

    def count(path):
        users[path.name] = open_and_describe(path).overview.users

    threads = [threading.Thread(target=count, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert users == {"10.csv": 10, "20.csv": 20}
