"""Assignments: what one department asks of another."""
