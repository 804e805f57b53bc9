"""The door to a certified seal service (SM2/SM3), by the contract of docs/seal-service.md.

One request, one answer. The request id is made from paper and seal, so asking again after a time
out is the same request: the service answers with the seal it has put already. This side checks
that the answer belongs to the request; that the signature is an SM2 signature of that chain is
the certified service's word, since no kept library here computes SM2.
"""

from __future__ import annotations

import base64
import binascii
import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from django.conf import settings

from signing.errors import (
    NoSealService,
    SealServiceAway,
    SealServiceRefused,
    SealServiceWrong,
)

ALGORITHM = "SM2-with-SM3"
_MOST_BYTES = 256 * 1024
_NAMES = uuid.UUID("6f1e2a52-3c0e-4a53-9d1f-7a5d5e1b8c77")  # of our request ids, once drawn


@dataclass(frozen=True, slots=True)
class SealRequest:
    """What the service is told: never the paper itself, only its digest."""

    document_id: str
    seal_id: str
    digest: str

    @property
    def request_id(self) -> str:
        """The same for the same seal on the same bytes of the same document."""
        return str(uuid.uuid5(_NAMES, f"{self.document_id}/{self.seal_id}/{self.digest}"))


@dataclass(frozen=True, slots=True)
class SealAnswer:
    """What the service says. ``chain``: PEM, the sealing certificate first."""

    request_id: str
    algorithm: str
    signature: bytes
    chain: str
    sealed_at: datetime


def is_configured() -> bool:
    return bool(settings.YUJIAN_SEAL_SERVICE_URL)


def ask(request: SealRequest) -> SealAnswer:
    """Have the digest sealed. Takes up to the time out of the settings; call it without a lock.

    Raises NoSealService; SealServiceAway (try again, with the same request id by nature);
    SealServiceRefused (do not); SealServiceWrong (the answer is not used).
    """
    if not is_configured():
        raise NoSealService
    return _read(_post(_body(request)), request)


def _body(request: SealRequest) -> bytes:
    return json.dumps(
        {
            "request_id": request.request_id,
            "document_id": request.document_id,
            "seal_id": request.seal_id,
            "digest_algorithm": "SM3",
            "digest": request.digest,
        },
        ensure_ascii=False,
    ).encode()


def _post(body: bytes) -> bytes:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if settings.YUJIAN_SEAL_SERVICE_TOKEN:
        headers["Authorization"] = f"Bearer {settings.YUJIAN_SEAL_SERVICE_TOKEN}"
    url = settings.YUJIAN_SEAL_SERVICE_URL.rstrip("/") + "/seals"
    request = Request(url, data=body, headers=headers)  # noqa: S310 -- the settings let only web addresses pass
    try:
        with urlopen(request, timeout=settings.YUJIAN_SEAL_SERVICE_TIMEOUT_S) as answer:  # noqa: S310 -- as above
            return bytes(answer.read(_MOST_BYTES))
    except HTTPError as trouble:
        raise _refused(trouble) from trouble
    except (URLError, OSError) as trouble:
        raise SealServiceAway from trouble


def _refused(trouble: HTTPError) -> SealServiceAway | SealServiceRefused:
    if trouble.code == 429 or trouble.code >= 500:
        return SealServiceAway()
    try:
        told = json.loads(trouble.read(_MOST_BYTES))
        return SealServiceRefused(why=str(told["message"])[:200], code=str(told["code"])[:40])
    except (ValueError, KeyError, TypeError, OSError):
        return SealServiceRefused(why="服务没有说明原因", code=trouble.code)


def _read(answer: bytes, request: SealRequest) -> SealAnswer:
    try:
        told: dict[str, Any] = json.loads(answer)
        chain = "".join(str(one).strip() + "\n" for one in told["certificate_chain"])
        read = SealAnswer(
            request_id=str(told["request_id"]),
            algorithm=str(told["algorithm"]),
            signature=base64.b64decode(told["signature"], validate=True),
            chain=chain,
            sealed_at=datetime.fromisoformat(told["time"]),
        )
        echoes = (told["document_id"], told["seal_id"], told["digest"])
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as odd:
        raise SealServiceWrong(why="缺少约定的内容或者格式不对") from odd
    if read.request_id != request.request_id:
        raise SealServiceWrong(why="请求编号不一致")
    if echoes != (request.document_id, request.seal_id, request.digest):
        raise SealServiceWrong(why="应答对应的不是所请求的文书、印章或者校验值")
    if read.algorithm != ALGORITHM:
        raise SealServiceWrong(why=f"签名算法是“{read.algorithm[:40]}”，不是{ALGORITHM}")
    if not read.signature or "BEGIN CERTIFICATE" not in chain or read.sealed_at.tzinfo is None:
        raise SealServiceWrong(why="签名值、证书链或者时间不完整")
    return read
