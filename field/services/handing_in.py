"""A colleague hands in what a phone could not send itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import Refusal
from field import blobs
from field.errors import DeviceRevoked, EntryOfOtherDevice
from field.models import Device
from field.queries import ChainStatus
from field.rules.queue_file import read_queue
from field.services.taking import Rejected, Signed, hold_again, take_entries
from field.states import CameBy

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What became of a saved queue; ``sentences`` name what was not taken."""

    device: Device
    chains: list[ChainStatus]
    sentences: list[str]


def take_queue(content: bytes, *, by: User, at: datetime) -> HandedIn:
    """Take a saved queue: each entry checked against the key of the phone that signed it.

    Who hands it in need not be who signed. The same file twice changes nothing; of an edited one
    everything that is still sound is taken.
    Raises NotAllowed, QueueFileUnfit, EntryOfOtherDevice, DeviceRevoked, DiskFull.
    """
    require(by, Permission.VISIT_RECORD)
    queue = read_queue(content)
    device = Device.objects.select_related("person").filter(key_hash=queue.device).first()
    if device is None:
        raise EntryOfOtherDevice()
    if device.is_revoked:
        raise DeviceRevoked(device=device.name)
    sentences = [_take_blob(name, data, device.key_hash) for name, data in queue.blobs]
    if queue.is_cut:
        sentences.append("文件在照片部分被截断，其后的照片没有收到；请重新保存队列文件后提交。")
    signed = [Signed(text, signature) for text, signature in queue.entries]
    taken = take_entries(signed, device=device, came_by=CameBy.FILE, at=at)
    found = hold_again(taken.chains, device=device, at=at)
    sentences += [str(one.refusal) for one in taken.rejected]
    _note(device, content, len(signed), taken.rejected, by=by, at=at)
    return HandedIn(device, found, list(dict.fromkeys(one for one in sentences if one)))


def _take_blob(name: str, data: bytes, device: str) -> str:
    """What is wrong with it, empty when it was taken."""
    try:
        if not _HASH.fullmatch(name):
            return "目录中有一个文件的校验值无效，没有收下。"
        blobs.take_whole(name, data, device=device)
    except Refusal as refusal:
        return str(refusal)
    return ""


@transaction.atomic
def _note(
    device: Device,
    content: bytes,
    entries: int,
    rejected: list[Rejected],
    *,
    by: User,
    at: datetime,
) -> None:
    digest = sha256(content).hexdigest()
    left = len(rejected)
    record("device.hand_in", device, by=by, at=at, sha256=digest, entries=entries, rejected=left)
