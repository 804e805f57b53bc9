"""The field app's own addresses: its shell, its service worker, its manifest. No data."""
