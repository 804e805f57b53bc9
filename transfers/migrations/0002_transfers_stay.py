"""What a transfer said stays once its letter is numbered; its material and findings from the first."""

from django.db import migrations

from common.db import append_only
from common.guards import frozen, never_deleted

_AFTER = (
    *("state", "sent_at", "sent_by_id", "sent_way", "received_on", "receipt_signer"),
    *("receipt_file_id", "answered_on", "number_of_theirs", "return_reason", "result"),
    *("result_on", "property_words", "answer_way", "closed_at", "closed_by_id", "close_words"),
)
GUARDS = [
    *frozen(
        "transfer_with_its_letter_stays",
        "transfers_transfer",
        but=_AFTER,
        when="OLD.paper_id IS NOT NULL",
    ),
    *never_deleted("transfers_transfer"),
    *append_only("transfers_transferfile"),
    *append_only("transfers_transferfinding"),
    *append_only("transfers_transferdeadline"),
]


class Migration(migrations.Migration):
    dependencies = [("transfers", "0001_transfers")]
    operations = [migrations.RunSQL(forward, backward) for forward, backward in GUARDS]
