"""Addresses of the operators' pages, on a console host."""

from django.urls import path

from console import views

app_name = "console"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("checks/", views.checks, name="checks"),
    path("checks/now/", views.findings, name="findings"),
    path("history/", views.history, name="history"),
    path("counties/<str:code>/", views.county, name="county"),
]
