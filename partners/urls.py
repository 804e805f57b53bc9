"""The partner API under a county's address."""

from django.urls import include, path

from partners import docs, oauth

app_name = "partners"
urlpatterns = [
    path("oauth/token", oauth.token, name="token"),
    path("oauth/revoke", oauth.revoke, name="revoke"),
    path("v1/docs/", docs.start, name="docs"),
    path("v1/docs/reference", docs.reference, name="reference"),
    path("v1/docs/webhooks", docs.webhooks, name="webhooks"),
    path("v1/docs/tools", docs.tools, name="tools"),
    path("v1/docs/problems", docs.problems, name="problems"),
    path("v1/docs/changes", docs.changes, name="changes"),
    path("v1/schema.yml", docs.schema, name="schema"),
    path("v1/client.yml", docs.client, name="client"),
    path("v1/collection.json", docs.collection, name="collection"),
    path("v1/", include("partners.api.v1.urls")),
]
