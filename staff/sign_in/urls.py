"""Sign-in with its steps, first password, and what a person sees of their own account."""

from django.urls import path

from staff.sign_in import account, steps, views

urlpatterns = [
    path("login/", views.login, name="login"),
    path("login/code/", steps.code, name="sign-in-code"),
    path("login/enrol/", steps.enrol, name="sign-in-enrol"),
    path("login/password/", steps.new_password, name="sign-in-password"),
    path("logout/", views.logout, name="logout"),
    path("session/", views.session, name="session"),
    path("welcome/<str:uid>/<str:token>/", views.welcome, name="welcome"),
    path("password/", account.password, name="password"),
    path("account/", account.account, name="account"),
    path("account/sessions/", account.sessions, name="account-sessions"),
    path("account/factor/", account.factor, name="account-factor"),
    path("account/factor/off/", account.factor_off, name="account-factor-off"),
    path("account/recovery-codes/", account.recovery_codes, name="account-recovery-codes"),
]
