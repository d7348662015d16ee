"""Partitions for comparisons, written down label by label."""

import numpy as np

from core.clustering.partition import Partition


def partition(labels):
    labels = np.array(labels)
    k = int(labels.max()) + 1
    return Partition(k, labels, np.zeros((k, 1)), wcss=0.0, n_iter=1)
