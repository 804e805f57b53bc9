"""Addresses for the public, under /v/. Short, because they stand in a QR code."""

from django.urls import path

from portal import views

app_name = "portal"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("<str:token>/", views.verify, name="verify"),
]
