"""Certificates and the picture of the seal: pages of the security administrator."""
