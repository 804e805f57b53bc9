"""What the verbs about lists share."""

from __future__ import annotations

from common.errors import NotFound
from imports.models import ListImport

ROWS_AT_ONCE = 2000  # read, judged and taken in one transaction


def locked(list_id: int) -> ListImport:
    """The list, locked until the transaction ends, without its bytes. Raises NotFound."""
    rows = ListImport.objects.defer("content").select_for_update(of=("self",), no_key=True)
    found = rows.filter(pk=list_id).first()
    if found is None:
        raise NotFound(what="这份名单")
    return found
