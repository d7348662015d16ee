"""The knee of the elbow curve."""

from core.evidence.knee import Knee, find_knee, knees_by_end


def curve(values):
    return dict(enumerate(values, start=2))


def test_the_bend_of_a_clear_elbow_is_found():
    knee = find_knee(curve([1000, 500, 100, 90, 82, 75, 69, 64, 60]), range(2, 11))
    assert (knee.k, knee.first, knee.last) == (4, 2, 10)


def test_a_straight_line_has_no_knee():
    assert find_knee(curve([90, 80, 70, 60, 50]), range(2, 7)).k is None


def test_two_points_are_too_few():
    assert find_knee(curve([90, 80]), range(2, 11)).k is None


def test_nothing_fitted_has_no_knee():
    assert find_knee({}, range(2, 2)).k is None


def test_the_knee_is_found_for_every_end_of_the_range():
    wcss = curve([1000, 500, 100, 90, 82])
    assert knees_by_end(wcss, range(2, 7)) == tuple(find_knee(wcss, range(2, end)) for end in (5, 6, 7))
    assert [knee.last for knee in knees_by_end(wcss, range(2, 7))] == [4, 5, 6]
    assert knees_by_end({}, range(2, 2)) == (Knee(None, 2, 2),)
