"""Commands of the operators: a county is named or the command is refused with a sentence."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tenants.management.base import CountyCommand, OperatorCommand
from tenants.models import County

SEEN: list[str] = []


class SayWhere(CountyCommand):
    """Notes the schema it works in."""

    def handle_in_county(self, *args, at, **options):
        SEEN.append(connection.schema_name)


@pytest.fixture(autouse=True)
def in_public(counties):
    SEEN.clear()
    connection.set_schema_to_public()


def test_command_works_in_the_county_it_names():
    call_command(SayWhere(), "--county", "999902")

    assert SEEN == ["c999902"]
    assert connection.schema_name == "public"


def test_command_without_a_county_is_refused_with_its_sentence():
    with pytest.raises(CommandError) as refusal:
        call_command(SayWhere())

    assert str(refusal.value) == (
        "这个命令必须在某个县的范围内进行，请用县的域名访问，或给命令加上 --county 代码。（no_county）"
    )
    assert SEEN == []


def test_command_for_a_county_that_is_not_there_is_refused():
    with pytest.raises(CommandError, match=r"没有代码或域名为“123456”的县.*（unknown_county）"):
        call_command(SayWhere(), "--county", "123456")

    assert SEEN == []


def test_command_for_a_county_that_is_closed_is_refused():
    County.objects.filter(code="999901").update(state="closed")

    with pytest.raises(CommandError, match=r"桤木县尚未开通或已经关闭.*（county_not_open）"):
        call_command(SayWhere(), "--county", "999901")

    assert SEEN == []


def test_a_bug_in_a_command_stays_a_bug():
    """Only refusals become a sentence; everything else keeps its traceback."""

    class Broken(OperatorCommand):
        def handle(self, *args, **options):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        call_command(Broken())


def test_open_county_with_an_unknown_division_is_refused():
    with pytest.raises(CommandError, match=r"“000000”的边界.*（unknown_division）"):
        call_command("open_county", "000000", "--name", "无名县", "--domain", "new.test")

    assert not County.objects.filter(code="000000").exists()
