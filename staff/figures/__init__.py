"""The figures of a campaign: computed, beside the printed ones, down to their records."""
