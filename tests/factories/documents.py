"""Stored files, pictures as bytes, and what a notice says."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import factory
import pypdfium2
from PIL import Image

from documents.models import StoredFile
from documents.payloads import NoticePayload, PaperFinding
from documents.services import store
from tests.times import NOON

ORGAN = "白石瑶族自治县教育局"
PLACE = "白石县春晓路12号锦绣花园3栋2单元201室"


def blank_pdf() -> bytes:
    """A PDF of one empty page."""
    whole, out = pypdfium2.PdfDocument.new(), BytesIO()
    whole.new_page(595, 842)
    whole.save(out)
    return out.getvalue()


class StoredFileFactory(factory.django.DjangoModelFactory):
    """A stored file with its bytes on disk; ``content`` chooses them."""

    class Meta:
        model = StoredFile

    content = factory.Sequence(lambda n: f"file {n}".encode())
    name = "记录.txt"
    media_type = "text/plain"
    at = NOON

    class Params:
        photo = factory.Trait(
            content=factory.Sequence(lambda n: picture(size=(40 + n, 30))),
            name="现场.jpg",
            media_type="image/jpeg",
        )
        pdf = factory.Trait(
            content=factory.Sequence(lambda n: blank_pdf() + f"% file {n}\n".encode()),
            name="文书.pdf",
            media_type="application/pdf",
        )

    @classmethod
    def _create(cls, model_class: type[StoredFile], *args: Any, **facts: Any) -> StoredFile:
        return store(facts.pop("content"), **facts)


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (64, 48)) -> bytes:
    """A small picture of one colour."""
    out = BytesIO()
    Image.new("RGB", size, (180, 60, 40)).save(out, kind)
    return out.getvalue()


def paper_finding(no: int = 1, **changes: Any) -> PaperFinding:
    """One finding as papers tell it."""
    finding: PaperFinding = {
        "no": no,
        "code": "V35",
        "text": f"未取得办学许可证，擅自举办学科类校外培训，现场有在训学生{no + 20}名、授课人员三名",
        "law": "《中华人民共和国民办教育促进法》",
        "article": "第六十四条",
        "requirement": "举办民办学校须经县级以上人民政府有关部门依法审批，未经许可不得办学",
        "remedy": "立即停止招生和授课，退还已收取未消课的费用，并提交退费清单",
        "found_on": "2021年11月10日",
        "place": PLACE,
    }
    return {**finding, **changes}  # type: ignore[typeddict-item]


def notice_payload(findings: int | list[PaperFinding] = 1, **changes: Any) -> NoticePayload:
    """A rectification notice with these or so many findings; any key can be given otherwise."""
    if isinstance(findings, int):
        findings = [paper_finding(no) for no in range(1, findings + 1)]
    payload: NoticePayload = {
        "form": "rectification",
        "organ": ORGAN,
        "title": "责令限期整改通知书",
        "number": "白教责改字〔2021〕12号",
        "party": {
            "name": "白石县晨曦教育培训中心",
            "credit_code": "91999901MA1TEK102F",
            "licence_no": "教民143112970000128号",
            "person": "王春梅",
            "address": PLACE,
        },
        "paragraphs": [
            "2021年11月10日，本机关会同县市场监督管理局、县公安局，由执法人员李建国（执法证号："
            "18110700123）、陈晓明（执法证号：18110700145）对你单位进行现场检查"
            f"（检查地点：{PLACE}）。经查，你单位存在下列问题："
        ],
        "findings": findings,
        "basis": [
            "以上事实，有现场检查记录、现场照片6张为证。",
            "依据《中华人民共和国行政处罚法》第二十八条第一款的规定，现责令你单位按照上列各项要求限期改正。",
        ],
        "orders": [],
        "deadline_text": "你单位应当自本通知书送达之日起15个工作日内整改完毕。",
        "after": [
            "整改完毕后，你单位应当在上述期限内向本机关提交书面整改报告，并附照片、台账等证明材料。",
            "联系人：周敏；联系电话：0746-2320000；地址：白石县阳华路156号。",
        ],
        "signature": ORGAN,
        "date": "2021年11月12日",
        "verify_url": "http://999901.test/v/8fK2mQ7xWcPz4RtY1bNs/",
        "demonstration": False,
        "template_version": 1,
        "policy_versions": {},
    }
    return {**payload, **changes}  # type: ignore[typeddict-item]
