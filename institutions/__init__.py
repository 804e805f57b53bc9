"""The county's registry: who teaches or cares for children, licensed or not, and where."""
