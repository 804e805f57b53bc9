"""Plain Python that every floor may use: no models, no Django app, no county."""
