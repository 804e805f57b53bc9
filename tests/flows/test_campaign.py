"""The campaign of November 2021, played once for all tests of this file."""

from __future__ import annotations

import re

import pytest
import yaml

from documents.rendering import text_of
from enforcement.models import Notice
from inspections.models import Finding, Visit
from institutions.models import Institution
from reports.anomalies import anomalies_of
from reports.checks import checks_of, totals
from reports.counts import counts_of
from tenants.current import county
from tests.operations.conftest import CAMPAIGN
from tests.times import DAY

EXPECTED = yaml.safe_load(CAMPAIGN.read_text(encoding="utf-8"))


pytestmark = pytest.mark.usefixtures("in_the_county")


def test_totals_are_exactly_the_expected_ones(replayed):
    wanted = dict(EXPECTED["replay_plan"]["expected_totals"])

    got = totals(counts_of(replayed))

    assert got.pop("inspections") >= wanted.pop("inspections_min")
    assert got == wanted


def test_the_reports_own_checks_come_out_the_same(replayed):
    assert checks_of(replayed) == EXPECTED["derived_checks"]


def test_the_five_anomalies_are_found(replayed):
    found = [
        {"field": one.field, "note": one.note}
        | ({} if one.printed is None else {"printed": one.printed, "recomputed": one.recomputed})
        for one in anomalies_of(replayed)
    ]

    assert found == EXPECTED["anomalies"]


def test_54_distinct_numbers_without_gaps(replayed):
    papers = Notice.objects.filter(campaign=replayed)

    assert len(set(papers.values_list("number", flat=True))) == 54
    for form, many in (("stop", 10), ("rectification", 44)):
        serials = papers.filter(form=form).order_by("serial").values_list("serial", flat=True)
        assert list(serials) == list(range(1, many + 1))


def test_numbers_follow_the_days_of_approval(replayed):
    for form in ("stop", "rectification"):
        papers = Notice.objects.filter(campaign=replayed, form=form).order_by("serial")
        moments = list(papers.values_list("approved_at", flat=True))
        assert moments == sorted(moments)


def test_every_visit_is_joint_and_by_two_certified_officers(replayed):
    visits = Visit.objects.filter(campaign=replayed).prefetch_related("officers")

    assert visits.count() == 61
    assert all(visit.is_joint for visit in visits)
    assert all(len([o for o in visit.officers.all() if o.certificate_no]) >= 2 for visit in visits)


def test_every_institution_lies_in_the_county(replayed):
    boundary = county().boundary
    places = Institution.objects.with_current_site()

    assert all(boundary.contains(institution.current_site.point) for institution in places)


def test_the_text_of_every_paper_holds_what_it_must(replayed):
    for notice in Notice.objects.filter(campaign=replayed).select_related("document"):
        said = re.sub(r"\s", "", text_of(notice.document.content))
        missing = [part for part in _must_say(notice) if re.sub(r"\s", "", part) not in said]
        assert not missing, (notice.number, missing)


def _must_say(notice: Notice) -> list[str]:
    """Number, party, findings, rule broken, legal basis, limit, date."""
    payload = notice.payload
    findings = [
        part for one in payload["findings"] for part in (one["text"], one["law"], one["article"])
    ]
    limit = re.search(r"\d+个?(工作)?日", payload["deadline_text"])
    assert limit is not None
    return [
        notice.number,
        payload["party"]["name"],
        *findings,
        "《中华人民共和国行政处罚法》第二十八条",
        limit.group(),
        payload["date"],
    ]


def test_no_paper_of_2021_rests_on_a_rule_of_2023(replayed):
    cited = Finding.objects.filter(notice_findings__notice__campaign=replayed)

    assert set(cited.values_list("violation__code", flat=True)) == {"V35", "V40"}
    assert not cited.filter(violation__valid_from__gt=DAY).exists()


def test_what_belongs_to_others_went_to_them_and_is_on_no_paper(replayed):
    routed = Finding.objects.filter(visit__campaign=replayed).routed()

    assert routed.exists()
    assert not routed.filter(notice_findings__isnull=False).exists()
    assert all(finding.assignment_links.exists() for finding in routed)


def test_stop_notices_hold_no_penalty(replayed):
    for notice in Notice.objects.filter(campaign=replayed, form="stop"):
        said = text_of(notice.document.content)
        for word in ("罚款", "没收", "吊销", "责令停止举办", "警告", "通报批评"):
            assert word not in said, (notice.number, word)


def test_every_paper_was_served_and_is_due_on_a_working_day(replayed):
    for notice in Notice.objects.filter(campaign=replayed):
        assert notice.state == "served"
        assert notice.due_on > notice.served_on
        assert notice.due_on.weekday() < 5
