"""Where: counties, their addresses, and the guards that keep one county out of another."""
