"""The list of one collection of policies, whole, and the same however long reading it took.

We ask for the largest page that tools in wide use ask for: Intune gives 25 settings catalog policies at a time by itself, and each
page waits for the one before. A service that refuses the question is asked without it. So is one that fills such a page and gives
no next link, because a `$top` that cuts a list off would look like that.
Sources: CyberDrain/CIPP-API (`$top=999` on these collections, follows the next links); that more than 25 come is an assumption.
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
"""Else a value newer than our request reads as `unknownFutureValue`, and writing that back would destroy it."""
PAGE = 999
_READINGS = 4
"""A list in pages is read until it shows the same objects twice in a row, at most this often."""


def read_collection(
    collection: str, api: Api, expand: str, root: str, shown: str = ""
) -> ReadTask[list[JSON]]:
    """Each object of a collection once, though it may stand on two pages when it moved while we read.

    `expand` is what the list must show, `shown` what it is asked to show too (both as `$expand` has them): it may refuse.
    """
    request, answer = yield from _first(_ways(collection, api, expand, shown))
    again: GraphResponse | None = answer
    before: list[str] | None = None
    for _ in range(_READINGS):
        pages = yield from read_pages(request, root, again)
        objects = _once(request, [item for page in pages for item in page])
        if len(pages) == 1 or sorted(objects) == before:
            return list(objects.values())
        before, again = sorted(objects), None
    raise unusable_answer_error(ReadFailed, request, "ChangedMeanwhile")


def _ways(collection: str, api: Api, expand: str, shown: str) -> list[GraphRequest]:
    """The ways to ask for a list, the best first; the last one asks for no more than is needed."""
    expands = [f"{expand},{shown}".strip(","), expand] if shown else [expand]
    paths = [f"/{collection}{query(expand=text, top=top)}" for top in (str(PAGE), "") for text in expands]
    return [GraphRequest("GET", path, api, headers=KEEP_UNKNOWN) for path in paths]


def _first(ways: Sequence[GraphRequest]) -> ReadTask[tuple[GraphRequest, GraphResponse]]:
    """The first page, and the request that got it. A refusal does not say what it refuses, so then all lesser ways are asked at once."""
    best, *lesser = ways
    [answer] = yield [best]
    if not _useless(best, answer):
        return best, answer
    found = list(zip(lesser, (yield lesser), strict=True))
    return next((pair for pair in found[:-1] if not _useless(*pair)), found[-1])


def _useless(request: GraphRequest, response: GraphResponse) -> bool:
    """Whether a large page, or one that shows more, was refused, or may be all that we would get."""
    if response.status == 400:
        return True
    page = checked_page(request, response)
    return len(page["value"]) >= PAGE and page.get("@odata.nextLink") is None


def _once(request: GraphRequest, items: list[JSON]) -> dict[str, JSON]:
    if any(not isinstance(item.get("id"), str) or not item["id"] for item in items):
        raise unusable_answer_error(ReadFailed, request, "InvalidResponse", "id", 200)
    return {item["id"]: item for item in items}
