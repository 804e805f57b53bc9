"""Time stamps inside a PDF: pyHanko's client over our own door to the authority."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from asn1crypto import tsp
from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper

from common import timestamps
from common.errors import TimeStampWrong


class Stamper(TimeStamper):
    """Asks the authority of ``YUJIAN_TSA_URL``. Raises TimeStampAway, TimeStampWrong."""

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        answer = timestamps.post(req.dump())
        try:
            response = tsp.TimeStampResp.load(answer, strict=True)
            granted = response["status"]["status"].native in ("granted", "granted_with_mods")
        except (ValueError, TypeError) as trouble:
            raise TimeStampWrong(reason="不是时间戳应答，或者已经损坏") from trouble
        if not granted:
            raise TimeStampWrong(reason="时间戳服务没有同意盖戳")
        return response


def stamper() -> Stamper | None:
    """One per authority and process: it keeps the size of a stamp. None without an authority."""
    return _stamper(settings.YUJIAN_TSA_URL) if timestamps.is_configured() else None


@lru_cache(maxsize=4)
def _stamper(url: str) -> Any:
    return Stamper()
