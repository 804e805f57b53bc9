"""Penalty cases: the list, one case with its next step, a form for each verb, the spot."""
