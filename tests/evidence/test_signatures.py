"""Strokes are kept as they were drawn, a refusal with its reason."""

import json
import math
from hashlib import sha256

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from audit.models import AuditEvent
from common.errors import BadInput, NotAllowed, NotFound
from evidence.errors import SignatureUnclear, StrokesOdd
from evidence.models import Signature
from evidence.services import keep_signature
from tests.factories.accounts import UserFactory
from tests.factories.evidence import STROKES, SignatureFactory
from tests.factories.inspections import VisitFactory
from tests.times import NOON


def _facts(**changes):
    facts = {
        "visit": VisitFactory(recorded=True),
        "signer": "王春梅",
        "role": "party",
        "strokes": STROKES,
        "refused_because": "",
        "witness": "",
        "by": UserFactory(inspector=True),
        "at": NOON,
    }
    return {**facts, **changes}


def test_signature_is_kept_with_its_strokes_and_what_was_signed(county):
    keep_signature(**_facts(about="ab" * 32, signed_at=NOON))

    kept = Signature.objects.get()
    assert (kept.strokes, kept.about, kept.signed_at) == (STROKES, "ab" * 32, NOON)
    assert kept.digest == sha256(json.dumps(STROKES, separators=(",", ":")).encode()).hexdigest()
    assert AuditEvent.objects.get(kind="signature.keep").facts["digest"] == kept.digest


def test_signature_twice_is_one(county):
    facts = _facts()
    first = keep_signature(**facts)

    assert keep_signature(**facts) == first
    assert AuditEvent.objects.filter(kind="signature.keep").count() == 1


def test_refusal_is_kept_with_reason_and_witness(county):
    keep_signature(**_facts(strokes=[], refused_because="称须等负责人到场", witness="赵国强"))

    kept = Signature.objects.get()
    assert (kept.refused_because, kept.witness, kept.digest) == ("称须等负责人到场", "赵国强", "")
    assert str(kept) == "王春梅（当事人）拒绝签名"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"strokes": []}, SignatureUnclear),
        ({"refused_because": "不愿意"}, SignatureUnclear),
        ({"signer": "  "}, BadInput),
        ({"role": "passer_by"}, BadInput),
        ({"strokes": [[]]}, StrokesOdd),
        ({"strokes": [[[1]]]}, StrokesOdd),
        ({"strokes": [[["1", "2"]]]}, StrokesOdd),
        ({"strokes": [[[math.nan, 2]]]}, StrokesOdd),
        ({"strokes": [[[1, 2]]] * 401}, StrokesOdd),
        ({"strokes": [[[1, 2]] * 20_001]}, StrokesOdd),
    ],
)
def test_signature_that_is_none_is_refused_and_nothing_kept(county, changes, refusal):
    with pytest.raises(refusal):
        keep_signature(**_facts(**changes))

    assert not Signature.objects.exists()
    assert not AuditEvent.objects.filter(kind="signature.keep").exists()


def test_signature_needs_the_right_and_the_visit(county):
    with pytest.raises(NotAllowed):
        keep_signature(**_facts(by=UserFactory(section_head=True)))
    with pytest.raises(NotFound):
        keep_signature(**_facts(by=UserFactory(partner_officer=True)))

    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"digest": ""}, "signature_has_strokes_or_a_refusal"),
        ({"signer": ""}, "signature_has_a_signer"),
        ({}, "one_signature_per_visit_signer_and_strokes"),
    ],
)
def test_odd_signature_is_stopped_by_the_database(county, changes, constraint):
    first = SignatureFactory()
    same = {"visit": first.visit, "signer": first.signer, "role": "party", "digest": first.digest}

    with pytest.raises(IntegrityError, match=constraint):
        Signature.objects.create(**{**same, **changes}, kept_at=NOON, kept_by=first.kept_by)


def test_signature_is_never_changed_or_deleted(county):
    signature = SignatureFactory(refused=True)

    for attempt in (lambda: Signature.objects.update(signer="他人"), signature.delete):
        with pytest.raises(DatabaseError, match="history stays"), transaction.atomic():
            attempt()
