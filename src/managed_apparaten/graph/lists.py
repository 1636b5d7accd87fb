"""The list of one collection of policies, whole, and the same however long reading it took.

We ask for the largest page that tools in wide use ask for: Intune gives 25 settings catalog policies at a time by itself, and each
page waits for the one before. A service that refuses the question is asked without it. So is one that fills such a page and gives
no next link, because a `$top` that cuts a list off would look like that.
Sources: CyberDrain/CIPP-API (`$top=999` on these collections, follows the next links); that more than 25 come is an assumption.
"""

from dataclasses import replace

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.encode import query
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.failures import unusable
from managed_apparaten.graph.paging import page_in, pages_of
from managed_apparaten.graph.request import Api, GraphRequest, GraphResponse
from managed_apparaten.graph.rounds import Talk

KEEP_UNKNOWN = {"Prefer": "include-unknown-enum-members"}
"""Else a value newer than our request reads as `unknownFutureValue`, and writing that back would destroy it."""
PAGE = 999
_READINGS = 4
"""A list in pages is read until it shows the same objects twice in a row, at most this often."""


def listed(collection: str, api: Api, expand: str, root: str) -> Talk[list[JSON]]:
    """Each object of a collection once, though it may stand on two pages when it moved while we read."""
    request = GraphRequest("GET", f"/{collection}{query(expand=expand)}", api, headers=KEEP_UNKNOWN)
    large = replace(request, path=f"/{collection}{query(expand=expand, top=str(PAGE))}")
    [first] = yield [large]
    asked, answer = (request, None) if _useless(large, first) else (large, first)
    before: list[str] | None = None
    for _ in range(_READINGS):
        pages = yield from pages_of(asked, root, answer)
        objects = _once(asked, [item for page in pages for item in page])
        if len(pages) == 1 or sorted(objects) == before:
            return list(objects.values())
        before, answer = sorted(objects), None
    raise unusable(ReadFailed, request, "ChangedMeanwhile")


def _useless(request: GraphRequest, response: GraphResponse) -> bool:
    """Whether a large page was refused, or may be all that we would get."""
    if response.status == 400:
        return True
    page = page_in(request, response)
    return len(page["value"]) >= PAGE and page.get("@odata.nextLink") is None


def _once(request: GraphRequest, items: list[JSON]) -> dict[str, JSON]:
    if any(not isinstance(item.get("id"), str) or not item["id"] for item in items):
        raise unusable(ReadFailed, request, "InvalidResponse", "id", 200)
    return {item["id"]: item for item in items}
