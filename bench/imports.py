"""A list of institutions from Excel into the registry, beside reading the same file with openpyxl.

Our side does all of it: the upload is read by the child, every row is judged and stored, the list
is confirmed, and the rows go into the registry with sites and history; one row in twenty is wrong
and gets its reason. The other side only reads the cells.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from io import BytesIO

import openpyxl

from accounts.models import User
from audit.models import AuditEvent
from bench._registry import county_with, names
from bench.harness import Sides, at_most, row
from common.workbooks import Workbook
from imports.models import ListImport
from imports.services import read_list, start_list, take_list, take_rows
from institutions.models import Institution
from tests.times import NOON

ROWS = int(os.environ.get("YUJIAN_BENCH_LIST_ROWS", "20000"))
HEAD = (
    "序号", "机构名称", "类别", "性质", "办学许可证编号", "许可证有效期起", "许可证有效期止",
    "法定代表人", "负责人", "联系电话", "地址", "经度", "纬度", "坐标系",
)  # fmt: skip
WRONG_EVERY = 20
_told: dict[str, object] = {}


def _rows(round_no: int) -> Iterator[tuple[object, ...]]:
    for no, name in enumerate(names(ROWS)):
        kind = "养老院" if no % WRONG_EVERY == 0 else "学科类"
        day = "2023年9月1日" if no % 2 else "2023-09-01"
        x, y = 111.35 + (no * 7919 % 6000) / 10000, 24.65 + (no * 104729 % 7000) / 10000
        yield (
            no + 1, f"{name}{round_no}", kind, "营利性", f"143{round_no:03d}{no:09d}", day,
            "2026.8.31", "王小明", "李华清", 13800000000 + no, f"城关镇文化路{no}号", x, y, "高德",
        )  # fmt: skip


def _content(round_no: int) -> bytes:
    book = Workbook()
    book.table("名单", HEAD, _rows(round_no), over="桤木县校外培训机构一览表")
    return book.content()


def _ours(files: Iterator[bytes]) -> float:
    content = next(files)
    clerk = User.objects.get(username="clerk")
    began = time.perf_counter()
    sent = start_list(kind="institutions", content=content, name="名单.xlsx", by=clerk, at=NOON)
    read_list(sent.pk, clock=lambda: NOON)
    read_s = time.perf_counter() - began
    take_list(sent.pk, by=clerk, at=NOON)
    take_rows(sent.pk, clock=lambda: NOON)
    took = time.perf_counter() - began
    found = ListImport.objects.get(pk=sent.pk)
    taken, wrong = found.rows.filter(taken_at__isnull=False).count(), found.rows.rejected().count()
    assert found.state == "taken", found.trouble
    assert (taken, wrong) == (ROWS - -(-ROWS // WRONG_EVERY), -(-ROWS // WRONG_EVERY))
    _told["reading and judging"] = f"{read_s:.2f} s"
    _told["taking"] = f"{took - read_s:.2f} s"
    return took


def _facts() -> dict[str, object]:
    return {
        "rows": ROWS,
        **_told,
        "institutions": Institution.objects.count(),
        "lines of history": AuditEvent.objects.count(),
        "memory, this process": _mb(resource.RUSAGE_SELF),
        "memory, reading child": _mb(resource.RUSAGE_CHILDREN),
    }


def _mb(who: int) -> str:
    return f"{resource.getrusage(who).ru_maxrss / 1024:.0f} MB at most"


def _openpyxl(content: bytes) -> int:
    book = openpyxl.load_workbook(BytesIO(content), read_only=True)
    return sum(len(cells) for cells in book.worksheets[0].iter_rows(values_only=True))


@row("import 20,000 rows from Excel, history and row errors included", reach=at_most(5))
def one_list() -> Iterator[Sides]:
    county_with("999901", 0)
    files = (_content(round_no) for round_no in range(1, 1000))
    same = _content(0)
    yield Sides(
        ours=lambda: _ours(files),
        against=lambda: _openpyxl(same),
        rounds=3,
        facts=_facts,
    )
