"""The county's dashboard: the follow-up rate first, then what is running."""
