"""Login, logout, first password, change of password."""

from django.urls import path

from staff.sign_in import views

urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("welcome/<str:uid>/<str:token>/", views.welcome, name="welcome"),
    path("password/", views.password, name="password"),
]
