"""Addresses of the deadlines' room."""

from django.urls import path

from staff.deadlines import views

urlpatterns = [
    path("", views.deadlines, name="deadlines"),
    path("<int:deadline_id>/", views.deadline, name="deadline"),
]
