"""Scenes of two people who do the same after a decision at the same moment.

Each scene gives two acts and how often their effect stands afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from accounts.models import User
from cases import services
from cases.models import (
    Case,
    CaseArchive,
    CaseDeadline,
    Remedy,
    Removal,
)
from common.clock import localdate
from serving.models import Delivery
from tests.cases.driving.stages import DECIDED, LATE, SHOWN, UNUSED
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory
from tests.factories.cases import People
from tests.factories.serving import handed, tried

Act = Callable[[], object]
Race = tuple[Act, Act, Callable[[], int]]
TODAY, DAY = localdate(DECIDED), timedelta(days=1)


def two(verb: Callable[..., object], *args: Any, by: tuple[User, User], **facts: Any) -> list[Act]:
    """The same act by two people. Facts that are pairs differ between them."""
    acts: list[Act] = []
    for place, person in enumerate(by):
        own = {name: v[place] if isinstance(v, tuple) else v for name, v in facts.items()}
        acts.append(partial(verb, *args, by=person, **own))
    return acts


def officers(people: People) -> tuple[User, User]:
    return people.lead, people.second


def heads(people: People) -> tuple[User, User]:
    return people.head, people.deputy


def sections(people: People) -> tuple[User, User]:
    return people.section, UserFactory(section_head=True)


def steps(case: Case, action: str) -> Callable[[], int]:
    return lambda: case.steps.filter(action=action).count()


def serve(people: People) -> Race:
    decision = scenes.decided(people)
    papers = endings.printed(decision, DECIDED)
    told = handed(delivered_on=TODAY)
    verb = services.serve_case_papers
    acts = two(verb, decision.case_id, papers, told, by=officers(people), at=DECIDED)
    count = Delivery.objects.filter(paper__in=papers, repeats__isnull=True).count
    return *acts, lambda: count() // 2


def hand_to_police(people: People) -> Race:
    """One handing over begins one transfer."""
    case = endings.for_the_police(people, endings.registered())
    told = {"receipt": ("回执1号", "回执2号"), "signer": "赵民警"}
    at = scenes.NOON + timedelta(hours=3)
    acts = two(services.hand_to_police, case.pk, **told, by=officers(people), at=at)
    return *acts, case.transfers.count


def pay(people: People) -> Race:
    """Two lines of the bank for one whole fine."""
    case = endings.handed_over(people)
    told = {"part": "fine", "amount_fen": 300_000, "paid_on": TODAY, "channel": "bank"}
    verb, by = services.record_payment, officers(people)
    told |= {"reference": (f"甲{case.pk}", f"乙{case.pk}")}
    return *two(verb, case.pk, **told, by=by, at=DECIDED), case.payments.count


def book_one_line_twice(people: People) -> Race:
    """One line of the bank for two cases."""
    cases = [endings.handed_over(people), endings.handed_over(people)]
    told = {"part": "fine", "amount_fen": 1, "paid_on": TODAY, "channel": "bank"}
    told |= {"reference": f"一{cases[0].pk}", "by": people.lead, "at": DECIDED}
    acts = [partial(services.record_payment, case.pk, **told) for case in cases]
    return *acts, lambda: sum(case.payments.count() for case in cases)


def reverse(people: People) -> Race:
    case = endings.handed_over(people)
    told = {"part": "fine", "amount_fen": 1, "paid_on": TODAY, "channel": "bank"}
    told |= {"reference": f"冲{case.pk}", "by": people.lead, "at": DECIDED}
    paid = services.record_payment(case.pk, **told)
    acts = two(services.reverse_payment, paid.pk, reason="有误", by=sections(people), at=DECIDED)
    return *acts, case.payments.filter(reverses__isnull=False).count


def _later(case: Case) -> dict[str, Any]:
    told = {"kind": "later", "reason": "困难", "requested_on": TODAY, "at": DECIDED}
    return told | {"plan": [(TODAY + 30 * DAY, 300_000)]}


def ask_deferral(people: People) -> Race:
    case = endings.handed_over(people)
    acts = two(services.ask_deferral, case.pk, **_later(case), by=officers(people))
    return *acts, case.deferrals.count


def decide_deferral(people: People) -> Race:
    """One grants, one refuses."""
    case = endings.handed_over(people)
    asked = services.ask_deferral(case.pk, **_later(case), by=people.lead)
    told = {"grants": (True, False), "answer": "意见", "at": DECIDED}
    acts = two(services.decide_deferral, asked.pk, **told, by=heads(people))
    return *acts, steps(case, "deferral_decided")


def record_remedy(people: People) -> Race:
    case = endings.handed_over(people)
    kinds = ("reconsideration", "litigation")
    told = {"kind": kinds, "body": "县人民政府", "filed_on": TODAY, "at": DECIDED}
    return *two(services.record_remedy, case.pk, **told, by=officers(people)), case.remedies.count


def _remedy(people: People, case: Case, at: Any) -> Remedy:
    told = {"kind": "reconsideration", "body": "县人民政府", "filed_on": localdate(at)}
    return services.record_remedy(case.pk, **told, by=people.lead, at=at)


def end_remedy(people: People) -> Race:
    case = endings.handed_over(people)
    remedy = _remedy(people, case, DECIDED)
    results = {"result": ("upheld", "annulled"), "text": "决定", "received_on": TODAY}
    acts = two(services.end_remedy, remedy.pk, **results, by=officers(people), at=DECIDED)
    return *acts, steps(case, "remedy_ended")


def answer_court(people: People) -> Race:
    case, told = _to_court(people)
    asked = services.apply_to_court(case.pk, **told, by=people.lead)
    answers = {"answer": ("accepted", "rejected"), "on": UNUSED.date(), "text": "裁定"}
    acts = two(services.note_court_answer, asked.pk, **answers, by=officers(people), at=UNUSED)
    return *acts, steps(case, "court_answered")


def apply_to_court(people: People) -> Race:
    case, told = _to_court(people)
    acts = two(services.apply_to_court, case.pk, **told, by=officers(people))
    return *acts, case.court_applications.count


def _to_court(people: People) -> tuple[Case, dict[str, Any]]:
    case, _ = LATE["urged in vain"](people)
    paper = endings.approved_paper(case, people, "D45", role="court", at=UNUSED)
    told = {"paper_id": paper.pk, "court": "县人民法院", "applied_on": UNUSED.date(), "at": UNUSED}
    return case, told


def publish(people: People) -> Race:
    case = endings.handed_over(people)
    paper = endings.approved_paper(case, people, "D51", role="publication", at=SHOWN)
    told = {"where": "县政府网站", "on": SHOWN.date(), "at": SHOWN}
    acts = two(services.publish_decision, case.pk, paper.pk, **told, by=officers(people))
    return *acts, CaseDeadline.objects.filter(case=case, role="removal").count


def _fallen(people: People) -> Case:
    case, _ = LATE["in view"](people)
    remedy = _remedy(people, case, SHOWN)
    told = {"result": "annulled", "received_on": SHOWN.date(), "text": "撤销"}
    services.end_remedy(remedy.pk, **told, by=people.lead, at=SHOWN)
    return case


def withdraw_publication(people: People) -> Race:
    case = _fallen(people)
    told = {"reason": "决定已被撤销", "at": SHOWN}
    acts = two(services.withdraw_publication, case.pk, **told, by=officers(people))
    return *acts, CaseDeadline.objects.filter(case=case, role="withdrawal").count


def note_removed(people: People) -> Race:
    case = _fallen(people)
    told = {"reason": "决定已被撤销", "by": people.lead, "at": SHOWN}
    row = services.withdraw_publication(case.pk, **told)
    gone = {"on": SHOWN.date(), "proof": "已无法打开", "at": SHOWN}
    acts = two(services.note_removed, row.pk, **gone, by=officers(people))
    return *acts, Removal.objects.filter(pk=row.pk, removed_at__isnull=False).count


RIPE = SHOWN + 100 * DAY


def ask_repair(people: People) -> Race:
    case, _ = LATE["in view"](people)
    told = {"requested_on": RIPE.date(), "ground": "已履行", "at": RIPE}
    acts = two(services.ask_repair, case.pk, **told, by=officers(people))
    return *acts, case.decisions.get().publication.repairs.count


def decide_repair(people: People) -> Race:
    case, _ = LATE["in view"](people)
    told = {"requested_on": RIPE.date(), "ground": "已履行", "at": RIPE}
    asked = services.ask_repair(case.pk, **told, by=people.lead)
    said = {"repairs": (True, False), "answer": "意见", "at": RIPE}
    acts = two(services.decide_repair, asked.pk, **said, by=heads(people))
    shown = case.decisions.get().publication
    return *acts, shown.repairs.exclude(state="asked").count


def _paid(people: People) -> Case:
    case = endings.handed_over(people)
    told = {"part": "fine", "amount_fen": 300_000, "paid_on": TODAY, "channel": "bank"}
    told |= {"reference": f"清{case.pk}", "by": people.lead, "at": DECIDED}
    services.record_payment(case.pk, **told)
    return case


PERFORMED = {"ground": "performed", "execution": "已缴清", "at": DECIDED}


def ask_closing(people: People) -> Race:
    case = _paid(people)
    acts = two(services.ask_closing, case.pk, **PERFORMED, by=officers(people))
    return *acts, case.closings.count


def endorse_closing(people: People) -> Race:
    case = _paid(people)
    asked = services.ask_closing(case.pk, **PERFORMED, by=people.lead)
    acts = two(services.endorse_closing, asked.pk, opinion="同意", by=sections(people), at=DECIDED)
    return *acts, steps(case, "closing_endorsed")


def _endorsed(people: People) -> tuple[Case, int]:
    case = _paid(people)
    asked = services.ask_closing(case.pk, **PERFORMED, by=people.lead)
    form = ("D47", scenes.rest_of("D47"))
    services.draft_case_paper(case.pk, *form, role="closing", by=people.lead, at=DECIDED)
    services.endorse_closing(asked.pk, opinion="同意", by=people.section, at=DECIDED)
    return case, asked.pk


def approve_closing(people: People) -> Race:
    case, pk = _endorsed(people)
    acts = two(services.approve_closing, pk, opinion="同意", by=heads(people), at=DECIDED)
    return *acts, steps(case, "close")


def approve_and_return_closing(people: People) -> Race:
    case, pk = _endorsed(people)
    approve = partial(services.approve_closing, pk, opinion="同意", by=people.head, at=DECIDED)
    give_back = partial(services.return_closing, pk, reason="再查", by=people.deputy, at=DECIDED)
    ends = case.steps.filter(action__in=("close", "closing_returned"))
    return approve, give_back, ends.count


def archive(people: People) -> Race:
    case, at = endings.closed(people), scenes.days(41)
    clerks = UserFactory(registry_clerk=True), UserFactory(registry_clerk=True)
    acts = two(services.archive_case, case.pk, by=clerks, at=at)
    return *acts, CaseArchive.objects.filter(case=case).count


def reopen_archived(people: People) -> Race:
    case, at = LATE["archived"](people)
    acts = two(services.reopen_archived, case.pk, reason="补件", by=heads(people), at=at)
    return *acts, steps(case, "reopen_archived")


def start_served(people: People) -> Race:
    """A decision left by public notice, its sixty days over, found by two nights."""
    decision = scenes.decided(people)
    papers = endings.printed(decision, DECIDED)
    lost = tried(hindrance="unknown", tried_on=TODAY)
    services.record_case_attempt(decision.case_id, papers, lost, by=people.lead, at=DECIDED)
    told = handed(way="public_notice", delivered_on=TODAY, reason="下落不明", place="县日报")
    verb = services.serve_case_papers
    verb(decision.case_id, papers, told, by=people.lead, at=DECIDED)
    night = partial(services.start_served, at=DECIDED + 70 * DAY)
    return night, night, steps(decision.case, "serve")


def open_court_windows(people: People) -> Race:
    case, at = LATE["urged in vain"](people)
    night = partial(services.open_court_windows, at=at)
    return night, night, CaseDeadline.objects.filter(case=case, role="court").count


def list_removals(people: People) -> Race:
    case, at = LATE["in view"](people)
    shown = case.decisions.get().publication
    night = partial(services.list_removals, at=at + 400 * DAY)
    return night, night, shown.removals.count


RACES = (
    *(serve, hand_to_police, pay, book_one_line_twice, reverse, ask_deferral, decide_deferral),
    *(record_remedy, end_remedy, apply_to_court, answer_court),
    *(publish, withdraw_publication, note_removed, ask_repair, decide_repair),
    *(ask_closing, endorse_closing, approve_closing, approve_and_return_closing),
    *(archive, reopen_archived),
)
NIGHTS = (start_served, open_court_windows, list_removals)
