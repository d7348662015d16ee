"""Words: every sentence of the product, composed from what registries bring along."""
