"""Licence terms and annual checks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date
from common.errors import BadInput
from institutions.errors import (
    AlreadyVoided,
    AnnualCheckTaken,
    EntryBeforeFormer,
    LicenceTermBackwards,
)
from institutions.models import AnnualCheck, Institution, LicenceTerm
from institutions.rules.standing import annual_result
from institutions.services import _entries, _rows
from institutions.states import AnnualResult
from policies.queries import values_on

_HUNDRED = Decimal(100)


@transaction.atomic
def renew_licence(
    institution_id: int,
    *,
    number: str,
    valid_from: date,
    valid_until: date | None,
    issuer: str = "",
    scope: str = "",
    by: User,
    at: datetime,
) -> LicenceTerm:
    """Enter a term of the licence: issued, renewed or issued anew after a change.

    The institution shows this term from now on; the term it showed before is kept as a row.

    Raises:
        NotAllowed, NotFound, BadInput, EntryTaken, LicenceNoTaken, LicenceTermBackwards.
        EntryBeforeFormer: a later term is known.
    """
    require(by, Permission.INSTITUTION_EDIT)
    told = {"number": number, "issuer": issuer, "scope": scope}
    clean = _entries.cleaned(LicenceTerm, told, told)
    clean["number"] = _rows.number(LicenceTerm, "number", number) or ""
    if valid_until is not None and valid_until < valid_from:
        raise LicenceTermBackwards(start=chinese_date(valid_from), until=chinese_date(valid_until))
    institution = _rows.locked(institution_id)
    _keep_shown_term(institution, by=by, at=at)
    latest = institution.licence_terms.first()
    if latest is not None and valid_from < latest.valid_from:
        since = chinese_date(latest.valid_from)
        raise EntryBeforeFormer(thing=institution, what="许可证期限", since=since)
    days = {"valid_from": valid_from, "valid_until": valid_until}
    term = LicenceTerm(institution=institution, **clean, **days, recorded_by=by, recorded_at=at)
    _entries.write(term, thing=institution)
    institution.licence_no = term.number
    institution.licence_from, institution.licence_until = valid_from, valid_until
    _rows.save(institution)
    _entries.tell_entry("renew_licence", term, clean | days, thing=institution, by=by, at=at)
    return term


def _keep_shown_term(institution: Institution, *, by: User, at: datetime) -> None:
    """The first renewal writes down the term that only the institution's columns knew."""
    if institution.licence_no is None or institution.licence_from is None:
        return
    institution.licence_terms.get_or_create(
        valid_from=institution.licence_from,
        defaults={
            "number": institution.licence_no,
            "valid_until": institution.licence_until,
            "recorded_by": by,
            "recorded_at": at,
        },
    )


@transaction.atomic
def record_annual_check(
    institution_id: int,
    *,
    year: int,
    score: Decimal | None,
    vetoes: Sequence[str] = (),
    checked_on: date,
    note: str = "",
    by: User,
    at: datetime,
) -> AnnualCheck:
    """Record the result of one year's check; the class follows from score and vetoes.

    Args:
        score: out of 100; may be missing only where a veto fails the check anyway.
        vetoes: of the county's parameter ``annual.vetoes`` on the day of the check.

    Raises:
        NotAllowed, NotFound, BadInput, DayInFuture.
        AnnualCheckTaken: the year has a result; void it first.
    """
    require(by, Permission.INSTITUTION_EDIT)
    note = _rows.words(AnnualCheck, "note", note)
    institution = _rows.locked(institution_id)
    _rows.require_happened("年检日期", checked_on, at=at)
    result, rule = _annual_class(year, score, vetoes, checked_on)
    told = {"score": score, "vetoes": list(vetoes), "result": result, "note": note}
    check = AnnualCheck(
        institution=institution,
        year=year,
        **told,
        rule=rule,
        checked_on=checked_on,
        recorded_by=by,
        recorded_at=at,
    )
    _save_once(check)
    _entries.tell_entry("record_annual_check", check, told, thing=institution, by=by, at=at)
    return check


def _save_once(check: AnnualCheck) -> None:
    try:
        with transaction.atomic():
            check.save()
    except IntegrityError as error:
        raise AnnualCheckTaken(thing=check.institution, year=check.year) from error


def _annual_class(
    year: int, score: Decimal | None, vetoes: Sequence[str], checked_on: date
) -> tuple[AnnualResult, str]:
    """The class by the county's parameters of the day, and those in words."""
    values = values_on(checked_on, ("annual.excellent_from", "annual.pass_from", "annual.vetoes"))
    if not 2000 <= year <= checked_on.year:
        raise BadInput(sentence=f"年度（{year}）须在2000年至年检当年之间。")
    if score is None and not vetoes:
        raise BadInput(sentence="没有得分，也没有一票否决事项，请填写得分。")
    if score is not None and not 0 <= score <= _HUNDRED:
        raise BadInput(sentence=f"得分（{score}）须在0至100之间。")
    for veto in vetoes:
        if veto not in values["annual.vetoes"]:
            raise BadInput(sentence=f"本县没有“{veto}”这一否决事项，请从列表中选择。")
    excellent, passed = values["annual.excellent_from"], values["annual.pass_from"]
    result = annual_result(score or Decimal(0), vetoes, excellent_from=excellent, pass_from=passed)
    return result, f"{excellent}分以上优秀，{passed}分以上合格，一票否决不合格"


def fail_annual_check(
    institution: Institution, year: int, *, because: str, on: date, by: User, at: datetime
) -> AnnualCheck:
    """What a black list entails: the check of the year is failed, a better result is voided.

    The caller has asked permission and locked the institution.
    """
    live = institution.annual_checks.filter(year=year, voided_at__isnull=True).first()
    if live is not None and live.result == AnnualResult.FAILED:
        return live
    if live is not None:
        _void(live, because, by=by, at=at)
    check = AnnualCheck(
        institution=institution,
        year=year,
        vetoes=[because],
        result=AnnualResult.FAILED,
        rule="积分办法：列入黑名单的，年检不合格",
        checked_on=on,
        recorded_by=by,
        recorded_at=at,
    )
    check.save()
    told = {"vetoes": check.vetoes, "result": check.result}
    _entries.tell_entry("record_annual_check", check, told, thing=institution, by=by, at=at)
    return check


@transaction.atomic
def void_annual_check(check_id: int, *, because: str, by: User, at: datetime) -> AnnualCheck:
    """Declare a wrong result void; the row stays. Raises NotAllowed, NotFound, AlreadyVoided."""
    require(by, Permission.INSTITUTION_EDIT)
    reason = _rows.words(AnnualCheck, "voided_because", because)
    if not reason:
        raise BadInput(sentence="没有写明作废原因，请填写。")
    check = _entries.locked(AnnualCheck, check_id, "这条年检结论")
    if check.voided_at is not None:
        raise AlreadyVoided(what=check)
    _void(check, reason, by=by, at=at)
    return check


def _void(check: AnnualCheck, reason: str, *, by: User, at: datetime) -> None:
    check.voided_at, check.voided_by, check.voided_because = at, by, reason
    check.save(update_fields=["voided_at", "voided_by", "voided_because"])
    record(
        "institution.void_annual_check",
        check.institution,
        by=by,
        at=at,
        old=str(check),
        reason=reason,
    )
