"""Law packages: rows of rules as a file with checksums, that a province or city can issue.

A zip of ``manifest.json`` and one canonical JSON file per kind of row. The manifest holds the
SHA-256 of each file and of itself without that line, so a package can be checked with common
tools. What leaves and what comes in is described in docs/law-packages.md.
"""

from policies.packages.reading import Package, read_package
from policies.packages.writing import FORMAT, Issue, write_package

__all__ = ["FORMAT", "Issue", "Package", "read_package", "write_package"]
