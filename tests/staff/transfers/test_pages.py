"""Transfers on their pages: from a finding to a closed matter, and who sees what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from common.clock import localdate
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.cases import law
from tests.factories.documents import StoredFileFactory, picture
from tests.factories.inspections import FindingFactory, PhotoFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.transfers import TransferFactory, TransferFileFactory
from transfers.models import Transfer


@pytest.fixture
def officer(county):
    return UserFactory(inspector=True, certificate=True)


@pytest.fixture
def head(county):
    return UserFactory(bureau_head=True)


@pytest.fixture
def fire_officer(county):
    return UserFactory(partner_officer=True)


def _today():
    return localdate(timezone.now())


def _typed(institution, **more):
    said = {
        "cause": "安全出口上锁",
        "source": "现场检查",
        "summary": "二楼上锁",
        "grounds": "不属本机关",
    }
    day = _today()
    days = {"found_on": day, "reply_by": day + timedelta(days=30)}
    scan = SimpleUploadedFile("照片.jpg", picture(), content_type="image/jpeg")
    fire = DepartmentFactory(fire=True).pk
    base = {"institution": institution.pk, "kind": "administrative", "receiver": fire}
    return {**base, **said, **days, "material": [scan], **more}


def test_a_finding_fills_in_its_route_and_its_photo_goes_along(browser_of, officer, county):
    law()
    place = InstitutionFactory(site=True)
    finding = FindingFactory(routed_one=True, visit__institution=place)
    photo = PhotoFactory(visit=finding.visit, file=StoredFileFactory(photo=True))
    address = f"/transfers/new/?finding={finding.pk}"
    browser = browser_of(officer)
    assert browser.get(address).context["form"].initial["cause"] == finding.routed.title

    page = browser.post(address, _typed(place, photos=[photo.pk], material=[]), follow=True)

    row = Transfer.objects.get()
    assert (row.findings.get().finding, row.files.get().file) == (finding, photo.file)
    assert row.route == finding.routed.code
    assert "已提出移送" in page.text


def test_a_refused_proposal_comes_back_with_every_word(browser_of, officer):
    place = InstitutionFactory(site=True)

    page = browser_of(officer).post("/transfers/new/", _typed(place, material=[]))

    assert page.status_code == 422
    assert "移送材料" in page.text
    assert "二楼上锁" in page.text
    assert not Transfer.objects.exists()


def test_a_transfer_goes_its_whole_way_on_the_pages(browser_of, officer, head, fire_officer):
    law()
    place, day = InstitutionFactory(site=True, name="青禾培训学校"), _today()
    ours, theirs = browser_of(officer), browser_of(fire_officer)
    ours.post("/transfers/new/", _typed(place))
    page = f"/transfers/{Transfer.objects.get().pk}/"
    assert theirs.get(page).status_code == 404

    browser_of(head).post(f"{page}decide/", {"words": "同意"})
    ours.post(f"{page}send/", {"way": "hand"})
    theirs.post(f"{page}receive/", {"signer": "赵队长", "on": day})
    theirs.post(f"{page}accept/", {"number": "消受〔2026〕1号", "on": day})
    theirs.post(f"{page}report/", {"result": "已责令改正", "on": day})
    ours.post(f"{page}close/", {"words": "已知悉"})

    row = Transfer.objects.get()
    assert (row.state, row.answer_way, row.result) == ("closed", "login", "已责令改正")
    assert "已责令改正" in ours.get(f"/institutions/{place.pk}/").text
    assert ours.get("/transfers/").context["figures"].closed == 1


def test_a_second_click_is_refused_with_a_sentence(browser_of, officer):
    row = TransferFactory(decided=True)
    browser, address = browser_of(officer), f"/transfers/{row.pk}/send/"
    browser.post(address, {"way": "hand"})

    again = browser.post(address, {"way": "hand"})

    assert again.status_code == 422
    assert "已移送待签收" in again.text


@pytest.mark.parametrize(
    ("person", "slug", "status"),
    [
        ("inspector", "decide", 403),
        ("partner_officer", "send", 403),
        ("system_administrator", "receive", 403),
        ("bureau_head", "receive", 403),
    ],
)
def test_who_may_not_do_it_finds_no_page_for_it(browser_of, county, person, slug, status):
    row = TransferFactory(sent=True)

    answer = browser_of(UserFactory(**{person: True})).post(f"/transfers/{row.pk}/{slug}/", {})

    assert answer.status_code == status
    assert Transfer.objects.get().state == "sent"


def test_another_department_finds_neither_transfer_nor_material(browser_of, county):
    row = TransferFileFactory(transfer=TransferFactory(sent=True)).transfer
    market = UserFactory(partner_officer=True, department=DepartmentFactory(market=True))
    browser = browser_of(market)

    for part in ("", "files/1/", "receive/", "letter/"):
        assert browser.get(f"/transfers/{row.pk}/{part}").status_code == 404


def test_the_receiver_reads_material_and_no_history_of_ours(browser_of, fire_officer):
    row = TransferFileFactory(transfer=TransferFactory(sent=True)).transfer
    browser = browser_of(fire_officer)

    page = browser.get(f"/transfers/{row.pk}/")

    assert browser.get(f"/transfers/{row.pk}/files/1/").status_code == 200
    assert (page.context["clocks"], page.context["is_staff"]) == ([], False)
    assert [button.label for button in page.context["buttons"]] == [
        "登记签收",
        "不予受理（不立案）",
    ]


def test_the_inbox_tells_head_officer_and_receiver(browser_of, officer, head, fire_officer):
    TransferFactory(proposed_by=officer)
    TransferFactory(decided=True, proposed_by=officer)
    TransferFactory(sent=True, proposed_by=officer)

    for person, words in (
        (head, "提出移送，待您决定"),
        (officer, "请办理下一步"),
        (fire_officer, "请签收并答复"),
    ):
        assert words in browser_of(person).get("/").text


def test_the_list_costs_the_same_for_one_and_for_three(browser_of, officer, queries_of):
    browser = browser_of(officer)
    TransferFactory(sent=True)
    for_one = queries_of(browser, "/transfers/")
    TransferFactory(sent=True)
    TransferFactory(sent=True)

    assert queries_of(browser, "/transfers/") == for_one
    for query, count in (("pick=sent", 3), ("pick=overdue", 3), ("state=closed", 0)):
        assert len(browser.get(f"/transfers/?{query}").context["page"]) == count
