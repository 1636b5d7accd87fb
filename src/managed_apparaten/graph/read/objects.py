"""One object of ours, in full: what a list does not show is read beside it."""

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
    """An object of which we have the id only; None when Graph says that it does not exist."""
    return _complete(kind, {"id": object_id}, root, itself=True)


def complete_listed_object(
    kind: ResourceShape, body: Mapping[str, JSON], root: str
) -> ReadTask[Observed | None]:
    """An object that stood in a list; None when it has gone since.

    An empty navigation is read again: where a list does not fill an expansion it looks the same (the settings catalog does so).
    """
    return _complete(kind, body, root, itself=kind.item_expand not in ("", kind.list_expand))


def object_request(kind: ResourceShape, object_id: str) -> GraphRequest:
    """The plain read of one object."""
    return GraphRequest("GET", f"/{kind.collection}/{key(object_id)}", kind.api, headers=KEEP_UNKNOWN)


def read_expansions(kind: ResourceShape, body: Mapping[str, JSON], root: str) -> ReadTask[dict[str, JSON]]:
    """The body with the rest of what was expanded: an expansion comes in pages too."""
    mark = "@odata.nextLink"
    names = [name.removesuffix(mark) for name in body if name.endswith(mark)]
    firsts = [GraphResponse(200, {"value": body[name], mark: body[name + mark]}) for name in names]
    request = object_request(kind, str(body["id"]))
    lists = yield from gather([read_list(request, root, first) for first in firsts])
    return {name: value for name, value in body.items() if not name.endswith(mark)} | dict(
        zip(names, lists, strict=True)
    )


def _complete(
    kind: ResourceShape, body: Mapping[str, JSON], root: str, itself: bool
) -> ReadTask[Observed | None]:
    apart = [name for name in kind.item_reads if not _shown(kind, body, name)]
    beside = gather([_navigation(kind, str(body["id"]), name, root) for name in apart])
    found, lists = yield from gather_two(_properties(kind, body, root, itself), beside)
    if found is None or None in lists:
        return None
    return observed_object(
        kind, found | dict(zip(apart, lists, strict=True)), object_request(kind, str(body["id"]))
    )


def _shown(kind: ResourceShape, body: Mapping[str, JSON], name: str) -> bool:
    """Whether a list showed all of a navigation."""
    found, count = body.get(name), kind.list_shows.get(name)
    return (
        count is not None
        and isinstance(found, list)
        and bool(found)
        and (not count or body.get(count) == len(found))
    )


def _properties(
    kind: ResourceShape, body: Mapping[str, JSON], root: str, itself: bool
) -> ReadTask[dict[str, JSON] | None]:
    """The body, read again when the list did not show all of it, without masks and with expansions to their end."""
    if itself:
        request = object_request(kind, str(body["id"]))
        request = replace(request, path=request.path + query(expand=kind.item_expand or kind.list_expand))
        [answer] = yield [request]
        if answer.status == 404:
            return None
        body = {**body, **checked_object(request, answer)}
    plain = yield from reveal_rules(kind, body)
    return (yield from read_expansions(kind, plain, root))


def _navigation(kind: ResourceShape, object_id: str, name: str, root: str) -> ReadTask[list[JSON] | None]:
    """A list of the object that is read apart; None when the object is gone."""
    item = object_request(kind, object_id)
    request = replace(item, path=f"{item.path}/{name}")
    [answer] = yield [request]
    return None if answer.status == 404 else (yield from read_list(request, root, answer))


def checked_object(request: GraphRequest, answer: GraphResponse) -> dict[str, JSON]:
    """The object in an answer. Raises `ReadFailed` when there is none."""
    if answer.status != 200:
        raise refusal_error(ReadFailed, request, answer)
    if not isinstance(answer.body, dict) or not isinstance(answer.body.get("id"), str):
        raise unusable_answer_error(ReadFailed, request, "InvalidResponse", "id", answer.status)
    return answer.body
