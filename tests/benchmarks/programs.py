"""The programs that segscope is compared with, each run by a fresh Python process."""

BARE_APP = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("first frame")
Bare().run()
"""

NOTEBOOK = """
import sys
import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler
ratings = pd.read_csv(sys.argv[1] + "/ratings.csv")
movies = pd.read_csv(sys.argv[1] + "/movies.csv")
features = ratings.groupby("userId").agg({"rating": ["count", "mean", "std", "min", "max"], "movieId": "nunique"})
features = features.reset_index()
features.columns = ["userId", "num_ratings", "avg_rating", "std_rating", "min_rating", "max_rating", "num_movies"]
features["std_rating"] = features["std_rating"].fillna(0)
scaled = StandardScaler().fit_transform(features[["num_ratings", "avg_rating", "std_rating"]])
for k in range(2, 11):
    KMeans(n_clusters=k, random_state=42, n_init=10).fit(scaled)
labels = KMeans(n_clusters=4, random_state=42, n_init=10).fit_predict(scaled)
print(np.bincount(labels))
"""

SEGSCOPE_COUNTS = """
import sys
from pathlib import Path
from core.description import open_and_describe
print(open_and_describe(Path(sys.argv[1])).overview.users)
"""

BARE_GROUP_BY = """
import sys
import duckdb
figures = "count(*), avg(rating), stddev(rating), min(rating), max(rating)"
print(len(duckdb.execute(f"SELECT userId, {figures} FROM read_csv(?) GROUP BY userId", [sys.argv[1]]).fetchall()))
"""

PANDAS_COUNTS = """
import sys
import pandas as pd
ratings = pd.read_csv(sys.argv[1])
features = ratings.groupby("userId").agg({"rating": ["count", "mean", "std", "min", "max"], "movieId": "nunique"})
ratings["rating"].value_counts(), ratings.groupby("movieId").size(), ratings["rating"].mean()
print(len(features))
"""
