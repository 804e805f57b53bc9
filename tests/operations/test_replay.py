"""A campaign file played through the verbs of the pages."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest

from accounts.models import User
from audit.models import AuditEvent
from common.clock import CHINA, at_noon, localdate
from enforcement.models import Notice
from inspections.models import Campaign, Finding, Visit, VisitOfficer
from institutions.models import Institution
from operations.errors import CampaignFileOdd, NobodyToAct, PapersNotPrinted
from operations.replay.play import replay_campaign
from policies.queries import calendar
from reports.anomalies import anomalies_of
from reports.checks import checks_of, totals
from reports.counts import counts_of
from reports.models import CampaignReplay
from tests.operations.conftest import smaller
from tests.times import DAY

LATER = at_noon(DAY.replace(year=2022))


def silent(stage: str, done: int, of: int) -> None:
    pass


def play(path, seed="1") -> Campaign:
    return replay_campaign(path, seed=seed, at=LATER, tell=silent).campaign


def test_a_smaller_file_counts_its_own_numbers(furnished, campaign_file):
    campaign = play(campaign_file(smaller))

    assert totals(counts_of(campaign)) == {
        "institutions": 9,
        "inspections": 9,
        "stop_notices": 3,
        "rectification_notices": 3,
        "reregistered_nonprofit": 1,
        "reregistered_share_of_subject_pct": 33.3,
        "documents": 6,
        "departments_in_joint_action": 8,
    }
    assert [check["formula"] for check in checks_of(campaign)[:5]] == [
        "1 + 2", "1 + 2", "2 + 1", "1 + 2", "3 + 3",
    ]  # fmt: skip
    assert "1 of 4 childcare have no printed outcome" in [
        anomaly.note for anomaly in anomalies_of(campaign)
    ]


def test_twice_is_safe(furnished, campaign_file):
    path = campaign_file(smaller)
    first = play(path)
    before = (Notice.objects.count(), Visit.objects.count(), AuditEvent.objects.count())

    assert play(path) == first
    assert (Notice.objects.count(), Visit.objects.count(), AuditEvent.objects.count()) == before


def test_a_second_campaign_counts_apart(furnished, campaign_file):
    def another(content):
        smaller(content)
        content["campaign"]["outcomes"][3]["count"] = 3

    first, second = play(campaign_file(smaller)), play(campaign_file(another))

    assert counts_of(first).documents == 6
    assert counts_of(second).documents == 7
    assert second.name == f"{first.name}（第2次）"
    serials = Notice.objects.filter(form="rectification").order_by("serial")
    assert list(serials.values_list("serial", flat=True)) == list(range(1, 8))


def test_the_days_of_a_replay_follow_each_other_as_they_do_in_an_office(furnished, campaign_file):
    campaign = play(campaign_file(smaller))

    days, working = list(Notice.objects.of_campaign(campaign).select_related("visit")), calendar()
    assert len(days) == 6
    for notice in days:
        moments = [
            notice.visit.starts_at,
            notice.visit.ends_at,
            notice.visit.confirmed_at,
            notice.drafted_at,
            notice.submitted_at,
            notice.approved_at,
            notice.printed_at,
        ]
        assert moments == sorted(moments)
        assert working.is_working(notice.approved_on)
        assert localdate(notice.printed_at) < notice.served_on < notice.due_on
        assert notice.served_on <= campaign.ends_on


def test_lessons_are_seen_when_pupils_are_out_of_school(furnished, campaign_file):
    campaign = play(campaign_file(smaller))

    working = calendar()
    findings = Finding.objects.filter(visit__campaign=campaign, violation__code="V35")
    visits = [finding.visit for finding in findings.select_related("visit")]
    assert len(visits) == 4
    for visit in visits:
        assert (
            not working.is_working(visit.visited_on) or visit.starts_at.astimezone(CHINA).hour >= 16
        )


def test_nobody_is_at_two_places_at_once(furnished, campaign_file):
    campaign = play(campaign_file())

    seats = VisitOfficer.objects.filter(visit__campaign=campaign).select_related("visit")
    by_person = defaultdict(list)
    for seat in seats:
        by_person[seat.user_id].append((seat.visit.starts_at, seat.visit.ends_at))
    for times in by_person.values():
        ordered = sorted(times)
        assert all(a[1] <= b[0] for a, b in pairwise(ordered))


def test_who_has_no_licence_is_not_praised_for_it(furnished, campaign_file):
    campaign = play(campaign_file(smaller))

    visits = Visit.objects.filter(campaign=campaign, institution__state="unlicensed")
    assert visits.count() == 2
    for visit in visits:
        answers = dict(visit.answers.values_list("item__code", "value"))
        assert (answers["C01"], answers["C02"]) == ("not_ok", "not_ok")
        assert (answers["C14"], answers["C08"]) == ("not_applicable", "ok")


def test_an_odd_file_leaves_nothing_behind(furnished, campaign_file):
    path = campaign_file(lambda content: content["campaign"].update(month=0))

    with pytest.raises(CampaignFileOdd):
        play(path)

    left = (Campaign, Institution, CampaignReplay)
    assert [model.objects.count() for model in left] == [0, 0, 0]
    assert User.objects.count() == 3


def test_a_replay_without_administrators_is_refused(county, campaign_file):
    with pytest.raises(NobodyToAct, match="没有在用的系统管理员"):
        play(campaign_file(smaller))

    assert not Campaign.objects.exists()


def test_a_stop_in_the_middle_of_printing_goes_on(furnished, campaign_file, monkeypatch):
    class Pulled(Exception):
        pass

    def pull_the_plug(stage: str, done: int, of: int) -> None:
        if (stage, done) == ("印制文书", 2):
            raise Pulled

    path = campaign_file(smaller)
    with pytest.raises(Pulled):
        replay_campaign(path, seed="1", at=LATER, tell=pull_the_plug)

    campaign = play(path)

    assert Notice.objects.filter(campaign=campaign, state="served").count() == 6
    assert Campaign.objects.count() == 1


def test_a_paper_that_cannot_be_printed_leaves_the_replay_open(furnished, campaign_file, settings):
    path, faces = campaign_file(smaller), settings.YUJIAN_FONT_FACES
    settings.YUJIAN_FONT_FACES = {"fangsong": "/nowhere/fangsong.ttf"}
    with pytest.raises(PapersNotPrinted, match="6份文书没有印出"):
        play(path)

    settings.YUJIAN_FONT_FACES = faces
    campaign = play(path)

    assert Notice.objects.filter(campaign=campaign, state="served").count() == 6
