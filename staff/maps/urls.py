"""The map and what it draws."""

from django.urls import path

from staff.maps import views

urlpatterns = [
    path("", views.county_map, name="map"),
    path("points.json", views.points, name="map-points"),
    path("boundary.json", views.boundary, name="map-boundary"),
]
