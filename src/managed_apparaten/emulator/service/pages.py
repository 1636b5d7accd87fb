"""Cuts lists into pages: how large a page is, and the link to the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from urllib.parse import quote

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata.query import encode_token
from managed_apparaten.emulator.service.call import Call, Reply
from managed_apparaten.emulator.service.collections import Collection

WRONG_AUDIT_COUNT = 1000
"""The count that filtered audit events report under the behaviour `audit-count-wrong`."""
PAGE_SIZES = {
    "catalog": ("pages-of-25", 25, 1000),
    "directory": ("directory-pages-of-100", 100, 999),
    "intune": ("intune-pages-of-1000", 1000, 1000),
}
"""Sort of paging -> behaviour, usual size, largest size. Without the behaviour the largest size is the usual
one."""
Represent = Callable[[Stored], dict[str, JSON]]
"""Turns an object into the JSON that a read shows."""


def build_page(
    call: Call,
    collection: Collection,
    context: str,
    matching: Iterable[Stored],
    represent: Represent,
    *,
    counted: bool | None = None,
) -> Reply:
    """Return one page of the objects that match, with the next link, and the count if it was requested.

    `matching` holds the objects from the first one, or from where the page starts. `counted` says whether to
    count; None leaves that to $count.
    """
    size = _page_size(call, collection)
    body: dict[str, JSON] = {"@odata.context": context}
    if call.query.count if counted is None else counted:
        everything = list(matching)
        body["@odata.count"] = _reported_count(call, collection, len(everything))
        matching = iter(everything)
    # One object more than the page holds tells whether there is a next page.
    objects = list(islice(_skip_earlier_pages(call, matching), size + 1))
    has_next_page = len(objects) > size
    objects = objects[:size]
    if has_next_page:
        position = call.query.skiptoken + size if call.query.orderby else objects[-1].row
        is_autopilot = collection.type == "windowsAutopilotDeviceIdentity"
        if is_autopilot and size == 1 and call.on("autopilot-pages-stand-still"):
            position = call.query.skiptoken
        body["@odata.nextLink"] = _next_link(call, collection, position)
    is_catalog_policies = collection.path == "deviceManagement/configurationPolicies"
    if is_catalog_policies and call.query.top and call.on("catalog-counts-its-page"):
        body.setdefault("@odata.count", len(objects))
    return Reply(200, {**body, "value": [represent(item) for item in objects]})


def _skip_earlier_pages(call: Call, matching: Iterable[Stored]) -> Iterable[Stored]:
    """Return the objects from where the page starts.

    With $orderby the page token is the number of objects on earlier pages; without, it is the row of the last
    one.
    """
    if call.query.orderby:
        return islice(matching, call.query.skiptoken, None)
    remaining = (item for item in matching if item.row > call.query.skiptoken)
    return islice(remaining, call.query.skip, None) if not call.query.skiptoken else remaining


def _reported_count(call: Call, collection: Collection, number: int) -> int:
    """Return the count as the service reports it; for filtered audit events it can be wrong."""
    is_wrong = (
        collection.type == "auditEvent" and call.query.filter is not None and call.on("audit-count-wrong")
    )
    return WRONG_AUDIT_COUNT if is_wrong else number


def _page_size(call: Call, collection: Collection) -> int:
    """Return how many objects a page holds; refuse or lower a $top above the largest size."""
    behaviour, usual, largest = PAGE_SIZES[collection.page]
    top = call.query.top
    if top is not None and top > largest:
        if collection.directory:
            raise errors.unsupported_query(
                "$top", f"Invalid page size specified: '{top}'. Must be between 1 and {largest} inclusive."
            )
        if not call.on("top-capped"):
            raise errors.unsupported_query(
                "$top", f"The limit of '{largest}' for Top query has been exceeded."
            )
        top = largest
    return top or (usual if call.on(behaviour) else largest)


def _next_link(call: Call, collection: Collection, position: int) -> str:
    """Return the link to the page that starts after a position; it repeats the query options of this one."""
    prefix = "[cosmosdb]" if collection.page == "catalog" else ""
    options = {**call.query.raw, "$skiptoken": prefix + encode_token(position)}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in options.items())
    return f"{call.url.root}/{call.url.version}{call.url.path}?{query}"
