"""MovieLens, old and new, and other folders of tables."""

import gzip
import zipfile

import pytest

from core.description import open_and_describe
from core.errors import NotADatasetError
from tests.core.sources.tables import TEXTS, assert_is_rows


def old_movielens(folder, **files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content.encode("latin-1"))
    return folder


def ml_1m(folder):
    movies = "10::Misérables, Les (1995)::Drama|Musical\n11::Face::Off (1997)::Action\n12::Plain::Drama\n"
    return old_movielens(
        folder, ratings_dat="1::10::5::978300760\n1::11::3::978302109\n2::10::4::9\n", movies_dat=movies
    )


def ml_100k(folder):
    flags = {10: "0|1|1", 11: "1|0|0"}
    item = "".join(f"{n}|Film {n} é (1995)|01-Jan-1995||http://x|{flag}\n" for n, flag in flags.items())
    genre = "unknown|0\nAction|1\nDrama|2\n\n"
    return old_movielens(folder, u_data="1\t10\t5\t88\n1\t11\t3\t89\n2\t10\t4\t90\n", u_item=item, u_genre=genre)


def test_the_layout_with_double_colons_is_read(tmp_path):
    description = open_and_describe(ml_1m(tmp_path / "ml-1m"))
    assert (description.overview.users, description.overview.ratings, description.overview.catalogue_items) == (2, 3, 3)
    assert description.overview.ratings_sample.columns == ("userId", "movieId", "rating", "timestamp")
    assert description.overview.items_sample.rows == (
        ("10", "Misérables, Les (1995)", "Drama|Musical"),
        ("11", "Face::Off (1997)", "Action"),
        ("12", "Plain", "Drama"),
    )
    assert description.source.items_columns.genres == "genres"


def test_the_oldest_layout_is_read_with_its_genre_flags(tmp_path):
    description = open_and_describe(ml_100k(tmp_path / "ml-100k"))
    assert description.source.name == "ml-100k"
    assert (description.overview.users, description.overview.items, description.overview.catalogue_items) == (2, 2, 2)
    assert description.overview.items_sample.rows == (
        ("10", "Film 10 é (1995)", "Action|Drama"),
        ("11", "Film 11 é (1995)", "unknown"),
    )
    assert description.source.items_columns.genres == "genres"


@pytest.mark.parametrize("make", [ml_1m, ml_100k])
def test_the_ratings_file_alone_finds_the_movies_beside_it(tmp_path, make):
    folder = make(tmp_path)
    ratings = next(path for path in folder.iterdir() if path.name in ("ratings.dat", "u.data"))
    assert open_and_describe(ratings).overview.catalogue_items in (2, 3)


def zipped(folder, target, below=""):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in folder.iterdir():
            archive.write(path, below + path.name)
    return target


@pytest.mark.parametrize("below", ["", "ml-1m/"])
@pytest.mark.parametrize("make", [ml_1m, ml_100k])
def test_a_zip_reads_as_the_folder_in_it(tmp_path, make, below):
    description = open_and_describe(zipped(make(tmp_path / "in"), tmp_path / "dump.zip", below))
    assert description.source.name == "dump"
    assert description.overview.ratings == 3
    assert description.overview.catalogue_items in (2, 3)


def test_the_real_movielens_reads_the_same_as_zip_and_gzipped(tmp_path, movielens):
    folder = tmp_path / "gz"
    folder.mkdir()
    for name in ("ratings.csv", "movies.csv"):
        (folder / f"{name}.gz").write_bytes(gzip.compress((movielens / name).read_bytes(), 1))
    plain, packed = open_and_describe(movielens), open_and_describe(folder)
    archived = open_and_describe(zipped(movielens, tmp_path / "ml.zip", "ml-latest-small/"))
    for other in (plain, packed, archived):
        assert other.source.items_columns.genres == "genres"
        assert other.overview.rating_counts == plain.overview.rating_counts
        assert other.overview.catalogue_items == plain.overview.catalogue_items == 9742


def test_a_folder_with_one_ratings_table_among_others_is_read(tmp_path):
    (tmp_path / "BX-Books.csv").write_text(
        '"ISBN";"Book-Title";"Year"\n"a";"One \\"two\\"; three";"1"\n"b";"Two";"2"\n'
    )
    (tmp_path / "BX-Users.csv").write_text('"User-ID";"Age"\n"7";"3"\n"8";"4"\n')
    (tmp_path / "BX-Book-Ratings.csv").write_text(TEXTS["semicolon.csv"])
    description = open_and_describe(tmp_path)
    assert_is_rows(description)
    assert description.overview.catalogue_items == 2
    assert description.overview.items_sample.rows[0] == ("a", 'One "two"; three', "1")
    assert description.source.item_noun == "book"


def test_a_folder_with_two_ratings_tables_says_which(tmp_path):
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text(TEXTS["comma.csv"])
    with pytest.raises(NotADatasetError, match=r"more than one table of ratings: one\.csv, two\.csv"):
        open_and_describe(tmp_path)


def test_items_can_be_named(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "ratings.csv").write_text(TEXTS["comma.csv"])
    items = tmp_path / "elsewhere" / "titles.tsv"
    items.write_text("movieId\tname\na\tA film\n")
    description = open_and_describe(tmp_path / "ratings.csv", items=items)
    assert description.overview.catalogue_items == 1
    with pytest.raises(NotADatasetError, match="is not a table of items"):
        open_and_describe(tmp_path / "ratings.csv", items=tmp_path / "ratings.csv")


def test_a_broken_items_table_is_left_out_with_a_note(tmp_path):
    (tmp_path / "ratings.csv").write_text(TEXTS["comma.csv"])
    (tmp_path / "movies.csv").write_bytes(bytes(range(256)) * 4)
    description = open_and_describe(tmp_path)
    assert_is_rows(description)
    assert any(note.startswith("The movies are left out") for note in description.source.notes)
