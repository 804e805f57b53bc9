"""The partner API: other departments, banks and registers call it, each under a county's address."""
