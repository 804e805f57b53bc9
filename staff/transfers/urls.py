"""Addresses of the transfers' room; one for each act of the table."""

from django.urls import path

from staff.transfers import links, proposing, views
from staff.transfers.acts import ACTS

urlpatterns = [
    path("", views.transfers, name="transfers"),
    path("new/", proposing.new, name="transfer-new"),
    path("<int:transfer_id>/", views.transfer, name="transfer"),
    path("<int:transfer_id>/letter/", views.letter, name="transfer-letter"),
    path("<int:transfer_id>/receipt/", views.receipt, name="transfer-receipt"),
    path("<int:transfer_id>/files/<int:file_no>/", views.material, name="transfer-file"),
    path("<int:transfer_id>/link/", links.open_new, name="transfer-link"),
    path("<int:transfer_id>/link/close/", links.close, name="transfer-link-close"),
    *(
        path(f"<int:transfer_id>/{act.slug}/", views.act_view(act), name=f"transfer-{act.slug}")
        for act in ACTS
    ),
]
