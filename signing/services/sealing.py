"""Verb: have a certified service put its seal on a paper's SM3 digest."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.services import record
from common.errors import NotFound
from documents.models import StoredFile
from signing import seal_service
from signing.digests import sm3
from signing.models import ServiceSeal
from signing.seal_service import SealRequest


def seal_by_service(file_id: int, *, seal_id: str, document_id: str, at: datetime) -> ServiceSeal:
    """The service's seal on a stored file; asked once, the same again gives what is there.

    Needs no permission: the approval of the paper was the decision. Slow, asks without a lock.

    Args:
        document_id: the paper's number, as the service's own log will name it.

    Raises NotFound, FileDamaged, NoSealService, SealServiceAway, SealServiceRefused,
    SealServiceWrong; then nothing is kept, and asking again is the same request.
    """
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None:
        raise NotFound(what="这份文件")
    there = ServiceSeal.objects.filter(file=file, seal_id=seal_id).first()
    if there is not None:
        return there
    request = SealRequest(document_id=document_id, seal_id=seal_id, digest=sm3(file.content))
    answer = seal_service.ask(request)
    with transaction.atomic():
        sealed, is_new = ServiceSeal.objects.get_or_create(
            file=file,
            seal_id=seal_id,
            defaults={
                "request_id": answer.request_id,
                "sm3": request.digest,
                "algorithm": answer.algorithm,
                "signature": answer.signature,
                "chain": answer.chain,
                "sealed_at": answer.sealed_at,
                "got_at": at,
            },
        )
        if is_new:
            record(
                "service_seal.put",
                sealed,
                by=None,
                at=at,
                request_id=answer.request_id,
                seal_id=seal_id,
                sm3=request.digest,
            )
    return sealed
