"""A county words a paragraph of a form anew, from a day on. What was approved stays as it was."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from papers.catalogue import Form, get_form
from papers.errors import WordingWrong
from papers.models import FormWording
from papers.wording import names_in, paragraph_problem


@transaction.atomic
def set_wording(
    code: str,
    paragraph: str,
    text: str,
    valid_from: date,
    *,
    source: str,
    by: User,
    at: datetime,
) -> FormWording:
    """Set a paragraph's words from a day on; an empty text leaves the paragraph out.

    The same again changes nothing. Raises NotAllowed, FormMissing, WordingWrong.
    """
    require(by, Permission.POLICY_EDIT)
    form = get_form(code, valid_from)
    if why := _problem(form, paragraph, text, source):
        raise WordingWrong(form=form, paragraph=paragraph, why=why)
    stored = FormWording.objects.filter(code=code, paragraph=paragraph, valid_from=valid_from)
    if (row := stored.first()) is not None:
        if row.text == text:
            return row
        raise WordingWrong(form=form, paragraph=paragraph, why="同一天起的表述已经设定")
    row = FormWording.objects.create(
        code=code,
        paragraph=paragraph,
        text=text,
        valid_from=valid_from,
        source=source.strip(),
        set_at=at,
        set_by=by,
    )
    record("form_wording.set", row, by=by, at=at, source=source.strip())
    return row


def _problem(form: Form, paragraph: str, text: str, source: str) -> str:
    old = next((part for part in form.text if part.key == paragraph), None)
    if old is None:
        return f"本文书的段落只有{'、'.join(part.key for part in form.text) or '（无）'}"
    if not source.strip():
        return "没有写明依据的文件"
    if why := paragraph_problem(form, text):
        return why
    required = {field.key for field in form.fields if field.required}
    elsewhere = {name for part in form.text if part is not old for name in names_in(part.text)}
    lost = (names_in(old.text) & required) - names_in(text) - elsewhere
    labels = [form.by_key[key].label for key in sorted(lost)]
    return f"不再写明{'、'.join(labels)}" if labels else ""
