"""Values that Graph masks: `****` in an object, and the real one only when asked for by its reference.

Intune does so with each string in a custom Windows profile, secret or not. Without the real value every plan would see
a difference. An item that is masked has a `secretReferenceValueId`; what is read here looks as it was written.
Source: https://learn.microsoft.com/graph/api/intune-deviceconfig-deviceconfiguration-getomasettingplaintextvalue
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.batch import read_all
from managed_apparaten.graph.encode import key, literal
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.failures import failure, unusable
from managed_apparaten.graph.request import GraphRequest, GraphResponse, Transport
from managed_apparaten.graph.shape import ResourceShape

REFERENCE = "secretReferenceValueId"
_MARKS = frozenset({REFERENCE, "isEncrypted"})


@dataclass(frozen=True, slots=True)
class _Secret:
    """One masked item: which object, which place in its list, and how to ask for the value."""

    index: int
    place: int
    request: GraphRequest


def revealed(transport: Transport, objects: Sequence[tuple[ResourceShape, JSON | None]]) -> list[JSON | None]:
    """The bodies with the real values in place of the masks, asked for in batches. Raises `ReadFailed` when one is not told."""
    found = [None if body is None else dict(body) for _, body in objects]
    asked = [secret for index, (kind, body) in enumerate(objects) if body is not None for secret in _masked(kind, body, index)]
    for secret, answer in zip(asked, read_all(transport, [secret.request for secret in asked]), strict=True):
        kind, body = objects[secret.index][0], found[secret.index]
        if kind.secrets is not None and body is not None:
            items = list(body[kind.secrets[0]])
            items[secret.place] = _told(items[secret.place], secret.request, answer)
            body[kind.secrets[0]] = items
    return found


def _masked(kind: ResourceShape, body: Mapping[str, JSON], index: int) -> list[_Secret]:
    if kind.secrets is None:
        return []
    name, function = kind.secrets
    items = body.get(name)
    return [
        _Secret(index, place, _request(kind, str(body["id"]), function, str(item[REFERENCE])))
        for place, item in enumerate(items if isinstance(items, list) else [])
        if isinstance(item, dict) and item.get(REFERENCE)
    ]


def _request(kind: ResourceShape, object_id: str, function: str, reference: str) -> GraphRequest:
    argument = quote(literal(reference), safe="'")
    return GraphRequest("GET", f"/{kind.collection}/{key(object_id)}/{function}({REFERENCE}={argument})", kind.api)


def _told(item: Mapping[str, JSON], request: GraphRequest, answer: GraphResponse) -> JSON:
    if answer.status != 200:
        raise failure(ReadFailed, request, answer)
    value = answer.body.get("value") if isinstance(answer.body, dict) else None
    if not isinstance(value, str):
        raise unusable(ReadFailed, request, "InvalidResponse", "no value in the answer", answer.status)
    return {name: inner for name, inner in item.items() if name not in _MARKS} | {"value": value}
