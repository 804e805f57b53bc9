"""The entry scripts of the images, run as they are, without a container."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from script.lib.broker import free_port
from tests.house.files import ROOT

SEEN: list[dict[str, str]] = []
WAIT_S = 60
WORD = "it's-\\a-secret"  # marks that a shell or SQL could trip over


def wait_until(true) -> None:
    deadline = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < deadline, "it did not start"
        time.sleep(0.05)


def ended(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=WAIT_S)


# --- The database -----------------------------------------------------------------------------


@pytest.fixture
def cluster(tmp_path_factory) -> dict:
    """deploy/database/start as the system user that PostgreSQL wants."""
    folder = Path(shutil.copytree(ROOT / "deploy", tmp_path_factory.mktemp("image") / "deploy"))
    root = folder.parent
    (root / "script" / "lib").mkdir(parents=True)
    shutil.copy(ROOT / "script" / "lib" / "template.sql", root / "script" / "lib")
    data = tmp_path_factory.mktemp("data")
    for path in (data, *data.parents):
        if path.stat().st_uid == os.geteuid() and path != Path("/"):
            path.chmod(path.stat().st_mode | 0o055)
    for path in (root, *root.rglob("*")):
        path.chmod(0o755)
    port = free_port()
    as_user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(data, "postgres", pwd.getpwnam("postgres").pw_gid)
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    environ = {
        "PATH": os.environ["PATH"],
        "YUJIAN_DATA": str(data),
        "YUJIAN_SOCKETS": str(data),
        "YUJIAN_LISTEN": "127.0.0.1",
        "YUJIAN_DB_PASSWORD": WORD,
    }
    command = [*as_user, str(root / "deploy/database/start"), "-c", f"port={port}"]
    return {"command": command, "env": environ, "port": port}


def start(cluster: dict) -> subprocess.Popen:
    return subprocess.Popen(
        cluster["command"],
        env=cluster["env"],
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def connect(cluster: dict, password: str = WORD) -> psycopg.Connection:
    where = {"host": "127.0.0.1", "port": cluster["port"], "dbname": "yujian", "user": "yujian"}
    return psycopg.connect(password=password, **where)


def answers(cluster: dict) -> bool:
    try:
        connect(cluster).close()
    except psycopg.OperationalError:
        return False
    return True


def test_database_starts_empty_with_postgis_and_keeps_what_is_in_it(cluster):
    first = start(cluster)
    try:
        wait_until(lambda: answers(cluster))
        with connect(cluster) as there:
            version = there.execute("SELECT gis.postgis_lib_version()").fetchone()[0]
            rights = there.execute(
                "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = 'yujian'"
            ).fetchone()
            there.execute("CREATE TABLE kept (id int)")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            connect(cluster, password="another")
    finally:
        ended(first)
    again = start(cluster)
    try:
        wait_until(lambda: answers(cluster))
        with connect(cluster) as there:
            assert there.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    finally:
        ended(again)
    assert version.startswith("3.")
    assert rights == (False, False)


# --- The broker -------------------------------------------------------------------------------


def test_broker_wants_its_password_and_appends(tmp_path):
    port = free_port()
    environ = os.environ | {
        "YUJIAN_REDIS_PASSWORD": "only-ours",
        "YUJIAN_REDIS_PORT": str(port),
        "YUJIAN_DATA": str(tmp_path),
        "YUJIAN_LISTEN": "127.0.0.1",
    }
    script = str(ROOT / "deploy" / "broker" / "start")
    server = subprocess.Popen([script], env=environ, stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: subprocess.run([script, "alive"], env=environ).returncode == 0)
        plain = ["redis-cli", "-p", str(port)]
        refused = subprocess.run([*plain, "ping"], capture_output=True, text=True)
        listed = Path(f"/proc/{server.pid}/cmdline").read_text()
    finally:
        ended(server)
    assert "NOAUTH" in refused.stdout
    assert "only-ours" not in listed
    assert (tmp_path / "appendonlydir").is_dir()


# --- The front --------------------------------------------------------------------------------


class Backend(BaseHTTPRequestHandler):
    """Notes what the front handed on."""

    def do_GET(self):
        SEEN.append({name.lower(): value for name, value in self.headers.items()})
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args):
        """Silent."""


@pytest.fixture(scope="module")
def front(tmp_path_factory) -> Iterator[dict[str, int]]:
    """deploy/front/start with two certificates, before a small web process."""
    folder = tmp_path_factory.mktemp("front")
    backend = HTTPServer(("127.0.0.1", 0), Backend)
    threading.Thread(target=backend.serve_forever, daemon=True).start()
    certificate(folder / "certificates" / "counties", "*.yujian.test")
    certificate(folder / "certificates" / "console", "console.test")
    ports = {"tls": free_port(), "plain": free_port()}
    environ = os.environ | {
        "YUJIAN_CERTIFICATES_DIR": str(folder / "certificates"),
        "YUJIAN_FRONT_WORK": str(folder / "run"),
        "YUJIAN_FRONT_BACKEND": f"127.0.0.1:{backend.server_port}",
        "YUJIAN_CONSOLE_FROM": "10.0.0.0/8",
        "YUJIAN_TLS_PORT": str(ports["tls"]),
        "YUJIAN_PLAIN_PORT": str(ports["plain"]),
    }
    server = subprocess.Popen([ROOT / "deploy/front/start"], env=environ, stdout=subprocess.DEVNULL)
    alive = [str(ROOT / "deploy/front/alive")]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    wait_until(lambda: subprocess.run(alive, env=environ, **quiet).returncode == 0)
    yield ports
    ended(server)
    backend.shutdown()


def certificate(folder: Path, name: str) -> None:
    """A folder as an operator puts it there, signed by itself."""
    folder.mkdir(parents=True)
    key = ec.generate_private_key(ec.SECP256R1())
    whose = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(whose, whose, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    kind, open_ = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "hosts").write_text(f"# names\n{name}\n")
    (folder / "fullchain.pem").write_bytes(made.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, kind, open_))


def ask(port: int, host: str, request: str, *, tls: bool = True) -> str:
    """What the front answers to a raw request at this name."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as plain:
        trusting = ssl._create_unverified_context()  # noqa: S323 -- it signed itself
        link = trusting.wrap_socket(plain, server_hostname=host) if tls else plain
        link.sendall(f"{request}\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while block := link.recv(65536):
            answer += block
    return answer.decode()


def test_county_is_reached_over_tls_and_the_client_cannot_lie_about_itself(front):
    request = "GET /v/1/?q=秘密 HTTP/1.1\r\nX-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: http"
    answer = ask(front["tls"], "a.yujian.test", request.replace("秘密", "x"))

    assert answer.startswith("HTTP/1.1 200")
    assert "Strict-Transport-Security: max-age=31536000; includeSubDomains" in answer
    assert "nginx/" not in answer  # no version
    seen = SEEN[-1]
    assert (seen["host"], seen["x-forwarded-proto"]) == ("a.yujian.test", "https")
    assert seen["x-forwarded-for"] == "127.0.0.1"
    assert len(seen["x-request-id"]) == 32


def test_name_that_is_no_countys_gets_no_handshake(front):
    with pytest.raises(ssl.SSLError, match="unrecognized name"):
        ask(front["tls"], "elsewhere.test", "GET / HTTP/1.1")
    assert ask(front["plain"], "elsewhere.test", "GET / HTTP/1.1", tls=False) == ""


def test_plain_request_of_a_county_is_sent_to_tls(front):
    answer = ask(front["plain"], "a.yujian.test", "GET /login/?a=1 HTTP/1.1", tls=False)

    assert answer.startswith("HTTP/1.1 308")
    assert "Location: https://a.yujian.test/login/?a=1" in answer


def test_console_and_health_are_for_those_inside(front):
    before = len(SEEN)
    console = ask(front["tls"], "console.test", "GET / HTTP/1.1")
    health = ask(front["tls"], "a.yujian.test", "GET /health/ HTTP/1.1")

    assert console.startswith("HTTP/1.1 403")
    assert health.startswith("HTTP/1.1 403")
    assert len(SEEN) == before


def test_body_that_is_too_large_is_refused_before_it_is_read(front):
    request = f"POST /visits/ HTTP/1.1\r\nContent-Length: {21 * 2**20}"

    assert ask(front["tls"], "a.yujian.test", request).startswith("HTTP/1.1 413")


@pytest.mark.parametrize("hosts", ["", "a.test; include /etc/passwd", "A$b"])
def test_front_refuses_names_that_are_none(tmp_path, hosts):
    certificate(tmp_path / "c" / "counties", "a.test")
    (tmp_path / "c" / "counties" / "hosts").write_text(hosts)
    environ = os.environ | {
        "YUJIAN_CERTIFICATES_DIR": str(tmp_path / "c"),
        "YUJIAN_FRONT_WORK": str(tmp_path / "run"),
        "YUJIAN_FRONT_BACKEND": "127.0.0.1:1",
    }
    command = [ROOT / "deploy/front/start", "--check"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True)

    assert done.returncode == 1
    assert "hosts holds no names" in done.stderr
