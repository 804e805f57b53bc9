"""Clients of the partner API."""

from django.urls import path

from staff.clients import views

urlpatterns = [
    path("", views.clients, name="clients"),
    path("new/", views.new_client, name="client-new"),
    path("<int:client_id>/", views.client, name="client"),
    path("<int:client_id>/change/", views.change, name="client-change"),
    path("<int:client_id>/secret/", views.renew, name="client-secret"),
    path("<int:client_id>/revoke/", views.revoke, name="client-revoke"),
]
