"""Prepaid money: contracts, lessons, orders to the bank, the drill and the monthly statement."""
