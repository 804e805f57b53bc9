"""What campaigns were declared to have done."""

from __future__ import annotations

import factory

from reports.models import CampaignReplay, DeclaredFigure, OpenProblem, ReplayStage
from tests.factories.accounts import UserFactory
from tests.factories.inspections import CampaignFactory
from tests.times import NOON


class DeclaredFigureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DeclaredFigure

    campaign = factory.SubFactory(CampaignFactory)
    key = "schools.compulsory_schools"
    value = 12
    declared_at = NOON
    declared_by = factory.SubFactory(UserFactory, section_head=True)


class OpenProblemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OpenProblem

    campaign = factory.SubFactory(CampaignFactory)
    text = "隐形变异培训仍有发生"
    noted_at = NOON
    noted_by = factory.SubFactory(UserFactory, section_head=True)


class CampaignReplayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CampaignReplay

    campaign = factory.SubFactory(CampaignFactory)
    file_sha256 = "0" * 64
    stage = ReplayStage.FINISHED
    played_at = NOON
