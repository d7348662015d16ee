"""Python code that makes the features with plain pandas, and plots them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from core.engine.engine import Span
from core.features.catalogue import FEATURES
from core.features.feature import Feature
from core.presets import Axes


def features_code(features: Collection[Feature], span: Span) -> str:
    """Code that makes ``users``, one row a user, from ``ratings`` whose scale spans so far."""
    codes = {feature.name: feature.code for feature in features}
    aggregated = {name: (code.column, code.function) for name, code in codes.items() if code.function}
    return "\n".join(
        [
            *([f"LOW, HIGH = {span.low!r}, {span.high!r}"] if any(code.on_scale for code in codes.values()) else []),
            *dict.fromkeys(step for code in codes.values() for step in code.before),
            'users = ratings.groupby("user").agg(',
            *(f'    {name}=("{column}", "{function}"),' for name, (column, function) in aggregated.items()),
            ")",
            *(code.then for code in codes.values() if code.then),
            "users.describe()",
        ]
    )


def histograms_code(features: Sequence[Feature]) -> str:
    """Code that plots how each feature is distributed over the users, side by side."""
    return "\n".join(
        [
            f"figure, axes = plt.subplots(1, {len(features)}, figsize=(14, 4), squeeze=False)",
            *(
                f'users["{feature.name}"].plot.hist(bins={feature.code.bins}, ax=axes[0, {position}], '
                f'title="{feature.code.histogram}")'
                for position, feature in enumerate(features)
            ),
            "plt.show()",
        ]
    )


def scatter_code(scatters: Sequence[Axes]) -> str:
    """Code that plots the users of each segment on these pairs of features, side by side."""
    return "\n".join(
        [
            f"figure, axes = plt.subplots(1, {len(scatters)}, figsize=(14, 6))",
            'for segment, members in users.groupby("segment"):',
            *(
                f'    axes[{position}].scatter(members["{across}"], members["{up}"], s=14, alpha=0.6'
                f"{_LABEL if position == 0 else ''})"
                for position, (across, up) in enumerate(scatters)
            ),
            *(
                f'axes[{position}].set(xlabel="{FEATURES[across].code.axis}", ylabel="{FEATURES[up].code.axis}")'
                for position, (across, up) in enumerate(scatters)
            ),
            "axes[0].legend()",
            "plt.show()",
        ]
    )


_LABEL = ', label=f"Segment {segment}"'
