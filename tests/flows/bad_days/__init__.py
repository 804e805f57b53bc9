"""A whole server of its own, people who work on it, and somebody who kills its parts."""
