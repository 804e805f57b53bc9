"""Add the journals of prepaid money up from zero. Exit code 1 when something does not follow."""

from __future__ import annotations

from funds.queries import journal_size
from funds.verification import troubles
from tenants.management.base import ProofCommand
from tenants.models import County


class Command(ProofCommand):
    help = "Prove every entry and leg of prepaid money, or name the ones that do not follow."
    what = "账目"

    def proves(self, county: County) -> bool:
        found, size = troubles(), journal_size()
        told = f"{len(found)} 处不符" if found else "全部相符"
        self.stdout.write(
            f"{county.name}（{county.code}）：分录 {size.entries} 笔，明细 {size.legs} 条，{told}。"
        )
        for trouble in found:
            self.stdout.write(f"  {trouble.sentence}")
        return not found
