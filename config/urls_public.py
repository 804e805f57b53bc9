"""Addresses of the public schema. Operators work by commands, so there are none yet."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
