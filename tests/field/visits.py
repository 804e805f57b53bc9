"""What phones in tests do on site."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image

from inspections.models import Visit
from tests.field.phone import Chain, Phone, spoken

HERE = {"lat_e7": 250000000, "lon_e7": 1116000000, "accuracy_m": 12}


def photo(colour: int) -> bytes:
    """A small picture; another colour is another picture."""
    out = BytesIO()
    Image.new("RGB", (64, 48), (colour % 256, colour // 256 % 256, 90)).save(out, "JPEG")
    return out.getvalue()


def position(phone: Phone, **more: Any) -> dict[str, Any]:
    return {**HERE, "at": spoken(phone.clock()), **more}


def whole_visit(phone: Phone, visit: Visit, *, photos: int = 2, **finish: Any) -> Chain:
    """Everything that happens at a visit, finished."""
    officers = [seat.user for seat in visit.officers.order_by("pk")]
    chain = phone.open(visit.pk)
    keys = [user.pk for user in officers]
    here = position(phone)
    phone.write(chain, "start", checklist=visit.checklist_id, position=here, distance_m=None)
    phone.write(chain, "certificate_shown", officers=keys)
    phone.write(chain, "person_met", key="p1", name="王春梅", role="负责人")
    phone.write(chain, "counts", pupils=23, teachers=3, note="")
    phone.write(chain, "answer", item="C01", value="ok", note="")
    phone.write(chain, "answer", item="C01", value="not_ok", note="未悬挂")
    phone.write(chain, "answer", item="C02", value="ok", note="")
    phone.write(
        chain, "finding", key="f1", violation="V90", routed="", item="C01", text="许可证未公示。"
    )
    for _ in range(photos):
        phone.photograph(chain, photo(phone.chance.randrange(65536)), item="C01", finding="f1")
    phone.write(chain, "note", text="态度配合。")
    phone.write(chain, "read_out", text="现场检查情况如下：许可证未公示。")
    for user in officers:
        phone.take_signature(chain, "officer", user.full_name, user=user.pk)
    phone.take_signature(chain, "party", "王春梅")
    phone.finish(chain, keys, **finish)
    return chain
