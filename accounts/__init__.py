"""Who: people, departments, roles, and the moves that ask permission and write history."""
