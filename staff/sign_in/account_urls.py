"""What a person sees of their own account; operators too, on their own hosts."""

from django.urls import path

from staff.sign_in import account

urlpatterns = [
    path("password/", account.password, name="password"),
    path("account/", account.account, name="account"),
    path("account/sessions/", account.sessions, name="account-sessions"),
    path("account/factor/", account.factor, name="account-factor"),
    path("account/factor/off/", account.factor_off, name="account-factor-off"),
    path("account/recovery-codes/", account.recovery_codes, name="account-recovery-codes"),
]
