"""Signatures, seals and time stamps on papers, and what verifies them."""
