"""Prepaid money: accounts and their books, the bank's files, reconciliation, alerts, the proof."""
