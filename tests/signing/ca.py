"""A small certification authority for tests: root, intermediate, signers, revocation lists, OCSP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
END = datetime(2046, 1, 1, tzinfo=UTC)
PASSWORD = "seal-password-1"

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "育监测试"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


class TestCA:
    """Keys and certificates in a folder. ``roots`` is the PEM file to trust."""

    __test__ = False

    def __init__(self, folder: Path, *, crl_url: str = "", ocsp_url: str = "") -> None:
        self.folder, self.crl_url, self.ocsp_url = folder, crl_url, ocsp_url
        folder.mkdir(parents=True, exist_ok=True)
        self.root_key, self.key = _new_key(), _new_key()
        self.root = self._authority("测试根", self.root_key, None)
        self.intermediate = self._authority("测试中级", self.key, self.root)
        self.issued: list[x509.Certificate] = []
        self.revoked: dict[int, datetime] = {}
        self.roots = folder / "roots.pem"
        self.roots.write_bytes(self.root.public_bytes(serialization.Encoding.PEM))

    def issue(
        self,
        common: str = "桤木县教育局",
        *,
        begin: datetime = BEGIN,
        end: datetime = END,
        for_signing: bool = True,
        is_curve: bool = False,
    ) -> tuple[Key, x509.Certificate]:
        """A key and its certificate; ``for_signing`` False: for encryption only."""
        key = ec.generate_private_key(ec.SECP256R1()) if is_curve else _new_key()
        usage = _usage(digital_signature=for_signing, content_commitment=for_signing)
        if not for_signing:
            usage = _usage(key_encipherment=True)
        builder = self._builder(common, key, self.intermediate, begin, end)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        builder = builder.add_extension(usage, True)
        if self.crl_url:
            point = x509.DistributionPoint(
                [x509.UniformResourceIdentifier(self.crl_url + "crl")], None, None, None
            )
            builder = builder.add_extension(x509.CRLDistributionPoints([point]), False)
        if self.ocsp_url:
            access = x509.AccessDescription(
                x509.oid.AuthorityInformationAccessOID.OCSP,
                x509.UniformResourceIdentifier(self.ocsp_url + "ocsp"),
            )
            builder = builder.add_extension(x509.AuthorityInformationAccess([access]), False)
        made = builder.sign(self.key, hashes.SHA256())
        self.issued.append(made)
        return key, made

    def responder(self) -> tuple[Key, x509.Certificate]:
        """Who may answer by OCSP for the intermediate; nobody is asked about itself."""
        key = _new_key()
        builder = self._builder("测试应答者", key, self.intermediate, BEGIN, END)
        purpose = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.OCSP_SIGNING])
        builder = builder.add_extension(_usage(digital_signature=True), True)
        builder = builder.add_extension(purpose, False)
        builder = builder.add_extension(x509.OCSPNoCheck(), False)
        return key, builder.sign(self.key, hashes.SHA256())

    def p12(
        self,
        path: Path,
        key: Key,
        certificate: x509.Certificate,
        password: str = PASSWORD,
    ) -> Path:
        """Key, certificate and chain as a PKCS#12 file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        how = serialization.BestAvailableEncryption(password.encode())
        path.write_bytes(
            pkcs12.serialize_key_and_certificates(
                b"seal", key, certificate, [self.intermediate, self.root], how
            )
        )
        return path

    def revoke(self, certificate: x509.Certificate, at: datetime) -> None:
        self.revoked[certificate.serial_number] = at

    def crl(self, at: datetime, *, days: int = 7) -> bytes:
        """The list of the intermediate as of ``at`` (DER)."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.intermediate.subject)
            .last_update(at)
            .next_update(at + timedelta(days=days))
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), False
            )
            .add_extension(x509.CRLNumber(int(at.timestamp())), False)
        )
        for serial, when in self.revoked.items():
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(when)
            builder = builder.add_revoked_certificate(entry.build())
        signed = builder.sign(self.key, hashes.SHA256())
        return signed.public_bytes(serialization.Encoding.DER)

    def _authority(
        self, common: str, key: Key, issuer: x509.Certificate | None
    ) -> x509.Certificate:
        builder = self._builder(common, key, issuer, BEGIN, datetime(2060, 1, 1, tzinfo=UTC))
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        builder = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), True)
        return builder.sign(self.root_key, hashes.SHA256())

    def _builder(
        self,
        common: str,
        key: Key,
        issuer: x509.Certificate | None,
        begin: datetime,
        end: datetime,
    ) -> x509.CertificateBuilder:
        signer = self.root_key if issuer is None or issuer.subject != name("测试中级") else self.key
        return (
            x509.CertificateBuilder()
            .subject_name(name(common))
            .issuer_name(issuer.subject if issuer else name(common))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(end)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False
            )
        )


def _new_key() -> Key:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _usage(**yes: bool) -> x509.KeyUsage:
    every = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement"
        " key_cert_sign crl_sign encipher_only decipher_only"
    )
    return x509.KeyUsage(**{word: yes.get(word, False) for word in every.split()})
