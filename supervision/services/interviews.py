"""A talk is called by a numbered paper, and then held, missed or taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import CHINA, chinese_date, chinese_moment, localdate
from common.errors import NotFound
from documents.models import StoredFile
from institutions.models import Institution
from papers.services import issue_paper
from supervision.errors import InterviewDayWrong
from supervision.models import Interview
from supervision.services._common import institution_of, require_said
from supervision.states import INTERVIEW

FORM = "D18"


@dataclass(frozen=True, slots=True)
class Talk:
    """What the notice says. ``attend``: who must come; ``hosts``: who speaks for the bureau."""

    matter: str
    talk_at: datetime
    place: str
    attend: str
    hosts: str
    bring: str = ""


@transaction.atomic
def call_interview(
    institution_id: int, talk: Talk, *, by: User, at: datetime, prints: bool = True
) -> Interview:
    """Call an institution to a talk; the notice (D18) is numbered and goes to print at once.

    Raises NotAllowed, NotFound, SupervisionIncomplete, InterviewDayWrong and what
    ``papers.services.issue_paper`` raises; then nothing has changed.
    """
    require(by, Permission.INTERVIEW_HOLD)
    institution = institution_of(institution_id)
    told = {"约谈事项": talk.matter, "地点": talk.place}
    require_said("约谈通知", **told, 应当参加的人员=talk.attend, 约谈人员=talk.hosts)
    if talk.talk_at <= at:
        raise InterviewDayWrong(moment=chinese_moment(talk.talk_at), why="须晚于现在")
    facts = _facts(institution, talk)
    paper = issue_paper(FORM, facts, about=f"约谈{institution}", by=by, at=at, prints=prints)
    interview = Interview.objects.create(
        institution=institution,
        matter=talk.matter.strip(),
        talk_at=talk.talk_at,
        place=talk.place.strip(),
        attend=talk.attend.strip(),
        hosts=talk.hosts.strip(),
        paper=paper,
        called_at=at,
        called_by=by,
    )
    record("interview.call", interview, by=by, at=at, after=interview.state, number=paper.number)
    return interview


@transaction.atomic
def hold_interview(
    interview_id: int,
    *,
    attended: str,
    said: str,
    promises: str = "",
    look_again_on: date | None = None,
    record_file: StoredFile | None = None,
    by: User,
    at: datetime,
) -> Interview:
    """Enter that the talk took place: who came, what was said, what was undertaken until when.

    Raises NotAllowed, NotFound, WrongState, SupervisionIncomplete, InterviewDayWrong.
    """
    interview = _locked(interview_id)
    INTERVIEW.apply(interview, "hold", by=by, at=at)
    require_said("约谈记录", 到场人员=attended, 约谈内容=said)
    _require_over(interview, at)
    if look_again_on is not None and look_again_on <= localdate(at):
        raise InterviewDayWrong(moment=chinese_date(look_again_on), why="核查日期须晚于今天")
    interview.attended, interview.record = attended.strip(), said.strip()
    interview.promises, interview.look_again_on = promises.strip(), look_again_on
    interview.record_file = record_file
    return _ended(interview, by=by, at=at)


@transaction.atomic
def note_missed(interview_id: int, *, reason: str, by: User, at: datetime) -> Interview:
    """Enter that nobody came, and what is known of why.

    Raises NotAllowed, NotFound, WrongState, SupervisionIncomplete, InterviewDayWrong.
    """
    interview = _locked(interview_id)
    INTERVIEW.apply(interview, "miss", by=by, at=at, reason=reason.strip())
    require_said("未到场记录", 情况说明=reason)
    _require_over(interview, at)
    interview.end_reason = reason.strip()
    return _ended(interview, by=by, at=at)


@transaction.atomic
def cancel_interview(interview_id: int, *, reason: str, by: User, at: datetime) -> Interview:
    """Take the call back. Raises NotAllowed, NotFound, WrongState, SupervisionIncomplete."""
    interview = _locked(interview_id)
    INTERVIEW.apply(interview, "cancel", by=by, at=at, reason=reason.strip())
    require_said("取消约谈", 原因=reason)
    interview.end_reason = reason.strip()
    return _ended(interview, by=by, at=at)


def _ended(interview: Interview, *, by: User, at: datetime) -> Interview:
    interview.ended_at, interview.ended_by = at, by
    interview.save()
    return interview


def _locked(interview_id: int) -> Interview:
    held = Interview.objects.select_for_update(of=("self",)).select_related("institution")
    found: Interview | None = held.filter(pk=interview_id).first()
    if found is None:
        raise NotFound(what="这次约谈")
    return found


def _facts(institution: Institution, talk: Talk) -> dict[str, Any]:
    site = institution.current_site
    party = {
        "kind": "organisation",
        "name": institution.name,
        "credit_code": institution.credit_code or "",
        "licence": institution.licence_no or "",
        "person": institution.legal_person or institution.principal,
        "address": site.address if site else "",
    }
    return {
        "party": party,
        "matter": talk.matter.strip(),
        "talk_at": talk.talk_at.astimezone(CHINA).strftime("%Y-%m-%dT%H:%M"),
        "place": talk.place.strip(),
        "attend": talk.attend.strip(),
        "hosts": talk.hosts.strip(),
        "bring": talk.bring.strip(),
    }


def _require_over(interview: Interview, at: datetime) -> None:
    if at < interview.talk_at:
        moment = chinese_moment(interview.talk_at)
        raise InterviewDayWrong(moment=moment, why="约谈时间未到，不能登记")
