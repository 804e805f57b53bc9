"""A county words a part of a form anew, from a day on. What was approved stays as it was.

One person proposes, another takes: words on paper bind the county like an article does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission as P
from audit.services import record
from common.clock import chinese_date, localdate
from common.errors import NotAllowed, NotFound
from documents.rendering import TAGGED, render_pdf
from papers.catalogue import Form, get_form
from papers.composition import NUMBER_TO_COME, Setting, compose
from papers.county_words import part_label, parts_of, worded, wording_problem
from papers.errors import WordingBySamePerson, WordingWrong
from papers.facts import issuer_words
from papers.models import FormWording, WordingProposal
from papers.queries import get_wording_proposal, own_words, same_proposals
from papers.specimens import specimen_facts
from papers.states import WORDING, WordingState
from tenants.current import county

SPECIMEN_MARK = "样张"


@dataclass(frozen=True, slots=True)
class Words:
    """What is proposed: a text, nothing (the paragraph is left out), or the standard again."""

    text: str
    is_standard: bool = False


@transaction.atomic
def propose_wording(
    code: str,
    part: str,
    words: Words,
    valid_from: date,
    *,
    source: str,
    by: User,
    at: datetime,
    also: Collection[str] = (),
) -> WordingProposal:
    """Propose the words of one part from a day on; another person takes them.

    Args:
        part: a key of ``county_words.parts_of``.
        also: other forms for whose part of the same key the same is proposed; all or none.

    Raises NotAllowed, FormMissing, WordingWrong.
    """
    require(by, P.POLICY_EDIT)
    rows = [_proposed(one, part, words, valid_from, source, by, at) for one in (code, *also)]
    return rows[0]


def _proposed(
    code: str, part: str, words: Words, valid_from: date, source: str, by: User, at: datetime
) -> WordingProposal:
    form = get_form(code, valid_from)
    text = "" if words.is_standard else _plain(words.text)
    why = _problem(form, part, text, valid_from, is_standard=words.is_standard, today=localdate(at))
    if why := why or _not_now(code, part, source):
        raise _wrong(form, part, why)
    row = WordingProposal.objects.create(
        code=code,
        paragraph=part,
        text=text,
        is_standard=words.is_standard,
        valid_from=valid_from,
        source=source.strip(),
        proposed_at=at,
        proposed_by=by,
    )
    record("wording_proposal.propose", row, by=by, at=at, source=row.source)
    return row


@transaction.atomic
def take_wording(
    proposal_id: int, *, by: User, at: datetime, with_same: bool = False
) -> FormWording:
    """Take what somebody else proposed. It holds from its day, or from today if that is past.

    ``with_same`` takes with it what the same person proposed in the same words for other forms.

    Raises NotAllowed, NotFound, WrongState, WordingBySamePerson, WordingWrong; then none is taken.
    """
    row = get_wording_proposal(proposal_id)
    keys = {row.pk, *(one.pk for one in same_proposals(row))} if with_same else {row.pk}
    held = {pk: _locked(pk) for pk in sorted(keys)}  # in one order, so that two never cross
    wording = _taken(held.pop(row.pk), by=by, at=at)
    for other in held.values():
        _taken(other, by=by, at=at)
    return wording


def _taken(row: WordingProposal, *, by: User, at: datetime) -> FormWording:
    WORDING.apply(row, "take", by=by, at=at)
    if row.proposed_by_id == by.pk:
        raise WordingBySamePerson(proposal=row)
    today = localdate(at)
    day = max(row.valid_from, today)
    form = get_form(row.code, day)
    why = _problem(form, row.paragraph, row.text, day, is_standard=row.is_standard, today=today)
    if why:
        raise _wrong(form, row.paragraph, why)
    wording = FormWording.objects.create(
        code=row.code,
        paragraph=row.paragraph,
        text=row.text,
        is_standard=row.is_standard,
        valid_from=day,
        source=row.source,
        set_at=at,
        set_by=by,
    )
    row.taken_at, row.taken_by, row.wording = at, by, wording
    row.save(update_fields=["state", "taken_at", "taken_by", "wording"])
    record("form_wording.set", wording, by=by, at=at, source=row.source)
    return wording


@transaction.atomic
def discard_wording(proposal_id: int, *, by: User, at: datetime) -> WordingProposal:
    """Leave what waits. Raises NotAllowed, NotFound, WrongState."""
    if not (by.has(P.POLICY_EDIT) or by.has(P.POLICY_CONFIRM)):
        raise NotAllowed(what=P.POLICY_EDIT.label)
    by.require_here()
    row = _locked(proposal_id)
    WORDING.apply(row, "discard", by=by, at=at)
    row.save(update_fields=["state"])
    return row


def sound_form(code: str, on: date) -> Form:
    """The form in the county's words, if it can be printed on that day.

    A later edition of a form may ask for a fact that older words do not print. Raises FormMissing,
    WordingWrong.
    """
    return _sound(code, on, {})


def specimen_pdf(code: str, words: Mapping[str, str], on: date) -> bytes:
    """The form in the county's words, and in these where they differ, printed on named blanks.

    Raises FormMissing, WordingWrong, ParameterMissing, GlyphMissing. Keeps nothing.
    """
    form = _sound(code, on, words)
    setting = Setting(
        words=issuer_words(on),
        number=NUMBER_TO_COME,
        date=chinese_date(on),
        is_demonstration=county().is_demonstration,
        mark=SPECIMEN_MARK,
    )
    view = compose(form, specimen_facts(form), setting)
    return render_pdf(view["template"], view, variant=TAGGED)


def words_on(proposal: WordingProposal, on: date) -> dict[str, str]:
    """What taking a proposal would put in place, as ``specimen_pdf`` wants it."""
    standard = parts_of(get_form(proposal.code, on)).get(proposal.paragraph, "")
    return {proposal.paragraph: standard if proposal.is_standard else proposal.text}


def wording_refusal(code: str, part: str, text: str, on: date) -> str:
    """Why these words could not be proposed for that day, as one sentence; empty when they could.

    Raises FormMissing.
    """
    form = get_form(code, on)
    why = _words_problem(form, part, _plain(text), on)
    return str(_wrong(form, part, why)) if why else ""


def _problem(form: Form, part: str, text: str, day: date, *, is_standard: bool, today: date) -> str:
    if part not in parts_of(form):
        return "本文书没有这一段"
    if day < today:
        return "起始日期不能早于今天"
    rows = FormWording.objects.filter(code=form.code, paragraph=part)
    if rows.filter(valid_from=day).exists():
        return f"自{chinese_date(day)}起的表述已经设定，请另选一个起始日期"
    return _words_problem(form, part, parts_of(form)[part] if is_standard else text, day)


def _words_problem(form: Form, part: str, text: str, day: date) -> str:
    """The words beside the county's others, on that day and whenever another part changes later."""
    rows = FormWording.objects.filter(code=form.code, valid_from__gt=day)
    later = rows.exclude(paragraph=part).values_list("valid_from", flat=True)
    ends = rows.filter(paragraph=part).order_by("valid_from").values_list("valid_from", flat=True)
    until = ends.first() or date.max
    for on in (day, *(one for one in later if one < until)):
        standard = get_form(form.code, on)
        own = {**own_words(form.code, on), part: text}
        found, why = wording_problem(standard, worded(standard, own))
        if why:
            where = "" if found == part else f"（{part_label(standard, found)}）"
            return f"{why}{where}"
    return ""


def _not_now(code: str, part: str, source: str) -> str:
    """Why nothing can be proposed for this part at all."""
    if not source.strip():
        return "没有写明依据的文件"
    rows = WordingProposal.objects.filter(code=code, paragraph=part, state=WordingState.WAITING)
    return "已有一份修改等待采用，请先采用或者放弃它" if rows.exists() else ""


def _sound(code: str, on: date, words: Mapping[str, str]) -> Form:
    standard = get_form(code, on)
    form = worded(standard, {**own_words(code, on), **words})
    part, why = wording_problem(standard, form)
    if why:
        raise _wrong(standard, part, why)
    return form


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _wrong(form: Form, part: str, why: str) -> WordingWrong:
    return WordingWrong(form=form.title, paragraph=part_label(form, part), why=why)


def _locked(proposal_id: int) -> WordingProposal:
    rows = WordingProposal.objects.select_for_update(of=("self",))
    row: WordingProposal | None = rows.filter(pk=proposal_id).first()
    if row is None:
        raise NotFound(what="这份表述的修改")
    return row
