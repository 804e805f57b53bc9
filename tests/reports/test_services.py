"""Declared figures are kept as declared."""

from decimal import Decimal

import pytest
from django.db import DatabaseError

from audit.models import AuditEvent
from common.errors import BadInput, NotAllowed, NotFound
from reports.errors import FigureDeclaredBefore
from reports.models import DeclaredFigure, OpenProblem
from reports.services import FigureIn, declare_figures, leave_open
from tests.factories.accounts import UserFactory
from tests.factories.inspections import CampaignFactory
from tests.times import NOON

SCHOOLS = FigureIn("schools.compulsory_schools", Decimal(53))


def test_declaring_twice_is_no_change(county):
    campaign, clerk = CampaignFactory(), UserFactory(registry_clerk=True)

    declare_figures(campaign.pk, [SCHOOLS], by=clerk, at=NOON)
    again = declare_figures(campaign.pk, [SCHOOLS], by=clerk, at=NOON)

    assert again == []
    assert DeclaredFigure.objects.count() == 1
    assert AuditEvent.objects.filter(kind="figures.declare").count() == 1


def test_another_value_is_refused_and_nothing_is_stored(county):
    campaign, clerk = CampaignFactory(), UserFactory(registry_clerk=True)
    declare_figures(campaign.pk, [SCHOOLS], by=clerk, at=NOON)
    new = FigureIn("after_school_service.staff", Decimal(306))

    with pytest.raises(FigureDeclaredBefore):
        declare_figures(campaign.pk, [new, FigureIn(SCHOOLS.key, Decimal(25))], by=clerk, at=NOON)

    assert [figure.key for figure in DeclaredFigure.objects.all()] == [SCHOOLS.key]


def test_a_figure_that_says_nothing_is_refused(county):
    campaign, clerk = CampaignFactory(), UserFactory(registry_clerk=True)

    with pytest.raises(BadInput, match="没有数值也没有原文"):
        declare_figures(campaign.pk, [FigureIn("schools.x")], by=clerk, at=NOON)

    assert not DeclaredFigure.objects.exists()


def test_figures_of_no_campaign_are_refused(county):
    with pytest.raises(NotFound, match="专项行动"):
        declare_figures(7, [SCHOOLS], by=UserFactory(registry_clerk=True), at=NOON)


def test_the_database_keeps_what_was_declared(county):
    campaign, clerk = CampaignFactory(), UserFactory(registry_clerk=True)
    declare_figures(campaign.pk, [SCHOOLS], by=clerk, at=NOON)

    with pytest.raises(DatabaseError, match="history stays"):
        DeclaredFigure.objects.update(value=25)


def test_an_inspector_may_not_declare(county):
    campaign = CampaignFactory()

    with pytest.raises(NotAllowed):
        declare_figures(campaign.pk, [SCHOOLS], by=UserFactory(inspector=True), at=NOON)

    assert not DeclaredFigure.objects.exists()


def test_an_open_problem_is_noted_once(county):
    campaign, clerk = CampaignFactory(), UserFactory(registry_clerk=True)

    for _ in range(2):
        leave_open(campaign.pk, "专户尚未开通", by=clerk, at=NOON)

    assert OpenProblem.objects.get().text == "专户尚未开通"
