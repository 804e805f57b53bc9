"""A time stamp authority for tests: OpenSSL's own, behind a small web server on this machine.

Independent of the library that asks and checks, so the two are tested against each other.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

_CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = {name}
O = Yujian tests
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
{pointer}
[tsa]
default_tsa = here
[issuing]
database = {folder}/index.txt
default_md = sha256
default_crl_days = 7
[here]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/leaf.pem
signer_key = {folder}/leaf.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class Authority:
    """Keys and certificates in a folder; ``root`` is the PEM file to trust.

    ``crl_url``: where the stamper's certificate says that its revocation list lies.
    """

    def __init__(self, folder: Path, name: str = "Test Root", *, crl_url: str = "") -> None:
        self.folder, self.root, self.url = folder, folder / "root.pem", ""
        self.asked: list[bytes] = []
        pointer = f"crlDistributionPoints = URI:{crl_url}" if crl_url else ""
        for file, who in (("config", name), ("leaf.config", "Test Stamper")):
            text = _CONFIG.format(name=who, folder=folder, pointer=pointer)
            (folder / file).write_text(text)
        (folder / "serial").write_text("01\n")
        self._make_certificates()

    def _make_certificates(self) -> None:
        key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
        self._openssl(
            f"req -x509 -config config -extensions ca -days 3650 {key} -keyout root.key -out root.pem"
        )
        self._openssl(f"req -new -config leaf.config {key} -keyout leaf.key -out leaf.csr")
        self._openssl(
            "x509 -req -in leaf.csr -CA root.pem -CAkey root.key -CAcreateserial -days 3650"
            " -extfile config -extensions leaf -out leaf.pem"
        )

    def answer(self, query: bytes) -> bytes:
        """The reply to a query (DER in, DER out)."""
        self.asked.append(query)
        (self.folder / "query").write_bytes(query)
        self._openssl("ts -reply -config config -section here -queryfile query -out reply")
        return (self.folder / "reply").read_bytes()

    def agrees(self, token: bytes, content: bytes) -> bool:
        """Does OpenSSL itself find that this token stamps these bytes?"""
        (self.folder / "token").write_bytes(token)
        (self.folder / "content").write_bytes(content)
        line = "openssl ts -verify -data content -in token -CAfile root.pem"
        ran = subprocess.run(line.split(), cwd=self.folder, capture_output=True, check=False)
        return ran.returncode == 0

    def crl(self) -> bytes:
        """The root's revocation list as of now, empty (PEM)."""
        (self.folder / "index.txt").touch()
        self._openssl(
            "ca -gencrl -config config -name issuing -cert root.pem -keyfile root.key -out list.pem"
        )
        return (self.folder / "list.pem").read_bytes()

    def _openssl(self, line: str) -> None:
        command = ["openssl", *line.split()]
        subprocess.run(command, cwd=self.folder, capture_output=True, check=True)


@contextmanager
def serving(authority: Authority) -> Iterator[Authority]:
    """The authority answers on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            reply = authority.answer(query)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *args: object) -> None:
            """The test's output is no place for it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    authority.url = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
