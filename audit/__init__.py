"""What happened: append-only history that depends on nothing it describes."""
