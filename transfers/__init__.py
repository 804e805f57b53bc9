"""Transfers (移送): a matter is given to the body whose it is, and its answer comes back."""
