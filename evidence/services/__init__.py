"""The verbs of evidence, one module per part of the work."""

from evidence.services.originals import keep_original
from evidence.services.signatures import keep_signature

__all__ = ["keep_original", "keep_signature"]
