"""What is said outwards and to people: an outbox, its deliveries, messages and their receipts."""
