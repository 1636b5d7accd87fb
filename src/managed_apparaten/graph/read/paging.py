"""Whole lists. One page is not the list, an empty page is not the end, and a next link goes nowhere but where we came from.

A list that could not be read to its end raises: what is on the missing pages is unknown, not absent. Pages that lead on without
bringing anything are a loop, whatever their links say; how much a list may bring is for `ceiling` to judge.
Source: https://learn.microsoft.com/graph/paging; a link that repeats for ever: microsoft-graph-docs#8186.
"""

from dataclasses import replace
from urllib.parse import urlsplit

from managed_apparaten.core.digest import JSON, digest
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.error_body import refusal_error, unusable_answer_error
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse
from managed_apparaten.graph.read.rounds import ReadTask

GRAPH = "https://graph.microsoft.com"
MAX_PAGES = 10_000
MAX_REPEATED = 3
"""Pages in a row with a next link and nothing that was not on a page before: an object that moves while we read is on two pages, but not
all of a page, again and again."""
MAX_EMPTY = 100
"""Empty pages in a row with a next link. Graph gives some where a filter leaves nothing of a page."""


def read_list(
    request: GraphRequest, root: str = GRAPH, first: GraphResponse | None = None
) -> ReadTask[list[JSON]]:
    """All items of a list, in Graph's order; `first` is the first page when it was read already."""
    pages = yield from read_pages(request, root, first)
    return [item for page in pages for item in page]


def read_pages(
    request: GraphRequest, root: str = GRAPH, first: GraphResponse | None = None
) -> ReadTask[list[list[JSON]]]:
    """The same, page by page."""
    found: list[list[JSON]] = []
    seen, progress = {request.path}, _Progress()
    response = first or (yield [request])[0]
    for _ in range(MAX_PAGES):
        page = checked_page(request, response)
        found.append(page["value"])
        link = page.get("@odata.nextLink")
        if link is None:
            return found
        if problem := progress.lacking(page["value"]):
            raise unusable_answer_error(ReadFailed, request, problem)
        request = replace(request, path=next_path(link, request, root))
        if request.path in seen:
            raise unusable_answer_error(ReadFailed, request, "LinkRepeats")
        seen.add(request.path)
        [response] = yield [request]
    raise unusable_answer_error(ReadFailed, request, "TooManyPages", str(MAX_PAGES))


class _Progress:
    """What pages that lead on have brought."""

    def __init__(self) -> None:
        self._known = set[str]()
        self._repeated = self._empty = 0

    def lacking(self, items: list[JSON]) -> str:
        """Why this page is one too many that brings nothing; empty when it is not."""
        known = len(self._known)
        self._known.update(_name(item) for item in items)
        new = len(self._known) > known
        self._repeated = self._repeated + 1 if items and not new else 0 if new else self._repeated
        self._empty = 0 if items else self._empty + 1
        return (
            "PagesRepeat"
            if self._repeated >= MAX_REPEATED
            else "EmptyPages"
            if self._empty >= MAX_EMPTY
            else ""
        )


def _name(item: JSON) -> str:
    """What tells an item from others: its id, or all of it."""
    found = item.get("id")
    return found if isinstance(found, str) and found else digest(item)


def next_path(link: JSON, request: GraphRequest, root: str) -> str:
    """The path of a next link under the same host and API version. Anything else raises: the token must not travel elsewhere."""
    prefix = f"/{request.api}/"
    try:
        there, here = urlsplit(link if isinstance(link, str) else ""), urlsplit(root)
        same = (there.scheme, there.hostname, there.port) == (here.scheme, here.hostname, here.port)
    except ValueError:
        same = False
    if (
        not same
        or "@" in there.netloc
        or there.fragment
        or not there.path.startswith(prefix)
        or ".." in there.path
    ):
        raise unusable_answer_error(ReadFailed, request, "LinkElsewhere")
    return f"/{there.path.removeprefix(prefix)}" + (f"?{there.query}" if there.query else "")


def checked_page(request: GraphRequest, response: GraphResponse) -> dict[str, JSON]:
    """One page, with its items in `value`. Anything else than a list of objects raises `ReadFailed`."""
    if response.status != 200:
        raise refusal_error(ReadFailed, request, response)
    page = response.body
    if (
        not isinstance(page, dict)
        or not isinstance(page.get("value"), list)
        or not all(isinstance(i, dict) for i in page["value"])
    ):
        raise unusable_answer_error(ReadFailed, request, "InvalidResponse", "value", response.status)
    return page
