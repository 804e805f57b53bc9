"""What other systems reported, and files of assignments."""
