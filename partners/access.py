"""Who calls, and for what: a token, its scope, its client's limits. One query."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.models import User
from clients.errors import ScopeMissing
from clients.models import AccessToken
from clients.scopes import SCOPES
from clients.services import Shown, recognize
from common.client import client_address
from common.errors import NotAllowed
from partners.errors import MethodNotAllowed


class ByToken(BaseAuthentication):
    """``Authorization: Bearer …`` (RFC 6750, 2.1). The user is the client's service user."""

    def authenticate(self, request: Request) -> tuple[User, AccessToken]:
        """Raises the refusals of ``clients.services.recognize``."""
        plain = request._request
        plain.call_at = timezone.now()  # type: ignore[attr-defined]  # the moment of this call
        token = recognize(_bearer(plain), shown=shown_by(plain), at=moment_of(request))
        user = token.client.user
        plain._cached_user = user  # type: ignore[attr-defined]  # log lines name it
        return user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="yujian"'


class HasScope(BasePermission):
    """The view's scope must stand in the token and still in the client, and be of use to its role."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Raises ScopeMissing, NotAllowed, MethodNotAllowed."""
        method = "GET" if request.method == "HEAD" else request.method
        if method not in view.scopes:
            raise MethodNotAllowed(method=(request.method or "")[:20])
        wanted = SCOPES[view.scopes[method]]
        if not holds(request, wanted.code):
            raise ScopeMissing(scope=wanted.code)
        if not request.user.has(wanted.permission):
            raise NotAllowed(what=wanted.permission.label)
        return True


def holds(request: Request, scope: str) -> bool:
    """Does the token have this scope, and may its client still use it?"""
    token = request.auth
    return scope in token.scopes and scope in token.client.scopes


def moment_of(request: Request) -> datetime:
    """When this call came: the only look at the clock."""
    return request._request.call_at  # type: ignore[attr-defined]  # set by ByToken


def shown_by(request: HttpRequest) -> Shown:
    """Address and certificate of the caller, as the front of ours saw them."""
    return Shown(client_address(request.META), _certificate(request))


def _bearer(request: HttpRequest) -> str:
    kind, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _certificate(request: HttpRequest) -> str:
    """SHA-256 of the certificate that the TLS front checked; empty when it saw none.

    The front hands it on as PEM, escaped (nginx: ``$ssl_client_escaped_cert``). From any other
    address the header is worth nothing.
    """
    said = request.META.get(settings.YUJIAN_CERTIFICATE_HEADER, "")
    if not said or request.META.get("REMOTE_ADDR", "") not in settings.YUJIAN_FRONT_ADDRESSES:
        return ""
    try:
        certificate = x509.load_pem_x509_certificate(unquote(said).encode())
    except ValueError:
        return ""
    return sha256(certificate.public_bytes(Encoding.DER)).hexdigest()
