"""Keeping and moving: back-ups of everything and of one county, restoring them, open packages.

Everything here reads and writes through connections of its own, of which it says which
database: a back-up is one snapshot over all counties, and a restore goes into a database that
need not be the one of the settings.
"""
