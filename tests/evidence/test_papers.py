"""Papers are frozen when they are made, printed from that alone, and signed on every page."""

from datetime import timedelta

import pypdfium2
import pytest
from django.db import DatabaseError, transaction

from audit.models import AuditEvent
from common.errors import BadInput, NotAllowed, NotFound, WrongState
from documents.rendering import text_of
from evidence.errors import CopyMissing, GuardianMissing
from evidence.models import Paper
from evidence.records import Asked, ListedEvidence, SiteFacts
from evidence.services import (
    keep_signature,
    look_at_sealed,
    make_copy,
    make_evidence_list,
    make_photo_sheet,
    make_questioning,
    make_site_record,
    print_paper,
)
from tests.factories.accounts import UserFactory
from tests.factories.evidence import STROKES, OriginalFactory, SignatureFactory, questioning
from tests.factories.inspections import FindingFactory, PhotoFactory, VisitFactory
from tests.times import NOON

TOLD = SiteFacts(facts="现场有学生十二名。\n\n正在上数学课。", party_comment="愿意整改。")


@pytest.fixture
def inspector(organ):
    return UserFactory(inspector=True, full_name="李建国")


@pytest.fixture
def visit(organ):
    return VisitFactory(
        recorded=True, place_text="春晓路12号", person_present="王春梅", person_role="校长"
    )


def _pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded() for page in document]


def _printed(paper: Paper) -> bytes:
    print_paper(paper.pk, at=NOON)
    paper.refresh_from_db()
    return paper.document.content


def _joined(text: str) -> str:
    return "".join(text.split())


def test_site_record_says_who_when_where_and_what(visit, inspector):
    paper = make_site_record(visit.pk, TOLD, by=inspector, at=NOON)

    text = _joined(text_of(_printed(paper)))
    for words in (
        "桤木县教育局现场检查笔录",
        "2021年11月10日10时00分至11时00分",
        "春晓路12号",
        visit.institution.name,
        "王春梅（校长）",
        "出示执法证件，表明身份",
        "有权申请检查人员回避，有权进行陈述和申辩",
        "现场有学生十二名。正在上数学课。",
        "愿意整改。",
        "第1页共1页",
        *(
            f"{seat.user.full_name}（执法证号：{seat.certificate_no}）"
            for seat in visit.officers.all()
        ),
    ):
        assert words in text


def test_every_page_has_places_for_all_signatures(visit, inspector):
    long = SiteFacts(facts="\n".join(f"第{n}间教室有学生十二名，正在上课。" for n in range(60)))

    pages = _pages(_printed(make_site_record(visit.pk, long, by=inspector, at=NOON)))

    assert len(pages) > 2
    for number, page in enumerate(map(_joined, pages), 1):
        assert page.count("检查人员（") == 2
        assert "当事人：" in page
        assert f"第{number}页共{len(pages)}页" in page


def test_signatures_are_drawn_and_a_refusal_is_written(visit, inspector):
    officer = visit.officers.first().user.full_name
    who = {"visit": visit, "witness": "", "refused_because": "", "by": inspector, "at": NOON}
    keep_signature(signer=officer, role="officer", strokes=STROKES, about="ab" * 32, **who)
    SignatureFactory(visit=visit, refused=True)

    paper = make_site_record(visit.pk, TOLD, by=inspector, at=NOON)

    drawn, blank, refused, witness = paper.words["signs"]
    assert (drawn["name"], drawn["path"][:1], blank["path"]) == (officer, "M", "")
    assert refused["refusal"].startswith("当事人王春梅拒绝签名，原因：称须等法定代表人到场。")
    assert witness["name"] == "赵国强"
    assert "当事人拒绝签名，情况如各页所注" in _joined(text_of(_printed(paper)))


def test_what_was_read_out_on_site_stands_word_for_word(visit, inspector):
    facts = {"read_out": {"text": "现场情况如下。\n有学生九名。", "sha256": "", "at": ""}}
    read = VisitFactory(recorded=True, site_facts=facts)

    paper = make_site_record(read.pk, TOLD, by=inspector, at=NOON)

    assert paper.words["sections"][1]["lines"] == ["现场情况如下。", "有学生九名。"]


def test_second_record_takes_the_place_of_the_first(visit, inspector):
    first = make_site_record(visit.pk, TOLD, by=inspector, at=NOON)

    second = make_site_record(visit.pk, TOLD, by=inspector, at=NOON)

    assert (second.no, second.replaces) == (2, first)
    assert list(Paper.objects.standing()) == [second]
    assert second.words["edition"] == "第2次制作，替代此前制作的同名文书。"


def test_words_of_a_paper_are_frozen_and_so_is_its_print(visit, inspector):
    paper = make_site_record(visit.pk, TOLD, by=inspector, at=NOON)
    with pytest.raises(DatabaseError, match="are frozen"), transaction.atomic():
        Paper.objects.update(digest="0" * 64)
    _printed(paper)

    for change in ({"print_error": "x"}, {"document": None, "printed_at": None}):
        with pytest.raises(DatabaseError, match="are frozen"), transaction.atomic():
            Paper.objects.update(**change)
    with pytest.raises(DatabaseError, match="are frozen"):
        paper.delete()


@pytest.mark.parametrize("stage", ["approved", "confirmed"])
def test_record_is_made_only_after_the_visit_was_recorded(inspector, stage):
    visit = VisitFactory(**{stage: True})
    if stage == "confirmed":
        assert make_site_record(visit.pk, TOLD, by=inspector, at=NOON).no == 1
        return

    with pytest.raises(WrongState):
        make_site_record(visit.pk, TOLD, by=inspector, at=NOON)

    assert not Paper.objects.exists()


