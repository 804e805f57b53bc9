"""The registry's pages."""

from django.urls import path

from staff.institutions import changes, entries, places, sheets, views

urlpatterns = [
    path("", views.institution_list, name="institutions"),
    path("places/", places.places, name="places"),
    path("new/", changes.register, name="institution-new"),
    path("<int:institution_id>/", views.institution_detail, name="institution"),
    path("<int:institution_id>/edit/", changes.edit, name="institution-edit"),
    path("<int:institution_id>/site/", changes.new_site, name="institution-site"),
    path("<int:institution_id>/state/", changes.new_state, name="institution-state"),
    path("<int:institution_id>/nonprofit/", changes.nonprofit, name="institution-nonprofit"),
    path("<int:institution_id>/people/new/", changes.new_person, name="institution-person-new"),
    path("<int:institution_id>/staff/", sheets.staff, name="institution-staff"),
    path("<int:institution_id>/venue/", sheets.venue, name="institution-venue"),
    path("<int:institution_id>/courses/", sheets.courses, name="institution-courses"),
    path("<int:institution_id>/standing/", sheets.standing, name="institution-standing"),
    path("<int:institution_id>/staff/new/", entries.staff_new, name="staff-member-new"),
    path("staff/<int:member_id>/edit/", entries.staff_edit, name="staff-member-edit"),
    path("staff/<int:member_id>/leave/", entries.staff_leave, name="staff-member-leave"),
    path("staff/<int:member_id>/check/", entries.staff_check, name="staff-member-check"),
    path("<int:institution_id>/venue/new/", entries.venue_new, name="venue-new"),
    path("<int:institution_id>/care/new/", entries.care_new, name="care-new"),
    path("<int:institution_id>/courses/new/", entries.course_new, name="course-new"),
    path("courses/<int:course_id>/edit/", entries.course_edit, name="course-edit"),
    path("courses/<int:course_id>/end/", entries.course_end, name="course-end"),
    path("<int:institution_id>/materials/new/", entries.material_new, name="material-new"),
    path("materials/<int:material_id>/edit/", entries.material_edit, name="material-edit"),
    path("materials/<int:material_id>/end/", entries.material_end, name="material-end"),
    path("<int:institution_id>/prices/new/", entries.price_new, name="price-new"),
    path("<int:institution_id>/licence/new/", entries.licence_new, name="licence-new"),
    path("<int:institution_id>/annual/new/", entries.annual_new, name="annual-check-new"),
    path("annual/<int:annual_id>/void/", entries.annual_void, name="annual-check-void"),
    path("<int:institution_id>/lists/new/", entries.list_new, name="list-entry-new"),
    path("lists/<int:list_entry_id>/leave/", entries.list_leave, name="list-entry-leave"),
    path("<int:institution_id>/grades/new/", entries.grade_new, name="credit-grade-new"),
    path("<int:institution_id>/points/new/", entries.points_new, name="credit-points-new"),
    path("<int:institution_id>/points/settle/", entries.points_settle, name="credit-settle"),
    path("people/<int:person_id>/leave/", changes.person_leaves, name="institution-person-leave"),
]
