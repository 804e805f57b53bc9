"""Addresses inside a county."""

from django.urls import include, path

urlpatterns = [
    path("v/", include("portal.urls")),
    path("r/", include("portal.rectification.urls")),
    path("t/", include("portal.transfers.urls")),
    path("d/", include("portal.draws.urls")),
    path("api/", include("partners.urls")),
    path("", include("staff.urls")),
]
handler500 = "tenants.away.server_error"
