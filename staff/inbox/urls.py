"""The first page after the login."""

from django.urls import path

from staff.inbox import (
    sources,  # noqa: F401 -- fills the inbox
    views,
)

urlpatterns = [path("", views.inbox, name="inbox")]
