"""A browser without a window: cookies, redirects, forms. Says what it saw."""

import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar

from .failure import Failure

TIMEOUT_S = 30
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """What came back: where we ended after redirects, and the bytes."""

    url: str
    status: int
    kind: str
    body: bytes

    @property
    def text(self) -> str:
        """The page as text."""
        return self.body.decode(errors="replace")

    @property
    def path(self) -> str:
        """The address without the machine's name."""
        return urllib.parse.unquote(urllib.parse.urlsplit(self.url).path)

    def first(self, pattern: str, *, attribute: str = "href") -> str:
        """The first link (or form) with such an address; without one the walk ends."""
        found = re.search(f'{attribute}="({pattern})"', self.text)
        if not found:
            raise Failure(f"{self.url} has no {attribute} like {pattern}.")
        return found.group(1)

    @property
    def title(self) -> str:
        """The words in the browser's tab, or the kind of file."""
        found = TITLE.search(self.text)
        return " ".join(found.group(1).split()) if found else f"{self.kind}, {len(self.body)} bytes"


class Browser:
    """Keeps cookies, follows redirects, fills in the token of a form."""

    def __init__(self, base: str) -> None:
        self.base = base
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        # No proxy: the machine's own settings must not lead the walk out of it.
        self.opener = urllib.request.build_opener(cookies, urllib.request.ProxyHandler({}))

    def get(self, path: str) -> Page:
        """Open a page."""
        return self._open(urllib.request.Request(self._url(path)))

    def post(self, path: str, *, on: str = "", **fields: str) -> Page:
        """Send a form. ``on`` is the page it stands on, if that has another address."""
        token = TOKEN.search(self.get(on or path).text)
        if token:
            fields["csrfmiddlewaretoken"] = token.group(1)
        request = urllib.request.Request(
            self._url(path),
            data=urllib.parse.urlencode(fields).encode(),
            headers={"Referer": self._url(path)},
        )
        return self._open(request)

    def _url(self, path: str) -> str:
        return urllib.parse.urljoin(self.base, urllib.parse.quote(path, safe="/?=&%:"))

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            answer = self.opener.open(request, timeout=TIMEOUT_S)
        except urllib.error.HTTPError as error:
            answer = error
        except urllib.error.URLError as error:
            raise Failure(f"{request.full_url} did not answer: {error.reason}") from None
        with answer:
            kind = answer.headers.get_content_type()
            return Page(answer.url, answer.status, kind, answer.read())


def expect(what: str, page: Page, *words: str, kind: str = "text/html") -> Page:
    """Print what was seen; stop the walk when it is not a good page with these words in it."""
    print(f"smoke    | {page.status} {page.path:<30} {what}: {page.title}", flush=True)
    if page.status != 200:
        raise Failure(f"{what}: {page.url} answered {page.status} instead of 200.")
    if page.kind != kind:
        raise Failure(f"{what}: {page.url} is {page.kind} instead of {kind}.")
    missing = [word for word in words if word not in page.text]
    if missing:
        raise Failure(f"{what}: {page.url} does not show {', '.join(missing)}.")
    return page
