"""An authority that answers on this machine: OpenSSL's OCSP, and lists as files, over HTTP.

Independent of the library that asks and checks, so the two are tested against each other.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.signing.ca import TestCA

_DAY = "%y%m%d%H%M%SZ"


class Responder:
    """``ca`` names ``url`` in what it issues. ``lists``: path -> what makes that list.

    ``asked``: the paths, in order. ``signer``: who answers; another than its authority's own is
    nobody to believe.
    """

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.ca = TestCA(folder, ocsp_url=url)
        self.signer = self.ca.responder()
        self.lists: dict[str, Callable[[], bytes]] = {}
        self.asked: list[str] = []

    def answer(self, path: str, query: bytes) -> bytes | None:
        self.asked.append(path)
        if path == "/ocsp":
            return self._ocsp(query)
        return self.lists[path]() if path in self.lists else None

    def _ocsp(self, query: bytes) -> bytes:
        key, certificate = self.signer
        (self.folder / "signer.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (self.folder / "signer.key").write_bytes(pem)
        issuer = self.ca.intermediate.public_bytes(Encoding.PEM)
        (self.folder / "issuer.pem").write_bytes(issuer)
        (self.folder / "index.txt").write_text("".join(self._index()))
        (self.folder / "query").write_bytes(query)
        line = (
            "openssl ocsp -index index.txt -CA issuer.pem -rsigner signer.pem -rkey signer.key"
            " -nmin 60 -reqin query -respout reply"
        )
        subprocess.run(line.split(), cwd=self.folder, capture_output=True, check=True)
        return (self.folder / "reply").read_bytes()

    def _index(self) -> Iterator[str]:
        """OpenSSL's register: state, end, moment of revocation, serial, file, subject."""
        for number, one in enumerate(self.ca.issued):
            digits = f"{one.serial_number:X}"
            serial = digits if len(digits) % 2 == 0 else f"0{digits}"
            revoked = self.ca.revoked.get(one.serial_number)
            state, since = ("R", revoked.strftime(_DAY)) if revoked else ("V", "")
            end = one.not_valid_after_utc.strftime(_DAY)
            yield f"{state}\t{end}\t{since}\t{serial}\tunknown\t/CN={number}\n"


@contextmanager
def serving(folder: Path) -> Iterator[Responder]:
    """The authority answers on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._tell(responder.answer(self.path, b""))

        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            self._tell(responder.answer(self.path, query))

        def _tell(self, content: bytes | None) -> None:
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *args: object) -> None:
            """The test's output is no place for it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    responder = Responder(folder, f"http://127.0.0.1:{server.server_port}/")
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield responder
    finally:
        server.shutdown()
        server.server_close()
