"""The seal of this county's papers: what a payload freezes so that its print bears the seal.

The drawing and the arithmetic of its place lie in ``documents.seals``, where papers are set.
"""

from __future__ import annotations

import base64
from datetime import date

from documents.payloads import SealDrawing
from policies.queries import values_on
from signing.queries import newest_picture

_DRAWN = "paper.seal_drawn"


def is_drawn(day: date) -> bool:
    """Does the county have the picture of its seal printed on name and date?"""
    return bool(values_on(day, [_DRAWN])[_DRAWN])


def seal_of_county(organ: str) -> SealDrawing:
    """For ``payload["seal"]``: the county's own picture if it has one, else a drawing.

    Raises FileDamaged when the picture is gone.
    """
    kept = newest_picture()
    if kept is None:
        return {"organ": organ, "picture": ""}
    content = base64.b64encode(kept.file.content).decode()
    return {"organ": organ, "picture": f"data:image/png;base64,{content}"}
