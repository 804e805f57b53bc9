"""Notices: drafted, approved one by one, printed, served, followed up."""
