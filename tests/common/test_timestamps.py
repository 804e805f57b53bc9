"""Time stamps are asked for and checked; OpenSSL is the authority and the second opinion."""

from datetime import UTC, datetime, timedelta

import pytest

from common import timestamps
from common.errors import TimeStampAway, TimeStampWrong
from tests.authority import Authority


def test_stamp_is_fresh_and_holds_for_its_bytes_alone(authority):
    given = timestamps.ask(b"manifest")

    assert timestamps.check(given.token, b"manifest") == given
    assert abs(datetime.now(UTC) - given.at) < timedelta(seconds=5)
    assert given.authority == "O=Yujian tests,CN=Test Root"
    assert authority.agrees(given.token, b"manifest")
    assert not authority.agrees(given.token, b"manifesT")
    with pytest.raises(TimeStampWrong, match="内容与盖戳时不一致"):
        timestamps.check(given.token, b"manifesT")


def test_authority_sees_a_digest_and_never_the_bytes(authority):
    timestamps.ask(b"a secret that must stay here")

    assert b"secret" not in authority.asked[0]


def test_stamp_of_another_authority_does_not_hold(authority, settings, tmp_path_factory):
    given = timestamps.ask(b"manifest")
    other = Authority(tmp_path_factory.mktemp("other"), name="Other Root")
    settings.YUJIAN_TSA_ROOTS = str(other.root)

    with pytest.raises(TimeStampWrong, match="签名或者证书不可信"):
        timestamps.check(given.token, b"manifest")


def test_stamp_with_a_changed_signature_does_not_hold(authority):
    token = timestamps.ask(b"manifest").token

    with pytest.raises(TimeStampWrong, match="签名或者证书不可信"):
        timestamps.check(token[:-8] + bytes(8), b"manifest")


@pytest.mark.parametrize("token", [b"", b"<html>busy</html>"])
def test_answer_that_is_no_stamp_is_told(authority, token):
    with pytest.raises(TimeStampWrong, match="不是时间戳应答"):
        timestamps.check(token, b"manifest")


def test_old_answer_is_no_answer_to_a_new_question(authority):
    old = timestamps.ask(b"manifest").token
    authority.answer = lambda query: old

    with pytest.raises(TimeStampWrong, match="不是对这次请求的应答"):
        timestamps.ask(b"manifest")


def test_authority_that_refuses_is_told(authority):
    config = authority.folder / "config"
    config.write_text(config.read_text().replace("digests = sha256, sha512", "digests = sha512"))

    with pytest.raises(TimeStampWrong, match="没有同意盖戳"):
        timestamps.ask(b"manifest")


def test_authority_that_is_away_is_told(settings, authority):
    settings.YUJIAN_TSA_URL = "http://127.0.0.1:9/"

    with pytest.raises(TimeStampAway):
        timestamps.ask(b"manifest")


def test_without_a_root_nothing_is_believed(authority, settings):
    given = timestamps.ask(b"manifest")
    settings.YUJIAN_TSA_ROOTS = ""

    with pytest.raises(TimeStampWrong, match="没有可信的根证书"):
        timestamps.check(given.token, b"manifest")
