"""Stored files by checksum, and papers: what is printed, how it looks, how it is taken out again."""
