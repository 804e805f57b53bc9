"""Check that the numbers of papers have no gap and none beyond the count. Exit code 1 otherwise."""

from __future__ import annotations

from common.clock import chinese_date, localdate
from enforcement.models import ReleasedOrder
from enforcement.queries import NumberedYear, numbers_given, numbers_missing, unused_numbers
from enforcement.states import NoticeForm
from papers.queries import NumberedClass, paper_numbers_given, paper_numbers_missing
from tenants.management.base import ProofCommand
from tenants.models import County


class Command(ProofCommand):
    help = "Prove that every number given stands on one paper, or say why it does not."
    what = "文号"

    def proves(self, county: County) -> bool:
        given: list[NumberedYear | NumberedClass] = [*numbers_given(), *paper_numbers_given()]
        missing = [*_missing_of_notices(), *_missing_of_papers()]
        unused = [_told(order) for order in unused_numbers()]
        count = sum(book.last for book in given)
        voided = sum(book.voided for book in given)
        found = f"{len(missing)} 个与计数不符" if missing else "无缺号、无重号"
        out = sum(book.out for book in given)
        waits = f"已签发未使用 {out} 个，" if out else ""
        self.stdout.write(
            f"{county.name}（{county.code}）：文号 {count} 个，作废 {voided} 个，{waits}{found}。"
        )
        for line in unused:
            self.stdout.write(f"  {line}")
        for line in missing:
            self.stdout.write(f"  {line}")
        return not missing


def _missing_of_notices() -> list[str]:
    return [
        f"{year}年{NoticeForm(form).label} {serial} 号" for form, year, serial in numbers_missing()
    ]


def _missing_of_papers() -> list[str]:
    return [
        f"{year}年{number_class}字 {serial} 号"
        for number_class, year, serial in paper_numbers_missing()
    ]


def _told(order: ReleasedOrder) -> str:
    """Why a number released for a paper made out on site stands on no paper."""
    if order.voided_at is None:
        day = chinese_date(order.release.valid_on)
        return f"{order.number}：未使用，{order.holder.full_name}持用（{day}）"
    assert order.voided_by is not None  # a constraint
    day = chinese_date(localdate(order.voided_at))
    return f"{order.number}：作废，{order.voided_by.full_name}，{day}，{order.void_reason}"
