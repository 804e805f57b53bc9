"""History proves itself, also against a superuser: each way to tamper is found and named."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.db.utils import DatabaseError

from audit import rules
from audit.models import AuditEvent
from audit.queries import head
from audit.services import accept_restore, publish_head, record, seal
from audit.verification import verify
from tests.audit.tampering import EVENTS, SEALS, as_superuser, found, rewrite_chain
from tests.factories.accounts import DepartmentFactory
from tests.times import NOON

TOUCHED = {
    "id": "id + 1000",
    "kind": "'department.other'",
    "at": "at - interval '1 day'",
    "actor_id": "coalesce(actor_id, 0) + 1",
    "actor_name": "'别人'",
    "actor_role": "'别的角色'",
    "object_type": "'x.y'",
    "object_id": "'77'",
    "object_label": "'别的对象'",
    "before": "'x'",
    "after": "'x'",
    "facts": """'{"no": 99}'""",
    "request_id": "'x'",
    "written_at": "written_at - interval '1 microsecond'",
    "stamp": "''",
}


def test_untouched_history_is_sound(lines):
    verdict = found()

    assert (verdict.troubles, verdict.rows) == ([], 5)
    assert (verdict.head_position, verdict.head_digest) == (head().position, head().digest)


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("column", TOUCHED)
def test_each_column_of_each_row_is_found_and_named(lines, column, place):
    event = lines[place]
    as_superuser(
        "UPDATE {events} SET {c} = {v} WHERE id = %s", event.pk, c=column, v=TOUCHED[column]
    )

    first = found().troubles[0]

    assert first.startswith(f"第 {place + 1} 位，事件 {event.pk}（")
    if column == "id":
        assert "已不在历史表中" in first
    else:
        assert first.endswith(f"不一致的是：{_word(column)}。")


def _word(column: str) -> str:
    from audit.words import _NAMES  # noqa: PLC0415 -- what the sentence says is asked of it

    return _NAMES[column]


def test_every_column_of_history_is_sealed_and_has_a_word():
    columns = {field.name for field in AuditEvent._meta.get_fields()}

    assert set(rules.columns(rules.FORMAT)) == columns == set(TOUCHED)
    assert all(_word(column) for column in columns)


@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_row_taken_away_is_named(lines, place):
    as_superuser("DELETE FROM {events} WHERE id = %s", lines[place].pk)

    verdict = found()

    assert verdict.trouble_count == 1
    assert verdict.troubles[0].startswith(f"第 {place + 1} 位，事件 {lines[place].pk}（")
    assert "封存后被删除" in verdict.troubles[0]


@pytest.mark.parametrize("place", [0, 2])
def test_a_row_taken_away_with_its_seal_leaves_a_gap(lines, place):
    as_superuser("DELETE FROM {events} WHERE id = %s", lines[place].pk)
    as_superuser("DELETE FROM {seals} WHERE event_id = %s", lines[place].pk)

    assert found().troubles == [f"第 {place + 1} 位：封存记录被删除，链在此断开。"]


def test_the_last_row_taken_away_with_its_seal_is_known_outside(lines):
    publish_head(at=NOON)
    for table, key in ((EVENTS, "id"), (SEALS, "event_id")):
        as_superuser("DELETE FROM {t} WHERE {k} = %s", lines[4].pk, t=table, k=key)

    (trouble,) = found().troubles

    assert "已到第 5 位，库中只到第 4 位" in trouble
    assert "数据库恢复到了较早的时点" in trouble


@pytest.mark.parametrize("is_sealed", [False, True])
def test_a_row_put_in_by_hand_is_named_before_and_after_it_is_sealed(lines, is_sealed):
    columns = ", ".join(TOUCHED.keys() - {"id", "stamp"})
    as_superuser("INSERT INTO {events} ({c}) SELECT {c} FROM {events} LIMIT 1", c=columns)
    if is_sealed:
        seal(at=NOON)

    verdict = found()

    assert verdict.trouble_count == 1
    assert "绕过系统添加" in verdict.troubles[0]
    assert verdict.troubles[0].startswith("第 6 位，" if is_sealed else "尚未封存的事件 ")


def test_a_row_copied_with_its_stamp_is_named(lines):
    as_superuser("DROP INDEX history_stamp_is_used_once")
    columns = ", ".join(TOUCHED.keys() - {"id"})
    as_superuser(
        "INSERT INTO {events} ({c}) SELECT {c} FROM {events} ORDER BY id LIMIT 1", c=columns
    )
    seal(at=NOON)

    (trouble,) = found().troubles

    assert trouble.startswith(f"事件 {lines[0].pk}、")
    assert "印记相同" in trouble


def test_two_rows_swapped_are_both_named(lines):
    one, other = lines[1].pk, lines[3].pk
    for key, new in ((one, 0), (other, one), (0, other)):
        as_superuser("UPDATE {events} SET id = %s WHERE id = %s", new, key)

    verdict = found()

    assert verdict.trouble_count == 2
    assert verdict.troubles[0].startswith(f"第 2 位，事件 {one}（")


def test_two_seals_swapped_are_named(lines):
    for key, new in ((2, 99), (4, 2), (99, 4)):
        as_superuser("UPDATE {seals} SET position = %s WHERE position = %s", new, key)

    first = found().troubles[0]

    assert first.startswith(f"第 2 位，事件 {lines[3].pk}（")
    assert "封存记录被改动、插入或者调换" in first


@pytest.mark.parametrize("column", ["row_digest", "marks", "digest"])
def test_a_touched_seal_is_named(lines, column):
    as_superuser("UPDATE {seals} SET {c} = set_byte({c}, 3, 7) WHERE position = 3", c=column)

    assert found().troubles[0].startswith(f"第 3 位，事件 {lines[2].pk}（")


def test_the_moment_of_a_seal_cannot_be_changed_unseen(lines):
    as_superuser("UPDATE {seals} SET sealed_at = sealed_at - interval '1 day' WHERE position = 2")

    assert found().troubles[0].startswith(f"第 2 位，事件 {lines[1].pk}（")


def test_a_chain_made_anew_over_a_touched_row_is_caught_by_stamp_and_head(county, lines):
    publish_head(at=NOON)
    as_superuser("UPDATE {events} SET actor_name = '别人' WHERE id = %s", lines[2].pk)
    rewrite_chain(county.code)

    stamp, outside = found().troubles

    assert stamp.startswith(f"第 3 位，事件 {lines[2].pk}（")
    assert "第 1 位至第 5 位之间的历史在封存之后被整段改写" in outside


def test_a_chain_made_anew_without_a_row_is_caught_by_the_head(county, lines):
    publish_head(at=NOON)
    record("department.test", DepartmentFactory(), by=None, at=NOON)
    seal(at=NOON)
    publish_head(at=NOON + timedelta(hours=1))
    as_superuser("DELETE FROM {events} WHERE id = %s", lines[1].pk)
    rewrite_chain(county.code)

    differs, ahead = found().troubles

    assert "第 1 位至第 5 位之间的历史在封存之后被整段改写" in differs
    assert "已到第 6 位，库中只到第 5 位" in ahead


def test_the_chain_of_another_county_does_not_fit(lines):
    assert verify(at=NOON, code="999902").troubles[0].startswith("第 1 位，")


def test_a_noted_return_to_an_earlier_point_is_told_and_no_trouble(lines):
    publish_head(at=NOON)
    for table, key in ((EVENTS, "id"), (SEALS, "event_id")):
        as_superuser("DELETE FROM {t} WHERE {k} = %s", lines[4].pk, t=table, k=key)

    accept_restore(reason="硬盘损坏，恢复到昨日备份", at=NOON)

    verdict = found()
    assert verdict.troubles == []
    assert "曾恢复到第 4 位，原因：硬盘损坏，恢复到昨日备份" in verdict.remarks[0]


def test_a_row_left_unsealed_for_long_is_named_and_a_fresh_one_is_not(lines):
    event = record("department.test", DepartmentFactory(), by=None, at=NOON)

    fresh = verify(at=event.written_at)
    later = verify(at=event.written_at + timedelta(hours=1))

    assert fresh.troubles == []
    assert later.troubles[0].startswith(f"尚未封存的事件 {event.pk}（department.test，")


def test_a_stamp_of_a_lost_key_is_told(settings, lines):
    settings.SECRET_KEY = "another"

    (trouble,) = found().troubles
    settings.SECRET_KEY_FALLBACKS = ["only-for-tests"]

    assert "有 5 条记录的印记由密钥" in trouble
    assert found().troubles == []


def test_history_from_before_stamps_is_sealed_and_sound(county):
    columns = ", ".join(TOUCHED.keys() - {"id", "stamp"})
    record("department.test", DepartmentFactory(), by=None, at=NOON)
    as_superuser("INSERT INTO {events} ({c}) SELECT {c} FROM {events}", c=columns)
    as_superuser("DELETE FROM {events} WHERE stamp <> ''")
    seal(at=NOON)

    assert found().troubles == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditseal SET format = 2",
        "DELETE FROM audit_auditseal",
        "TRUNCATE audit_auditseal",
    ],
)
def test_seals_stay(lines, statement):
    with pytest.raises(DatabaseError, match="history stays"), connection.cursor() as cursor:
        cursor.execute(statement)
