"""Settings and page of the other side: a bare view that writes what it is sent to the same disk.

No middleware, no database. As ours it reads in steps and answers when the bytes and the new
file's name are on the disk; it hashes nothing and asks nobody who they are.
"""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import re_path

from common.disk import sync_folder

SECRET_KEY = "bench"  # noqa: S105 -- signs nothing
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "bench._field_bare"
WSGI_APPLICATION = "config.wsgi.application"
INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []
DATABASES: dict[str, dict[str, object]] = {}
_STEP = 64 * 1024


def write(request: HttpRequest) -> HttpResponse:
    path = Path(os.environ["YUJIAN_FILES_DIR"]) / f"bare-{uuid.uuid4().hex}"
    with path.open("wb") as file:
        while data := request.read(_STEP):
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
    return HttpResponse(status=204)


urlpatterns = [re_path("", write)]
