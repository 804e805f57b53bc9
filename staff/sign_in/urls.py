"""Sign-in, and what a person sees of their own account and an administrator of others'."""

from django.urls import include, path

from staff.sign_in import account, others

urlpatterns = [
    path("", include("staff.sign_in.door_urls")),
    path("password/", account.password, name="password"),
    path("account/", account.account, name="account"),
    path("account/sessions/", account.sessions, name="account-sessions"),
    path("account/factor/", account.factor, name="account-factor"),
    path("account/factor/off/", account.factor_off, name="account-factor-off"),
    path("account/recovery-codes/", account.recovery_codes, name="account-recovery-codes"),
    path("people/<int:user_id>/reset-factor/", others.reset_factor, name="person-reset-factor"),
    path("people/<int:user_id>/end-sessions/", others.end_sessions, name="person-end-sessions"),
    path("people/<int:user_id>/unlock/", others.unlock, name="person-unlock"),
]
