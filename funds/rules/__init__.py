"""Decisions about prepaid money: values in, values out. Money is whole fen, days are dates."""
