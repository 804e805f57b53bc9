"""gunicorn's own lines look like all others."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

from tests.house.files import ROOT


def nothing(environ: dict, start_response) -> Iterator[bytes]:
    """The smallest application that gunicorn can serve."""
    start_response("204 No Content", [])
    return iter(())


def test_every_line_of_gunicorn_is_json_with_our_fields():
    command = [sys.executable, "-m", "gunicorn", "tests.config.test_gunicorn:nothing"]
    command += ["--config=python:config.gunicorn", "--bind=127.0.0.1:0"]
    environ = os.environ | {"YUJIAN_READABLE_LOGS": "0", "PYTHONPATH": str(ROOT)}

    process = subprocess.Popen(command, env=environ, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    said = [json.loads(process.stderr.readline()) for _ in range(3)]
    process.send_signal(signal.SIGTERM)
    said += [json.loads(line) for line in process.communicate(timeout=30)[1].splitlines()]

    assert said[0]["message"].startswith("Starting gunicorn")
    assert {line["logger"] for line in said} == {"gunicorn.error"}
    assert all({"at", "level", "county", "person", "request"} <= line.keys() for line in said)
