"""Digests are a promise: these values must be the same in every release."""

from datetime import UTC, datetime

from audit import rules

ROW = {
    "id": 7,
    "kind": "notice.approve",
    "at": datetime(2026, 3, 5, 8, 30, 0, 12, tzinfo=UTC),
    "actor_id": None,
    "actor_name": "",
    "actor_role": "",
    "object_type": "enforcement.notice",
    "object_id": "3",
    "object_label": "县教责改〔2026〕1号",
    "before": "submitted",
    "after": "approved",
    "facts": {"number": "县教责改〔2026〕1号", "ratio": 0.5},
    "request_id": "",
    "written_at": datetime(2026, 3, 5, 8, 30, 1, tzinfo=UTC),
    "stamp": "k.n.m",
    "added_in_a_later_release": "x",
}


def test_digests_of_format_1_stay_what_they_are():
    digest, marks = rules.row_digest(ROW, 1), rules.marks(ROW, 1)
    linked = rules.link(
        rules.genesis("431129"),
        position=1,
        event_id=7,
        row_format=1,
        row=digest,
        field_marks=marks,
        sealed_at=datetime(2026, 3, 5, 8, 31, tzinfo=UTC),
    )

    assert digest.hex() == "8a722265d015585a9c67a7687969a6a043aafa31b96d61e231d1601c88a4a61c"
    assert linked.hex() == "29dc01a9f3ce744fa9434980074cc396c6093711c1ad3211e03d94381877c522"


def test_a_column_of_a_later_release_does_not_touch_old_digests():
    later = ROW | {"added_in_a_later_release": "y"}

    assert rules.row_digest(later, 1) == rules.row_digest(ROW, 1)


def test_the_columns_that_differ_are_named():
    other = ROW | {"kind": "notice.return", "facts": {}}

    differing = rules.columns_that_differ(rules.marks(ROW), rules.marks(other), 1)

    assert differing == ["kind", "facts"]


def test_a_stamp_fits_its_row_its_county_and_its_key_only():
    key = {"code": "431129", "key": "secret", "nonce": "n"}
    row = ROW | {"stamp": rules.stamp(ROW, **key)}
    ring = {rules.key_id("secret"): "secret"}

    assert rules.stamp_fits(row, code="431129", keys=ring) is True
    assert rules.stamp_fits(row | {"before": "draft"}, code="431129", keys=ring) is False
    assert rules.stamp_fits(row, code="431130", keys=ring) is False
    assert rules.stamp_fits(row, code="431129", keys={}) is None
