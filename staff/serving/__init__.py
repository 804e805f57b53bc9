"""How papers reach their party: attempts, services, confirmed addresses."""
