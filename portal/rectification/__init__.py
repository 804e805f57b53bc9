"""The party of an order reports what it put right, through a link and a PIN."""
