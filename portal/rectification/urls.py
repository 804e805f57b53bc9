"""Addresses of the party's pages, under /r/. Short, because they are typed from paper."""

from django.urls import path

from portal.rectification import views

app_name = "rectification"
urlpatterns = [
    path("<str:link_token>/", views.enter, name="enter"),
    path("<str:link_token>/report/", views.report, name="report"),
    path("<str:link_token>/receipts/<str:receipt_no>/", views.receipt, name="receipt"),
]
