"""What the rules say: laws, violations, routed matters, parameters and working days, all dated."""
