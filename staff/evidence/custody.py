"""The chain of custody of one original, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from common.errors import Refusal
from enforcement.queries import notices_for
from evidence.models import Original
from evidence.queries import papers_for
from evidence.states import PaperForm
from inspections.models import Finding
from inspections.queries import findings_for

_LISTING = (PaperForm.PHOTO_SHEET, PaperForm.EVIDENCE_LIST)


@dataclass(frozen=True, slots=True)
class Step:
    """One station. ``at`` None: a state of things, no moment of its own."""

    title: str
    icon: str
    tone: str = "info"
    at: datetime | None = None
    who: str = ""
    text: str = ""
    url: str = ""
    link: str = ""


def custody_of(original: Original, user: User) -> list[Step]:
    """Taken, kept, checked, listed, stamped, copied, tied to a finding, to papers and notices."""
    return [
        *_taken(original),
        *_kept(original),
        *_listed(original),
        *_copied(original),
        *_findings_and_notices(original, user),
        *_papers(original, user),
    ]


def _taken(original: Original) -> Iterator[Step]:
    device = (
        f"设备密钥指纹 {original.device_key[:16]}"
        if original.device_key
        else "经网页上传，无设备密钥"
    )
    where = "未取得位置"
    if original.point:
        where = f"北纬{original.point.y:.6f}°，东经{original.point.x:.6f}°"
        if original.accuracy_m is not None:
            where += f"，精度{original.accuracy_m}米"
    item = f"；检查项{original.item_code}" if original.item_code else ""
    said = f"{where}；{device}{item}。时间和位置为设备所报。"
    yield Step("现场取得", "camera", "info", original.taken_at, "", said)


def _kept(original: Original) -> Iterator[Step]:
    file = original.file
    by = original.kept_by.full_name
    text = f"SHA-256 {file.sha256}，{file.size_bytes}字节"
    yield Step("存入原件", "lock", "good", original.kept_at, by, text)
    try:
        _ = file.content
    except Refusal as refusal:
        yield Step("当前核验", "alert-triangle", "bad", text=str(refusal))
    else:
        yield Step("当前核验", "shield-check", "good", text="打开本页时重新计算，与存入时一致")


def _listed(original: Original) -> Iterator[Step]:
    entry = getattr(original, "manifest_entry", None)
    if entry is None:
        yield Step("列入日清单", "hourglass", "warn", text="等待次日列入证据日清单")
        return
    made = entry.manifest
    url = reverse("staff:manifest-file", args=[made.pk])
    text = f"{made}，共{made.entry_count}项，清单校验值 {made.file.sha256[:16]}"
    yield Step("列入日清单", "list-check", "good", made.made_at, "系统", text, url, "下载清单")
    for stamp in made.stamps.all():
        url = reverse("staff:manifest-stamp", args=[made.pk])
        text = f"{stamp.authority}，序列号 {stamp.serial}"
        yield Step(
            "加盖可信时间戳",
            "clock",
            "good",
            stamp.stamped_at,
            "时间戳机构",
            text,
            url,
            "下载时间戳",
        )


def _copied(original: Original) -> Iterator[Step]:
    for copy in original.copies.all():
        text = f"遮盖{len(copy.areas)}处" if copy.areas else "核对人未见须遮盖的内容"
        yield Step("制作副本", "copy", "info", copy.made_at, copy.made_by.full_name, text)


def _findings_and_notices(original: Original, user: User) -> Iterator[Step]:
    photo = original.photo
    if photo is None or photo.finding_id is None:
        return
    finding = findings_for(user).filter(pk=photo.finding_id).first()
    if finding is None:
        return
    url = reverse("staff:visit", args=[finding.visit_id])
    visit = finding.visit
    yield Step(
        f"证明问题{finding.no}",
        "alert-circle",
        "warn",
        visit.recorded_at,
        "",
        finding.text,
        url,
        "查看检查",
    )
    yield from _notices(finding, user)


def _notices(finding: Finding, user: User) -> Iterator[Step]:
    if not user.has(P.NOTICE_VIEW):
        return
    for notice in notices_for(user).filter(notice_findings__finding=finding).order_by("pk"):
        text = f"{notice.number or '未编号'}，{notice.get_state_display()}"
        url = reverse("staff:notice", args=[notice.pk])
        yield Step(
            f"据以制发{notice.get_form_display()}",
            "file-text",
            "busy",
            notice.approved_at,
            "",
            text,
            url,
            "查看文书",
        )


def _papers(original: Original, user: User) -> Iterator[Step]:
    papers = papers_for(user).filter(visit=original.visit_id, form__in=_LISTING)
    for paper in papers.order_by("pk"):
        lines = (paper.payload or {}).get("photos") or (paper.payload or {}).get("rows") or []
        if any(line["sha256"] == original.file.sha256 for line in lines):
            url = reverse("staff:visit-paper", args=[paper.pk])
            who = paper.frozen_by.full_name
            yield Step(
                f"列入{paper}", "clipboard-list", "info", paper.frozen_at, who, "", url, "查看文书"
            )
