"""Results on their way out: the JSON contract and the reports."""
