"""Values that Graph masks: `****` in an object, and the real one only when asked for by its reference.

Intune does so with each string in a custom Windows profile, secret or not. Without the real value every plan would see
a difference. An item that is masked has a `secretReferenceValueId`; what is read here looks as it was written.
The service tells them to those only who may write, though Microsoft's page says that reading is enough: Micke-K/IntuneManagement#263,
microsoftgraph/microsoft-graph-docs-contrib#9270.
Source: https://learn.microsoft.com/graph/api/intune-deviceconfig-deviceconfiguration-getomasettingplaintextvalue
"""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.encode import key, literal
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.failures import failure, unusable
from managed_apparaten.graph.request import Api, GraphRequest, GraphResponse
from managed_apparaten.graph.rounds import Talk, together
from managed_apparaten.graph.shape import ResourceShape

REFERENCE = "secretReferenceValueId"
_MARKS = frozenset({REFERENCE, "isEncrypted"})


def revealed(kind: ResourceShape, body: Mapping[str, JSON]) -> Talk[dict[str, JSON]]:
    """The body with the real values in place of the masks. Raises `ReadFailed` when one is not told."""
    name, function = kind.secrets or ("", "")
    items = body.get(name)
    if not isinstance(items, list):
        return dict(body)
    plain = yield from together([_plain(item, f"/{kind.collection}/{key(str(body['id']))}/{function}", kind.api) for item in items])
    return {**body, name: plain}


def _plain(item: JSON, function: str, api: Api) -> Talk[JSON]:
    if not isinstance(item, dict) or not item.get(REFERENCE):
        return item
    argument = quote(literal(str(item[REFERENCE])), safe="'")
    request = GraphRequest("GET", f"{function}({REFERENCE}={argument})", api)
    [answer] = yield [request]
    return _told(item, request, answer)


def _told(item: Mapping[str, JSON], request: GraphRequest, answer: GraphResponse) -> JSON:
    if answer.status != 200:
        failed = failure(ReadFailed, request, answer)
        raise replace(failed, code="MaskedValue") if answer.status == 403 else failed
    value = answer.body.get("value") if isinstance(answer.body, dict) else None
    if not isinstance(value, str):
        raise unusable(ReadFailed, request, "InvalidResponse", "no value in the answer", answer.status)
    return {name: inner for name, inner in item.items() if name not in _MARKS} | {"value": value}
