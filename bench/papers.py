"""How long a paper takes: a bare page, a notice, a notice with eight findings, a receipt.

Ratios are what counts; the machine is shared. Each is the median of nine after a first one.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django

django.setup()

import weasyprint

from documents.pictures import page_pngs
from documents.rendering import render_pdf
from tests.factories.documents import notice_payload

ROUNDS = 9
NOTICE = "documents/notice.html"


def median_s(act: Callable[[], object]) -> float:
    act()
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def main() -> None:
    paper = render_pdf(NOTICE, notice_payload(1))
    cases: dict[str, Callable[[], object]] = {
        "bare page": lambda: weasyprint.HTML(string="<p>通知</p>").write_pdf(),
        "notice, 1 finding": lambda: render_pdf(NOTICE, notice_payload(1)),
        "notice, 8 findings": lambda: render_pdf(NOTICE, notice_payload(8)),
        "pictures of a notice": lambda: page_pngs(paper, width_px=1240),
    }
    took = {name: median_s(act) for name, act in cases.items()}
    for name, seconds in took.items():
        print(
            f"{name:<22} {seconds:6.3f} s   {seconds / took['notice, 1 finding']:5.2f} of a notice"
        )


if __name__ == "__main__":
    main()
