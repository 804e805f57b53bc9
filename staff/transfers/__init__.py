"""Transfers: to whom, with what, and what came back."""
