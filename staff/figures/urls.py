"""Addresses of the figures' room, below those of the campaigns."""

from django.urls import path

from staff.figures import views

urlpatterns = [
    path("<int:campaign_id>/figures/", views.figures, name="campaign-figures"),
    path("<int:campaign_id>/figures.xlsx", views.workbook, name="campaign-workbook"),
    path("<int:campaign_id>/figures/declare/", views.declare, name="campaign-declare"),
]
