"""The operators' desk: commands that open a county, furnish it, and replay a campaign."""
