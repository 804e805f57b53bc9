"""Originals and signatures as a phone brings them back from a visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import factory

from evidence.models import (
    Copy,
    Manifest,
    ManifestEntry,
    ManifestStamp,
    Original,
    Paper,
    Signature,
)
from evidence.records import Answered, Asked, Questioning, SiteFacts
from evidence.services import (
    keep_original,
    keep_signature,
    make_copy,
    make_manifest,
    make_questioning,
    make_site_record,
)
from evidence.states import OriginalKind, SignerRole
from inspections.models import Visit
from policies.services import seed_parameters
from tests.factories.accounts import UserFactory
from tests.factories.documents import StoredFileFactory
from tests.factories.inspections import VisitFactory
from tests.times import DAY, NOON

DEVICE_KEY = "7d" * 32
STROKES = [[[10, 20, 0], [14.5, 32, 16], [22, 40, 33]], [[30, 18, 400], [31, 44, 430]]]


class OriginalFactory(factory.django.DjangoModelFactory):
    """A photograph that a registered phone took at a recorded visit."""

    class Meta:
        model = Original

    visit = factory.SubFactory(VisitFactory, recorded=True)
    file = factory.SubFactory(StoredFileFactory, photo=True)
    kind = OriginalKind.PHOTO
    taken_at = NOON
    point = None
    accuracy_m = None
    device_key = DEVICE_KEY
    item_code = "C01"
    by = factory.SubFactory(UserFactory, inspector=True)
    at = NOON

    @classmethod
    def _create(cls, model_class: type[Original], *args: Any, **facts: Any) -> Original:
        return keep_original(**facts)


class SignatureFactory(factory.django.DjangoModelFactory):
    """The party signs; ``refused=True`` for one who would not."""

    class Meta:
        model = Signature

    visit = factory.SubFactory(VisitFactory, recorded=True)
    signer = "王春梅"
    role = SignerRole.PARTY
    strokes = factory.LazyFunction(lambda: STROKES)
    refused_because = ""
    witness = ""
    by = factory.SubFactory(UserFactory, inspector=True)
    at = NOON

    class Params:
        refused = factory.Trait(
            strokes=factory.LazyFunction(list),
            refused_because="称须等法定代表人到场",
            witness="赵国强",
        )

    @classmethod
    def _create(cls, model_class: type[Signature], *args: Any, **facts: Any) -> Signature:
        return keep_signature(**facts)


def copy_row(**facts: Any) -> Copy:
    """The copy of a photograph with one area hidden, unless said otherwise."""
    original = facts.pop("original", None) or OriginalFactory()
    told = {"areas": [[100, 100, 300, 300]], "by": original.kept_by, "at": NOON, **facts}
    return make_copy(original.pk, **told)


def manifest_row() -> Manifest:
    """The list of the day on which one original came in."""
    OriginalFactory()
    made = make_manifest(DAY, at=NOON + timedelta(days=1))
    assert made is not None
    return made


def manifest_entry_row() -> ManifestEntry:
    return manifest_row().entries.get()


def manifest_stamp_row() -> ManifestStamp:
    """A stamp that nobody checks."""
    return ManifestStamp.objects.create(
        manifest=manifest_row(),
        token=b"token",
        authority="CN=Test Root",
        serial="2",
        stamped_at=NOON,
        got_at=NOON,
    )


def know_the_organ() -> None:
    """The county's bureau has a name, which every paper bears."""
    seed_parameters({"organ.name": "桤木县教育局"}, at=NOON)


def paper_row() -> Paper:
    """The on-site record of a recorded visit."""
    know_the_organ()
    visit = VisitFactory(recorded=True)
    told = SiteFacts(facts="现场有学生十二名，正在上数学课。")
    return make_site_record(visit.pk, told, by=UserFactory(inspector=True), at=NOON)


def questioning(**changes: Any) -> Questioning:
    """What a teacher said at the site."""
    facts: dict[str, Any] = {
        "cause": "涉嫌未取得办学许可证开展培训",
        "place": "晨曦教育培训中心前台",
        "starts_at": NOON - timedelta(minutes=50),
        "ends_at": NOON - timedelta(minutes=10),
        "asked": Asked(name="刘晓燕", sex="女", age=27, id_no="431100199401010021"),
        "answers": (Answered("你教什么课程？", "初中二年级数学，每周两次。"),),
        "clerk": "陈晓明",
    }
    return Questioning(**{**facts, **changes})


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What a visit has of everything in the room of evidence."""

    original: Original
    papers: list[Paper]
    manifest: Manifest


def brought_back(visit: Visit) -> BroughtBack:
    """A photograph with its copy, a refusal, two papers, and the stamped list of their day."""
    know_the_organ()
    by = UserFactory(inspector=True)
    original = OriginalFactory(visit=visit, by=by)
    copy_row(original=original)
    SignatureFactory(visit=visit, refused=True, by=by)
    told = SiteFacts(facts="现场有学生十二名，正在上数学课。")
    papers = [
        make_site_record(visit.pk, told, by=by, at=NOON),
        make_questioning(visit.pk, questioning(), by=by, at=NOON),
    ]
    made = make_manifest(DAY, at=NOON + timedelta(days=1))
    assert made is not None
    ManifestStamp.objects.create(
        manifest=made,
        token=b"token",
        authority="CN=Test Root",
        serial="2",
        stamped_at=NOON,
        got_at=NOON,
    )
    return BroughtBack(original, papers, made)
