"""How much more often one group rates things than another does: shares, lift, and log-odds with a prior."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

PRIOR = 1_000
"""So many ratings, shared out as everybody's are, are added to those of both groups."""


@dataclass(frozen=True, eq=False)
class Odds:
    """Arrays (things,): shares of all ratings, 0 to 1, their ratio (NaN where the others rate none), the difference of
    the log-odds, and by how many of its standard errors it differs from 0.
    """

    share: np.ndarray
    share_of_others: np.ndarray
    lift: np.ndarray
    log_odds: np.ndarray
    z: np.ndarray


def odds_of(ratings: np.ndarray, others: np.ndarray, all_ratings: int, all_others: int) -> Odds:
    """Compare ``ratings`` (things,) of a segment, of ``all_ratings`` in all, with those of the others.

    Weighted log-odds with an informative Dirichlet prior: Monroe, Colaresi & Quinn, Fightin' Words, 2008, equations 16
    to 22.
    """
    share, share_of_others = ratings / all_ratings, others / all_others
    with np.errstate(divide="ignore", invalid="ignore"):
        lift = np.where(others > 0, share / share_of_others, np.nan)
    prior = PRIOR * (ratings + others) / (all_ratings + all_others)
    ours, theirs = ratings + prior, others + prior
    with np.errstate(divide="ignore", invalid="ignore"):
        log_odds = np.log(ours / (all_ratings + PRIOR - ours)) - np.log(theirs / (all_others + PRIOR - theirs))
    log_odds = np.nan_to_num(log_odds)  # where everybody rates nothing else
    return Odds(share, share_of_others, lift, log_odds, log_odds / np.sqrt(1 / ours + 1 / theirs))
