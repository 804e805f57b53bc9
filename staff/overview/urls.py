"""Addresses of the dashboard."""

from django.urls import path

from staff.overview import views

urlpatterns = [path("", views.overview, name="overview")]
