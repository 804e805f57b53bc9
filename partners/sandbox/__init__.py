"""A county of made-up data in which a partner makes things happen (docs/decisions/0062)."""
