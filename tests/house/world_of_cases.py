"""Cases in many states for the walk through every page, and the rows that acts are done on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cases import services
from cases.models import Case, Publication, SpotPenalty
from cases.services import EvidenceFacts
from common.clock import localdate
from staff.cases.register import ACTS
from tests.factories import cases as scenes
from tests.factories import endings, filereviews
from tests.factories.accounts import UserFactory
from tests.factories.cases import CLOSING, FINE, People
from tests.factories.documents import StoredFileFactory
from tests.times import DAY, NOON

Keys = dict[str, Any]


def cases_of_all_kinds() -> dict[tuple[str, ...], list[Keys]]:
    """What may stand in the addresses of the cases' room."""
    people = People()
    rows = _cases(people)
    spot = scenes.spot(people, cash_ground="hard_later", cash_receipt_no="湘财0001")
    filed = rows[2]
    file = StoredFileFactory(photo=True)
    facts = EvidenceFacts("document", "收据", DAY, "当事人", "收费", file_id=file.pk)
    proof = services.add_evidence(filed.pk, facts, by=people.lead, at=NOON)
    return {
        ("case_id",): [{"case_id": row.pk} for row in rows],
        ("case_id", "slug"): _acts(rows),
        ("case_id", "slug", "row_id"): _row_acts(rows),
        ("case_id", "evidence_id"): [{"case_id": filed.pk, "evidence_id": proof.pk}],
        **_files(rows),
        **_reviewed(),
        ("spot_id",): [{"spot_id": row.pk} for row in (spot, _banked(people))],
    }


def _cases(people: People) -> list[Case]:
    """Clue, checked, filed with things kept, drafted, served and heard, answered, endorsed, decided."""
    clue = scenes.clue(people)
    named = scenes.checked(people)
    filed = scenes.filed(people, party=scenes.person())
    services.ask_recusal(filed.pk, people.second.pk, reason="亲属", by=people.lead, at=NOON)
    thing = [{"name": "教材", "quantity": "3本"}]
    kept = [
        services.ask_preservation(
            filed.pk, thing, reason="可能灭失", place="库房", by=people.lead, at=NOON
        )
        for _ in ("asked", "decided", "kept")
    ]
    for one in kept[1:]:
        services.decide_preservation(one.pk, approves=True, by=people.head, at=NOON)
    services.keep_things(kept[-1].pk, on=DAY, by=people.lead, at=NOON)
    drafted = scenes.ended(people, is_complex=True)
    scenes.pass_review(drafted, people)
    scenes.drafted(drafted, people)
    return [clue, named, filed, drafted, *_late(people), *_between(people), *_ended(people)]


def _late(people: People) -> list[Case]:
    heard = scenes.ended(people)
    notice = scenes.served(heard, people, FINE, CLOSING)
    services.record_statement(
        notice.pk, text="已退费", made_by="王春梅", made_on=DAY, by=people.lead, at=NOON
    )
    services.request_hearing(
        notice.pk, requested_on=DAY, requested_by="王春梅", by=people.lead, at=NOON
    )
    answered = scenes.answered(people)
    services.record_other_fine(
        answered.pk,
        department="市场监管局",
        decision_no="甲1号",
        decided_on=DAY,
        amount_fen=100_00,
        about="虚假宣传",
        by=people.lead,
        at=scenes.days(30),
    )
    waiting = scenes.answered(people)
    scenes.endorsed(waiting, people, scenes.penalty(), scenes.days(30))
    drafted = scenes.answered(people)
    scenes.drafted_decision(drafted, people, scenes.penalty(), scenes.days(30))
    decided = scenes.decided(people).case
    open_ = scenes.with_open_law(people)
    rows = (heard, answered, waiting, drafted, decided, _performing(people), open_)
    return [Case.objects.get(pk=row.pk) for row in rows]


