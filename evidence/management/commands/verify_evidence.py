"""Check that every original is what it was when it came. Exit code 1 where one is not."""

from __future__ import annotations

from django.utils import timezone

from evidence.queries import verify
from tenants.management.base import ProofCommand
from tenants.models import County


class Command(ProofCommand):
    help = "Hash every original again, compare the days' lists, and check their time stamps."
    what = "证据"

    def proves(self, county: County) -> bool:
        verdict = verify(at=timezone.now(), progress=self._tell_progress)
        found = f"发现 {verdict.trouble_count} 处问题" if verdict.trouble_count else "未发现问题"
        self.stdout.write(
            f"{county.name}（{county.code}）：原件 {verdict.originals} 份，日清单 {verdict.manifests} 份，"
            f"时间戳 {verdict.stamps} 枚，{found}。"
        )
        for number, trouble in enumerate(verdict.troubles, 1):
            self.stdout.write(f"  {number}. {trouble}")
        if verdict.trouble_count > len(verdict.troubles):
            self.stdout.write(f"  其余 {verdict.trouble_count - len(verdict.troubles)} 处从略。")
        for remark in verdict.remarks:
            self.stdout.write(f"  说明：{remark}")
        return verdict.is_sound

    def _tell_progress(self, done: int, total: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{done}/{total}", ending="\n" if done == total else "")
