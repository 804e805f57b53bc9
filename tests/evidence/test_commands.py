"""The operators' check of evidence."""

import pytest
from django.core.management import CommandError, call_command

from documents import storage
from tests.factories.evidence import OriginalFactory, manifest_row


def test_verify_evidence_tells_what_was_checked(county, capsys):
    manifest_row()

    call_command("verify_evidence", county="999901")

    assert (
        "桤木县（999901）：原件 1 份，日清单 1 份，时间戳 0 枚，未发现问题。"
        in capsys.readouterr().out
    )


def test_verify_evidence_fails_when_a_file_is_gone(county, capsys):
    storage.path_of(OriginalFactory().file.sha256).unlink()

    with pytest.raises(CommandError, match="有 1 个县的证据存在问题"):
        call_command("verify_evidence", county="all")

    assert "文件丢失" in capsys.readouterr().out
