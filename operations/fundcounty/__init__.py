"""A month of prepaid money in a county that does not exist, with mistakes planted by a seed."""
