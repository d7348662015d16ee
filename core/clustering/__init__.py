"""Algorithms that part the points, and what they give."""
