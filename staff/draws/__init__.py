"""Draws: prepared, frozen, witnessed, drawn, published; declared interests."""
