"""Cells that pick the users of each segment by its rule, and say what that finds."""

from __future__ import annotations

from core.analysis import Analysis
from core.segments.conditions import as_query
from core.text import escaped_for_markdown
from core.words.rules import rule_in_words

_FOUND = """\
picked = {segment: users.query(rule)["segment"] for segment, rule in RULES.items()}
rules = pd.DataFrame({"rule": RULES})
rules["users"] = [len(found) for found in picked.values()]
rules["coverage"] = [
    (found == segment).sum() / (users["segment"] == segment).sum() for segment, found in picked.items()
]
rules["precision"] = [(found == segment).mean() for segment, found in picked.items()]
rules"""


def rule_cells(analysis: Analysis) -> list[tuple[str, str]]:
    """The kind and the text of the cells: none where there is one segment, or none that a rule picks."""
    found = {one.id: one.rule for one in analysis.portraits.segments if one.rule is not None}
    if analysis.k == 1 or not found:
        return []
    said = [
        f"- {one.id}, {escaped_for_markdown(analysis.name_of(one.id))}: {escaped_for_markdown(rule_in_words(one.rule))}"
        for one in analysis.portraits.segments
    ]
    about = "A shallow decision tree, pruned, gives a condition on the features for each segment. As exported:"
    queries = [f"    {segment}: {as_query(rule.boxes)!r}," for segment, rule in found.items()]
    lines = "\n".join(["RULES = {", *queries, "}", _FOUND])
    return [("markdown", f"## Which rule picks them?\n\n{about}\n\n" + "\n".join(said)), ("code", lines)]
