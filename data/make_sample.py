"""Make the built-in sample: synthetic ratings by four planted kinds of raters, the same bytes on every run.

    python data/make_sample.py [FOLDER]

Writes ratings.csv, movies.csv and planted.csv, by default beside this script. Only Python's own random numbers are
used, whose streams are promised to stay.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

SEED = 20_240_101
USERS = 600
MOVIES = 3_000
RATINGS = 60_000
FEWEST_RATINGS = 15
FIRST_SECOND, LAST_SECOND = 1_262_304_000, 1_672_531_199
FIRST_YEAR, LAST_YEAR = 1950, 2022

GENRES = """
Action Adventure Animation Comedy Crime Documentary Drama Fantasy Horror Romance Sci-Fi Thriller
""".split()
ADJECTIVES = """
Amber Borrowed Broken Burning Crooked Distant Electric Empty Endless Faded Forgotten Gentle Gilded Golden
Hidden Hollow Iron Last Little Lonely Lost Midnight Narrow Northern Paper Patient Quiet Restless Salt Scarlet
Second Secret Seventh Silent Silver Sleeping Slow Stolen Stubborn Sudden Tall Tender Thirteenth Unwritten
Velvet Wandering Western Wild Winter Yellow
""".split()
NOUNS = """
Alibi Almanac Anchor Arcade Atlas Bakery Ballad Bridge Cabin Carnival Cartographer Cipher Clockmaker Compass
Corridor Detour Diplomat Echo Expedition Ferry Fountain Garden Gambit Harbour Hotel Icebreaker Inheritance
Island Janitor Kingdom Lantern Lighthouse Locksmith Machine Meridian Mirror Mountain Neighbour Notebook
Orchard Orchestra Passenger Pilot Postcard Promise Quarry Railway Recipe Rehearsal River Season Signal Station
Summer Telescope Tide Typist Umbrella Verdict Voyage
""".split()


@dataclass(frozen=True)
class Kind:
    """A planted kind of rater.

    ``share`` of all users; ``activity`` is the median number of ratings before scaling, ``skew`` the spread of its
    logarithm; ``level`` and ``level_spread`` say how generous such users are, ``spread`` and ``spread_spread`` how much
    the ratings of one of them vary; ``likes`` are rated higher and more often.
    """

    name: str
    share: float
    activity: float
    skew: float
    level: float
    level_spread: float
    spread: float
    spread_spread: float
    likes: tuple[str, ...]


KINDS = (
    Kind("casual fan", 0.36, 38, 0.60, 4.05, 0.28, 0.72, 0.14, ("Comedy", "Action", "Animation")),
    Kind("all-rounder", 0.34, 85, 0.70, 3.55, 0.26, 0.92, 0.12, ("Drama", "Adventure", "Romance")),
    Kind("harsh critic", 0.18, 60, 0.70, 2.85, 0.32, 1.25, 0.18, ("Documentary", "Crime", "Drama")),
    Kind("completist", 0.12, 330, 0.55, 3.30, 0.25, 0.95, 0.12, ("Horror", "Sci-Fi", "Thriller")),
)


@dataclass(frozen=True)
class Movie:
    """An invented title; ``quality`` lifts or lowers its ratings, ``appeal`` is how often it is rated."""

    id: int
    title: str
    genres: tuple[str, ...]
    quality: float
    appeal: float


def make_movies(rng: random.Random) -> list[Movie]:
    """Titles that occur once each, with one to three genres and a power law of appeal."""
    pairs = rng.sample([(adjective, noun) for adjective in ADJECTIVES for noun in NOUNS], MOVIES)
    movies = []
    for number, (adjective, noun) in enumerate(pairs, start=1):
        year = round(LAST_YEAR - (LAST_YEAR - FIRST_YEAR) * rng.random() ** 2)
        genres = tuple(sorted(rng.sample(GENRES, rng.choice((1, 1, 2, 2, 2, 3)))))
        appeal = (rng.random() + 0.004) ** -0.9
        movies.append(Movie(number, f"The {adjective} {noun} ({year})", genres, rng.gauss(0, 0.35), appeal))
    return movies


def plant_kinds(rng: random.Random) -> list[Kind]:
    """A kind for each user, in shuffled order."""
    kinds = [kind for kind in KINDS for _ in range(round(kind.share * USERS))]
    rng.shuffle(kinds)
    return kinds


def share_out(rng: random.Random, kinds: Sequence[Kind]) -> list[int]:
    """How many ratings each user gives: skewed within each kind, `RATINGS` in all."""
    raw = [kind.activity * rng.lognormvariate(0, kind.skew) for kind in kinds]
    counts = [max(FEWEST_RATINGS, min(MOVIES // 2, round(value * RATINGS / sum(raw)))) for value in raw]
    while (missing := RATINGS - sum(counts)) != 0:
        user = rng.randrange(len(counts))
        if missing > 0 or counts[user] > FEWEST_RATINGS:
            counts[user] += 1 if missing > 0 else -1
    return counts


def choose_movies(rng: random.Random, movies: Sequence[Movie], cumulative: Sequence[float], count: int) -> list[Movie]:
    """``count`` different movies, popular ones more likely."""
    chosen: dict[int, Movie] = {}
    while len(chosen) < count:
        for movie in rng.choices(movies, cum_weights=cumulative, k=count - len(chosen)):
            chosen[movie.id] = movie
    return sorted(chosen.values(), key=lambda movie: movie.id)


def half_star(value: float) -> float:
    """The nearest rating from 0.5 to 5.0."""
    return min(5.0, max(0.5, round(value * 2) / 2))


def rate(rng: random.Random, user: int, kind: Kind, movies: Sequence[Movie]) -> Iterable[tuple[int, int, float, int]]:
    """The ratings of one user, a few sittings in time."""
    level = rng.gauss(kind.level, kind.level_spread)
    spread = max(0.2, rng.gauss(kind.spread, kind.spread_spread))
    sittings = [rng.randrange(FIRST_SECOND, LAST_SECOND - 86_400) for _ in range(1 + len(movies) // 40)]
    for movie in movies:
        taste = 0.25 if set(movie.genres) & set(kind.likes) else -0.1
        value = level + movie.quality + taste + rng.gauss(0, spread)
        yield user, movie.id, half_star(value), rng.choice(sittings) + rng.randrange(7_200)


def write(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A CSV file in UTF-8 with plain line ends."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def main(folder: Path) -> None:
    """Write the three files."""
    rng = random.Random(SEED)
    movies = make_movies(rng)
    kinds = plant_kinds(rng)
    counts = share_out(rng, kinds)
    weights = {
        kind.name: list(accumulate(m.appeal * (1.6 if set(m.genres) & set(kind.likes) else 1.0) for m in movies))
        for kind in KINDS
    }
    ratings = [
        row
        for user, (kind, count) in enumerate(zip(kinds, counts, strict=True), start=1)
        for row in rate(rng, user, kind, choose_movies(rng, movies, weights[kind.name], count))
    ]
    write(folder / "ratings.csv", ("userId", "movieId", "rating", "timestamp"), ratings)
    write(folder / "movies.csv", ("movieId", "title", "genres"), ((m.id, m.title, "|".join(m.genres)) for m in movies))
    write(folder / "planted.csv", ("userId", "kind"), ((user, kind.name) for user, kind in enumerate(kinds, start=1)))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
