"""Addresses of the room of service; they lie under those of papers."""

from django.urls import path

from staff.serving import addresses, views

urlpatterns = [
    path("<int:paper_id>/serve/", views.serve, name="paper-serve"),
    path("<int:paper_id>/serve-again/", views.serve_again, name="paper-serve-again"),
    path("<int:paper_id>/attempt/", views.attempt, name="paper-attempt"),
    path(
        "<int:paper_id>/services/<int:delivery_id>/proof/",
        views.service_proof,
        name="paper-service-proof",
    ),
    path(
        "<int:paper_id>/attempts/<int:attempt_id>/proof/",
        views.attempt_proof,
        name="paper-attempt-proof",
    ),
    path("addresses/", addresses.addresses, name="addresses"),
    path("addresses/new/", addresses.new, name="address-new"),
    path("addresses/<int:confirmation_id>/", addresses.address, name="address"),
    path("addresses/<int:confirmation_id>/signed/", addresses.signed, name="address-signed"),
    path("addresses/<int:confirmation_id>/withdraw/", addresses.withdraw, name="address-withdraw"),
    path("addresses/<int:confirmation_id>/end/", addresses.end, name="address-end"),
    path("addresses/<int:confirmation_id>/look/", addresses.look, name="address-look"),
]
