"""Lists come in pages: how large one is, and the link to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from urllib.parse import quote

from . import errors
from .call import Call, Reply
from .http import JSON
from .query import encode_token
from .served import Collection
from .store import Stored

AUDIT_COUNT = 1000
PAGES = {
    "catalog": ("pages-of-25", 25, 1000),
    "directory": ("directory-pages-of-100", 100, 999),
    "intune": ("intune-pages-of-1000", 1000, 1000),
}
"""Kind of paging -> behaviour, usual size, largest size."""
Show = Callable[[Stored], dict[str, JSON]]


def page(call: Call, collection: Collection, context: str, matching: Iterable[Stored], show: Show, *, total: int | None = None) -> Reply:
    """One page of objects, with the next link and the count that were asked for."""
    size = _page_size(call, collection)
    body: dict[str, JSON] = {"@odata.context": context}
    if call.query.count:
        everything = list(matching)
        body["@odata.count"] = _counted(call, collection, len(everything) if total is None else total)
        matching = iter(everything)
    found = list(islice(matching, size + 1))
    if len(found) > size:
        position = call.query.skiptoken + size if call.query.orderby else found[size - 1].row
        if collection.type == "windowsAutopilotDeviceIdentity" and size == 1 and call.on("autopilot-pages-stand-still"):
            position = call.query.skiptoken
        body["@odata.nextLink"] = _next_link(call, collection, position)
    return Reply(200, {**body, "value": [show(one) for one in found[:size]]})


def _counted(call: Call, collection: Collection, number: int) -> int:
    wrong = collection.type == "auditEvent" and call.query.filter is not None and call.on("audit-count-wrong")
    return AUDIT_COUNT if wrong else number


def _page_size(call: Call, collection: Collection) -> int:
    behaviour, usual, most = PAGES[collection.page]
    top = call.query.top
    if top is not None and top > most:
        if collection.directory:
            raise errors.unsupported_query("$top", f"Invalid page size specified: '{top}'. Must be between 1 and {most} inclusive.")
        if not call.on("top-capped"):
            raise errors.unsupported_query("$top", f"The limit of '{most}' for Top query has been exceeded.")
        top = most
    return top or (usual if call.on(behaviour) else most)


def _next_link(call: Call, collection: Collection, position: int) -> str:
    mark = "[cosmosdb]" if collection.page == "catalog" else ""
    options = {**call.query.raw, "$skiptoken": mark + encode_token(position)}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in options.items())
    return f"{call.url.root}/{call.url.version}{call.url.path}?{query}"
