"""Dates by which something must be done, each with its rule; nothing counts down."""
