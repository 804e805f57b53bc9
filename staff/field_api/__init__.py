"""The calls of phones: JSON in, JSON out, by a device's token (docs/field-protocol.md)."""
