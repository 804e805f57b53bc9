"""Machines of partners: who they are, with which keys they come, what they were answered."""
