"""What makes a file safe from a power cut, and how a full disk is known."""

from __future__ import annotations

import errno
import os
from pathlib import Path

# ``errno`` of an OSError that means: no room, over the quota, over the size a file may have.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def sync_folder(folder: Path) -> None:
    """The names in a folder are on the disk when this returns; a new file is not safe before."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
