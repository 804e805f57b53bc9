"""Lists that bureaus hold in Excel: read, shown, then taken into the registry; and back out."""
