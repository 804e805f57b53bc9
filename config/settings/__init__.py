"""Settings by subject; local, test and production put them together."""
