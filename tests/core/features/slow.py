"""Every feature beside the notebook's own, slowly: from its definition, user by user, with pandas."""

import math

import numpy as np
import pandas as pd

NO_GENRES = "(no genres listed)"


def features_of(ratings, items, low, high):
    """One row a user, from ``ratings`` (user, item, rating, time in seconds or NaN) and ``items`` (item, genres)."""
    mu = ratings["rating"].mean()
    by_title = ratings.groupby("item")["rating"]
    n, title_mean = by_title.size(), by_title.mean()
    bias = (by_title.sum() - n * mu) / (n + 25)
    tenth = n.sort_values(ascending=False).iloc[math.ceil(len(n) / 10) - 1]
    genres = {item: set(text.split("|")) - {NO_GENRES, ""} for item, text in items.itertuples(index=False)}
    end, groups = ratings["time"].max(), ratings.groupby("user")
    pooled = sum(((rows - rows.mean()) ** 2).sum() for _, rows in groups["rating"]) / max(len(ratings) - len(groups), 1)
    residuals = (ratings["rating"] - mu - ratings["item"].map(bias)).groupby(ratings["user"])
    squares = {user: ((rows - rows.mean()) ** 2).sum() for user, rows in residuals}
    residual_variance = sum(squares.values()) / max(len(ratings) - len(groups), 1)
    found = {}
    for user, rows in groups:
        rating, counts = rows["rating"], rows["item"].map(n)
        weights = {}
        for item in rows["item"]:
            for genre in genres.get(item, ()):
                weights[genre] = weights.get(genre, 0) + 1 / len(genres[item])
        shares = [weight / sum(weights.values()) for weight in weights.values()]
        days = {time // 86_400 for time in rows["time"].dropna()}
        found[user] = {
            "log_num_ratings": math.log(1 + len(rows)),
            "harshness": (rating - mu - rows["item"].map(bias)).sum() / (len(rows) + 10),
            "shrunken_std": math.sqrt((((rating - rating.mean()) ** 2).sum() + 10 * pooled) / (len(rows) + 9)),
            "root_num_ratings": math.sqrt(len(rows)),
            "residual_std": math.sqrt((squares[user] + 10 * residual_variance) / (len(rows) + 9)),
            "rating_entropy": entropy(rating.value_counts() / len(rows)),
            "top_share": (rating >= high - (high - low) / 10).mean() if low < high else 0,
            "bottom_share": (rating <= low + (high - low) / 10).mean() if low < high else 0,
            "popularity": sum(math.log(1 + count) for count in counts) / len(rows),
            "popular_share": (counts >= tenth).mean(),
            "mainstreamness": math.sqrt(((rating - rows["item"].map(title_mean)) ** 2).mean()),
            "genre_entropy": entropy(shares),
            "top_genre_share": max(shares, default=0),
            "tenure_days": (rows["time"].max() - rows["time"].min()) / 86_400,
            "recency_days": (end - rows["time"].max()) / 86_400,
            "active_days": len(days),
            "ratings_per_active_day": len(rows) / len(days),
        }
    return pd.DataFrame.from_dict(found, orient="index")


def entropy(shares):
    return -sum(share * np.log2(share) for share in shares)
