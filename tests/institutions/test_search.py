"""Search: the same answer as reading every row, by names, numbers, people and addresses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.searching import fold, grams, words_of
from institutions.models import Institution, Site
from institutions.queries import search
from institutions.services import change_institution, fill_initials
from tenants.searching import Found
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory, SiteFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("county")
MANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SIGNS = "青禾春芽乐长曾ABａb１2 （）·〇-\t%_\\'|"


def _names(text: str) -> list[str]:
    return [found.name for found in search(text)]


def _in_database(function: str, text: str):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [text])
        return cursor.fetchone()[0]


@MANY
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40))
def test_the_database_folds_as_python_does(text):
    folded = fold(text)

    assert _in_database("search_fold", text) == folded
    assert set(_in_database("search_grams", folded)) == grams(folded)


def _by_reading(text: str) -> set[int]:
    """The rule without database: every word stands in one of the folded texts."""
    words, found = words_of(text), set()
    for row in Institution.objects.all():
        said = [row.name, row.short_name, row.licence_no, row.credit_code]
        said += [*(row.initials or "").splitlines(), *(row.address_words or "").splitlines()]
        known = [fold(one) for one in said if one]
        if words and all(any(word in one for one in known) for word in words):
            found.add(row.pk)
    return found


@pytest.fixture
def a_dozen(county):
    names = [
        "青禾",
        "春芽托管",
        "青 禾（乐长）",
        "Ａb青",
        "禾青禾",
        "曾长乐",
        "乐乐",
        "1２青禾春芽",
    ]
    return [
        InstitutionFactory(name=name, site__address=f"{name[::-1]}路{i}号")
        for i, name in enumerate(names)
    ]


@MANY
@given(text=st.text(SIGNS, max_size=6))
def test_search_finds_what_reading_every_row_finds(a_dozen, text):
    assert {found.pk for found in search(text)} == _by_reading(text)
    assert {row.pk for row in Institution.objects.walking(text)} == _by_reading(text)


@pytest.mark.parametrize(
    "text",
    [
        "春芽",
        "cy",
        "CYT",
        "ｃｙ",
        "芽",
        "春芽 jfl",
        "jf",
        "王小明",
        "wxm",
        "春芽托管中心",
        "1431 12-97",
    ],
)
def test_one_is_found_by_two_characters_or_initials(text):
    InstitutionFactory(
        name="春芽（托管）中心",
        principal="王小明",
        licence_no="143112970000018",
        site__address="解放路1号",
    )
    InstitutionFactory(name="青禾学校", licence_no="999", site__address="文化路2号")

    assert _names(text) == ["春芽（托管）中心"]


def test_the_best_comes_first():
    InstitutionFactory(name="乙校", site__address="春芽路3号")
    InstitutionFactory(name="甲春芽")
    InstitutionFactory(name="春芽二")
    InstitutionFactory(name="丙校", short_name="春芽")

    assert _names("春芽") == ["丙校", "春芽二", "甲春芽", "乙校"]
    assert _names("cy")[-1] == "乙校"


def test_a_moved_institution_is_found_at_its_new_address_only():
    shop = InstitutionFactory(name="甲", site__address="解放路1号")
    site = shop.sites.get()
    site.valid_until = DAY
    site.save()
    SiteFactory(institution=shop, address="文化路2号", valid_from=DAY)

    assert _names("解放") == []
    assert _names("wh") == ["甲"]


def test_a_renamed_institution_is_still_found_by_its_former_name():
    clerk = UserFactory(registry_clerk=True)
    shop = InstitutionFactory(name="青禾")
    for step, name in enumerate(("春芽", "向阳", "青禾"), start=1):
        at = NOON + timedelta(hours=step)
        shop = change_institution(shop.pk, {"name": name}, version=step, by=clerk, at=at)

    assert shop.former_names == "春芽\n向阳"
    assert _names("春芽") == _names("xy") == ["青禾"]


def test_what_an_older_release_wrote_is_found_by_initials_after_the_nightly_task():
    shop = InstitutionFactory(name="旧名", site__address="解放路1号")
    Institution.objects.filter(pk=shop.pk).update(name="春芽", initials=None)
    Site.objects.update(initials=None)
    assert _names("cy") == _names("jf") == []
    assert _names("春芽") == _names("解放") == ["春芽"]

    assert fill_initials() == 2

    assert _names("cy") == _names("jf") == ["春芽"]


def test_a_save_of_some_columns_keeps_the_initials_right():
    shop = InstitutionFactory(name="春芽")
    shop.name = "青禾"
    shop.save(update_fields=["name"])

    assert _names("qh") == ["青禾"]


def test_hits_are_counted_up_to_a_bound(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(Found, "MOST", 3)
    for name in ("丁", "丙", "乙", "甲"):
        InstitutionFactory(name=f"{name}学校")

    found = Institution.objects.ranked("学校")

    with django_assert_num_queries(2):
        assert (found.count(), found.is_cut, len(found)) == (3, True, 3)
        assert [row.name for row in found[:2]] == ["丁学校", "丙学校"]


def test_the_index_is_asked_for_a_pair(county):
    InstitutionFactory.create_batch(3)
    with connection.cursor() as cursor:
        # Only a bitmap can come from it; in a small table the others would be cheaper.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        cursor.execute("SELECT gin_clean_pending_list('institution_by_words')")
        plan = Institution.objects.holding("春芽").explain()

    assert "institution_by_words" in plan
