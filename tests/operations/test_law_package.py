"""The command that writes and checks law packages."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from policies.services import load_catalogue, read_package
from tests.times import NOON

pytestmark = pytest.mark.django_db


def run(*words: object, **options: object) -> str:
    connection.set_schema_to_public()
    out = StringIO()
    call_command("law_package", *map(str, words), stdout=out, **options)
    return out.getvalue()


def test_a_package_is_written_and_checked(county, tmp_path):
    load_catalogue(at=NOON)
    file = tmp_path / "rules.zip"

    said = run("export", file, county="999901", issuer="某省教育厅", edition=date(2027, 3, 1))

    assert "某省教育厅 校外培训规则包 2027-03-01：校验值相符" in said
    assert "violations 43条" in said
    assert run("check", file) == said
    assert read_package(file.read_bytes()).issuer == "某省教育厅"


def test_a_file_that_is_there_is_not_overwritten(county, tmp_path):
    file = tmp_path / "rules.zip"
    file.write_bytes(b"mine")

    with pytest.raises(CommandError, match="没有覆盖"):
        run("export", file, county="999901")

    assert file.read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("export", "new.zip"), "导出规则包必须在某个县的范围内进行"),
        (("check", "away.zip"), "没有找到文件"),
    ],
)
def test_what_is_missing_is_a_sentence(county, words, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(*words)


def test_a_damaged_package_is_a_sentence(county, tmp_path):
    file = tmp_path / "rules.zip"
    file.write_bytes(b"no zip")

    with pytest.raises(CommandError, match="package_unreadable"):
        run("check", file)
