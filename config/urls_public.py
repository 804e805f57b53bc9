"""Addresses of a console host, in the public schema: operators sign in as everybody does."""

from django.urls import include, path

urlpatterns = [
    path("", include(("staff.sign_in.door_urls", "staff"))),
]
handler403 = "tenants.sentences.page_not_allowed"
handler404 = "tenants.sentences.page_not_found"
handler500 = "tenants.away.server_error"
