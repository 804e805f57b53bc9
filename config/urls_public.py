"""Addresses of a console host, in the public schema. There are no pages yet."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
handler403 = "tenants.sentences.page_not_allowed"
handler404 = "tenants.sentences.page_not_found"
handler500 = "tenants.away.server_error"
