"""What phones brought back and a person must see to: versions, queues, lost phones."""
