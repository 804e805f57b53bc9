"""Pages of webhooks and their log, and each person's messages."""
