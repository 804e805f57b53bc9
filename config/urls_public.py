"""Addresses of a console host, in the public schema: the operators' pages and their door."""

from django.urls import include, path

_door = [
    path("", include("staff.sign_in.door_urls")),
    path("", include("staff.sign_in.account_urls")),
]
urlpatterns = [
    path("", include((_door, "staff"))),
    path("", include("console.urls")),
]
handler403 = "tenants.sentences.page_not_allowed"
handler404 = "tenants.sentences.page_not_found"
handler500 = "tenants.away.server_error"
