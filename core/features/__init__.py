"""User features: the catalogue, the table, and how it is scaled."""
