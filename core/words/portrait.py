"""Who a segment is, in one sentence with figures that can be checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core import formats
from core.data.scale import RatingScale
from core.features.feature import Feature, Units
from core.sources.source import Source
from core.text import clean
from core.words.contrast_rule import OUTSIDE, ContrastLabelling
from core.words.label_rule import Profile
from core.words.speaking import told

_FEWEST_TOLD = 2
"""A sentence tells of so many features even where the label names fewer, as far as more differ."""

_TELLS_MORE = 0.7
"""Beside what the label names, a feature is told of where its rank correlation with all of these is lower."""


def units_of(source: Source, scale: RatingScale) -> Units:
    """What the ratings of a dataset are called."""
    return Units("stars" if scale.is_stars else "points", source.item_noun)


def typical_in_words(exemplars: Sequence[int | str], longest: int) -> str:
    """``users 3, 17 and 40``; an id has at most ``longest`` characters."""
    users = formats.listed([clean(one, longest) for one in exemplars])
    return f"user {users}" if len(exemplars) == 1 else f"users {users}"


def sentence(
    profile: Profile,
    size: tuple[int, int],
    labelling: ContrastLabelling,
    catalogue: Mapping[str, Feature],
    everyone: Mapping[str, float],
    units: Units,
) -> str:
    """The one to three features with the largest effects in figures: those of the label, then what tells more.

    ``size`` is how many users the segment has, of how many; ``catalogue`` has the features that are known of the users,
    ``everyone`` the median of each over all of them. Of a segment in which nothing differs what differs most is told.
    """
    named = [one.feature for one in labelling.named(profile)]
    more = _more(profile, named, labelling, catalogue)
    chosen = _told(named or more or _nearest(profile, labelling), catalogue)
    if not chosen:
        return "All users are alike in these features."
    users, of = size
    if users == of:
        return f"All users are in it; their medians: {_figures(profile, chosen)}."
    if users == 1:
        return f"One user: {_figures(profile, chosen)}."
    said = [_clause(feature, profile, everyone, units) for feature in chosen]
    if named:
        beside = [_clause(one, profile, everyone, units) for one in more[: max(_FEWEST_TOLD - len(said), 0)]]
        return _capital("; ".join([*said, *beside]))
    start = "They are like most users, but" if more else "They are like most users:"
    return _capital(f"{start} {'; '.join(said[:_FEWEST_TOLD])}")


def _more(
    profile: Profile, named: Sequence[Feature], labelling: ContrastLabelling, catalogue: Mapping[str, Feature]
) -> list[Feature]:
    """Other features that differ as much, the largest effects first, each of which tells something of its own."""
    parting = labelling.speaking.candidates
    others = [
        one
        for one in catalogue.values()
        if abs(profile.effects[one.name]) >= OUTSIDE and not one.shown_as and one.clause is not None
    ]
    said, found = [*parting], list[Feature]()
    for feature in sorted(others, key=lambda one: -abs(profile.effects[one.name])):
        if not any(labelling.speaking.are_alike(one, feature, _TELLS_MORE) for one in said):
            said.append(feature)
            found.append(feature)
    return found


def _nearest(profile: Profile, labelling: ContrastLabelling) -> list[Feature]:
    """The features that differ most where none differs much."""
    speaking = labelling.speaking.features
    return sorted(speaking, key=lambda one: -abs(profile.effects[one.name]))[:_FEWEST_TOLD]


def _told(features: Sequence[Feature], catalogue: Mapping[str, Feature]) -> list[Feature]:
    """The features by which people are told of these, where they are known."""
    return [catalogue.get(told(feature), feature) for feature in features]


def _clause(feature: Feature, profile: Profile, everyone: Mapping[str, float], units: Units) -> str:
    median, median_user = profile.medians[feature.name], everyone[feature.name]
    if feature.clause is not None:
        return feature.clause(median, median_user, units)
    ours, all_users = formats.told_apart(median, median_user)
    return f"their {feature.in_words} is {ours}, the median user's {all_users}"


def _figures(profile: Profile, features: Sequence[Feature]) -> str:
    values = [(one, profile.medians[one.name]) for one in features]
    return ", ".join(f"{one.in_words} {formats.plain(at) if one.whole else one.of_user(at)}" for one, at in values)


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
