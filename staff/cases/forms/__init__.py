"""A small form for each verb of a case."""
