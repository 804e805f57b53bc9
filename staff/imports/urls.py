"""Addresses of the lists."""

from django.urls import path

from staff.imports import downloads, views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<int:import_id>/", views.one_import, name="import"),
    path("imports/<int:import_id>/progress/", views.progress, name="import-progress"),
    path("imports/<int:import_id>/take/", views.take, name="import-take"),
    path("imports/<int:import_id>/discard/", views.discard, name="import-discard"),
    path("imports/<int:import_id>/rejected.xlsx", downloads.rejected, name="import-rejected"),
    path("imports/template.xlsx", downloads.template, name="import-template"),
    path("institutions/export.xlsx", downloads.institutions, name="institutions-export"),
    path("institutions/staff.xlsx", downloads.staff, name="staff-export"),
    path("institutions/courses.xlsx", downloads.courses, name="courses-export"),
]
