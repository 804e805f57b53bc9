"""Articles of bases, penalty kinds and coming violations are confirmed like those of today."""

from __future__ import annotations

from datetime import date

import pytest

from audit.models import AuditEvent
from policies.models import PenaltyKind, Violation
from tests.factories.policies import BasisFactory, PenaltyKindFactory, ViolationFactory

NOTE = "全国人大网公布的行政处罚法正式文本，第九条"


def test_list_names_what_else_waits(browser_of, security_administrator):
    PenaltyKindFactory(code="P8", confidence="known")
    BasisFactory(confidence="uncertain")
    ViolationFactory(code="V77", valid_from=date(2999, 1, 1), uncertain=True)
    PenaltyKindFactory(code="P1")

    answer = browser_of(security_administrator).get("/rules/articles/")

    assert [row.code for row in answer.context["others"]] == ["V77", "PL28", "P8"]
    assert "其他等待确认的条文" in answer.text


@pytest.mark.parametrize("factory", [PenaltyKindFactory, BasisFactory, ViolationFactory])
def test_administrator_confirms_any_cited_row(browser_of, security_administrator, factory):
    row = factory(confidence="known")
    browser = browser_of(security_administrator)
    address = f"/rules/articles/{row.kind_name}/{row.pk}/"
    assert "确认条文号</button>" in browser.get(address).text

    browser.post(address, {"note": NOTE})

    row.refresh_from_db()
    assert row.confirmed_by == security_administrator
    assert AuditEvent.objects.get(kind=f"{row.kind_name}.confirm_article").facts["note"] == NOTE
    assert "确认条文号</button>" not in browser.get(address).text


def test_confirming_twice_is_a_sentence(browser_of, security_administrator):
    row = PenaltyKindFactory(confidence="known")
    browser = browser_of(security_administrator)
    browser.post(f"/rules/articles/penaltykind/{row.pk}/", {"note": NOTE})

    answer = browser.post(f"/rules/articles/penaltykind/{row.pk}/", {"note": NOTE})

    assert (answer.status_code, "无须再次确认" in answer.text) == (422, True)


def test_whoever_edits_confirms_nothing(browser_of, system_administrator):
    row = PenaltyKindFactory(confidence="known")
    browser = browser_of(system_administrator)

    assert "确认条文号</button>" not in browser.get(f"/rules/articles/penaltykind/{row.pk}/").text
    assert browser.post(f"/rules/articles/penaltykind/{row.pk}/", {"note": NOTE}).status_code == 403

    assert PenaltyKind.objects.get().confirmed_at is None


def test_a_kind_of_row_that_is_none_is_not_found(browser_of, security_administrator):
    row = ViolationFactory()

    answer = browser_of(security_administrator).get(f"/rules/articles/law/{row.pk}/")

    assert answer.status_code == 404
    assert Violation.objects.count() == 1
