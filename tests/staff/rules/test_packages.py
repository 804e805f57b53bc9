"""Law packages as pages: upload, differences, confirm; and the county's own as a download."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from policies.models import PackageArrival, Violation
from policies.services import read_package, seed_parameters
from tests.factories import package_law
from tests.factories.policies import PackageArrivalFactory
from tests.policies.test_packages import NEXT, V03, packed
from tests.times import NOON

MOST = 12  # statements for one page


@pytest.fixture
def catalogue(county):
    package_law.catalogue()
    seed_parameters({"organ.name": "桤木县教育局"}, at=NOON)


def send(browser, content):
    return browser.post("/rules/packages/", {"file": SimpleUploadedFile("rules.zip", content)})


def test_administrator_sends_looks_and_takes(browser_of, system_administrator, catalogue):
    browser = browser_of(system_administrator)
    address = send(browser, packed(violations=[V03])).url

    page = browser.get(address).text
    assert "新增 0 条，变更 1 条，终止 0 条" in page
    assert '条文号：<span class="faint">第十九条</span> → 第二十条' in page
    assert "其中 1 条的条文号没有对照原文" in page
    assert not Violation.objects.filter(valid_from=NEXT).exists()

    browser.post(f"{address}take/")

    assert Violation.objects.get(valid_from=NEXT).article == "第二十条"
    assert "确认载入</button>" not in browser.get(address).text


def test_taking_twice_is_a_sentence(browser_of, system_administrator, catalogue):
    browser = browser_of(system_administrator)
    address = send(browser, packed(violations=[V03])).url
    browser.post(f"{address}take/")

    answer = browser.post(f"{address}take/")

    assert (answer.status_code, "现在是“已载入”" in answer.text) == (409, True)
    assert Violation.objects.filter(valid_from=NEXT).count() == 1


def test_a_package_that_cannot_be_taken_says_why(browser_of, system_administrator, catalogue):
    browser = browser_of(system_administrator)
    address = send(browser, packed(violations=[{**V03, "law": "no_law"}])).url

    page = browser.get(address).text

    assert "没有名为no_law的法规" in page
    assert "确认载入</button>" not in page
    browser.post(f"{address}discard/")
    assert PackageArrival.objects.get().state == "discarded"


@pytest.mark.parametrize("content", [b"no zip", b"PK\x03\x04"])
def test_a_damaged_file_is_a_sentence(browser_of, system_administrator, catalogue, content):
    answer = send(browser_of(system_administrator), content)

    assert (answer.status_code, "不是完整的规则包" in answer.text) == (422, True)
    assert not PackageArrival.objects.exists()


def test_the_countys_own_rules_are_handed_out(browser_of, system_administrator, catalogue):
    browser = browser_of(system_administrator)
    assert "桤木县教育局" in browser.get("/rules/packages/export/").text

    answer = browser.post(
        "/rules/packages/export/",
        {"issuer": "桤木县教育局", "name": "本县规则", "edition": "2027-01-01", "note": ""},
    )

    package = read_package(answer.content)
    assert (package.issuer, len(package.rows["violations"])) == ("桤木县教育局", 43)


def test_list_costs_the_same_for_one_and_for_many(browser_of, system_administrator, queries_of):
    browser = browser_of(system_administrator)
    PackageArrivalFactory()
    for_one = queries_of(browser, "/rules/packages/")
    PackageArrivalFactory.create_batch(4)

    assert queries_of(browser, "/rules/packages/") == for_one <= MOST


def test_the_security_administrator_looks_and_takes_nothing(
    browser_of, security_administrator, catalogue
):
    arrival = PackageArrivalFactory()
    browser = browser_of(security_administrator)

    assert "确认载入" not in browser.get(f"/rules/packages/{arrival.pk}/").text
    assert browser.post(f"/rules/packages/{arrival.pk}/take/").status_code == 403
    assert browser.get("/rules/packages/export/").status_code == 403
    assert PackageArrival.objects.get().state == "waiting"
