"""Addresses for the public, under /v/. Short, because they stand in a QR code."""

from django.urls import path

from portal import files, views

app_name = "portal"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("file/", files.verify_file, name="verify-file"),
    path("<str:token>/", views.verify, name="verify"),
]
