"""The application of the tests on a free port of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from django.core.servers.basehttp import ThreadedWSGIServer

from config.wsgi import application
from tests.field_app.conftest import Quiet


@contextmanager
def served() -> Iterator[int]:
    """What is answered sees what the test has committed. Its port."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(application)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
