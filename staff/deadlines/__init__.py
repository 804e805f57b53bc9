"""Deadlines: what is due, by which article, and how its last day came about."""
