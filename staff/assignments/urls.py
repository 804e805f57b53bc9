"""Addresses of the assignments' room."""

from django.urls import path

from staff.assignments import giving, views

urlpatterns = [
    path("", views.assignments, name="assignments"),
    path("new/", giving.new, name="assignment-new"),
    path("sharings/", giving.sharings, name="sharings"),
    path("sharings/sharings.xlsx", giving.sharings_file, name="sharings-file"),
    path("files/<int:assignment_file_id>/", giving.file, name="assignment-file"),
    path("parts/<int:part_id>/share/", giving.share, name="assignment-share"),
    path("<int:assignment_id>/", views.assignment, name="assignment"),
    path("<int:assignment_id>/accept/", views.take_up, name="assignment-accept"),
    path("<int:assignment_id>/answer/", views.reply, name="assignment-answer"),
    path("<int:assignment_id>/decline/", views.send_back, name="assignment-decline"),
    path("<int:assignment_id>/withdraw/", views.take_back, name="assignment-withdraw"),
    path("<int:assignment_id>/material/", giving.material, name="assignment-material"),
    path("<int:assignment_id>/part/", giving.part, name="assignment-part"),
]
