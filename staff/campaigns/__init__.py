"""Campaigns: plan, departments, the list of institutions, the papers."""
