"""Addresses of draws for the public, under /d/."""

from django.urls import path

from portal.draws import views

app_name = "public-draws"
urlpatterns = [
    path("", views.draws, name="draws"),
    path("verify_draw.py", views.verifier, name="verifier"),
    path("<int:draw_id>/", views.draw, name="draw"),
    path("<int:draw_id>/list.json", views.list_file, name="list"),
    path("<int:draw_id>/result.json", views.result_file, name="result"),
]
