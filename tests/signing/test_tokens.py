"""A key in a token: SoftHSM, which is a real PKCS#11 driver without hardware."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11.util.x509 import decode_x509_certificate

from signing.credentials import Place
from signing.errors import CertificateUnreadable
from signing.services import register_certificate, sign_pdf
from signing.verification import verify_pdf
from tests.times import NOON

DRIVER = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "123456"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DRIVER.exists(), reason="the Debian package softhsm2 is not here"),
]


@pytest.fixture(scope="module")
def token(ca, tmp_path_factory) -> str:
    """A token ``seal`` with the key and certificate ``organ`` and the chain above it."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    key, certificate = ca.issue("令牌里的印章")
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(pem)
    _run(f"softhsm2-util --init-token --free --label seal --so-pin 0000 --pin {PIN}")
    _run(f"softhsm2-util --import {folder}/key.pem --token seal --label organ --id 01 --pin {PIN}")
    _put_certificates(certificate, ca.intermediate, ca.root)
    return "seal"


def _run(line: str) -> None:
    subprocess.run(line.split(), check=True, capture_output=True)


def _put_certificates(own, *above) -> None:
    session = pkcs11.lib(str(DRIVER)).get_token(token_label="seal").open(rw=True, user_pin=PIN)
    for label, one in [("organ", own), *((f"above{no}", one) for no, one in enumerate(above))]:
        der = one.public_bytes(Encoding.DER)
        session.create_object(
            {
                **decode_x509_certificate(der),
                pkcs11.Attribute.LABEL: label,
                pkcs11.Attribute.TOKEN: True,
            }
        )
    session.close()


def place(pin: str = PIN, key: str = "organ", token: str = "seal") -> Place:
    return Place("令牌", "pkcs11", pin, token_label=token, key_label=key)


@pytest.fixture
def driver(settings, seals, token):
    settings.YUJIAN_PKCS11_MODULE = str(DRIVER)


def test_key_in_a_token_signs(driver, keeper, paper):
    made = register_certificate(place(), by=keeper, at=NOON)

    signed = sign_pdf(paper, at=NOON, reason="签发")

    verdict = verify_pdf(signed.pdf, at=NOON)
    assert (verdict.outcome, verdict.signer) == ("valid", "令牌里的印章"), verdict
    assert (made.source, made.key_label) == ("pkcs11", "organ")
    assert PIN not in made.secret


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (place(pin="654321"), "PIN 不正确"),
        (place(key="other"), "应有一张"),
        (place(token="nowhere"), "没有接上"),
    ],
)
def test_token_that_cannot_be_used_is_refused(driver, keeper, asked, words):
    with pytest.raises(CertificateUnreadable, match=words):
        register_certificate(asked, by=keeper, at=NOON)


def test_token_without_a_driver_is_refused(seals, keeper):
    with pytest.raises(CertificateUnreadable, match="YUJIAN_PKCS11_MODULE"):
        register_certificate(place(), by=keeper, at=NOON)
