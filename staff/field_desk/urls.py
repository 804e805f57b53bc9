from django.urls import path

from staff.field_desk import views

urlpatterns = [
    path("", views.desk, name="field-desk"),
    path("queue/", views.queue, name="field-queue"),
    path("visits/<int:visit_id>/", views.versions, name="field-versions"),
    path("records/<int:record_id>/", views.decide, name="field-decide"),
    path("devices/<int:device_id>/lost/", views.lost, name="field-device-lost"),
]
