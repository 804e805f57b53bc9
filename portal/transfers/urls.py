"""Addresses of the receiver's pages, under /t/. Short, because they are typed from paper."""

from django.urls import path

from portal.transfers import views

app_name = "transfers"
urlpatterns = [
    path("<str:transfer_token>/", views.enter, name="enter"),
    path("<str:transfer_token>/answer/", views.answer, name="answer"),
    path("<str:transfer_token>/letter/", views.letter, name="letter"),
]
