"""Campaigns, versioned checklists, visits, findings and photographs of a county."""
