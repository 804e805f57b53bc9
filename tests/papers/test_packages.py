"""The package checks itself without us: what is taken out, put in or changed is named."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pikepdf
import pytest

from documents.errors import NotAPdf
from papers.packages import PackedPaper, checksum_of, pack_file
from tests.papers.facts import ORGAN
from tests.papers.test_binding import CASE, bound, pages_of, printed
from tests.times import NOON

SCRIPT = Path(__file__).parents[2] / "tools" / "verify_file.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_file", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def packed() -> bytes:
    papers = [
        PackedPaper("立案审批表", printed("D11"), date="2026-03-05"),
        PackedPaper("现场检查笔录", printed("D03", 3)),
        PackedPaper("行政处罚决定审批表", printed("D35", 4), number="白教罚〔2026〕1/2号"),
    ]
    return pack_file(papers, organ=ORGAN, case_number=CASE, at=NOON)


def contents(package: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


RECORD = "文书/002-现场检查笔录.pdf"


def test_a_package_holds_papers_manifest_note_sums_and_verifier(script):
    files = contents(packed())

    assert list(files) == [
        "文书/001-立案审批表.pdf",
        RECORD,
        "文书/003-行政处罚决定审批表白教罚〔2026〕1_2号.pdf",
        "manifest.json",
        "说明.txt",
        "verify_file.py",
        "SHA256SUMS",
    ]
    assert files[RECORD] == printed("D03", 3)
    row = json.loads(files["manifest.json"])["files"][1]
    assert row["sm3"] == script.sm3_in_python(files[RECORD])
    assert row["pages"] == pages_of(files[RECORD])
    assert script.faults(files, checksum_of(packed())) == []


def test_the_verifier_runs_alone_on_the_archive_and_on_the_folder(tmp_path):
    (tmp_path / "package.zip").write_bytes(packed())
    with ZipFile(tmp_path / "package.zip") as archive:
        archive.extractall(tmp_path / "folder")

    for target in ("package.zip", "folder"):
        command = [sys.executable, "-I", "-S", str(SCRIPT), target, checksum_of(packed())]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("核对无误：7个文件与清单一致")


def test_sha256sum_checks_the_folder(tmp_path):
    with ZipFile(BytesIO(packed())) as archive:
        archive.extractall(tmp_path)
    subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=tmp_path, check=True)


def test_a_removed_file_is_named(script):
    files = contents(packed())
    del files[RECORD]

    assert script.faults(files) == [f"缺少文件：{RECORD}（现场检查笔录）"]


def test_a_flipped_byte_is_named(script):
    files = contents(packed())
    changed = bytearray(files[RECORD])
    changed[len(changed) // 2] ^= 1
    files[RECORD] = bytes(changed)

    assert script.faults(files) == [f"文件被改动：{RECORD}（现场检查笔录）"]


def test_a_removed_page_is_named_with_the_count(script):
    files, out = contents(packed()), BytesIO()
    with pikepdf.open(BytesIO(files[RECORD])) as pdf:
        count = len(pdf.pages)
        del pdf.pages[1]
        pdf.save(out)
    files[RECORD] = out.getvalue()

    assert script.faults(files) == [
        f"文件被改动：{RECORD}（现场检查笔录），清单记载{count}页，现有{count - 1}页"
    ]


def test_an_added_file_and_one_that_comes_twice_are_named(script, tmp_path):
    path = tmp_path / "package.zip"
    path.write_bytes(packed())
    with ZipFile(path, "a") as archive:
        archive.writestr("文书/004-补充.pdf", b"%PDF")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("manifest.json", contents(packed())["manifest.json"])

    files, found = script.read_zip(path)

    assert found == ["文件名重复：manifest.json"]
    assert script.faults(files) == ["多出文件：文书/004-补充.pdf"]


def test_a_changed_manifest_note_or_list_of_sums_is_named(script):
    files, checksum = contents(packed()), checksum_of(packed())
    files["manifest.json"] = files["manifest.json"].replace(ORGAN.encode(), "别的局".encode())
    assert script.faults(files, checksum) == ["与SHA256SUMS不一致：manifest.json"]

    digest = hashlib.sha256(files["manifest.json"]).hexdigest()
    old = hashlib.sha256(contents(packed())["manifest.json"]).hexdigest()
    files["SHA256SUMS"] = files["SHA256SUMS"].replace(old.encode(), digest.encode())
    assert script.faults(files) == []
    assert "不是制作时的那一份" in script.faults(files, checksum)[0]


def test_a_package_without_its_manifest_cannot_be_checked(script):
    assert script.faults({}) == [
        "缺少文件：SHA256SUMS，无法核对",
        "缺少文件：manifest.json，无法核对",
    ]
    broken = {**contents(packed()), "manifest.json": b"{}"}
    assert any("清单不能读取" in sentence for sentence in script.faults(broken))


@pytest.mark.parametrize("length", [0, 3, 55, 56, 63, 64, 119, 1000])
def test_the_sm3_of_the_verifier_is_that_of_openssl(script, length):
    content = bytes(range(256)) * 4

    expected = hashlib.new("sm3", content[:length]).hexdigest()

    assert script.sm3_in_python(content[:length]) == expected


def test_pages_are_counted_in_plain_and_in_packed_objects(script):
    for pdf in (printed("D11"), printed("D03", 3), bound()):
        assert script.page_count(pdf) == pages_of(pdf)
    assert script.page_count(b"nothing") is None


def test_the_same_papers_give_the_same_bytes_and_a_broken_one_is_named():
    assert packed() == packed()
    with pytest.raises(NotAPdf) as refused:
        pack_file([PackedPaper("坏", b"x")], organ=ORGAN, case_number=CASE, at=NOON)
    assert refused.value.facts == {"position": 1}
