"""A case file as a ZIP that can be checked without this software: papers, manifest, checksums.

In it: the single papers as they are stored (signatures and all), ``manifest.json``,
``SHA256SUMS`` for ``sha256sum -c``, a note in Chinese, and the verifier ``tools/verify_file.py``,
which shares no line with this module. The SHA-256 of ``SHA256SUMS`` covers everything.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pikepdf
from django.conf import settings

from common.clock import CHINA, chinese_date, localdate
from documents.errors import NotAPdf
from signing.digests import sm3

VERIFIER = Path(settings.BASE_DIR) / "tools" / "verify_file.py"
_SUMS, _MANIFEST, _NOTE = "SHA256SUMS", "manifest.json", "说明.txt"
_SAME_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say: the same papers, the same bytes
_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|\r\n\t', "_"))
_LONGEST_NAME = 60  # characters; a name of 255 bytes is the most that file systems take


@dataclass(frozen=True, slots=True)
class PackedPaper:
    """One paper of the package, in the order of the file."""

    title: str
    pdf: bytes
    number: str = ""
    date: str = ""


def pack_file(papers: list[PackedPaper], *, organ: str, case_number: str, at: datetime) -> bytes:
    """The ZIP. The same papers at the same moment give the same bytes.

    Raises NotAPdf with the position of a paper that cannot be read.
    """
    names = [_name(position, paper) for position, paper in enumerate(papers, start=1)]
    rows = [
        _row(name, paper, position)
        for position, (name, paper) in enumerate(zip(names, papers, strict=True), start=1)
    ]
    about = {
        "format": 1,
        "organ": organ,
        "case_number": case_number,
        "made_at": at.astimezone(CHINA).isoformat(),
        "files": rows,
    }
    contents = {name: paper.pdf for name, paper in zip(names, papers, strict=True)}
    contents[_MANIFEST] = json.dumps(about, ensure_ascii=False, indent=1).encode()
    contents[_NOTE] = _note(organ, case_number, len(papers), at).encode()
    contents[VERIFIER.name] = VERIFIER.read_bytes()
    lines = [f"{sha256(content).hexdigest()}  {name}\n" for name, content in contents.items()]
    contents[_SUMS] = "".join(lines).encode()
    return _zip(contents)


def checksum_of(package: bytes) -> str:
    """What to note down elsewhere: the SHA-256 of ``SHA256SUMS``, 64 hexadecimal digits."""
    with ZipFile(BytesIO(package)) as archive:
        return sha256(archive.read(_SUMS)).hexdigest()


def _name(position: int, paper: PackedPaper) -> str:
    words = f"{paper.title}{paper.number}".translate(_FORBIDDEN)[:_LONGEST_NAME]
    return f"文书/{position:03}-{words}.pdf"


def _row(name: str, paper: PackedPaper, position: int) -> dict[str, object]:
    try:
        with pikepdf.open(BytesIO(paper.pdf)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PdfError as error:
        raise NotAPdf(position=position) from error
    return {
        "name": name,
        "title": paper.title,
        "number": paper.number,
        "date": paper.date,
        "pages": pages,
        "size_bytes": len(paper.pdf),
        "sha256": sha256(paper.pdf).hexdigest(),
        "sm3": sm3(paper.pdf),
    }


def _note(organ: str, case_number: str, count: int, at: datetime) -> str:
    return (
        f"{organ} {case_number} 电子案卷\n"
        f"制作日期：{chinese_date(localdate(at))}；文书{count}件。\n\n"
        "一、内容\n"
        "“文书”文件夹内为各件文书的原件，未作任何改动，电子签名仍在其中。\n"
        f"{_MANIFEST}列明每件文书的名称、文号、页数、SHA-256和SM3校验值。\n\n"
        "二、核对\n"
        "不需要本系统。任选一种方法：\n"
        f"1. 在解压后的文件夹内执行：sha256sum -c {_SUMS}\n"
        f"2. 执行：python3 {VERIFIER.name} 案卷压缩包或者解压后的文件夹 校验值\n"
        f"   校验值是制作时另行记录的{_SUMS}的SHA-256；缺少、增加、改动的文件和缺页会逐一指出。\n"
    )


def _zip(contents: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            entry = ZipInfo(name, _SAME_DAY)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()
