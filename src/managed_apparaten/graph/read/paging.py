"""Reads a list to its end, page by page.

One page is not the list, an empty page is not its end, and a next link may only lead to the server that it
came from. A list that cannot be read to its end raises `ReadFailed`: what is on the missing pages is unknown,
not absent. Pages that have a next link but bring nothing new are a loop; how large a list may become is
limited by `graph.http.size_limit`. Source: https://learn.microsoft.com/graph/paging; a link that repeats for
ever: microsoft-graph-docs#8186.
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
"""Pages in a row with a next link and without a new object. An object that moves while we read can be on two
pages, but not all objects of a page, several times."""
MAX_EMPTY = 100
"""Empty pages in a row with a next link. Graph returns some where a filter removes all objects of a page."""


def read_list(
    request: GraphRequest, root: str = GRAPH, first: GraphResponse | None = None
) -> ReadTask[list[JSON]]:
    """Return all items of a list in Graph's order. `first` is its first page when that has already been
    read."""
    pages = yield from read_pages(request, root, first)
    return [item for page in pages for item in page]


def read_list_by_id(request: GraphRequest, root: str = GRAPH) -> ReadTask[list[JSON]]:
    """Return all items of a list, each once: an item that moves while we read is on two pages and would count
    twice.

    Raises `ReadFailed` when an item has no id.
    """
    items = yield from read_list(request, root)
    if not all(item.get("id") for item in items):
        raise unusable_answer_error(ReadFailed, request, "InvalidResponse", "id", 200)
    return list({str(item["id"]): item for item in items}.values())


def read_pages(
    request: GraphRequest, root: str = GRAPH, first: GraphResponse | None = None
) -> ReadTask[list[list[JSON]]]:
    """Return the items of a list page by page.

    Raises `ReadFailed` for a page that is no list, a next link that repeats or leads elsewhere, and pages
    without end.
    """
    pages: list[list[JSON]] = []
    seen, progress = {request.path}, _Progress()
    response = first or (yield [request])[0]
    for _ in range(MAX_PAGES):
        page = checked_page(request, response)
        pages.append(page["value"])
        link = page.get("@odata.nextLink")
        if link is None:
            return pages
        if problem := progress.problem_with(page["value"]):
            raise unusable_answer_error(ReadFailed, request, problem)
        request = replace(request, path=next_path(link, request, root))
        if request.path in seen:
            raise unusable_answer_error(ReadFailed, request, "LinkRepeats")
        seen.add(request.path)
        [response] = yield [request]
    raise unusable_answer_error(ReadFailed, request, "TooManyPages", str(MAX_PAGES))


class _Progress:
    """Tells whether the pages of a list still bring new items."""

    def __init__(self) -> None:
        self._known = set[str]()
        self._repeated = self._empty = 0

    def problem_with(self, items: list[JSON]) -> str:
        """Record a page that has a next link; return a code when too many pages in a row brought nothing new,
        else an empty text."""
        known = len(self._known)
        self._known.update(_identity(item) for item in items)
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


def _identity(item: JSON) -> str:
    """Return what distinguishes an item from others: its id, or else a digest of all of it."""
    item_id = item.get("id")
    return item_id if isinstance(item_id, str) and item_id else digest(item)


def next_path(link: JSON, request: GraphRequest, root: str) -> str:
    """Return the path of a next link, which must have the same host and API version.

    Anything else raises `ReadFailed`: the token must not be sent elsewhere.
    """
    prefix = f"/{request.api}/"
    try:
        target, origin = urlsplit(link if isinstance(link, str) else ""), urlsplit(root)
        is_same_host = (target.scheme, target.hostname, target.port) == (
            origin.scheme,
            origin.hostname,
            origin.port,
        )
    except ValueError:
        is_same_host = False
    if (
        not is_same_host
        or "@" in target.netloc
        or target.fragment
        or not target.path.startswith(prefix)
        or ".." in target.path
    ):
        raise unusable_answer_error(ReadFailed, request, "LinkElsewhere")
    return f"/{target.path.removeprefix(prefix)}" + (f"?{target.query}" if target.query else "")


def checked_page(request: GraphRequest, response: GraphResponse) -> dict[str, JSON]:
    """Return a page with its items in `value`; raise `ReadFailed` for anything else than a list of
    objects."""
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
