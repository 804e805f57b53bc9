"""Visits: planned, recorded on site, confirmed by another person."""
