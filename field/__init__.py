"""What phones bring back from a visit: devices, signed entries, blobs, records."""
