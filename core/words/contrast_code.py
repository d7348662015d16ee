"""The contrast rule as Python for the exported notebook."""

from __future__ import annotations

from collections.abc import Sequence

from core.features.feature import Feature


def settings(features: Sequence[Feature]) -> list[str]:
    """Python lines: the words for low and high values of each feature that may be named."""
    return ["WORDS = {", *(f"    {one.name!r}: ({one.low!r}, {one.high!r})," for one in features), "}"]


CODE = """\
# Where labels come out equal, segscope adds what tells them apart ("rather ..."); here they stay equal.
def label(medians):
    effects = {name: (users[name] < at).mean() + (users[name] <= at).mean() - 1 for name, at in medians.items()}
    named = sorted((name for name in effects if abs(effects[name]) >= 0.5), key=lambda name: -abs(effects[name]))[:3]
    words = [WORDS[name][int(effects[name] > 0)] for name in named]
    very = [f"{'very ' if abs(effects[name]) >= 0.8 else ''}{word}" for name, word in zip(named, words)]
    found = ", ".join(word.replace("very a ", "a very ") for word in very) or "typical"
    return found[0].upper() + found[1:]


medians = users.groupby("segment")[list(WORDS)].median()
profile["label"] = [label(segment) for _, segment in medians.iterrows()]
profile"""
