"""Papers made out on forms: the list, one paper, its draft, its decisions."""
