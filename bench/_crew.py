"""Processes that each do steps when asked: forked, with connections of their own."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from django.db import connection, connections

Steps = Callable[..., Iterator[None]]


class Crew:
    """Workers that wait for a number of steps; a round ends with the last of them."""

    def __init__(self, pipes: list[Connection]) -> None:
        self._pipes = pipes

    def share(self, count: int) -> None:
        """So many steps by all of them together."""
        self._ask(self._pipes, count // len(self._pipes))

    def alone(self, count: int) -> None:
        """So many steps by the first."""
        self._ask(self._pipes[:1], count)

    def _ask(self, pipes: list[Connection], count: int) -> None:
        for pipe in pipes:
            pipe.send(count)
        told = [pipe.recv() for pipe in pipes]
        trouble = [one for one in told if one]
        assert not trouble, trouble


@contextmanager
def crew(number: int, steps: Steps, *args: Any) -> Iterator[Crew]:
    """``steps(place, *args)`` is a generator in each process: one step each time it is asked."""
    schema = connection.schema_name
    connections.close_all()
    forks = multiprocessing.get_context("fork")
    pipes, workers = [], []
    for place in range(number):
        mine, theirs = forks.Pipe()
        one = forks.Process(target=_serve, args=(theirs, schema, steps, place, args), daemon=True)
        one.start()
        pipes.append(mine)
        workers.append(one)
    try:
        yield Crew(pipes)
    finally:
        for pipe in pipes:
            pipe.send(None)
        for one in workers:
            one.join(30)


def _serve(pipe: Connection, schema: str, steps: Steps, place: int, args: Any) -> None:
    connection.set_schema(schema)
    todo = steps(place, *args)
    while (count := pipe.recv()) is not None:
        trouble = ""
        try:
            for _ in range(count):
                next(todo)
        except Exception as found:
            trouble = repr(found)
        pipe.send(trouble)
    os._exit(0)
