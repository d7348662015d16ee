"""What each algorithm sees, in a line."""

from __future__ import annotations

from core import formats


def of_kmeans(choice: int | None, k: int) -> str:
    """K-means makes whatever number of segments it is asked for; ``choice`` is what the evidence supports."""
    makes = f"Parts any users, here into {formats.counted(k, 'round segment')}"
    return f"{makes}: no K is recommended." if choice is None else f"{makes}, as the evidence recommends."


def of_mixture(choice: int, largest: int) -> str:
    """A mixture chooses the K up to the ``largest`` with the lowest BIC."""
    if choice == 1:
        return "One group: more would be no more likely than chance makes them (BIC)."
    groups = "groups of any width and direction, which may overlap (lowest BIC); a skewed group can count as several"
    if choice == largest:
        return f"At least {choice}, as many as were tried: {groups}."
    return f"{choice} {groups}."


def of_ward(choice: int, largest: int) -> str:
    """Ward's hierarchy chooses the largest K up to the ``largest`` whose last union brought two groups together."""
    if choice == 1:
        return "One group: wherever the users part, the two sides are no farther apart than halves of one crowd."
    least = "At least " if choice == largest else ""
    return f"{least}{choice} groups: one less would unite two that are farther apart than halves of one crowd."


def of_hdbscan(crowds: int, noise: float, fewest: int) -> str:
    """HDBSCAN finds crowds of at least so many users; the others are noise."""
    if not crowds:
        return f"No two crowds of {formats.count(fewest)} or more users with emptier ground between them."
    return (
        f"{crowds} crowds of any shape, each of {formats.count(fewest)} or more users; "
        f"{formats.percent(noise, 0)} of the users stand in none."
    )


def agreement(index: float, k: int) -> str:
    """How alike groups and the segments of K-means at the same K are."""
    scale = "0 as by chance, 1 the same groups: adjusted Rand index"
    return f"Agrees with K-means at K = {k} by {formats.decimal(index)} ({scale})."
