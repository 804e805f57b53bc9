"""14. The official words stand in the glossary, so that nobody coins a second one for them."""

from accounts.roles import ROLES
from enforcement.states import NoticeForm
from institutions.states import EventKind, InstitutionKind, InstitutionState
from serving.states import DeliveryWay
from tests.house.files import ROOT


def test_official_words_stand_in_the_glossary():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    official = [
        *NoticeForm.labels,
        *DeliveryWay.labels,
        *InstitutionKind.labels,
        *InstitutionState.labels,
        *EventKind.labels,
        *(role.name for role in ROLES.values()),
    ]

    assert [str(word) for word in official if str(word) not in glossary] == []
