"""How large a table may be; what is larger is refused with the limit, before it costs time, memory or disk."""

from __future__ import annotations

LARGEST_UNPACKED = 4 << 30
"""Bytes that are unpacked, or written as UTF-8, for one dataset."""

LARGEST_RATIO = 200
"""How many times its own size a packed file may have when it is unpacked: tables of ratings have 3 to 10."""

MOST_COLUMNS = 1_000
"""A table of ratings has a handful; each costs memory in every thread that counts, and a line in every list."""
