"""Segments: partitions turned into profiles and members."""
