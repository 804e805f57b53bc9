"""Issue and sign decisions in two processes, beside bare WeasyPrint and pyHanko on the same page.

The papers' own verbs (number, freeze, print, sign, store) on drafts of D36 with every field
filled; the steps of the case around them are not measured here.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import resource
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.template.loader import render_to_string
from django_tenants.utils import tenant_context

from bench._bare_print import bare
from bench.harness import Sides, at_least, row
from documents.faces import faces
from documents.rendering import TAGGED
from operations.opening import open_whole_county
from papers.models import OfficialPaper
from papers.numbers import opened
from papers.services import approve_paper, print_paper
from signing.credentials import Place
from signing.services import register_certificate
from tenants.models import County
from tests.factories.accounts import UserFactory
from tests.factories.papers import a_paper
from tests.signing.ca import PASSWORD, TestCA
from tests.times import NOON

WORKERS = 2
A_ROUND = 200  # papers, shared by the two processes
ROUNDS = 5
FIRST = 4  # papers that load fonts and keys before anybody measures


@row(f"issue and sign {A_ROUND * ROUNDS:,} decisions, {WORKERS} processes", reach=at_least(0.85))
def issue_and_sign() -> Iterator[Sides]:
    """Freeze, print, sign (B-B) and store against the two libraries alone, rounds in turn."""
    count = A_ROUND * ROUNDS + FIRST + 1
    code = "431127"
    county, _ = open_whole_county(
        code,
        name="量纸县",
        domains=[f"{code}.localhost"],
        base_url=f"https://{code}.localhost",
        at=NOON,
    )
    with tempfile.TemporaryDirectory() as folder, tenant_context(county):
        ca = _keys(Path(folder))
        head = UserFactory(bureau_head=True)
        _let_papers_be_alone()
        ids = [a_paper("D36").pk for _ in range(count)]
        html, css = _page_of(ids.pop(), head.pk), faces().css
        with (
            _crew(_issuing, county.pk, head.pk, ids) as ours,
            _crew(_bare, html, css, str(ca.folder / "seal.p12")) as alone,
        ):
            early = ours.warm()
            alone.warm()

            def memory() -> dict[str, object]:
                return {
                    "peak memory of each process, first and last": f"{early} and {ours.peaks()}"
                }

            yield Sides(
                ours=ours.round, against=alone.round, rounds=ROUNDS, warm_up=False, facts=memory
            )


def _let_papers_be_alone() -> None:
    """Papers are measured here, not their cases: what asks for a case is off in this county."""
    guards = ("paper_of_a_case_lies_in_one", "paper_says_what_its_rows_say")
    with connection.cursor() as cursor:
        for name in guards:
            cursor.execute(f"ALTER TABLE papers_officialpaper DISABLE TRIGGER {name}")


def _page_of(paper_id: int, head_id: int) -> str:
    """Issue one outside the measurement: the page that it was printed from."""
    from accounts.models import User  # noqa: PLC0415 -- apps are ready only now

    approve_paper(paper_id, by=User.objects.get(pk=head_id), at=NOON, prints=False)
    print_paper(paper_id, at=NOON)
    paper = OfficialPaper.objects.get(pk=paper_id)
    assert paper.signature_level == "b-b", paper.print_error
    view = opened((paper.payload or {})["view"])
    return render_to_string(view["template"], {**view, "paper": view, "paper_day": ""})


def _keys(folder: Path) -> TestCA:
    """The county signs with a test certificate; its key lies in the county's folder."""
    from tenants.current import county  # noqa: PLC0415 -- inside a county only

    ca = TestCA(folder / "ca")
    key, certificate = ca.issue()
    ca.p12(ca.folder / "seal.p12", key, certificate)
    ca.p12(folder / "seals" / county().code / "seal.p12", key, certificate)
    settings.YUJIAN_SEALS_DIR = folder / "seals"
    settings.YUJIAN_SEAL_ROOTS = str(ca.roots)
    place = Place(label="量纸县教育局", source="file", secret=PASSWORD, file_name="seal.p12")
    register_certificate(place, by=UserFactory(security_administrator=True), at=NOON)
    return ca


class Crew:
    """Processes that each do half a round when asked."""

    def __init__(self, pipes: list[Connection]) -> None:
        self._pipes = pipes

    def round(self) -> None:
        self._ask(A_ROUND // WORKERS)

    def warm(self) -> str:
        """The first papers; how much memory each process holds after them."""
        return self._spoken(self._ask(FIRST // WORKERS))

    def peaks(self) -> str:
        return self._spoken(self._ask(0))

    def _spoken(self, peaks: list[int]) -> str:
        return ", ".join(f"{peak} MB" for peak in peaks)

    def _ask(self, count: int) -> list[int]:
        for pipe in self._pipes:
            pipe.send(count)
        return [pipe.recv() for pipe in self._pipes]


@contextmanager
def _crew(work: Callable[..., Callable[[], None]], *args: Any) -> Iterator[Crew]:
    """Forked, so that settings and fonts are there; each opens connections of its own."""
    connections.close_all()
    forks = multiprocessing.get_context("fork")
    pipes, crew = [], []
    for number in range(WORKERS):
        mine, theirs = forks.Pipe()
        one = forks.Process(target=_serve, args=(theirs, work, number, args), daemon=True)
        one.start()
        pipes.append(mine)
        crew.append(one)
    try:
        yield Crew(pipes)
    finally:
        for pipe in pipes:
            pipe.send(None)
        for one in crew:
            one.join(30)


def _serve(
    pipe: Connection, work: Callable[..., Callable[[], None]], number: int, args: Any
) -> None:
    do = work(number, *args)
    while (count := pipe.recv()) is not None:
        for _ in range(count):
            do()
        pipe.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    os._exit(0)


def _issuing(number: int, county_id: int, head_id: int, ids: list[int]) -> Callable[[], None]:
    """Approve (number, freeze), print, sign, store: the verbs as the worker calls them."""
    from accounts.models import User  # noqa: PLC0415 -- after the fork

    county = County.objects.get(pk=county_id)
    mine = iter(ids[number::WORKERS])

    def one() -> None:
        with tenant_context(county):
            paper_id = next(mine)
            head = User.objects.get(pk=head_id)
            approve_paper(paper_id, by=head, at=NOON, prints=False)
            print_paper(paper_id, at=NOON)
            assert OfficialPaper.objects.get(pk=paper_id).signature_level == "b-b"

    return one


def _bare(number: int, html: str, css: str, key_file: str) -> Callable[[], None]:
    """The two libraries with their own advice followed: fonts and key loaded once."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 -- late
    from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf  # noqa: PLC0415 -- late
    from pyhanko.sign.fields import SigSeedSubFilter  # noqa: PLC0415 -- late

    draw = bare(html, css, TAGGED)
    signer = SimpleSigner.load_pkcs12(key_file, passphrase=PASSWORD.encode())
    about = PdfSignatureMetadata(
        field_name="Seal", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    about.signer_key_usage.clear()
    assert signer is not None
    assert number < WORKERS

    def one() -> None:
        sign_pdf(IncrementalPdfFileWriter(io.BytesIO(draw())), about, signer=signer)

    return one
