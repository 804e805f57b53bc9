"""The demonstration county: the campaign of 2021 replayed, and work that waits today."""
