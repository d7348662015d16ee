"""What changes with another K, another preset, another algorithm, other data."""
