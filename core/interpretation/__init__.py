"""Words for segments."""
