"""What the bureau must know of phones: whose versions wait, what is unfinished, which phones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from accounts.permissions import Permission
from common.clock import CHINA
from field.models import Chain, Device, FieldRecord
from field.models.chains import ChainQuerySet, FieldRecordQuerySet
from field.models.devices import DeviceQuerySet
from field.queries.versions import version_of
from field.rules.story import Story
from inspections.models import Visit

_WORDS = {"ok": "符合", "not_ok": "不符合", "not_applicable": "不适用"}


@dataclass(frozen=True, slots=True)
class Line:
    """One fact as each version tells it."""

    label: str
    told: list[str]

    @property
    def differs(self) -> bool:
        return len(set(self.told)) > 1


def records_awaiting(user: User) -> FieldRecordQuerySet:
    """Versions that wait for a person, of visits that the user may see, the oldest first."""
    visible = FieldRecord.objects.filter(visit__in=Visit.objects.visible_to(user))
    rows = visible.awaiting_a_person().select_related("visit__institution", "chain__device__person")
    return rows.order_by("held_at")


def unfinished_chains(user: User) -> ChainQuerySet:
    """Visits of which something came from a phone, but not all, and nobody gave them up."""
    visible = Chain.objects.filter(visit__in=Visit.objects.visible_to(user))
    return visible.unfinished().select_related("visit__institution", "device__person")


def devices_for(user: User) -> DeviceQuerySet:
    """One's own phones; of everybody for who approves visits or secures accounts."""
    rows = Device.objects.select_related("person__department").order_by("-registered_at")
    if user.has(Permission.VISIT_APPROVE) or user.has(Permission.ACCOUNT_SECURE):
        return rows
    return rows.filter(person=user)


def versions_of(visit: Visit) -> list[FieldRecord]:
    """Every version of a visit that phones brought, the earliest first."""
    rows = visit.field_records.select_related("chain__device__person", "decided_by")
    return list(rows.order_by("held_at", "pk"))


def compared(rows: Sequence[FieldRecord]) -> list[Line]:
    """What the versions say, fact by fact, side by side."""
    stories = [version_of(row) for row in rows]
    lines = [Line(label, [tell(story) for story in stories]) for label, tell in _FACTS]
    items = sorted({item for story in stories for item in story.answers})
    lines += [Line(f"检查项{item}", [_answer(story, item) for story in stories]) for item in items]
    return lines


def _moment(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"


def _people(story: Story) -> str:
    return "、".join(f"{told.body['name']}{told.body['role']}" for told in story.people.values())


def _counts(story: Story) -> str:
    counts = story.body("counts")
    if not counts:
        return "未清点"
    shown = [("学生", counts["pupils"]), ("教师", counts["teachers"])]
    return "，".join(f"{word}{count}人" for word, count in shown if count is not None)


def _findings(story: Story) -> str:
    return "；".join(
        f"{told.body['violation'] or told.body['routed']} {told.body['text']}"
        for told in story.findings.values()
    )


def _answer(story: Story, item: str) -> str:
    told = story.answers.get(item)
    if told is None:
        return "未填"
    return " ".join(filter(None, (_WORDS[told.body["value"]], told.body["note"])))


_FACTS: tuple[tuple[str, Callable[[Story], str]], ...] = (
    ("开始时间", lambda story: _moment(story.starts_at)),
    ("结束时间", lambda story: _moment(story.ends_at)),
    ("检查地点", lambda story: story.body("finish")["place"]),
    ("在场人员", _people),
    ("现场人数", _counts),
    ("发现的问题", _findings),
    ("照片", lambda story: f"{len(story.photos)}张"),
    ("签名", lambda story: "、".join(told.body["name"] for told in story.signatures.values())),
    ("备注", lambda story: story.body("note").get("text", "")),
)
