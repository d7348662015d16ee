"""Where ratings come from: each source says which table holds what; nobody here reads the rows."""
