"""K-means as the exported notebook runs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.clustering.partition import Partition


@dataclass(frozen=True)
class KMeansCode:
    """scikit-learn's K-means with ``n_init`` starts; where the partition is estimated, from its centres."""

    n_init: int
    imports: Sequence[str] = ("from sklearn.cluster import KMeans",)
    about_sweep: str = (
        "WCSS, the sum of squared distances to the centres, falls with every K. Where it stops falling steeply, more "
        "segments add little."
    )
    objective: str = "kmeans.inertia_"

    def sweep(self, partition: Partition) -> str:
        """One start for each K is enough of a curve where the exported one is estimated too."""
        starts = 1 if partition.estimated else self.n_init
        return f"wcss = [KMeans(n_clusters=k, random_state=SEED, n_init={starts}).fit(X).inertia_ for k in KS]"

    def about_fit(self, partition: Partition) -> str:
        """How many starts there are, or where they come from."""
        if partition.estimated:
            return (
                "With so many users the centres were found on samples: K-means starts from them here. The curve above "
                "has one start for each K, so that it can lie a little higher than the exported one."
            )
        return f"K-means with {self.n_init} restarts, of which the best is kept."

    def fit(self, partition: Partition) -> Sequence[str]:
        """The fit, as ``kmeans``."""
        settings, lines = f"random_state=SEED, n_init={self.n_init}", []
        if partition.estimated:
            settings, lines = "init=CENTRES, n_init=1", [f"CENTRES = np.array({partition.centres.tolist()!r})"]
        return [*lines, f"kmeans = KMeans(n_clusters=K, {settings}).fit(X)", 'users["segment"] = kmeans.labels_']
