"""Penalty cases from the clue to the archived file."""
