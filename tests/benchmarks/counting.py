"""What counting a large table takes, beside a bare GROUP BY and pandas."""

from __future__ import annotations

from tests.benchmarks.measuring import compare, python, row
from tests.benchmarks.programs import BARE_GROUP_BY, PANDAS_COUNTS, SEGSCOPE_COUNTS


def measure(runs: int, ratings: str) -> None:
    """The rows about counting; a run takes minutes, so there are half as many."""
    group_by, ours, pandas = compare(
        max(1, runs // 2),
        python(BARE_GROUP_BY, ratings),
        python(SEGSCOPE_COUNTS, ratings),
        python(PANDAS_COUNTS, ratings),
    )
    row("DuckDB's bare GROUP BY", group_by)
    row("segscope, overview and user features", ours, group_by, "GROUP BY", "≤ 3 ×, ≤ 700 MB")
    row("pandas, read_csv and groupby", pandas, group_by, "GROUP BY")