def test_paper_needs_right_visit_and_words(visit, inspector):
    with pytest.raises(NotAllowed):
        make_site_record(visit.pk, TOLD, by=UserFactory(section_head=True), at=NOON)
    with pytest.raises(NotFound):
        make_site_record(visit.pk, TOLD, by=UserFactory(partner_officer=True), at=NOON)
    with pytest.raises(BadInput):
        make_site_record(visit.pk, SiteFacts(facts=" \n "), by=inspector, at=NOON)

    assert not Paper.objects.exists()
    assert not AuditEvent.objects.filter(kind="paper.make").exists()


def test_paper_that_cannot_be_drawn_waits_with_the_reason(visit, inspector):
    paper = make_site_record(visit.pk, SiteFacts(facts="\U0010fffd"), by=inspector, at=NOON)

    print_paper(paper.pk, at=NOON)

    paper.refresh_from_db()
    assert (paper.document, paper.print_error[:3]) == (None, "字库中")


def test_questioning_is_sealed_and_each_look_is_noted(visit, inspector):
    paper = make_questioning(visit.pk, questioning(), by=inspector, at=NOON)

    row = Paper.objects.values().get()
    assert (row["payload"], paper.document) == (None, None)
    assert "刘晓燕" not in str(row)
    assert "431100199401010021" not in str(AuditEvent.objects.filter(kind="paper.make").values())
    text = _joined(text_of(look_at_sealed(paper.pk, by=inspector, at=NOON)))
    for words in (
        "刘晓燕，女，27岁",
        "431100199401010021",
        "问：你教什么课程？",
        "答：初中二年级数学",
    ):
        assert words in text
    for place in ("被询问人：", "询问人（", "记录人："):
        assert place in text
    assert AuditEvent.objects.get(kind="paper.look").actor_id == inspector.pk


def test_two_questionings_stand_beside_each_other(visit, inspector):
    for _ in range(2):
        make_questioning(visit.pk, questioning(), by=inspector, at=NOON)

    assert [paper.no for paper in Paper.objects.standing()] == [1, 2]


def test_sealed_paper_of_others_is_not_found(visit, inspector):
    paper = make_questioning(visit.pk, questioning(), by=inspector, at=NOON)

    with pytest.raises(NotFound):
        look_at_sealed(paper.pk, by=UserFactory(partner_officer=True), at=NOON)

    assert not AuditEvent.objects.filter(kind="paper.look").exists()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"asked": Asked(name=" ")}, BadInput),
        ({"answers": ()}, BadInput),
        ({"ends_at": NOON + timedelta(minutes=1)}, BadInput),
        ({"ends_at": NOON - timedelta(hours=2)}, BadInput),
        ({"asked": Asked(name="小明", age=12)}, GuardianMissing),
    ],
)
def test_questioning_that_cannot_be_is_refused(visit, inspector, changes, refusal):
    with pytest.raises(refusal):
        make_questioning(visit.pk, questioning(**changes), by=inspector, at=NOON)

    assert not Paper.objects.exists()


def test_child_is_questioned_with_a_guardian(visit, inspector):
    child = Asked(name="小明", age=12, guardian="李红（母亲）")

    paper = make_questioning(visit.pk, questioning(asked=child), by=inspector, at=NOON)

    assert {"label": "在场监护人", "words": "李红（母亲）"} in paper.words["heads"]


def test_list_of_evidence_says_what_each_proves(visit, inspector):
    original = OriginalFactory(visit=visit)
    record = make_site_record(visit.pk, TOLD, by=inspector, at=NOON)
    rows = [
        ListedEvidence("现场照片", "教室内有学生", original_id=original.pk, pages=2),
        ListedEvidence("现场检查笔录", "检查的经过", paper_id=record.pk, is_copy=True),
    ]

    paper = make_evidence_list(visit.pk, rows, by=inspector, at=NOON)

    text = _joined(text_of(_printed(paper)))
    assert f"1现场照片原件2{original.kept_by.full_name}2021年11月10日教室内有学生" in text
    assert f"2现场检查笔录复制件1{inspector.full_name}2021年11月10日检查的经过" in text
    assert "以上证据共2件。" in text


def test_list_takes_only_evidence_of_its_visit(visit, inspector):
    other = OriginalFactory()

    for rows, refusal in (
        ([], BadInput),
        ([ListedEvidence("照片", " ", original_id=other.pk)], BadInput),
        ([ListedEvidence("照片", "教室", original_id=other.pk)], NotFound),
        ([ListedEvidence("照片", "教室")], NotFound),
    ):
        with pytest.raises(refusal):
            make_evidence_list(visit.pk, rows, by=inspector, at=NOON)

    assert not Paper.objects.exists()


def test_photo_sheet_waits_until_each_photo_was_looked_at(visit, inspector):
    original = OriginalFactory(visit=visit)
    with pytest.raises(CopyMissing, match="1张照片"):
        make_photo_sheet(visit.pk, by=inspector, at=NOON)
    copy = make_copy(original.pk, areas=[[0, 0, 500, 500]], by=inspector, at=NOON)
    finding = FindingFactory(visit=visit)
    PhotoFactory(visit=visit, file=original.file, finding=finding, caption="301室授课")

    paper = make_photo_sheet(visit.pk, by=inspector, at=NOON)

    assert paper.words["photos"][0]["copy"] == copy.file.sha256
    text = _joined(text_of(_printed(paper)))
    for words in (
        "照片1301室授课",
        f"证明：问题{finding.no}",
        "未成年人面部已遮盖",
        original.file.sha256,
    ):
        assert words in text


def test_visit_without_photographs_has_no_sheet(visit, inspector):
    with pytest.raises(BadInput, match="没有照片"):
        make_photo_sheet(visit.pk, by=inspector, at=NOON)
