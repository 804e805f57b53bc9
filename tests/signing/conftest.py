"""A test certification authority, a printed paper, and a county that signs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.rendering import render_pdf
from signing.credentials import Place
from signing.models import SealCertificate
from signing.services import register_certificate
from tests.factories.accounts import UserFactory
from tests.factories.documents import notice_payload
from tests.signing.ca import PASSWORD, TestCA
from tests.times import NOON


@pytest.fixture(scope="session")
def ca(tmp_path_factory) -> TestCA:
    """Root and intermediate, and a signer's file ``seal.p12``; made once, keys take time."""
    made = TestCA(tmp_path_factory.mktemp("ca"), crl_url="http://127.0.0.1:9/")
    made.signer = made.issue()
    made.p12(made.folder / "seal.p12", *made.signer)
    return made


@pytest.fixture(scope="session")
def paper() -> bytes:
    """A notice as it is printed, PDF/A-3."""
    return render_pdf("documents/notice.html", notice_payload())


@pytest.fixture
def seals(ca, county, settings, tmp_path) -> Path:
    """The county's folder of keys, with ``seal.p12``; the settings trust the test root."""
    folder = tmp_path / "seals" / county.code
    folder.mkdir(parents=True)
    shutil.copy(ca.folder / "seal.p12", folder)
    settings.YUJIAN_SEALS_DIR = tmp_path / "seals"
    settings.YUJIAN_SEAL_ROOTS = str(ca.roots)
    settings.YUJIAN_SEAL_CRLS_DIR = str(tmp_path / "crls")
    (tmp_path / "crls").mkdir()
    return folder


@pytest.fixture
def keeper(county):
    """Who manages seals."""
    return UserFactory(security_administrator=True)


@pytest.fixture
def certificate(seals, keeper) -> SealCertificate:
    """The county signs with ``seal.p12``."""
    return register_certificate(file_place(), by=keeper, at=NOON)


@pytest.fixture
def crl(ca, settings, seals) -> Iterator:
    """``crl(at)`` puts the authority's list of that moment into the settings' folder."""

    def put(at, **options) -> None:
        path = Path(settings.YUJIAN_SEAL_CRLS_DIR) / "intermediate.crl"
        path.write_bytes(ca.crl(at, **options))

    yield put
    ca.revoked.clear()


def file_place(file_name: str = "seal.p12", secret: str = PASSWORD) -> Place:
    return Place(label="桤木县教育局", source="file", secret=secret, file_name=file_name)
