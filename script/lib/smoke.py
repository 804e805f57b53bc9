"""A walk through the main job over HTTP, as people with browsers would go.

    python -m script.lib.smoke http://127.0.0.1:PORT FILE_WITH_LOGINS

Prints what it saw, one line per page; exit code 1 at the first page that is not as it should
be. The rules are tested elsewhere; here only that web, worker, database and fonts together
bring a paper from the approval to the public page that its QR code leads to.
"""

import io
import re
import subprocess
import time
import zipfile
from pathlib import Path

from .browser import Browser, Page, expect
from .failure import Failure, run_main

PRINT_TIMEOUT_S = 120
NUMBER = re.compile(r"\S+〔\d{4}〕\d+号")
PUBLIC_PAGE = re.compile(r"/v/[\w-]+")


def main(arguments: list[str]) -> int:
    """Walk, and say how it ended."""
    if len(arguments) != 2:
        raise Failure("usage: python -m script.lib.smoke BASE_URL FILE_WITH_LOGINS")
    base, logins_file = arguments
    logins = read_logins(Path(logins_file))
    expect("health", Browser(base).get("/health/"), kind="application/json")
    officer = sign_in(base, logins, "inspector1")
    look_around(officer)
    count_papers(officer)
    head = sign_in(base, logins, "section-head1")
    paper = approve_and_print(head)
    verify_as_stranger(base, paper)
    print("smoke    | everything was there.", flush=True)
    return 0


def read_logins(path: Path) -> dict[str, str]:
    """User name to password: the first two words of every line that has two or more."""
    rows = (line.split() for line in path.read_text().splitlines() if not line.startswith("#"))
    return {row[0]: row[1] for row in rows if len(row) >= 2}


def sign_in(base: str, logins: dict[str, str], username: str) -> Browser:
    """A browser in which this person has signed in and sees the inbox."""
    if username not in logins:
        raise Failure(f"There is no login for {username} among the demonstration's.")
    browser = Browser(base)
    expect("sign-in page", browser.get("/login/"), 'name="password"')
    inbox = browser.post("/login/", username=username, password=logins[username])
    expect(f"{username} sees the inbox", inbox)
    if inbox.path != "/":
        raise Failure(f"{username} could not sign in with the password of the first start.")
    return browser


def look_around(browser: Browser) -> None:
    """Find an institution, see it, its place on the map, and the visits."""
    listed = expect("institutions", browser.get("/institutions/"))
    detail = expect("one institution", browser.get(listed.first(r"/institutions/\d+/")))
    name = detail.title.split(" · ")[0]
    expect("found by its name", browser.get(f"/institutions/?q={name}"), name)
    expect("map", browser.get("/map/"))
    expect("points", browser.get("/map/points.json"), name, kind="application/geo+json")
    expect("boundary", browser.get("/map/boundary.json"), kind="application/geo+json")
    visits = expect("visits", browser.get("/visits/"))
    expect("one visit", browser.get(visits.first(r"/visits/\d+/")))


def count_papers(browser: Browser) -> None:
    """The campaign of 2021 with its 61 institutions, and its 54 papers as one file."""
    campaign = expect("campaign", browser.get("/campaigns/1/"), ">61<", "54")
    bundle = browser.get(campaign.first(r"/campaigns/\d+/papers\.zip"))
    expect("all its papers", bundle, kind="application/zip")
    with zipfile.ZipFile(io.BytesIO(bundle.body)) as archive:
        papers = [name for name in archive.namelist() if name.endswith(".pdf")]
    if len(papers) != 54:
        raise Failure(f"The campaign's file holds {len(papers)} papers instead of 54.")


def approve_and_print(browser: Browser) -> str:
    """Approve what waits first, wait for the worker, and return the words of the paper."""
    waiting = expect("waits for approval", browser.get("/notices/approve/"))
    button = waiting.first(r"/notices/\d+/approve/", attribute="action")
    notice = button.removesuffix("approve/")
    expect("approved", browser.post(button, on="/notices/approve/"))
    paper = wait_for_paper(browser, f"{notice}paper.pdf")
    expect("the paper", paper, kind="application/pdf")
    words = text_of(paper)
    number = NUMBER.search(words)
    if not number:
        raise Failure(f"The paper {paper.url} shows no number.")
    expect("its page", browser.get(notice), number.group())
    return words


def wait_for_paper(browser: Browser, path: str) -> Page:
    """The worker prints after the approval; a person would see the progress meanwhile."""
    deadline = time.monotonic() + PRINT_TIMEOUT_S
    while (page := browser.get(path)).status != 200 or page.kind != "application/pdf":
        if time.monotonic() > deadline:
            raise Failure(f"The worker had not printed {path} after {PRINT_TIMEOUT_S} seconds.")
        time.sleep(1)
    return page


def text_of(paper: Page) -> str:
    """The words of a PDF, read by another program than the one that wrote it."""
    command = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(command, input=paper.body, capture_output=True).stdout.decode()


def verify_as_stranger(base: str, words: str) -> None:
    """Without a login: the address on the paper says that it is genuine, and no more."""
    address, number = PUBLIC_PAGE.search(words), NUMBER.search(words)
    if not address or not number:
        raise Failure("The paper shows no address where it can be verified.")
    stranger = Browser(base)
    expect("what the QR code leads to", stranger.get(f"{address.group()}/"), number.group())
    refused = expect("a stranger at the list of notices", stranger.get("/notices/"))
    if refused.path != "/login/":
        raise Failure("Somebody without a login saw the list of notices.")


if __name__ == "__main__":
    run_main(main)
