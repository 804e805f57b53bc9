"""Machines of partners: letting in, other keys, turning away, what they did."""
