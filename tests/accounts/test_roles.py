"""Roles are sets of permissions in code, each with a sentence for people."""

from __future__ import annotations

from itertools import combinations

import pytest

from accounts.access import require
from accounts.permissions import Permission as P
from accounts.roles import (
    APART,
    AUDIT_ADMINISTRATOR,
    OPERATOR,
    ROLES,
    SECURITY_ADMINISTRATOR,
    SYSTEM_ADMINISTRATOR,
    permissions_of,
)
from common.errors import NotAllowed
from tests.factories.accounts import UserFactory

CHANGES = {permission for permission in P if not permission.value.endswith(".view")}


@pytest.mark.parametrize("code", ROLES)
def test_role_has_a_name_and_a_sentence(code):
    role = ROLES[code]

    assert role.code == code
    assert role.name
    assert not role.name.isascii()
    assert role.sentence.endswith("。")


@pytest.mark.parametrize("permission", P)
def test_every_permission_is_held_by_a_role(permission):
    roles = [*ROLES.values(), OPERATOR]

    assert [role.code for role in roles if permission in role.permissions] != []


def test_who_drafts_never_approves():
    inspector, head = ROLES["inspector"].permissions, ROLES["section_head"].permissions

    assert inspector & {P.NOTICE_ENDORSE, P.NOTICE_APPROVE_STOP, P.VISIT_CONFIRM} == set()
    assert P.NOTICE_DRAFT not in head
    assert [code for code, role in ROLES.items() if P.NOTICE_APPROVE_STOP in role.permissions] == [
        "bureau_head"
    ]


def test_administrators_share_nothing_but_the_list_of_people():
    allowed = [ROLES[role].permissions for role in APART]

    for one, other in combinations(allowed, 2):
        assert one & other == {P.USER_VIEW}


def test_administrators_do_no_business():
    theirs = frozenset().union(*(ROLES[role].permissions for role in APART))
    business = permissions_of([code for code in ROLES if code not in APART])

    assert theirs & business == {P.HISTORY_VIEW}


def test_who_adds_people_grants_no_role_and_who_grants_adds_nobody():
    adds = {code for code, role in ROLES.items() if P.USER_MANAGE in role.permissions}
    grants = {code for code, role in ROLES.items() if P.ROLE_GRANT in role.permissions}

    assert (adds, grants) == ({SYSTEM_ADMINISTRATOR}, {SECURITY_ADMINISTRATOR})


def test_audit_administrator_changes_nothing():
    assert ROLES[AUDIT_ADMINISTRATOR].permissions & CHANGES == set()


def test_partner_officer_sees_nothing_of_the_county():
    assert ROLES["partner_officer"].permissions == {
        P.VISIT_RECORD,
        P.DRAW_WITNESS,
        P.ASSIGNMENT_ANSWER,
        P.ENDPOINT_VIEW,  # of its own department's webhooks
    }


def test_legal_reviewer_reviews_hears_and_scores_and_changes_nothing_else():
    assert ROLES["legal_reviewer"].permissions & CHANGES == {
        P.CASE_REVIEW,
        P.CASE_HEAR,
        P.CASE_SUPERVISE,
    }


def test_roles_add_up():
    both = permissions_of(["inspector", "section_head"])

    assert both == ROLES["inspector"].permissions | ROLES["section_head"].permissions


def test_a_code_that_is_no_role_allows_nothing():
    assert permissions_of(["king"]) == frozenset()
    assert permissions_of([]) == frozenset()


def test_require_lets_the_right_person_through(county):
    require(UserFactory(system_administrator=True), P.USER_MANAGE)


def test_require_names_the_missing_permission(county):
    with pytest.raises(NotAllowed) as refusal:
        require(UserFactory(inspector=True), P.USER_MANAGE)

    assert refusal.value.http_status == 403
    assert str(refusal.value) == "您没有“管理人员”的权限，请联系本县管理员。"


def test_require_refuses_nobody_where_somebody_is_wanted():
    with pytest.raises(NotAllowed):
        require(None, P.USER_MANAGE)


def test_require_without_a_permission_is_the_systems_own():
    require(None, None)


def test_a_person_who_left_holds_nothing(county):
    with pytest.raises(NotAllowed):
        require(UserFactory(system_administrator=True, is_active=False), P.USER_MANAGE)
