"""Lists come in pages: how large one is, and the link to the next."""

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
PAGE_SIZES = {
    "catalog": ("pages-of-25", 25, 1000),
    "directory": ("directory-pages-of-100", 100, 999),
    "intune": ("intune-pages-of-1000", 1000, 1000),
}
"""Kind of paging -> behaviour, usual size, largest size."""
Represent = Callable[[Stored], dict[str, JSON]]


def build_page(
    call: Call, collection: Collection, context: str, matching: Iterable[Stored], show: Represent, *, counted: bool | None = None,
) -> Reply:  # fmt: skip
    """One page of the objects that match, with the next link and the count that were asked for.

    `matching` holds them from the first, or from where the page starts; `counted` says whether to count, if not as `$count` says.
    """
    size = _page_size(call, collection)
    body: dict[str, JSON] = {"@odata.context": context}
    if call.query.count if counted is None else counted:
        everything = list(matching)
        body["@odata.count"] = _reported_count(call, collection, len(everything))
        matching = iter(everything)
    found = list(islice(_skip_earlier_pages(call, matching), size + 1))
    if len(found) > size:
        position = call.query.skiptoken + size if call.query.orderby else found[size - 1].row
        if (
            collection.type == "windowsAutopilotDeviceIdentity"
            and size == 1
            and call.on("autopilot-pages-stand-still")
        ):
            position = call.query.skiptoken
        body["@odata.nextLink"] = _next_link(call, collection, position)
    if (
        collection.path == "deviceManagement/configurationPolicies"
        and call.query.top
        and call.on("catalog-counts-its-page")
    ):
        body.setdefault("@odata.count", len(found[:size]))
    return Reply(200, {**body, "value": [show(one) for one in found[:size]]})


def _skip_earlier_pages(call: Call, matching: Iterable[Stored]) -> Iterable[Stored]:
    """The objects from where the page starts: after a number of them when they have an order, else after a row."""
    if call.query.orderby:
        return islice(matching, call.query.skiptoken, None)
    left = (found for found in matching if found.row > call.query.skiptoken)
    return islice(left, call.query.skip, None) if not call.query.skiptoken else left


def _reported_count(call: Call, collection: Collection, number: int) -> int:
    wrong = collection.type == "auditEvent" and call.query.filter is not None and call.on("audit-count-wrong")
    return WRONG_AUDIT_COUNT if wrong else number


def _page_size(call: Call, collection: Collection) -> int:
    behaviour, usual, most = PAGE_SIZES[collection.page]
    top = call.query.top
    if top is not None and top > most:
        if collection.directory:
            raise errors.unsupported_query(
                "$top", f"Invalid page size specified: '{top}'. Must be between 1 and {most} inclusive."
            )
        if not call.on("top-capped"):
            raise errors.unsupported_query("$top", f"The limit of '{most}' for Top query has been exceeded.")
        top = most
    return top or (usual if call.on(behaviour) else most)


def _next_link(call: Call, collection: Collection, position: int) -> str:
    mark = "[cosmosdb]" if collection.page == "catalog" else ""
    options = {**call.query.raw, "$skiptoken": mark + encode_token(position)}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in options.items())
    return f"{call.url.root}/{call.url.version}{call.url.path}?{query}"
