"""Addresses of the room of after-school money."""

from django.urls import path

from staff.schoolcare import attendance, money, schools

_SCHOOL = "schools/<int:school_id>/"
_SHEET = "months/<int:sheet_id>/"

urlpatterns = [
    path("", schools.schools, name="schoolcare"),
    path("schools/new/", schools.new, name="school-new"),
    path(_SCHOOL, schools.school, name="school"),
    path(f"{_SCHOOL}open/", schools.open_one, name="school-account-new"),
    path(f"{_SCHOOL}price/", schools.price, name="school-price-new"),
    path(f"{_SCHOOL}attendance/", attendance.new, name="attendance-new"),
    path(f"{_SCHOOL}payout/", money.payout, name="school-payout"),
    path(_SHEET, attendance.sheet, name="attendance"),
    path(f"{_SHEET}withdraw/", attendance.withdraw, name="attendance-withdraw"),
    path("lines/<int:school_line_id>/place/", money.place, name="school-line-place"),
]