def _between(people: People) -> list[Case]:
    """What stands between two steps only: unheard, called to a hearing, submitted, deviating."""
    unheard, called = scenes.ended(people), scenes.ended(people)
    scenes.served(unheard, people, FINE, CLOSING)
    notice = scenes.served(called, people, FINE, CLOSING)
    asked = {"requested_on": DAY, "requested_by": "王春梅", "by": people.lead, "at": NOON}
    services.call_hearing(
        services.request_hearing(notice.pk, **asked).pk,
        chair_id=people.reviewer.pk,
        clerk_id=UserFactory().pk,
        call_served_on=DAY,
        held_on=DAY + timedelta(days=9),
        place="局会议室",
        by=people.reviewer,
        at=NOON,
    )
    submitted, deviating = scenes.answered(people), scenes.answered(people)
    decision = scenes.drafted_decision(submitted, people, scenes.penalty(), scenes.days(30))
    services.submit_decision(decision.pk, opinion="建议处罚", by=people.lead, at=scenes.days(30))
    above = services.Benchmark(10_000, 20_000, "较轻档", deviation_reason="危害严重")
    scenes.endorsed(deviating, people, scenes.penalty(benchmark=above), scenes.days(30))
    return [Case.objects.get(pk=row.pk) for row in (unheard, called, submitted, deviating)]


def _performing(people: People) -> Case:
    """Served, paid in part, the rest asked to be paid later, sued."""
    case, at = endings.handed_over(people), scenes.days(31)
    by = {"by": people.lead, "at": at}
    day = localdate(at)
    services.record_payment(
        case.pk,
        part="fine",
        amount_fen=100_000,
        paid_on=day,
        channel="bank",
        reference="湘农商001",
        **by,
    )
    plan = [(day + timedelta(days=30), 200_000)]
    services.ask_deferral(case.pk, kind="later", reason="困难", requested_on=day, plan=plan, **by)
    services.record_remedy(case.pk, kind="reconsideration", body="县政府", filed_on=day, **by)
    return case


def _ended(people: People) -> list[Case]:
    """Proposed and endorsed to be closed, before the court, closed, shown and bound once."""
    asked = [endings.closing(people, endorses=endorses).case for endorses in (False, True)]
    court = endings.before_the_court(people).case
    shown = endings.closed(people)
    publication = endings.published(shown)
    endings.to_be_removed(publication)
    endings.to_be_repaired(publication)
    endings.archived_row(shown)
    return [Case.objects.get(pk=row.pk) for row in (*asked, court, shown)]


def _files(rows: list[Case]) -> dict[tuple[str, ...], list[Keys]]:
    """Bound files and packages, and what the public sees."""
    archives = [row for case in rows for row in case.archives.all()]
    shown = Publication.objects.filter(decision__case__in=rows)
    return {
        ("case_id", "archive_id"): [
            {"case_id": row.case_id, "archive_id": row.pk} for row in archives
        ],
        ("case_id", "publication_id"): [
            {"case_id": row.decision.case_id, "publication_id": row.pk} for row in shown
        ],
    }


def _reviewed() -> dict[tuple[str, ...], list[Keys]]:
    """A yearly review with one file that was scored and one that waits."""
    review = filereviews.drawn(People(), 2)
    scored, waiting = review.files.all()
    filereviews.scored(scored, 归档=0)
    return {
        ("review_id",): [{"review_id": review.pk}],
        ("file_id",): [{"file_id": file.pk} for file in (scored, waiting)],
    }


def _banked(people: People) -> SpotPenalty:
    spot = scenes.spot(people, amount_fen=None, refusal_note="当事人拒签")
    services.report_spot_penalty(spot.pk, by=people.section, at=NOON + timedelta(hours=1))
    return spot


def _acts(rows: list[Case]) -> list[Keys]:
    """Each act on a case in a state in which it is done, if there is one."""
    return [
        {"case_id": _fitting(act, rows).pk, "slug": act.slug} for act in ACTS if act.rows is None
    ]


def _fitting(act: Any, rows: list[Case]) -> Case:
    return next((row for row in rows if row.state in act.states), rows[0])


def _row_acts(rows: list[Case]) -> list[Keys]:
    """Each act on the first row on which it could be done now."""
    found = []
    for act in ACTS:
        wanted = [(row, act.rows(row).first()) for row in rows] if act.rows else []
        for case, row in [pair for pair in wanted if pair[1] is not None][:1]:
            found.append({"case_id": case.pk, "slug": act.slug, "row_id": row.pk})
    return found
