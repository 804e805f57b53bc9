"""Service of papers: addresses, ways, proofs, and the day each took effect."""
