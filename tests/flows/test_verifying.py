"""Somebody touches what a case left behind; the verifying commands name it."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from audit.models import AuditEvent
from audit.services import seal
from cases.models import CasePaper, Decision
from common.clock import localdate
from papers.models import OfficialPaper
from papers.packages import PackedPaper, checksum_of, pack_file
from papers.services import print_paper
from serving.errors import PaperHeld
from serving.services import void_unserved_paper
from tests.audit.tampering import as_superuser
from tests.factories import cases as scenes
from tests.factories.cases import FINE, People
from tests.factories.papers import a_paper, approver_of
from tests.house.files import ROOT
from tests.signing.conftest import ca, certificate, keeper, paper, seals  # noqa: F401 -- fixtures

AT = scenes.days(30)


@pytest.fixture
def decision(certificate) -> Decision:  # noqa: F811 -- the fixture
    """Decided; its papers are printed and signed."""
    scenes.law()
    made = scenes.decided(People(), FINE)
    for link in made.papers.all():
        print_paper(link.paper_id, at=AT)
    return made


def paper_of(decision: Decision, code: str = "D36") -> OfficialPaper:
    return CasePaper.objects.get(decision=decision, paper__code=code).paper


def said_of(path: Path, content: bytes, county) -> str:
    """What ``verify_paper`` says of a file with this content."""
    path.write_bytes(content)
    out = StringIO()
    try:
        call_command("verify_paper", str(path), county=county.code, stdout=out)
    except CommandError as failure:
        out.write(f"{failure}")
    connection.set_tenant(county)
    return out.getvalue()


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_flipped_byte_of_a_decision_is_named(decision, county, tmp_path, place):
    good = bytes(paper_of(decision).document.content)
    touched = bytearray(good)
    touched[int(len(touched) * place)] ^= 1

    assert "d.pdf：valid：" in said_of(tmp_path / "d.pdf", good, county)
    answer = said_of(tmp_path / "d.pdf", bytes(touched), county)

    assert "d.pdf：valid：" not in answer
    assert "有 1 个文件未通过核验" in answer


def test_a_paper_of_a_decision_is_not_voided_alone(decision):
    one = paper_of(decision, "D39")

    with pytest.raises(PaperHeld, match="不能单独作废"):
        void_unserved_paper(one.pk, reason="有误", by=decision.approved_by, at=AT)
    with pytest.raises(IntegrityError, match="standing step"), transaction.atomic():
        OfficialPaper.objects.filter(pk=one.pk).update(
            state="voided", voided_at=AT, voided_by=decision.approved_by, void_reason="有误"
        )


def test_a_voided_paper_is_named_however_well_signed(decision, county, tmp_path):
    one = a_paper("D14", stage="printed", on=localdate(AT), at=AT)
    good = bytes(one.document.content)
    assert one.number in said_of(tmp_path / "d.pdf", good, county)

    void_unserved_paper(one.pk, reason="有误", by=approver_of(one), at=AT)

    assert "d.pdf：voided：" in said_of(tmp_path / "d.pdf", good, county)


def test_history_of_a_decision_changed_by_a_superuser_is_named(decision, county):
    seal(at=AT)
    row = AuditEvent.objects.get(kind="decision.approve")
    as_superuser("UPDATE {events} SET kind = 'decision.discard' WHERE id = %s", row.pk)
    out = StringIO()

    with pytest.raises(CommandError, match="有 1 份历史存在问题"):
        call_command("verify_history", "--county", county.code, stdout=out)

    connection.set_tenant(county)
    assert f"事件 {row.pk}（decision.discard" in out.getvalue()


def test_a_page_taken_out_of_the_packed_file_is_named(decision, tmp_path):
    papers = [paper_of(decision), paper_of(decision, "D39")]
    packed = [PackedPaper(one.title, bytes(one.document.content)) for one in papers]
    package = pack_file(packed, organ="桤木县教育局", case_number="1号", at=AT)
    (tmp_path / "whole.zip").write_bytes(package)
    (tmp_path / "less.zip").write_bytes(without_last_page(package, papers[0].title))

    whole = verified(tmp_path, "whole.zip", checksum_of(package))
    less = verified(tmp_path, "less.zip", checksum_of(package))

    assert (whole.returncode, whole.stdout[:4]) == (0, "核对无误")
    assert less.returncode == 1
    assert f"（{papers[0].title}），清单记载" in less.stdout


def verified(folder: Path, name: str, checksum: str) -> subprocess.CompletedProcess:
    """The script alone, as somebody outside runs it."""
    command = [sys.executable, "-I", "-S", str(ROOT / "tools/verify_file.py"), name, checksum]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def without_last_page(package: bytes, title: str) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if title in name:
                less = BytesIO()
                with pikepdf.open(BytesIO(content)) as pdf:
                    assert len(pdf.pages) > 1
                    del pdf.pages[-1]
                    pdf.save(less)
                content = less.getvalue()
            new.writestr(name, content)
    return out.getvalue()
