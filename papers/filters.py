"""What the list of papers is narrowed by."""

from collections.abc import Callable
from datetime import date
from typing import Any

from common.filters import Asker, Filters, OneOf, Pick
from papers.catalogue import all_forms
from papers.states import PaperState


def _of_form(code: str) -> Callable[[Any, Asker], Any]:
    return lambda rows, asker: rows.filter(code=code)


class PaperFilters(Filters):
    title = "papers"
    filters = (
        Pick(
            name="form",
            label="文种",
            says="the form of the paper",
            # The newest edition of every form, whatever the day.
            picks={
                form.code: (f"{form.code} {form.title}", _of_form(form.code))
                for form in all_forms(date.max)
            },
        ),
        OneOf(name="state", label="状态", says="its state now", choices=PaperState),
    )
