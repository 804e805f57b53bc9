"""What comes from and goes to other bodies' systems: events of registers, files of assignments."""
