"""Where an example can begin: a case at each stage of its life, with the moment it stands at."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts.models import User
from cases import services
from cases.models import Case
from common.clock import at_noon
from policies.services import load_calendar
from serving.services import PartyAddress, confirm_address
from tests.cases.driving.driver import Cast, Stage
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory
from tests.factories.cases import CLOSING, FINE, People
from tests.factories.documents import StoredFileFactory
from tests.factories.serving import receipt
from tests.times import DAY, NOON

DECIDED = scenes.days(30)
SHOWN = at_noon(date(2026, 5, 6))  # under the rule on publication in force since 2026-04-01
UNUSED = at_noon(date(2022, 6, 20))  # both remedies ran out on 10 June, the urging on the 16th

Standing = tuple[Case, datetime]


def others() -> dict[str, User]:
    """Who else could try: a third officer, one whose certificate is over, one of many roles."""
    roles = ["inspector", "section_head", "legal_reviewer", "bureau_head"]
    return {
        "third": UserFactory(inspector=True, certificate=True),
        "lapsed": UserFactory(inspector=True, certificate__valid_until=date(2021, 12, 1)),
        "many": UserFactory(roles=roles, certificate=True),
        "clerk": UserFactory(registry_clerk=True),
    }


def cast_of(people: People, host: str) -> Cast:
    load_calendar((2026,), at=NOON)
    consent = {"signed_on": DAY, "signed_file": StoredFileFactory(), "consents_electronic": True}
    party = PartyAddress(scenes.SHOP.name, scenes.SHOP.credit_code, "凤凰路1号", "", "a@example.cn")
    confirm_address(party, **consent, by=people.lead, at=NOON)
    makers = {**EARLY, **LATE}
    stages = {name: _stage(maker, people) for name, maker in makers.items()}
    signed = receipt()
    kept = {"name": signed.name, "media_type": signed.content_type}
    proof = StoredFileFactory(content=signed.read(), **kept)
    return Cast(people=vars(people) | others(), stages=stages, host=host, receipt=proof)


def _stage(maker: Any, people: People) -> Stage:
    def made() -> tuple[int, datetime]:
        case, at = maker(people)
        return case.pk, at

    return made


def _young(people: People) -> Standing:
    party = scenes.person(date(2004, 11, 10))
    return scenes.end(scenes.filed(people, party=party), people), NOON


def _noticed(people: People, *penalties: services.Proposed) -> Standing:
    case = scenes.ended(people)
    scenes.served(case, people, *penalties)
    return case, NOON


def _endorsed(people: People) -> Standing:
    case = scenes.answered(people)
    scenes.endorsed(case, people, scenes.penalty(FINE), DECIDED)
    return case, DECIDED


def _spared(people: People) -> Standing:
    case = scenes.answered(people)
    # Earlier cases of a drive may have punished the party, so it is no first violation.
    slight = scenes.spared(ground="minor")
    decision = scenes.endorsed(case, people, scenes.mercy(spared=slight), DECIDED)
    services.approve_decision(decision.pk, opinion="同意", by=people.head, at=DECIDED)
    return case, DECIDED


def _urged(people: People) -> Standing:
    case = endings.handed_over(people)
    endings.urged(case, people, date(2022, 6, 1))
    return case, UNUSED


def _in_view(people: People) -> Standing:
    case = endings.handed_over(people)
    paper = endings.approved_paper(case, people, "D51", role="publication", at=SHOWN)
    told = {"where": "县政府门户网站", "on": SHOWN.date()}
    services.publish_decision(case.pk, paper.pk, **told, by=people.lead, at=SHOWN)
    return case, SHOWN


def _out(people: People, name: str) -> Standing:
    case = scenes.filed(people)
    if name == "withdrawn":
        services.withdraw_case(case.pk, reason="事实消灭", by=people.head, at=NOON)
    else:
        facts = {"receiver": "县市监局", "grounds": "不属本机关管辖"}
        services.transfer_case(case.pk, **facts, by=people.head, at=NOON)
    return case, NOON


def _archived(people: People) -> Standing:
    case, at = endings.closed(people), scenes.days(41)
    services.archive_case(case.pk, by=UserFactory(registry_clerk=True), at=at)
    return case, at


EARLY = {
    "clue": lambda people: (scenes.known_clue(people), NOON),
    "checked": lambda people: (scenes.checked(people), NOON),
    "filed": lambda people: (scenes.filed(people), NOON),
    "ended": lambda people: (scenes.ended(people), NOON),
    "ended, complex": lambda people: (scenes.ended(people, is_complex=True), NOON),
    "ended, young": _young,
    "noticed": _noticed,
    "noticed, hearing offered": lambda people: _noticed(people, CLOSING),
    "answered": lambda people: (scenes.answered(people), DECIDED),
    "endorsed": _endorsed,
}
LATE = {
    "decided": lambda people: (scenes.decided(people).case, DECIDED),
    "decided, spared": _spared,
    "served": lambda people: (endings.handed_over(people), DECIDED),
    "served, closing ordered": lambda people: (endings.handed_over(people, CLOSING), DECIDED),
    "urged in vain": _urged,
    "in view": _in_view,
    "withdrawn": lambda people: _out(people, "withdrawn"),
    "transferred": lambda people: _out(people, "transferred"),
    "closed": lambda people: (endings.closed(people), scenes.days(41)),
    "archived": _archived,
}
