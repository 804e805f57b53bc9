"""What other systems report and send."""

from __future__ import annotations

import factory

from exchange.models import RegistryEvent, Upload
from tests.factories.accounts import UserFactory
from tests.factories.assignments import AssignmentFactory
from tests.factories.institutions import BUSINESS_CODE
from tests.times import DAY, NOON


class EventFactory(factory.django.DjangoModelFactory):
    """Somebody was registered with a business that looks like tutoring; nobody here knows them."""

    class Meta:
        model = RegistryEvent

    source = "samr-exchange"
    reference = factory.Sequence(lambda n: f"SJ-2021-{n}")
    kind = "registered"
    happened_on = DAY
    credit_code = BUSINESS_CODE
    name = factory.Sequence(lambda n: f"桤木县新苗文化{n}号工作室")
    address = "桤木县人民路7号"
    reported_at = NOON
    reported_by = factory.SubFactory(UserFactory, partner_system=True)

    class Params:
        handled = factory.Trait(
            state="handled",
            handled_at=NOON,
            handled_by=factory.SubFactory(UserFactory, registry_clerk=True),
            handled_how="已录入名册",
        )


class UploadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Upload

    assignment = factory.SubFactory(AssignmentFactory)
    name = "答复.pdf"
    sha256 = "0" * 64
    size_bytes = 1000
    begun_at = NOON
    begun_by = factory.SelfAttribute("assignment.asked_by")
