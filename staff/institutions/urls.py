"""The registry's pages."""

from django.urls import path

from staff.institutions import changes, views

urlpatterns = [
    path("", views.institution_list, name="institutions"),
    path("new/", changes.register, name="institution-new"),
    path("<int:institution_id>/", views.institution_detail, name="institution"),
    path("<int:institution_id>/edit/", changes.edit, name="institution-edit"),
    path("<int:institution_id>/site/", changes.new_site, name="institution-site"),
    path("<int:institution_id>/state/", changes.new_state, name="institution-state"),
    path("<int:institution_id>/nonprofit/", changes.nonprofit, name="institution-nonprofit"),
    path("<int:institution_id>/people/new/", changes.new_person, name="institution-person-new"),
    path("people/<int:person_id>/leave/", changes.person_leaves, name="institution-person-leave"),
]
