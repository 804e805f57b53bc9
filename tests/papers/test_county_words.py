"""A county's own words: proposed by one, taken by another, frozen on paper, never silent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed, WrongState
from documents.rendering import text_of
from papers.catalogue import all_forms, get_form
from papers.county_words import no_longer_said, part_problem, parts_of, worded
from papers.errors import WordingBySamePerson, WordingWrong
from papers.models import FormWording, WordingProposal
from papers.queries import form_with_wording
from papers.services import approve_paper, specimen_pdf, take_wording
from papers.services.wording import discard_wording
from papers.states import WordingState
from papers.wording import text_problem
from tests.factories.accounts import UserFactory
from tests.factories.papers import OWN_WORDS, a_paper, a_proposal, a_wording, approver_of
from tests.papers.facts import flat
from tests.papers.guards import refused_by
from tests.times import DAY, NOON

LATER = DAY + timedelta(days=10)
D13 = get_form("D13", DAY)


def said(code: str, part: str, on=DAY) -> str:
    return parts_of(form_with_wording(code, on))[part]


def test_words_wait_until_another_person_takes_them(law):
    row = a_proposal()
    assert said("D13", "after") == parts_of(D13)["after"]

    take_wording(row.pk, by=UserFactory(security_administrator=True), at=NOON)

    assert said("D13", "after") == OWN_WORDS
    assert AuditEvent.objects.filter(kind="form_wording.set").count() == 1


def test_whoever_proposed_does_not_take(law):
    both = UserFactory(security_administrator=True)
    row = a_proposal()
    WordingProposal.objects.update(proposed_by=both)

    with pytest.raises(WordingBySamePerson):
        take_wording(row.pk, by=both, at=NOON)

    assert not FormWording.objects.exists()


def test_the_database_knows_that_it_takes_two(law):
    wording = a_wording()

    with refused_by("proposed_wording_is_taken_by_another_person"):
        WordingProposal.objects.update(proposed_by=wording.set_by)


def test_words_are_proposed_and_taken_with_the_right_only(law):
    with pytest.raises(NotAllowed):
        a_proposal(by=UserFactory(section_head=True))
    row = a_proposal()
    with pytest.raises(NotAllowed):
        take_wording(row.pk, by=UserFactory(system_administrator=True), at=NOON)

    assert not FormWording.objects.exists()


def test_taking_twice_is_refused(law):
    wording = a_wording()

    with pytest.raises(WrongState):
        take_wording(wording.proposal.pk, by=UserFactory(security_administrator=True), at=NOON)

    assert FormWording.objects.count() == 1


def test_a_proposal_is_left_and_another_may_come(law):
    row = a_proposal()
    with pytest.raises(WordingWrong, match="已有一份修改等待采用"):
        a_proposal()

    discard_wording(row.pk, by=UserFactory(security_administrator=True), at=NOON)

    assert a_proposal().state == WordingState.WAITING


@pytest.mark.parametrize(
    ("part", "text", "why"),
    [
        ("after", "{{ nothing }}依法移送。", "用了本文书没有的字段nothing"),
        ("after", "{{ party.nme }}依法移送。", "用了本文书没有的字段party.nme"),
        ("order", "现责令立即改正：{{ correct }}", "不再写明责令改正的依据"),
        ("opening", "", "不再写明发现日期、发现地点、执法人员、查明的事实"),
        ("remedy", "如不服，可以依法申请行政复议。", "不再写明行政复议机关、人民法院"),
        ("after", "拒不改正的，依据第六十四条处理。", "写了条文号"),
        ("after", "拒不改正的，处以罚款。", "含有处罚字样"),
        ("after", "{% include 'x' %}", "不是有效的模板"),
        ("title", "", "标题不能为空"),
        ("title", "{{ organ }}通知书", "标题只能是一行文字"),
        ("nowhere", "x", "没有这一段"),
    ],
)
def test_words_that_cannot_stand_are_refused_with_what_is_wrong(law, part, text, why):
    with pytest.raises(WordingWrong, match=why):
        a_proposal("D13", part, text)

    assert not WordingProposal.objects.exists()


def test_a_fact_may_move_to_another_part_but_not_out_of_both(law):
    both = "拒不改正的，本机关将依法立案调查。应当改正的内容：{{ correct }}"
    a_wording("D13", "after", both)
    a_wording("D13", "order", "依据{{ order_basis }}的规定，现责令立即改正。")

    with pytest.raises(WordingWrong, match="不再写明应当改正的内容"):
        a_proposal("D13", "after", "拒不改正的，本机关将依法立案调查。", LATER)


def test_words_of_a_later_day_are_asked_as_well(law):
    both = "拒不改正的，本机关将依法立案调查。应当改正的内容：{{ correct }}"
    a_wording("D13", "after", both)
    a_wording("D13", "order", "依据{{ order_basis }}的规定，现责令立即改正。", LATER)

    with pytest.raises(WordingWrong, match="不再写明应当改正的内容"):
        a_proposal("D13", "after", "拒不改正的，本机关将依法立案调查。", DAY + timedelta(days=1))


def test_words_taken_late_hold_from_the_day_of_taking(law):
    row = a_proposal()

    wording = take_wording(
        row.pk, by=UserFactory(security_administrator=True), at=NOON + timedelta(days=3)
    )

    assert wording.valid_from == DAY + timedelta(days=3)
    assert said("D13", "after", DAY) == parts_of(D13)["after"]


def test_a_paragraph_that_forms_share_is_worded_for_all_of_them_at_once(law):
    words = "联系我们：{{ contact_address }}，{{ contact_phone }}。"
    row = a_proposal("D13", "contact", words, also=("D14", "D15"))

    take_wording(row.pk, by=UserFactory(security_administrator=True), at=NOON, with_same=True)

    assert {said(code, "contact") for code in ("D13", "D14", "D15")} == {words}
    assert said("D02", "contact") != words


def test_what_one_of_several_forms_refuses_is_proposed_for_none(law):
    with pytest.raises(WordingWrong, match="责令限期改正通知书"):
        a_proposal("D13", "report", "请于{{ report_by }}前书面报告。", also=("D14",))

    assert not WordingProposal.objects.exists()


def test_back_to_the_standard_from_a_day_on(law):
    a_wording()
    a_wording("D13", "after", "", LATER, is_standard=True)

    assert said("D13", "after", DAY) == OWN_WORDS
    assert said("D13", "after", LATER) == parts_of(D13)["after"]


def test_an_approved_paper_keeps_its_words_and_a_draft_takes_the_new(law):
    old, draft = a_paper("D13", stage="printed"), a_paper("D13")

    a_wording()

    approve_paper(draft.pk, by=approver_of(D13), at=NOON, prints=False)
    draft.refresh_from_db()
    old.refresh_from_db()
    assert parts_of(D13)["after"] in old.view["paragraphs"]
    assert OWN_WORDS in draft.view["paragraphs"]
    assert flat(OWN_WORDS) not in flat(text_of(old.document.content))


def test_a_county_names_a_form_as_it_does(law):
    a_wording("D15", "title", "停办通知书")

    paper = a_paper("D15", stage="printed")

    assert paper.title == "停办通知书"
    assert "停办通知书" in flat(text_of(paper.document.content))


def test_words_that_an_edition_has_left_behind_stop_the_approval(law):
    paper = a_paper("D13")
    FormWording.objects.create(  # as a later edition would find it
        code="D13",
        paragraph="order",
        text="现责令立即改正：{{ correct }}{{ gone }}",
        valid_from=DAY,
        source="旧文件",
        set_at=NOON,
        set_by=UserFactory(),
    )

    with pytest.raises(WordingWrong, match="用了本文书没有的字段gone"):
        approve_paper(paper.pk, by=approver_of(D13), at=NOON)

    paper.refresh_from_db()
    assert paper.is_draft


@pytest.mark.parametrize("form", all_forms(DAY), ids=lambda form: form.code)
def test_every_form_as_it_stands_passes_its_own_questions(form):
    assert text_problem(form) == ""
    assert [
        (part, why)
        for part, text in parts_of(form).items()
        if (why := part_problem(form, part, text))
    ] == []
    assert no_longer_said(form, worded(form, {})) == []


@pytest.mark.parametrize("code", ["D02", "D13", "D24", "D36", "D41", "D48", "D52"])
def test_a_specimen_names_its_fields(law, code):
    pdf = specimen_pdf(code, {}, DAY)

    assert pdf.startswith(b"%PDF")
    assert "样张" in text_of(pdf) or code in ("D41", "D48")  # their sheets have no head for it
