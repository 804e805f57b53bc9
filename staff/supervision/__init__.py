"""Talks, circulars, listed supervision, rewards and penalties of institutions."""
