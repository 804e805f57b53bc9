"""A campaign file played through the services that the pages call.

Three stages, each all or nothing and each safe to repeat: everything up to the approved
papers; the printing; the serving. A file is played into a county once, by its checksum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from assignments.services import accept, answer
from assignments.states import AnswerOutcome
from common.clock import at_time, localdate
from enforcement.models import Notice
from enforcement.services import (
    DeliveryEvidence,
    approve_notice,
    draft_notice,
    endorse_notice,
    print_paper,
    serve_notice,
    submit_notice,
)
from enforcement.states import NoticeForm, NoticeState
from inspections.models import Campaign, CampaignTarget, Visit
from inspections.services import (
    VisitRecord,
    add_target,
    approve_visit,
    confirm_visit,
    note_outcome,
    open_campaign,
    plan_visit,
    record_visit,
    route_finding,
)
from inspections.states import TargetOutcome, VisitPurpose
from institutions.models import Institution
from institutions.services import SiteData, register_institution, reregister_as_nonprofit
from operations.errors import PapersNotPrinted
from operations.replay.cast import Cast, gather
from operations.replay.document import CampaignFile, load
from operations.replay.invention import Invented, Inventor
from operations.replay.scenarios import (
    Law,
    Scenario,
    found_at,
    institution_of,
    scenarios_of,
)
from policies.queries import WorkingCalendar, calendar
from reports.models import CampaignReplay, ReplayStage
from reports.services import declare_figures, finish_replay, leave_open, note_replay
from serving.states import DeliveryWay
from tenants.current import county

Progress = Callable[[str, int, int], None]  # stage, done, of
PARTNERS_A_VISIT = 2
TEAMS = 2


def replay_campaign(path: Path, *, seed: str, at: datetime, tell: Progress) -> CampaignReplay:
    """Play the file into the current county, or go on where an earlier run stopped.

    Raises CampaignFileOdd, NobodyToAct, and whatever a verb refuses; then nothing of the
    stage under way is left behind.
    """
    file = load(path)
    replay = CampaignReplay.objects.filter(file_sha256=file.sha256).first()
    if replay is None:
        with transaction.atomic():
            campaign = Player.start(file, seed=seed, tell=tell).play()
            replay = note_replay(campaign, file_sha256=file.sha256, at=at)
    if replay.stage == ReplayStage.APPROVED:
        print_papers(replay.campaign, tell=tell)
        _require_printed(replay.campaign)
        with transaction.atomic():
            serve_papers(replay.campaign, tell=tell)
            replay = finish_replay(replay.pk, at=at)
    return replay


def print_papers(campaign: Campaign, *, tell: Progress) -> None:
    """Print what is approved; a worker that prints the same paper meanwhile does no harm."""
    waiting = list(Notice.objects.of_campaign(campaign).awaiting_print().order_by("pk"))
    for done, notice in enumerate(waiting, start=1):
        assert notice.approved_at is not None  # a constraint: it has a number
        print_paper(notice.pk, at=notice.approved_at + timedelta(minutes=20))
        tell("印制文书", done, len(waiting))


def _require_printed(campaign: Campaign) -> None:
    """A paper with a character in no font waits; serving the others would call it finished."""
    waiting = Notice.objects.of_campaign(campaign).awaiting_print()
    stopped = waiting.exclude(print_error="").first()
    if waiting.exists():
        why = stopped.print_error if stopped else "印制任务还没有完成"
        raise PapersNotPrinted(campaign=campaign.name, count=waiting.count(), why=why.rstrip("。"))


def serve_papers(campaign: Campaign, *, tell: Progress) -> None:
    """Hand each paper over on the office day after its print, as a team of two does."""
    working = calendar()
    printed = Notice.objects.of_campaign(campaign).filter(state=NoticeState.PRINTED)
    papers = list(printed.select_related("institution", "drafted_by").order_by("pk"))
    for done, notice in enumerate(papers, start=1):
        moment = _moment_of_service(notice, until=campaign.ends_on, working=working)
        serve_notice(
            notice.pk,
            way=DeliveryWay.DIRECT,
            delivered_on=localdate(moment),
            evidence=DeliveryEvidence(
                recipient=notice.institution.principal,
                servers="、".join(_names(notice.visit)),
                place=notice.institution.current_site.address,
            ),
            by=notice.drafted_by,
            at=moment,
        )
        tell("送达文书", done, len(papers))


def office_day_after(day: date, *, until: date, working: WorkingCalendar) -> date:
    """The next day on which the office works; the very next day when that would be too late."""
    day += timedelta(days=1)
    later = day
    while not working.is_working(later):
        later += timedelta(days=1)
    return later if later <= until else day


def _moment_of_service(notice: Notice, *, until: date, working: WorkingCalendar) -> datetime:
    """The next office afternoon; of a paper that a worker printed in its own time, then."""
    assert notice.printed_at is not None  # a constraint: it is printed
    if localdate(notice.printed_at) != notice.approved_on:
        return notice.printed_at
    return at_time(office_day_after(notice.approved_on, until=until, working=working), 16)


def _names(visit: Visit) -> list[str]:
    """The two officers of the lead department, who also serve."""
    return [seat.user.full_name for seat in visit.officers.select_related("user")[:2]]


@dataclass(slots=True)
class Player:
    """Plays one file, institution by institution, in the order of their days."""

    file: CampaignFile
    inventor: Inventor
    cast: Cast
    tell: Progress
    working: WorkingCalendar

    @classmethod
    def start(cls, file: CampaignFile, *, seed: str, tell: Progress) -> Player:
        here = county()
        inventor = Inventor(f"{seed}:{file.sha256}", county_code=here.code, boundary=here.boundary)
        cast = gather(
            file.partners,
            inventor=inventor,
            on=file.starts_on,
            at=at_time(file.starts_on, 7),
        )
        return cls(file, inventor, cast, tell, calendar())

    def play(self) -> Campaign:
        campaign = self._open()
        scenarios = scenarios_of(self.file)
        self.inventor.dice.shuffle(scenarios)
        for place, scenario in enumerate(scenarios):
            day = self._day(place, len(scenarios))
            self._play_one(campaign, place, scenario, day)
            self.tell("检查机构", place + 1, len(scenarios))
        self._declare(campaign)
        return campaign

    def _open(self) -> Campaign:
        year, month = self.file.starts_on.year, self.file.starts_on.month
        stem = f"{year}年{month}月{self.file.plan.removesuffix('工作方案')}行动"
        name, number = stem, 1
        while Campaign.objects.filter(name=name).exists():
            number += 1
            name = f"{stem}（第{number}次）"
        return open_campaign(
            name=name,
            plan_text=f"依据《{self.file.plan}》，由教育部门牵头，会同"
            f"{'、'.join(line.name for line in self.file.partners)}开展联合检查。",
            starts_on=self.file.starts_on,
            ends_on=self.file.ends_on,
            departments=self.cast.departments,
            by=self.cast.section_head,
            at=at_time(self.file.starts_on, 7, 30),
        )

    def _day(self, place: int, total: int) -> date:
        """Visits are spread evenly and leave two days for approval and service."""
        days = (self.file.ends_on - self.file.starts_on).days - 1
        return self.file.starts_on + timedelta(days=place * days // total)

    def _play_one(self, campaign: Campaign, place: int, scenario: Scenario, day: date) -> None:
        invented = self.inventor.institution(scenario.group)
        institution = self._register(scenario, invented)
        target = add_target(
            campaign.pk,
            institution_id=institution.pk,
            group=scenario.group,
            by=self.cast.section_head,
            at=at_time(self.file.starts_on, 8),
        )
        visit = self._visit(campaign, institution, invented, place, scenario, day)
        self._route(visit, day)
        morning = office_day_after(day, until=self.file.ends_on, working=self.working)
        if scenario.form is not None:
            self._order(visit, scenario.form, day, morning)
            self._outcome(target, TargetOutcome.NOTICE, morning)
        if scenario == Scenario.REREGISTERED:
            self._reregister(institution, target, morning)

    def _register(self, scenario: Scenario, invented: Invented) -> Institution:
        return register_institution(
            institution_of(scenario, invented),
            site=SiteData(
                address=invented.address, x=invented.point.x, y=invented.point.y, accuracy_m=10
            ),
            by=self.cast.clerk,
            at=at_time(self.file.starts_on, 7, 45),
        )

    def _visit(
        self,
        campaign: Campaign,
        institution: Institution,
        invented: Invented,
        place: int,
        scenario: Scenario,
        day: date,
    ) -> Visit:
        partners = self._partners(place)
        lead, second = self._team(place)
        visit = plan_visit(
            institution.pk,
            campaign=campaign,
            planned_on=day,
            purpose=VisitPurpose.CAMPAIGN,
            officer_ids=[lead.pk, second.pk, *(officer.pk for officer in partners)],
            partner_departments=[officer.department for officer in partners],
            by=lead,
            at=at_time(day, 8, 5),
        )
        approve_visit(visit.pk, by=self.cast.section_head, at=at_time(day, 8, 20))
        self._join(visit, day)
        record_visit(
            visit.pk,
            self._record(visit, invented, scenario, place, day),
            request_id=uuid5(NAMESPACE_URL, f"{self.file.sha256}:{place}"),
            by=lead,
            at=at_time(day, 18),
        )
        return confirm_visit(visit.pk, by=self.cast.section_head, at=at_time(day, 18, 30))

    def _team(self, place: int):
        first = place * 2 % len(self.cast.inspectors)
        return self.cast.inspectors[first], self.cast.inspectors[first + 1]

    def _partners(self, place: int):
        officers = list(self.cast.partners.values())
        wanted = min(PARTNERS_A_VISIT, len(officers))
        return [officers[(place * wanted + step) % len(officers)] for step in range(wanted)]

    def _join(self, visit: Visit, day: date) -> None:
        for link in visit.assignment_links.select_related("assignment__asked_of"):
            officer = self.cast.partners[link.assignment.asked_of.code]
            accept(link.assignment_id, by=officer, at=at_time(day, 8, 30))
            answer(
                link.assignment_id,
                text=f"已派{officer.full_name}参加联合检查。",
                outcome=AnswerOutcome.ATTENDED,
                by=officer,
                at=at_time(day, 8, 40),
            )

    def _record(
        self, visit: Visit, invented: Invented, scenario: Scenario, place: int, day: date
    ) -> VisitRecord:
        found = found_at(scenario, visit.checklist, Law.on(day), self.inventor)
        starts_at = at_time(day, self._hour(place, scenario, day), 10)
        return VisitRecord(
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=self.inventor.dice.randint(25, 45)),
            point=self.inventor.near(invented.point, metres=25),
            place_text=invented.address,
            person_present=invented.principal,
            person_role="负责人",
            answers=found.answers,
            findings=found.findings,
        )

    def _hour(self, place: int, scenario: Scenario, day: date) -> int:
        """Pupils can be seen in a lesson on a school day only after school."""
        if scenario.teaches and self.working.is_working(day):
            return 16 + place // TEAMS % 2
        return 9 + place % 6

    def _route(self, visit: Visit, day: date) -> None:
        """What belongs to another department goes there, if it takes part."""
        departments = {
            officer.department.kind: officer.department for officer in self.cast.partners.values()
        }
        for finding in visit.findings.routed().select_related("routed"):
            department = departments.get(finding.routed.department_kind)
            if department is not None:
                route_finding(
                    finding.pk,
                    department=department,
                    due_on=day + timedelta(days=15),
                    by=self.cast.section_head,
                    at=at_time(day, 18, 40),
                )

    def _order(self, visit: Visit, form: NoticeForm, day: date, morning: date) -> None:
        """Drafted the same evening, decided the next office morning, one by one."""
        drafter = visit.recorded_by
        notice = draft_notice(visit.pk, form=form, by=drafter, at=at_time(day, 19))
        submit_notice(notice.pk, by=drafter, at=at_time(day, 19, 10))
        head, moment = self.cast.section_head, at_time(morning, 9)
        if form == NoticeForm.STOP:
            endorse_notice(notice.pk, by=head, at=moment)
            head, moment = self.cast.bureau_head, at_time(morning, 10)
        approve_notice(notice.pk, by=head, at=moment, prints=False)

    def _reregister(self, institution: Institution, target: CampaignTarget, on: date) -> None:
        reregister_as_nonprofit(
            institution.pk,
            on=on,
            note="统一登记为非营利性机构。",
            by=self.cast.clerk,
            at=at_time(on, 15),
        )
        self._outcome(target, TargetOutcome.REREGISTERED_NONPROFIT, on)

    def _outcome(self, target: CampaignTarget, outcome: TargetOutcome, on: date) -> None:
        moment = at_time(on, 17)
        note_outcome(target.pk, outcome=outcome, by=self.cast.section_head, at=moment)

    def _declare(self, campaign: Campaign) -> None:
        at = at_time(self.file.ends_on, 17)
        declare_figures(campaign.pk, self.file.declared, by=self.cast.clerk, at=at)
        for problem in self.file.open_problems:
            leave_open(campaign.pk, problem, by=self.cast.clerk, at=at)
