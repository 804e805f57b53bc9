"""Who may open which page, and what stands there otherwise."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, get_resolver

from accounts.permissions import Permission
from staff.nav import ROOMS
from staff.urls import urlpatterns


def _every_view(patterns=None):
    for pattern in (
        get_resolver("config.urls_county").url_patterns if patterns is None else patterns
    ):
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _every_view(pattern.url_patterns)


@pytest.mark.parametrize("pattern", list(_every_view()), ids=lambda pattern: pattern.name)
def test_every_page_says_who_may_open_it(pattern):
    view = pattern.callback

    device = getattr(view, "device_permission", None)  # a phone's call, known by its token
    permissions = getattr(view, "staff_permissions", (device,) if device else None)
    machine = getattr(getattr(view, "cls", None), "scopes", None)  # a partner's, by its scopes
    reason = getattr(view, "public_reason", "")

    assert (permissions is None and not machine) == bool(reason)
    assert all(isinstance(one, Permission) for one in permissions or ())


def test_page_without_login_leads_to_the_login_and_back(browser_of):
    answer = browser_of().get("/institutions/?kind=childcare")

    assert answer.status_code == 302
    assert answer.url == "/login/?next=/institutions/%3Fkind%3Dchildcare"


def test_fragment_without_login_loads_the_login_page_whole(browser_of):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://999901.test/institutions/"}

    answer = browser_of().get("/institutions/", headers=headers)

    assert answer["HX-Redirect"] == "/login/?next=/institutions/"
    assert answer.content == b""


def test_page_without_the_right_is_403_with_a_sentence_and_a_code(browser_of, inspector):
    answer = browser_of(inspector).get("/people/")

    assert answer.status_code == 403
    assert "您没有“查看人员”的权限，请联系本县管理员。" in answer.text
    assert "not_allowed" in answer.text


def test_unknown_address_is_404_with_a_sentence(browser_of, inspector):
    answer = browser_of(inspector).get("/nothing/here/")

    assert answer.status_code == 404
    assert "没有这个页面，或者您不能查看它" in answer.text


def test_unknown_address_without_login_is_404_as_well(browser_of):
    assert browser_of().get("/nothing/here/").status_code == 404


def test_menu_shows_only_the_rooms_of_the_person(browser_of, system_administrator):
    answer = browser_of(system_administrator).get("/")

    assert "人员与权限" in answer.text
    assert "机构名录" not in answer.text


# Rooms without a line in the menu, and where people come to them from.
NOT_IN_THE_MENU = {
    "search/": "the field above every page",
    "field/api/": "asked by the phone's own script",
}


def test_every_room_stands_in_the_menu_or_says_where_people_come_from():
    found = {str(entry.pattern) for entry in urlpatterns} - {""}
    listed = {f"{room.folder}/" for rooms in ROOMS.values() for room in rooms}

    assert found - listed == set(NOT_IN_THE_MENU)


def test_menu_of_a_clerk_has_the_registry(browser_of, clerk):
    menu = browser_of(clerk).get("/").text

    assert all(title in menu for title in ("机构名录", "导入名单", "机构地图"))


def test_policy_forbids_inline_scripts_and_pages_carry_none(browser_of, clerk):
    answer = browser_of(clerk).get("/institutions/")

    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert " style=" not in answer.text
    assert " onclick=" not in answer.text


def test_form_sent_after_the_login_ran_out_leads_back_to_its_page(browser_of, county):
    browser = browser_of()
    here = f"http://{county.code}.test/visits/7/"

    answer = browser.post("/visits/7/approve/", headers={"Referer": here})

    assert answer.url == "/login/?next=/visits/7/"
    assert "刚才的操作没有完成" in browser.get(answer.url).text
