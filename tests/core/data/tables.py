"""A small ratings table, as text."""

HEAD = "userId,movieId,rating,timestamp\n"
GOOD = "1,10,3.0,5\n1,11,4.0,5\n2,10,5.0,5\n"


def written(folder, content, name="ratings.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
