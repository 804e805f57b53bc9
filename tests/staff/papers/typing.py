"""What a browser sends of the form of a draft that nobody touched."""

from __future__ import annotations

from typing import Any

from staff.papers.rows import RowsField


def typed(form: Any) -> dict[str, Any]:
    """Every input with what stands in it, the rows' inputs by their own names."""
    sent: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if isinstance(field, RowsField):
            for no, row in enumerate(value or []):
                sent |= {f"{name}-{no}-{key}": text for key, text in row.items()}
        else:
            sent[name] = "" if value is None else value
    return sent
