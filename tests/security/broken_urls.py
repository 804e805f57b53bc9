"""An address whose page breaks down, beside those of a county."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("SELECT password FROM accounts_user")


urlpatterns = [path("broken/", broken), path("", include("config.urls_county"))]
