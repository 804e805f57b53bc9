"""What the scripts share. Only the standard library: none of it may need Django to be sound."""
