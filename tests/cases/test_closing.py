"""Closing on a ground, the file bound and packed, and an archived case that stays."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest

from cases import services
from cases.errors import NotArchivable, NotClosable
from cases.models import CaseArchive, CaseDeadline, CasePaper
from cases.states import CaseState
from common.errors import WrongState
from policies.queries import parameter
from policies.services import set_parameter
from serving.errors import PaperArchived
from serving.services import void_unserved_paper
from tests.cases.guarding import change, refused_by
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory
from tests.factories.papers import a_paper

LATER = scenes.days(41)


def test_a_case_that_owes_money_is_not_performed(people):
    case = endings.handed_over(people)
    told = {"ground": "performed", "execution": "未缴"}

    with pytest.raises(NotClosable):
        services.ask_closing(case.pk, **told, by=people.lead, at=LATER)
    with refused_by("case_is_closed_on_an_approved_ground"):
        step = case.steps.last()
        step.pk, step.no, step.action = None, step.no + 1, "close"
        step.source, step.target = "served", "closed"
        step.save(force_insert=True)
        change(case, state="closed", step_count=step.no)


def test_a_ground_that_the_county_does_not_list_closes_nothing(people):
    case = endings.handed_over(people)
    told = {"ground": "terminated", "execution": "当事人已注销", "by": people.lead}
    words = dict(parameter("case.closing_conditions", LATER.date()))
    assert words.pop("terminated") == "当事人死亡或者终止且无权利义务承受人"
    day, source = LATER.date(), "本县结案办法"
    editor = UserFactory(system_administrator=True)
    set_parameter(
        "case.closing_conditions", words, valid_from=day, source=source, by=editor, at=LATER
    )

    with pytest.raises(NotClosable, match="没有“终止”"):
        services.ask_closing(case.pk, **told, at=LATER)

    services.ask_closing(case.pk, **told, at=LATER - timedelta(days=1))


def test_the_county_words_its_conditions(people):
    case = endings.handed_over(people)
    told = {"ground": "no_penalty", "execution": "未处罚"}

    with pytest.raises(NotClosable, match="不符合“决定不予行政处罚”的条件"):
        services.ask_closing(case.pk, **told, by=people.lead, at=LATER)


def test_a_closed_case_has_no_open_clock_but_those_of_publication(people, check_now):
    case = endings.closed(people)
    check_now()

    assert case.state == CaseState.CLOSED
    opened = CaseDeadline.objects.filter(case=case, deadline__state="running")
    assert {one.role for one in opened} == {"publication"}


def test_an_archived_case_is_bound_packed_and_stays(people, check_now):
    case = endings.closed(people)
    clerk = UserFactory(registry_clerk=True)
    archive = services.archive_case(case.pk, by=clerk, at=LATER)
    check_now()

    with pikepdf.open(BytesIO(archive.bound.content)) as bound:
        assert len(bound.pages) >= archive.paper_count
    with ZipFile(BytesIO(archive.package.content)) as package:
        assert sha256(package.read("SHA256SUMS")).hexdigest() == archive.checksum
        first = sorted(name for name in package.namelist() if name.startswith("文书/"))[1]
        assert "行政处罚决定书" in first
    case.refresh_from_db()
    assert (case.state, archive.retention) == (CaseState.ARCHIVED, "30年")
    with pytest.raises(WrongState):
        services.archive_case(case.pk, by=clerk, at=LATER)
    with refused_by("archived_case_takes_nothing"):
        CasePaper.objects.create(case=case, paper=a_paper("D32"), role="other")


def test_a_later_paper_needs_the_head_and_another_archive(people):
    case = endings.closed(people)
    by = UserFactory(registry_clerk=True)
    services.archive_case(case.pk, by=by, at=LATER)

    services.reopen_archived(case.pk, reason="补入法院文书", by=people.head, at=LATER)
    paper = services.draft_case_paper(
        case.pk, "D50", scenes.rest_of("D50"), role="other", by=people.lead, at=LATER
    )
    with pytest.raises(NotArchivable):
        services.archive_case(case.pk, by=by, at=LATER)

    assert (paper.state, CaseArchive.objects.count()) == ("draft", 1)


def test_an_archived_file_takes_no_paper_and_loses_none(people):
    case = endings.closed(people)
    services.archive_case(case.pk, by=UserFactory(registry_clerk=True), at=LATER)
    cover = case.papers.get(paper__code="D48").paper
    facts = scenes.rest_of("D50")

    with pytest.raises(WrongState):
        services.draft_case_paper(case.pk, "D50", facts, role="other", by=people.lead, at=LATER)
    with pytest.raises(PaperArchived):
        void_unserved_paper(cover.pk, reason="有误", by=people.lead, at=LATER)

    cover.refresh_from_db()
    assert cover.state == "printed"


def test_an_archived_case_is_neither_withdrawn_nor_given_away(people):
    case = endings.closed(people)
    services.archive_case(case.pk, by=UserFactory(registry_clerk=True), at=LATER)

    with pytest.raises(WrongState):
        services.withdraw_case(case.pk, reason="事实消灭", by=people.head, at=LATER)
    told = {"receiver": "市场监督管理局", "grounds": "不属本机关管辖"}
    with pytest.raises(WrongState):
        services.transfer_case(case.pk, **told, by=people.head, at=LATER)
