"""The database backend of django-tenants with one guard more."""
