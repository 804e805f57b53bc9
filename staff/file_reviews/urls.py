"""Addresses of the room of yearly reviews of files."""

from django.urls import path

from staff.file_reviews import views

urlpatterns = [
    path("", views.reviews, name="file-reviews"),
    path("draw/", views.draw, name="file-review-draw"),
    path("<int:review_id>/", views.review, name="file-review"),
    path("<int:review_id>/scores.xlsx", views.workbook, name="file-review-workbook"),
    path("files/<int:file_id>/", views.file, name="reviewed-file"),
]
