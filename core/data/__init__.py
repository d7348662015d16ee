"""A dataset: opened, counted once, described."""
