"""A receiver without a login answers a transfer, through a link and a PIN."""
