"""What changed, in an order that whoever reads can go on from: misses nothing, repeats nothing."""
