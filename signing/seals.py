"""The seal of this county's papers: what a payload freezes so that its print bears the seal.

The drawing and the arithmetic of its place lie in ``documents.seals``, where papers are set.
"""

from __future__ import annotations

import base64

from documents.payloads import SealDrawing
from documents.seals import (
    DIAMETER_MM,
    Box,
    joint_columns,
    place_seal,
    seal_box,
    seal_svg,
    touching,
)
from signing.queries import newest_picture

__all__ = [
    "DIAMETER_MM",
    "Box",
    "joint_columns",
    "place_seal",
    "seal_box",
    "seal_of_county",
    "seal_svg",
    "touching",
]


def seal_of_county(organ: str) -> SealDrawing:
    """For ``payload["seal"]``: the county's own picture if it has one, else a drawing.

    Raises FileDamaged when the picture is gone.
    """
    kept = newest_picture()
    if kept is None:
        return {"organ": organ, "picture": ""}
    content = base64.b64encode(kept.file.content).decode()
    return {"organ": organ, "picture": f"data:image/png;base64,{content}"}
