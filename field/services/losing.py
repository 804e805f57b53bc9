"""A phone is gone: what it had sent is kept, what it had not is stated, its visits go on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.services import record
from enforcement.services import void_lost
from field.models import Chain, Device
from field.queries.chains import links_of, not_here
from field.rules.chains import Link, missing_predecessors, named_blobs
from field.services.devices import revoke_device


@transaction.atomic
def report_lost(device_id: int, *, reason: str, by: User, at: datetime) -> list[Chain]:
    """Withdraw a lost phone and state, for each visit that it began, what did not arrive.

    The numbers of orders that it carried are voided as lost. Nothing that the lost phone's key
    signs is taken any more. Twice states the loss once.
    Raises NotFound, NotAllowed, LossReasonMissing.
    """
    device = revoke_device(device_id, reason=reason, by=by, at=at)
    void_lost(device.key_hash, reason=device.revoke_reason, by=by, at=at)
    unfinished = Chain.objects.select_for_update(of=("self",)).filter(device=device)
    lost = list(unfinished.unfinished().select_related("visit__institution", "device__person"))
    links = links_of(lost)
    for chain in lost:
        _state_loss(chain, links[chain.pk], device, by=by, at=at)
    return lost


def _state_loss(chain: Chain, links: list[Link], device: Device, *, by: User, at: datetime) -> None:
    files = len(not_here(named_blobs(links)))
    gaps = len(missing_predecessors(links))
    chain.loss = (
        f"设备“{device.name}”停用时已收到现场记录{len(links)}条，其中缺文件{files}个、前序记录{gaps}处；"
        "设备上未送达的内容视为遗失。"
    )
    chain.given_up_at, chain.given_up_by = at, by
    chain.save(update_fields=["given_up_at", "given_up_by", "loss"])
    record("visit.field_loss", chain.visit, by=by, at=at, device=device.key_hash, loss=chain.loss)
