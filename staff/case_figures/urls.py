"""Addresses of the room of figures of cases."""

from django.urls import path

from staff.case_figures import views

urlpatterns = [
    path("", views.figures, name="case-figures"),
    path("figures.xlsx", views.workbook, name="case-figures-workbook"),
]
