"""Draws as everybody may see them."""
