"""Figures of cases for those who look over them, and what is shown to the public until when."""
