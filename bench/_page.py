"""The page that both servers of bench/requests.py answer with: one query, one line."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.urls import path


def page(request: HttpRequest) -> HttpResponse:
    # Not by get_for_model: that one remembers.
    kind = ContentType.objects.filter(app_label="accounts").order_by("pk")[0]
    return HttpResponse(f"<!doctype html><p>{kind.app_label} {kind.model}</p>")


urlpatterns = [path("", page)]
