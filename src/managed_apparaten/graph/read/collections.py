"""Reads the list of one collection of policies completely, also when it changes while it is read.

We ask for the largest page that widely used tools ask for: by itself Intune returns 25 settings catalog
policies at a time, and each page waits for the one before. When the service refuses that, we ask without it.
We do so too when it fills such a page and gives no next link, because that is how a list looks that `$top`
has cut off. Sources: CyberDrain/CIPP-API (`$top=999` on these collections, follows the next links); that more
than 25 come is an assumption.
"""

from collections.abc import Sequence

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.error_body import unusable_answer_error
from managed_apparaten.graph.http.request import Api, GraphRequest, GraphResponse
from managed_apparaten.graph.http.urls import query
from managed_apparaten.graph.read.paging import checked_page, read_pages
from managed_apparaten.graph.read.rounds import ReadTask

KEEP_UNKNOWN = {"Prefer": "include-unknown-enum-members"}
"""Header with which a value that is newer than our request keeps its name. Otherwise it reads as
`unknownFutureValue`, and writing that back would destroy the value."""
PAGE = 999
"""Page size that we ask for."""
_READINGS = 4
"""A list of several pages is read until two readings in a row show the same objects, at most this many
times."""


def read_collection(
    collection: str, api: Api, expand: str, root: str, shown: str = ""
) -> ReadTask[list[JSON]]:
    """Return each object of a collection once, even when it is on two pages because it moved while we read.

    `expand` is what the list must show and `shown` what it may show too, both as in `$expand`; the service
    may refuse the latter. Raises `ReadFailed` when the list keeps changing.
    """
    request, answer = yield from _first_page(_possible_requests(collection, api, expand, shown))
    first_page: GraphResponse | None = answer
    previous_ids: list[str] | None = None
    for _ in range(_READINGS):
        pages = yield from read_pages(request, root, first_page)
        objects = _by_id(request, [item for page in pages for item in page])
        if len(pages) == 1 or sorted(objects) == previous_ids:
            return list(objects.values())
        previous_ids, first_page = sorted(objects), None
    raise unusable_answer_error(ReadFailed, request, "ChangedMeanwhile")


def _possible_requests(collection: str, api: Api, expand: str, shown: str) -> list[GraphRequest]:
    """Return the requests that can read the list, best first; the last one asks for no more than is
    needed."""
    expands = [f"{expand},{shown}".strip(","), expand] if shown else [expand]
    paths = [f"/{collection}{query(expand=text, top=top)}" for top in (str(PAGE), "") for text in expands]
    return [GraphRequest("GET", path, api, headers=KEEP_UNKNOWN) for path in paths]


def _first_page(ways: Sequence[GraphRequest]) -> ReadTask[tuple[GraphRequest, GraphResponse]]:
    """Return the first page and the request that got it.

    A refusal does not say what it refuses, so after one all lesser requests are sent at once, and the best
    that succeeded is used.
    """
    best, *fallbacks = ways
    [answer] = yield [best]
    if not _must_ask_less(best, answer):
        return best, answer
    answers = list(zip(fallbacks, (yield fallbacks), strict=True))
    return next((pair for pair in answers[:-1] if not _must_ask_less(*pair)), answers[-1])


def _must_ask_less(request: GraphRequest, response: GraphResponse) -> bool:
    """Return whether the request was refused, or its answer may be a list that was cut off."""
    if response.status == 400:
        return True
    page = checked_page(request, response)
    return len(page["value"]) >= PAGE and page.get("@odata.nextLink") is None


def _by_id(request: GraphRequest, items: list[JSON]) -> dict[str, JSON]:
    """Return the objects by id; raise `ReadFailed` when one has no id."""
    if any(not isinstance(item.get("id"), str) or not item["id"] for item in items):
        raise unusable_answer_error(ReadFailed, request, "InvalidResponse", "id", 200)
    return {item["id"]: item for item in items}
