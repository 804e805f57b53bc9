"""Lists from Excel: sent, looked at, taken; and lists that go out."""
