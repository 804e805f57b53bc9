"""Decisions about what phones send: values in, values out."""
