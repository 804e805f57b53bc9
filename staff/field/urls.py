"""Addresses of the field app's shell; its API has a room of its own."""

from django.urls import path

from staff.field import views

urlpatterns = [
    path("", views.shell, name="field"),
    path("sw.js", views.worker, name="field-worker"),
    path("manifest.webmanifest", views.manifest, name="field-manifest"),
]
