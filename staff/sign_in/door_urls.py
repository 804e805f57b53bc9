"""Sign-in with its steps, and the first password. These pages need no county, so that operators
sign in by them on their own hosts (``config/urls_public.py``).
"""

from django.urls import path

from staff.sign_in import steps, views

urlpatterns = [
    path("login/", views.login, name="login"),
    path("login/code/", steps.code, name="sign-in-code"),
    path("login/enrol/", steps.enrol, name="sign-in-enrol"),
    path("login/password/", steps.new_password, name="sign-in-password"),
    path("logout/", views.logout, name="logout"),
    path("session/", views.session, name="session"),
    path("welcome/<str:uid>/<str:token>/", views.welcome, name="welcome"),
]
