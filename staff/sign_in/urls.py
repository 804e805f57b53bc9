"""Sign-in, and what a person sees of their own account and an administrator of others'."""

from django.urls import include, path

from staff.sign_in import others

urlpatterns = [
    path("", include("staff.sign_in.door_urls")),
    path("", include("staff.sign_in.account_urls")),
    path("people/<int:user_id>/reset-factor/", others.reset_factor, name="person-reset-factor"),
    path("people/<int:user_id>/end-sessions/", others.end_sessions, name="person-end-sessions"),
    path("people/<int:user_id>/unlock/", others.unlock, name="person-unlock"),
]
