"""Who does the counting: aggregates as SQL, and the engine that runs them."""
