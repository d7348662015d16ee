"""The table of labelling rules."""

from __future__ import annotations

from core.words.contrast_rule import CONTRAST_RULE
from core.words.label_rule import LabelRule
from core.words.notebook_rule import NOTEBOOK_RULE

LABEL_RULES: dict[str, LabelRule] = {rule.name: rule for rule in (NOTEBOOK_RULE, CONTRAST_RULE)}
"""Every labelling rule by its name."""
