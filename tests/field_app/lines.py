"""A line between phone and server that a test can close or cut at any byte."""

from __future__ import annotations

import random
import socket
from contextlib import suppress
from threading import Thread

_PIECE = 16 * 1024


class Line:
    """A proxy on a port of its own. ``cut_of`` 3 cuts one of three connections, where the seed says.

    Connections that are kept open carry many requests, so the cut falls into requests and into
    answers, at their first byte, in the middle, or between two. The first message that is sent
    is cut for sure: a quick phone needs few connections, and chance may spare them all.
    """

    def __init__(self, port: int, *, seed: int = 0) -> None:
        self._server = port
        self._random = random.Random(seed)
        self.cut_of = 0
        self.is_down = False
        self.cuts = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listening.accept()
            except OSError:
                return
            if self.is_down:
                caller.close()
                continue
            server = socket.create_connection(("127.0.0.1", self._server))
            left = self._bytes_left()
            for one, other in ((caller, server), (server, caller)):
                Thread(target=self._carry, args=(one, other, left), daemon=True).start()

    def _bytes_left(self) -> list[int] | None:
        """How many bytes this connection carries before it is cut; None for all of them."""
        if self.cut_of and self._random.randrange(self.cut_of) == 0:
            return [self._random.randrange(1, 60_000)]
        return None

    def _carry(self, one: socket.socket, other: socket.socket, left: list[int] | None) -> None:
        with suppress(OSError):
            while piece := one.recv(_PIECE):
                if self.is_down:
                    break
                if self.cut_of and not self.cuts and piece.startswith((b"PATCH ", b"POST ")):
                    left = [len(piece) // 2]
                if left is not None:
                    piece = piece[: left[0]]
                    left[0] -= len(piece)
                other.sendall(piece)
                if left is not None and left[0] <= 0:
                    self.cuts += 1
                    break
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
