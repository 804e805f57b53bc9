"""Findings on prepaid money, and the visits they propose."""
