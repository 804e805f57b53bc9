"""Figures: computed from the records; what schools declare is stored as declared."""
