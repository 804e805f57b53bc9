import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed, NotFound
from documents.models import StoredFile
from documents.rendering import text_of
from enforcement import services
from enforcement.models import Notice
from enforcement.queries import print_progress
from enforcement.states import NoticeState
from enforcement.tasks import print_waiting_notices
from tests.documents.test_disk_full import no_room
from tests.enforcement.scenes import approved
from tests.factories.documents import notice_payload
from tests.factories.enforcement import NoticeFactory
from tests.factories.inspections import CampaignFactory, VisitFactory
from tests.times import NOON

NO_FONT_HAS = "\ue000"


def in_campaign(campaign, **stage) -> Notice:
    return NoticeFactory(visit=VisitFactory(confirmed=True, campaign=campaign), **stage)


def unprintable(**changes) -> Notice:
    payload = notice_payload()
    payload["party"] = {**payload["party"], "name": f"{NO_FONT_HAS}学堂"}
    return NoticeFactory(approved=True, payload=payload, **changes)


def test_the_paper_says_what_was_frozen(visit, people):
    notice = approved(visit, people)

    services.print_paper(notice.pk, at=NOON)

    notice.refresh_from_db()
    text = "".join(text_of(notice.document.content).split())
    for piece in (
        notice.number,
        "青禾培训学校",
        "未查询违法犯罪记录",
        "15个工作日",
        "至2021年12月1日届满",
        "第二十八条",
    ):
        assert piece in text, piece
    assert notice.document.name == f"{notice.number}.pdf"


def test_printing_twice_gives_one_paper(county):
    notice = NoticeFactory(approved=True)

    services.print_paper(notice.pk, at=NOON)
    services.print_paper(notice.pk, at=NOON)

    assert StoredFile.objects.count() == 1
    assert AuditEvent.objects.filter(kind="notice.print").count() == 1


def test_a_draft_is_not_printed(county):
    notice = NoticeFactory(submitted=True)

    services.print_paper(notice.pk, at=NOON)

    notice.refresh_from_db()
    assert (notice.state, notice.document) == (NoticeState.SUBMITTED, None)


def test_a_paper_whose_job_was_lost_is_found_again(county):
    lost = NoticeFactory(approved=True)

    print_waiting_notices()
    print_waiting_notices()

    lost.refresh_from_db()
    assert lost.state == NoticeState.PRINTED
    assert StoredFile.objects.count() == 1


def test_a_restart_between_rendering_and_storing_loses_nothing(county, monkeypatch):
    notice = NoticeFactory(approved=True)
    with monkeypatch.context() as power:
        power.setattr("documents.storage.write", _power_cut)
        with pytest.raises(SystemExit):
            services.print_paper(notice.pk, at=NOON)
    notice.refresh_from_db()
    assert (notice.state, notice.document) == (NoticeState.APPROVED, None)

    print_waiting_notices()

    notice.refresh_from_db()
    assert notice.state == NoticeState.PRINTED


def _power_cut(*args, **kwargs):
    raise SystemExit("power cut")


def test_a_missing_glyph_stops_the_printing_with_a_sentence(county):
    notice = unprintable()

    services.print_paper(notice.pk, at=NOON)
    services.print_paper(notice.pk, at=NOON)

    notice.refresh_from_db()
    assert (notice.state, notice.document) == (NoticeState.APPROVED, None)
    assert notice.print_error.startswith("字库中没有")
    assert AuditEvent.objects.filter(kind="notice.print_stopped").count() == 1


def test_a_stopped_paper_is_shown_in_the_progress_of_its_campaign(county):
    campaign = CampaignFactory()
    in_campaign(campaign, printed=True)
    in_campaign(campaign, approved=True)
    stopped = unprintable(visit=VisitFactory(confirmed=True, campaign=campaign))
    services.print_paper(stopped.pk, at=NOON)
    NoticeFactory(printed=True)

    progress = print_progress(campaign)

    assert (progress.approved, progress.printed, progress.waiting, progress.stopped) == (3, 1, 1, 1)
    assert progress.percent == 33


def test_print_many_prints_what_was_approved_and_nothing_else(county, people, commits):
    campaign = CampaignFactory()
    waiting = [in_campaign(campaign, approved=True) for _ in range(2)]
    undecided = in_campaign(campaign, submitted=True)
    elsewhere = NoticeFactory(approved=True)

    with commits():
        queued = services.print_many(campaign.pk, by=people.clerk, at=NOON)

    states = dict(Notice.objects.values_list("pk", "state"))
    assert queued == 2
    assert {states[n.pk] for n in waiting} == {NoticeState.PRINTED}
    assert states[undecided.pk] == NoticeState.SUBMITTED
    assert states[elsewhere.pk] == NoticeState.APPROVED


def test_print_many_needs_the_permission_and_a_campaign(county, people):
    with pytest.raises(NotAllowed):
        services.print_many(CampaignFactory().pk, by=people.bureau_head, at=NOON)
    with pytest.raises(NotFound):
        services.print_many(0, by=people.clerk, at=NOON)


def test_a_full_disk_stops_the_paper_with_a_sentence_and_the_next_look_prints_it(county):
    notice = NoticeFactory(approved=True)

    with no_room():
        services.print_paper(notice.pk, at=NOON)

    notice.refresh_from_db()
    assert (notice.state, notice.document) == (NoticeState.APPROVED, None)
    assert "磁盘已满" in notice.print_error
    assert not StoredFile.objects.exists()

    print_waiting_notices()

    notice.refresh_from_db()
    assert (notice.state, notice.print_error) == (NoticeState.PRINTED, "")
