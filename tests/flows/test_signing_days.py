"""Bad days of signing, with papers of the county: what waits, what is found again, what is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest

from papers.models import OfficialPaper
from papers.services import print_paper
from papers.states import PaperState
from papers.tasks import print_waiting_papers
from portal.standings import answer_for
from signing.models import SealCertificate, SignedFile
from signing.queries import newest_form
from signing.services import register_certificate
from signing.tasks import upgrade_waiting
from tests.factories.papers import a_paper
from tests.papers.conftest import law, without_cases  # noqa: F401 -- fixtures
from tests.signing.conftest import (  # noqa: F401 -- fixtures
    ca,
    certificate,
    crl,
    file_place,
    keeper,
    seals,
)
from tests.times import NOON

DAY = timedelta(days=1)
NOWHERE = "http://127.0.0.1:9/"


def printed(paper: OfficialPaper, at: datetime) -> OfficialPaper:
    print_paper(paper.pk, at=at)
    paper.refresh_from_db()
    return paper


def said(content: bytes, at: datetime) -> tuple[str, str]:
    answer = answer_for(content, at=at)
    return answer.code, "".join((answer.sentence, *answer.verdict.remarks))


def test_paper_waits_for_a_new_certificate_and_is_found_again(law, ca, seals, keeper):  # noqa: F811
    ca.p12(seals / "short.p12", *ca.issue(end=NOON + DAY))
    register_certificate(file_place("short.p12"), by=keeper, at=NOON)
    paper = printed(a_paper("D13", stage="approved"), NOON + 2 * DAY)

    assert (paper.state, paper.document) == (PaperState.APPROVED, None)
    assert "已于2021年11月11日到期" in paper.print_error

    register_certificate(file_place(), by=keeper, at=NOON + 2 * DAY)
    print_waiting_papers()

    paper.refresh_from_db()
    assert (paper.state, paper.print_error) == (PaperState.PRINTED, "")
    used = SignedFile.objects.get().certificate
    assert used == SealCertificate.objects.in_use().get()


def test_stamps_that_are_down_delay_no_paper_and_come_later(
    law,  # noqa: F811 -- the fixture
    certificate,  # noqa: F811 -- the fixture
    authority,
    settings,
):
    up, settings.YUJIAN_TSA_URL = settings.YUJIAN_TSA_URL, NOWHERE
    paper = printed(a_paper("D13", stage="approved"), NOON)
    first = paper.document.content
    upgrade_waiting()  # still down: tried, noted, kept

    assert (paper.state, paper.signature_level) == (PaperState.PRINTED, "b-b")
    assert SignedFile.objects.waiting().get().attempts == 1
    assert said(first, NOON)[0] == "valid"

    settings.YUJIAN_TSA_URL = up
    upgrade_waiting()

    assert not SignedFile.objects.waiting().exists()
    grown = newest_form(paper.document).content
    assert grown.startswith(first)
    now = datetime.now(UTC)
    for form in (first, grown):  # both are this paper, whoever holds which
        assert said(form, now)[0] == "valid"
        assert paper.number in said(form, now)[1]


@pytest.mark.parametrize("is_stamped", [True, False])
def test_revoked_since_the_paper_was_signed(
    law,  # noqa: F811 -- the fixture
    certificate,  # noqa: F811 -- the fixture
    authority,
    settings,
    ca,  # noqa: F811 -- the fixture
    crl,  # noqa: F811 -- the fixture
    is_stamped,
):
    settings.YUJIAN_TSA_URL = settings.YUJIAN_TSA_URL if is_stamped else ""
    content = printed(a_paper("D13", stage="approved"), NOON).document.content
    revoked_at = datetime.now(UTC) + DAY
    ca.revoke(ca.signer[1], revoked_at)
    crl(revoked_at)

    code, words = said(content, revoked_at + DAY)

    assert code == ("valid" if is_stamped else "revoked")
    told = "签名在吊销之前作出，签名仍然有效" if is_stamped else "没有时间戳，不能证明签名早于吊销"
    assert told in words


@pytest.mark.usefixtures("without_cases")
def test_page_taken_out_of_a_signed_paper_is_named(law, certificate, authority):  # noqa: F811
    content = printed(a_paper("D36", stage="approved"), NOON).document.content
    less = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) > 1
        del pdf.pages[-1]
        pdf.save(less)

    code, words = said(less.getvalue(), datetime.now(UTC))

    assert code == "changed", words
