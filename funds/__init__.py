"""Prepaid fees under supervision: what was taken, taught, released, owed, and what the bank says."""
