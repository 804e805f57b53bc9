"""A month in which a bureau and a made-up market regulation work together."""
