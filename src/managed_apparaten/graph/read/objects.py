"""Reads one object of ours completely: what its list does not show is read separately."""

from collections.abc import Mapping
from dataclasses import replace

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.error_body import refusal_error, unusable_answer_error
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse
from managed_apparaten.graph.http.urls import key, query
from managed_apparaten.graph.observed import Observed
from managed_apparaten.graph.read.collections import KEEP_UNKNOWN
from managed_apparaten.graph.read.masked_values import reveal_rules
from managed_apparaten.graph.read.observe import observed_object
from managed_apparaten.graph.read.paging import read_list
from managed_apparaten.graph.read.rounds import ReadTask, gather, gather_two
from managed_apparaten.resource.shape import ResourceShape


def read_object(kind: ResourceShape, object_id: str, root: str) -> ReadTask[Observed | None]:
    """Read an object by its id; return None when Graph says that it does not exist."""
    return _complete(kind, {"id": object_id}, root, read_again=True)


def complete_listed_object(
    kind: ResourceShape, body: Mapping[str, JSON], root: str
) -> ReadTask[Observed | None]:
    """Complete an object that was in a list; return None when it no longer exists.

    An empty navigation is read again, because it looks the same when the list did not fill the expansion, as
    in the settings catalog.
    """
    return _complete(kind, body, root, read_again=kind.item_expand not in ("", kind.list_expand))


def object_request(kind: ResourceShape, object_id: str) -> GraphRequest:
    """Return the request that reads one object."""
    return GraphRequest("GET", f"/{kind.collection}/{key(object_id)}", kind.api, headers=KEEP_UNKNOWN)


def read_expansions(kind: ResourceShape, body: Mapping[str, JSON], root: str) -> ReadTask[dict[str, JSON]]:
    """Return the body with its expanded lists complete: these too come in pages."""
    suffix = "@odata.nextLink"
    names = [name.removesuffix(suffix) for name in body if name.endswith(suffix)]
    first_pages = [GraphResponse(200, {"value": body[name], suffix: body[name + suffix]}) for name in names]
    request = object_request(kind, str(body["id"]))
    lists = yield from gather([read_list(request, root, first) for first in first_pages])
    return {name: value for name, value in body.items() if not name.endswith(suffix)} | dict(
        zip(names, lists, strict=True)
    )


def _complete(
    kind: ResourceShape, body: Mapping[str, JSON], root: str, read_again: bool
) -> ReadTask[Observed | None]:
    """Read the missing parts of an object and return it; None when it no longer exists.

    `read_again` tells whether the object must be read again, and not only the navigations that its list did not
    show.
    """
    # First read the object and its navigations side by side, then join them.
    separate_names = [name for name in kind.item_reads if not _shown(kind, body, name)]
    navigations = gather([_navigation(kind, str(body["id"]), name, root) for name in separate_names])
    body_read, lists = yield from gather_two(_properties(kind, body, root, read_again), navigations)
    if body_read is None or None in lists:
        return None
    return observed_object(
        kind, body_read | dict(zip(separate_names, lists, strict=True)), object_request(kind, str(body["id"]))
    )


def _shown(kind: ResourceShape, body: Mapping[str, JSON], name: str) -> bool:
    """Return whether a list showed all of a navigation."""
    listed, count = body.get(name), kind.list_shows.get(name)
    return (
        count is not None
        and isinstance(listed, list)
        and bool(listed)
        and (not count or body.get(count) == len(listed))
    )


def _properties(
    kind: ResourceShape, body: Mapping[str, JSON], root: str, read_again: bool
) -> ReadTask[dict[str, JSON] | None]:
    """Return the body without masks and with complete expansions, read again if the list did not show all of
    it."""
    if read_again:
        request = object_request(kind, str(body["id"]))
        request = replace(request, path=request.path + query(expand=kind.item_expand or kind.list_expand))
        [answer] = yield [request]
        if answer.status == 404:
            return None
        body = {**body, **checked_object(request, answer)}
    plain = yield from reveal_rules(kind, body)
    return (yield from read_expansions(kind, plain, root))


def _navigation(kind: ResourceShape, object_id: str, name: str, root: str) -> ReadTask[list[JSON] | None]:
    """Read a list of the object separately; return None when the object no longer exists."""
    item = object_request(kind, object_id)
    request = replace(item, path=f"{item.path}/{name}")
    [answer] = yield [request]
    return None if answer.status == 404 else (yield from read_list(request, root, answer))


def checked_object(request: GraphRequest, answer: GraphResponse) -> dict[str, JSON]:
    """Return the object in an answer; raise `ReadFailed` when there is none."""
    if answer.status != 200:
        raise refusal_error(ReadFailed, request, answer)
    if not isinstance(answer.body, dict) or not isinstance(answer.body.get("id"), str):
        raise unusable_answer_error(ReadFailed, request, "InvalidResponse", "id", answer.status)
    return answer.body
