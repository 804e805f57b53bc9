"""Pages of the county's staff: views, forms, templates. No models."""
