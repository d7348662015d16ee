"""Whether users of a segment take to things more often than chance has it."""

from __future__ import annotations

import numpy as np

from core.heavy import importing


def expected_alike(users: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """How many users of each segment would be keen on each thing (things, segments), were they like all of their
    stratum.

    ``users`` (things, segments, strata) are those who are, of ``sizes`` (segments, strata).
    """
    everybody = sizes.sum(axis=0)
    of_stratum = np.divide(sizes, everybody, out=np.zeros(sizes.shape), where=everybody > 0)
    return np.asarray(np.einsum("tk,sk->ts", users.sum(axis=1).astype(np.float64), of_stratum))


def expected_raters(users: np.ndarray, sizes: np.ndarray, ratings: np.ndarray) -> np.ndarray:
    """How many users of each segment would have rated each thing (things, segments), were they like all of their
    stratum, given how much they rate: ``ratings`` (segments, strata) in all.

    Who gives n ratings has rated a thing with the chance 1 - exp(-rate n); each stratum has a rate of its own.
    """
    activity = np.divide(ratings, sizes, out=np.zeros(sizes.shape), where=sizes > 0)
    raters = users.sum(axis=1)
    low, high = (np.full(raters.shape, end) for end in _LOG_RATES)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        is_low = _raters(middle, sizes, activity).sum(axis=1) < raters
        low, high = np.where(is_low, middle, low), np.where(is_low, high, middle)
    return np.asarray(_raters(low, sizes, activity).sum(axis=2))


_LOG_RATES = (-40.0, 5.0)
_HALVINGS = 40


def _raters(log_rates: np.ndarray, sizes: np.ndarray, activity: np.ndarray) -> np.ndarray:
    """Users (things, segments, strata) with these rates (things, strata)."""
    return np.asarray(-sizes * np.expm1(-np.exp(log_rates)[:, np.newaxis, :] * activity))


def p_values(having: np.ndarray, expected: np.ndarray, all_having: np.ndarray, all_users: int) -> np.ndarray:
    """Whether users of segments have taken to things otherwise than ``expected``, two-sided; arrays (things, segments),
    ``all_having`` (things, 1).

    A segment counts as so large that it would have the ``expected`` users: its own size where that is its share of
    ``all_having``. Fisher's exact test, twice the tail on this side; where each cell of the table is expected to hold a
    hundred users, the chi-squared test with Yates's correction.
    """
    sizes = np.rint(expected * all_users / np.maximum(all_having, 1))
    means = sizes * all_having / all_users
    smallest = np.minimum(
        np.minimum(means, sizes - means), np.minimum(all_having - means, all_users - sizes - all_having + means)
    )
    is_large = smallest >= _LARGE_CELL
    wide = np.broadcast_to(all_having, having.shape)
    p = np.empty(having.shape)
    p[is_large] = _chi_squared(having[is_large], sizes[is_large], wide[is_large], all_users)
    p[~is_large] = _fisher(having[~is_large], sizes[~is_large], wide[~is_large], all_users)
    return p


_LARGE_CELL = 100


def _fisher(having: np.ndarray, sizes: np.ndarray, all_having: np.ndarray, all_users: int) -> np.ndarray:
    with importing():
        from scipy.stats import hypergeom

    is_more = having >= sizes * all_having / all_users
    tails = np.empty(having.shape)
    tails[is_more] = hypergeom.sf(having[is_more] - 1, all_users, sizes[is_more], all_having[is_more])
    tails[~is_more] = hypergeom.cdf(having[~is_more], all_users, sizes[~is_more], all_having[~is_more])
    return np.minimum(1, 2 * tails)


def _chi_squared(having: np.ndarray, sizes: np.ndarray, all_having: np.ndarray, all_users: int) -> np.ndarray:
    with importing():
        from scipy.stats import chi2

    means = sizes * all_having / all_users
    spread = means * (1 - sizes / all_users) * (1 - all_having / all_users)
    return np.asarray(chi2.sf(np.maximum(np.abs(having - means) - 0.5, 0) ** 2 / spread, 1))


def adjusted(p: np.ndarray) -> np.ndarray:
    """P-values of any shape adjusted over all of them (Benjamini & Hochberg 1995)."""
    with importing():
        from scipy.stats import false_discovery_control

    return np.asarray(false_discovery_control(p, axis=None)).reshape(p.shape) if p.size else p
