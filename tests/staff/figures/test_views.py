"""The figures of a campaign on a page, in a workbook, and the form that declares one."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from reports.models import DeclaredFigure
from reports.services import FigureIn, declare_figures
from tests.factories.accounts import UserFactory
from tests.factories.inspections import CampaignFactory, CampaignTargetFactory
from tests.times import NOON


@pytest.fixture
def head(county):
    return UserFactory(section_head=True)


def test_figures_show_computed_beside_printed(browser_of, head):
    campaign = CampaignFactory()
    CampaignTargetFactory(campaign=campaign)
    figures = [
        FigureIn("after_school_service.schools_running", 4),
        FigureIn("schools.compulsory_schools", 53),
        FigureIn("after_school_service.printed_share_of_all_schools_pct", 9),
    ]
    declare_figures(campaign.pk, figures, by=head, at=NOON)

    page = browser_of(head).get(f"/campaigns/{campaign.pk}/figures/").content.decode()

    for words in ("7.5%", "9%", "不一致", "应为7.5%", "义务教育学校（所）"):
        assert words in page


def test_figures_of_an_empty_campaign_are_drawn(browser_of, head):
    campaign = CampaignFactory()

    answer = browser_of(head).get(f"/campaigns/{campaign.pk}/figures/")

    assert answer.status_code == 200
    assert "名单上还没有机构" in answer.content.decode()


def test_workbook_opens_and_keeps_a_formula_a_name(browser_of, head):
    target = CampaignTargetFactory(institution__name="=HYPERLINK(1)托管中心")

    answer = browser_of(head).get(f"/campaigns/{target.campaign_id}/figures.xlsx")

    assert "attachment" in answer["Content-Disposition"]
    with ZipFile(BytesIO(answer.content)) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 8
        assert all(b"<f>" not in book.read(name) for name in sheets)


def test_declare_stores_one_figure_and_refuses_another_value(browser_of, head):
    campaign = CampaignFactory()
    browser, url = browser_of(head), f"/campaigns/{campaign.pk}/figures/declare/"
    sent = {"key": "schools.compulsory_schools", "value": "53", "printed_as": ""}

    assert browser.post(url, sent).status_code == 302
    refused = browser.post(url, sent | {"value": "25"})

    assert "填报数据不能改写" in refused.content.decode()
    assert DeclaredFigure.objects.get().value == 53


def test_declare_without_value_and_words_is_a_sentence(browser_of, head):
    url = f"/campaigns/{CampaignFactory().pk}/figures/declare/"

    page = browser_of(head).post(url, {"key": "schools.compulsory_schools"})

    assert "请填写数值或报告原文" in page.content.decode()
    assert not DeclaredFigure.objects.exists()


@pytest.mark.parametrize("part", ["figures/", "figures.xlsx", "figures/declare/"])
def test_a_partner_has_no_right_to_figures(browser_of, county, part):
    partner = UserFactory(partner_officer=True)

    answer = browser_of(partner).get(f"/campaigns/{CampaignFactory().pk}/{part}")

    assert answer.status_code == 403


@pytest.mark.parametrize("part", ["figures/", "figures.xlsx", "figures/declare/"])
def test_a_neighbours_campaign_is_not_found(browser_of, head, next_door, part):
    with next_door():
        theirs = CampaignFactory()

    assert browser_of(head).get(f"/campaigns/{theirs.pk}/{part}").status_code == 404
