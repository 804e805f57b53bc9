"""The bad inputs of issue 5, one by one: one sentence each, nothing half done, nothing lost.

What refuses leaves every table as it was, row by row; the same with the right input goes on
afterwards. Two in the same second with real commits stand in tests/cases/test_races.py, every
kind of trouble with certificates and stamps in tests/signing, forms that cannot be read in
tests/papers/test_forms.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.core.exceptions import ValidationError

from cases import services
from cases.errors import (
    CaseDayWrong,
    ClockBehind,
    HeavierThanNotice,
    NotOnTheSpot,
    PenaltiesWrong,
    UnderAge,
)
from cases.models import Case, Decision, PriorNotice
from cases.rules import Proposed
from common.clock import at_noon, localdate
from common.errors import BadInput, Refusal, WrongState
from deadlines.models import Deadline
from deadlines.services import recompute_deadlines
from documents.errors import FileDamaged
from documents.storage import path_of
from papers.catalogue import FORMS, read_form
from papers.errors import FormFileBroken, PaperDayWrong, PaperFactsMissing, PaperFactWrong
from papers.models import OfficialPaper
from papers.services import approve_paper, change_draft, print_paper
from policies.services import load_calendar
from serving.errors import PaperNotReady, ServiceDayWrong
from signing.models import SignedFile
from signing.services import try_upgrade
from staff.papers.forms import YuanField
from tests.cases.driving.footprint import footprint, speak_now
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory
from tests.factories.cases import FACTS, FINE
from tests.factories.papers import a_paper
from tests.factories.serving import handed
from tests.signing.conftest import ca, certificate, keeper, seals  # noqa: F401 -- fixtures
from tests.times import DAY, NOON

LATE = scenes.days(30)
EXPIRED = datetime(2050, 1, 1, tzinfo=UTC)  # the test certificate ends with 2045
THIRTEEN = date(2007, 11, 10)


def refused(kind: type[Refusal], words: str, verb: Callable, *args: Any, **facts: Any) -> None:
    """The verb says one sentence, with these words in it, and every table stays as it was."""
    before = footprint()

    with pytest.raises(kind, match=words) as told:
        verb(*args, **facts)

    sentence = str(told.value)
    assert (sentence[-1], sentence.count("。")) == ("。", 1)
    assert footprint() == before


def paper_of(thing: PriorNotice | Decision, code: str) -> OfficialPaper:
    return OfficialPaper.objects.get(pk=thing.papers.get(paper__code=code).paper_id)


def test_two_approvals_in_the_same_second(people):
    one, two = (scenes.drafted(scenes.ended(people), people) for _ in range(2))
    decide = services.approve_prior_notice
    decide(one.pk, by=people.section, at=NOON)

    refused(WrongState, "现在是", decide, one.pk, by=UserFactory(section_head=True), at=NOON)

    decide(two.pk, by=people.section, at=NOON)
    speak_now()
    numbers = [paper_of(notice, "D29").number for notice in (one, two)]
    assert numbers == ["县教罚告字〔2021〕1号", "县教罚告字〔2021〕2号"]


def test_a_clock_set_back(people):
    case = scenes.filed(people)
    early = NOON - timedelta(hours=1)
    look = services.note_fines_checked

    refused(ClockBehind, "校准时间", look, case.pk, how="函询，无", by=people.lead, at=early)

    look(case.pk, how="函询，无", by=people.lead, at=NOON)


def test_a_clock_set_back_gives_no_paper_an_earlier_day(people):
    draft = a_paper("D14", at=NOON)
    head = UserFactory(section_head=True)

    refused(PaperDayWrong, "核对系统时间", approve_paper, draft.pk, by=head, at=scenes.days(-1))

    approve_paper(draft.pk, by=head, at=NOON, prints=False)
    speak_now()


def test_a_template_with_a_missing_field(people, tmp_path):
    whole = (FORMS / "D29.yaml").read_text(encoding="utf-8")
    path = tmp_path / "D29.yaml"
    path.write_text(whole.replace("label: 违法事实, ", ""), encoding="utf-8")

    refused(FormFileBroken, "有字段缺少", read_form, path)

    path.write_text(whole, encoding="utf-8")
    assert read_form(path).title == "行政处罚事先告知书"


def test_a_paper_with_a_missing_fact(people):
    notice = scenes.drafted(scenes.ended(people), people)
    paper = paper_of(notice, "D29")
    less = {key: said for key, said in paper.facts.items() if key != "contact_person"}
    change_draft(paper.pk, less, by=people.lead, at=NOON)
    approve = services.approve_prior_notice

    refused(PaperFactsMissing, "还缺少：联系人", approve, notice.pk, by=people.section, at=NOON)

    change_draft(paper.pk, paper.facts, by=people.lead, at=NOON)
    approve(notice.pk, by=people.section, at=NOON)
    speak_now()
    assert paper_of(notice, "D29").number == "县教罚告字〔2021〕1号"


@pytest.mark.parametrize("heavier", [Proposed("P3", 300_001), Proposed("P7")])
def test_a_decision_heavier_than_its_notice(people, heavier):
    case = scenes.answered(people)
    draft = services.draft_decision
    facts = scenes.penalty(heavier)

    refused(HeavierThanNotice, "告知", draft, case.pk, facts, by=people.lead, at=LATE)

    assert draft(case.pk, scenes.penalty(FINE), by=people.lead, at=LATE).penalties.count() == 1


def test_service_before_issue(people):
    case = scenes.ended(people)
    notice = scenes.approved(case, people)
    before, by = DAY - timedelta(days=1), people.lead
    note, serve = services.note_notice_served, services.serve_case_papers
    paper = paper_of(notice, "D29")

    refused(CaseDayWrong, "不能早于", note, notice.pk, served_on=before, by=by, at=NOON)
    refused(PaperNotReady, "", serve, case.pk, [paper.pk], handed(), by=by, at=NOON)
    endings.put_in_print(paper, NOON)
    early = handed(delivered_on=before)
    refused(ServiceDayWrong, "送达日期", serve, case.pk, [paper.pk], early, by=by, at=NOON)

    serve(case.pk, [paper.pk], handed(), by=by, at=NOON)
    speak_now()
    assert PriorNotice.objects.get().served_on == DAY


def test_an_expired_signing_certificate(people, certificate):  # noqa: F811 -- the fixture
    number = a_paper("D14", stage="approved").number
    paper = OfficialPaper.objects.get()

    print_paper(paper.pk, at=EXPIRED)

    paper.refresh_from_db()
    assert (paper.state, paper.document, paper.number) == ("approved", None, number)
    assert paper.print_error.startswith("签名证书“桤木县教育局”已于")
    assert paper.print_error.count("。") == 1
    before = footprint()
    print_paper(paper.pk, at=EXPIRED)  # told once
    assert footprint() == before
    print_paper(paper.pk, at=NOON)
    paper.refresh_from_db()
    assert (paper.state, paper.signature_level, paper.print_error) == ("printed", "b-b", "")


def test_a_time_stamp_service_that_is_down(people, certificate, authority, settings):  # noqa: F811
    up, settings.YUJIAN_TSA_URL = settings.YUJIAN_TSA_URL, "http://127.0.0.1:9/"
    paper = a_paper("D14", stage="printed")
    row = SignedFile.objects.get()

    assert (paper.state, paper.signature_level, row.wanted_level) == ("printed", "b-b", "b-t")
    row = try_upgrade(row.pk, at=NOON + timedelta(hours=1))
    assert "时间戳服务没有应答" in row.last_error
    assert row.last_error.count("。") == 1
    settings.YUJIAN_TSA_URL = up
    row = try_upgrade(row.pk, at=NOON + timedelta(hours=2))

    assert (row.level, row.last_error) == ("b-t", "")
    newest = row.versions.latest("pk").file
    assert newest.content.startswith(paper.document.content)


def test_a_file_changed_on_disk(people):
    case = endings.closed(people)
    clerk, at = UserFactory(registry_clerk=True), scenes.days(41)
    paper = case.papers.get(paper__code="D36").paper
    path = path_of(paper.document.sha256)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"?")

    refused(FileDamaged, "从备份中恢复", services.archive_case, case.pk, by=clerk, at=at)

    path.write_bytes(whole)
    services.archive_case(case.pk, by=clerk, at=at)
    speak_now()
    assert Case.objects.get().state == "archived"


def test_a_year_without_a_calendar(people):
    """2023 is not known: the day is counted all the same, marked, and settled when it is."""
    at = at_noon(date(2022, 12, 28))
    notice = scenes.approved(scenes.ended(people), people, at=at)
    services.note_notice_served(notice.pk, served_on=at.date(), by=people.lead, at=at)
    period = Deadline.objects.get(key="deadline.t06")
    assert period.is_provisional
    assert period.calendar_known_until == date(2022, 12, 31)

    load_calendar((2023,), at=at)
    recompute_deadlines(by=None, at=at)

    period.refresh_from_db()
    speak_now()
    assert not period.is_provisional
    change = period.changes.get()
    assert change.was_provisional
    assert "2023年12月31日" in change.why


AMOUNT = 100_012.5  # 1,000.125 yuan


def test_an_amount_with_three_decimals(people):
    case, at = scenes.ended(people), NOON
    told = services.NoticeFacts(FACTS, "依据", "理由")
    draft = services.draft_prior_notice
    wrong = [Proposed("P3", AMOUNT)]

    refused(PenaltiesWrong, "精确到分", draft, case.pk, told, wrong, by=people.lead, at=at)
    refused(NotOnTheSpot, "精确到分", scenes.spot, people, amount_fen=100.5)
    with pytest.raises(ValidationError, match=r"^\['金额应精确到分，最多两位小数。'\]$"):
        YuanField().clean("1,000.125")
    assert YuanField().clean("1,000.12") == 100_012
    draft(case.pk, told, [Proposed("P3", 100_012)], by=people.lead, at=at)
    notice = PriorNotice.objects.get()
    assert [row.amount_fen for row in notice.penalties.all()] == [100_012]


def test_an_amount_with_three_decimals_on_a_paper_and_at_the_bank(people):
    case = endings.handed_over(people)
    draft = a_paper("D52")
    fen = next(key for key, said in draft.facts.items() if key.endswith("_fen"))
    wrong = {**draft.facts, fen: AMOUNT}
    paid = {"part": "fine", "paid_on": localdate(LATE), "channel": "bank", "reference": "B1"}
    paid |= {"by": people.lead, "at": LATE}
    pay = services.record_payment

    refused(PaperFactWrong, "精确到分", change_draft, draft.pk, wrong, by=people.section, at=LATE)
    refused(BadInput, "精确到分", pay, case.pk, amount_fen=AMOUNT, **paid)

    pay(case.pk, amount_fen=100_012, **paid)
    speak_now()


def test_a_name_with_a_rare_character(people):
    """𬭎 and 㛃 are kept, found and printed as they are."""
    rare = scenes.person(name="李𬭎㛃")
    notice = scenes.approved(scenes.end(scenes.filed(people, party=rare), people), people)
    paper = paper_of(notice, "D29")

    print_paper(paper.pk, at=NOON)

    paper.refresh_from_db()
    assert (paper.state, paper.print_error) == ("printed", "")
    pdf = pypdfium2.PdfDocument(BytesIO(paper.document.content))
    assert "李𬭎㛃" in pdf[0].get_textpage().get_text_range()
    assert Case.objects.get(party__name="李𬭎㛃") == notice.case


def test_a_party_that_is_thirteen(people):
    child = scenes.person(THIRTEEN)
    case = scenes.end(scenes.filed(people, party=child), people)

    refused(UnderAge, "13周岁", scenes.drafted, case, people)
    refused(UnderAge, "不予行政处罚", scenes.spot, people, child, amount_fen=None)

    mercy = scenes.mercy(spared=scenes.spared(ground="under_age"))
    assert scenes.drafted_decision(case, people, mercy, NOON).kind == "minor"
