"""What happened in the county."""

from django.urls import path

from staff.history import proof, views

urlpatterns = [
    path("", views.history, name="history"),
    path("proof/", proof.proof, name="history-proof"),
    path("check/", proof.check, name="history-check"),
]
