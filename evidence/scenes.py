"""From the rows of a visit to what its papers say of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from common.clock import chinese_date
from common.errors import WrongState
from evidence.models import Signature
from evidence.states import PaperForm, SignerRole
from evidence.strokes import path_of
from evidence.wording import Scene, Sign
from inspections.models import Visit
from inspections.states import VISIT, AnswerValue, OfficerRole, VisitState
from policies.errors import ParameterMissing
from policies.queries import parameter
from tenants.current import county

_RECORDED = (VisitState.RECORDED, VisitState.CONFIRMED)


def scene_of(visit: Visit, form: PaperForm) -> Scene:
    """The visit as its papers name it. Raises WrongState before it was recorded, ParameterMissing."""
    if visit.state not in _RECORDED:
        raise WrongState(
            thing=visit,
            state=VISIT.label(visit.state),
            action=f"制作{form.label}",
            wanted="”或“".join(VISIT.label(state) for state in _RECORDED),
        )
    organ = parameter("organ.name", visit.visited_on)
    if not organ:
        raise ParameterMissing(key="organ.name", on=chinese_date(visit.visited_on))
    seats = list(visit.officers.select_related("user").exclude(role=OfficerRole.AUXILIARY))
    names = tuple(seat.user.full_name for seat in seats)
    signs, read_digest = _signs(visit, form, names)
    starts_at, ends_at = _times(visit)
    return Scene(
        organ=organ,
        is_demonstration=county().is_demonstration,
        institution=visit.institution.name,
        credit_code=visit.institution.credit_code or "",
        starts_at=starts_at,
        ends_at=ends_at,
        place=visit.place_text or _address(visit),
        present=_present(visit),
        officers=tuple(
            f"{seat.user.full_name}（执法证号：{seat.certificate_no}）" for seat in seats
        ),
        names=names,
        day=chinese_date(visit.visited_on),
        signs=signs,
        read_digest=read_digest,
    )


def is_read_out(visit: Visit) -> bool:
    """Was the record read to the party on site? Then its words are settled."""
    return bool(site_facts(visit).get("read_out"))


def suggested_facts(visit: Visit) -> str:
    """A draft of what an on-site record tells: what was read out on site, else from the answers."""
    if read_out := site_facts(visit).get("read_out"):
        return str(read_out["text"])
    answers = list(visit.answers.values_list("value", flat=True))
    lines = [_counted(site_facts(visit).get("counts") or {})]
    if answers:
        told = "、".join(f"{label}{answers.count(value)}项" for value, label in AnswerValue.choices)
        lines.append(f"按照{visit.checklist}检查{len(answers)}项，其中{told}。")
    findings = list(visit.findings.order_by("no"))
    lines.append("检查中发现下列问题：" if findings else "检查中未发现问题。")
    lines += [f"{finding.no}．{finding.text}" for finding in findings]
    photos = visit.photos.count()
    lines += [f"现场拍摄照片{photos}张。"] if photos else []
    return "\n".join(filter(None, [*lines, visit.remark]))


def site_facts(visit: Visit) -> dict[str, Any]:
    """What a phone brought back beside the checklist; empty when a page was used."""
    return dict(visit.site_facts)


def _counted(counts: dict[str, Any]) -> str:
    known = (("学生", counts.get("pupils")), ("教师", counts.get("teachers")))
    told = "、".join(f"{what}{number}人" for what, number in known if number is not None)
    return f"现场清点：{told}。" if told else ""


def _times(visit: Visit) -> tuple[datetime, datetime]:
    assert visit.starts_at is not None  # a constraint: it was recorded
    assert visit.ends_at is not None
    return visit.starts_at, visit.ends_at


def _address(visit: Visit) -> str:
    site = visit.institution.current_site
    return site.address if site else ""


def _present(visit: Visit) -> str:
    if not visit.person_present:
        return ""
    return (
        f"{visit.person_present}（{visit.person_role}）"
        if visit.person_role
        else visit.person_present
    )


def _signs(
    visit: Visit, form: PaperForm, officers: tuple[str, ...]
) -> tuple[tuple[Sign, ...], str]:
    """The places for signatures of a form, and the digest of what the signers had before them.

    A questioning is signed on its own paper, never with what was signed on site.
    """
    if form == PaperForm.QUESTIONING:
        asked = [Sign("询问人", name) for name in officers[:2]]
        return (Sign("被询问人"), *asked, Sign("记录人")), ""
    signed = list(visit.signatures.order_by("pk"))
    places = [_officer_sign(name, signed) for name in officers[:3]]
    party = _newest(signed, SignerRole.PARTY)
    witness = _newest(signed, SignerRole.WITNESS)
    places.append(_sign("当事人", party))
    if witness is not None:
        places.append(_sign("见证人", witness))
    elif party is not None and party.witness:
        places.append(Sign("见证人", party.witness))
    return tuple(places), party.about if party else ""


def _officer_sign(name: str, signed: list[Signature]) -> Sign:
    own = [row for row in signed if row.role == SignerRole.OFFICER and row.signer == name]
    return _sign("检查人员", own[-1]) if own else Sign("检查人员", name)


def _newest(signed: list[Signature], role: SignerRole) -> Signature | None:
    rows = [row for row in signed if row.role == role]
    return rows[-1] if rows else None


def _sign(label: str, row: Signature | None) -> Sign:
    if row is None:
        return Sign(label)
    if row.refused_because:
        seen = f"见证人：{row.witness}。" if row.witness else "无见证人在场。"
        told = f"{label}{row.signer}拒绝签名，原因：{row.refused_because.rstrip('。')}。{seen}"
        return Sign(label, row.signer, refusal=told)
    return Sign(label, row.signer, path=path_of(row.strokes))
