"""Values that Graph masks, and values that we mask ourselves because they can be secrets of others.

Graph shows `****` for each string in a custom Windows profile, secret or not, and returns the real value only
when asked by its reference (`secretReferenceValueId`). Without the real value every plan would show a
difference. What is read here looks as it was written. The service returns these values only to who may write,
although Microsoft's page says that reading is enough: Micke-K/IntuneManagement#263,
microsoftgraph/microsoft-graph-docs-contrib#9270. Source:
https://learn.microsoft.com/graph/api/intune-deviceconfig-deviceconfiguration-getomasettingplaintextvalue

A value that somebody else put into an object of ours is shown by name and never by content, because it can be
a password. Such a value is not requested, or it is dropped as soon as it is read, so that no plan, journal,
snapshot or message can contain it.
"""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from managed_apparaten.core.digest import JSON
from managed_apparaten.core.pointer import leaves
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.error_body import refusal_error, unusable_answer_error
from managed_apparaten.graph.http.request import Api, GraphRequest, GraphResponse
from managed_apparaten.graph.http.urls import key, literal
from managed_apparaten.graph.read.rounds import ReadTask, gather
from managed_apparaten.resource.shape import ResourceShape

REFERENCE = "secretReferenceValueId"
MASK = "****"
"""What Graph shows for a value that it hides, and what we keep of a value that is not ours."""
RULES = "./Vendor/MSFT/AppLocker/"
"""The only place of a custom Windows profile that our kinds write to: AppLocker rules, which every device
shows and which are no secrets. Source:
https://learn.microsoft.com/windows/client-management/mdm/applocker-csp"""
PRIVATE = frozenset({"kioskModeExitCode", "factoryResetDeviceAdministratorEmails"})
"""Properties of types that our kinds write, which none of our kinds sets, and which contain a code or e-mail
addresses. Source:
https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-androiddeviceownergeneraldeviceconfiguration
"""
_DEFINITION, _STATE = "settingDefinitionId", "valueState"
_MARKS = frozenset({REFERENCE, "isEncrypted"})


def reveal_rules(kind: ResourceShape, body: Mapping[str, JSON]) -> ReadTask[dict[str, JSON]]:
    """Return the body with the real values in place of Graph's masks, for AppLocker rules only; raise
    `ReadFailed` when one is not given."""
    name, function = kind.secrets or ("", "")
    items = body.get(name)
    if not isinstance(items, list):
        return dict(body)
    plain = yield from gather(
        [
            _revealed_item(item, f"/{kind.collection}/{key(str(body['id']))}/{function}", kind.api)
            for item in items
        ]
    )
    return {**body, name: plain}


def mask_values(kind: ResourceShape, body: Mapping[str, JSON]) -> dict[str, JSON]:
    """Return the body with a mask in place of each value that cannot be ours."""
    masked = {name: MASK if name in PRIVATE and value else value for name, value in body.items()}
    name = kind.secrets[0] if kind.secrets else ""
    if isinstance(masked.get(name), list):
        masked[name] = [_masked_item(item) for item in masked[name]]
    if isinstance(masked.get("settings"), list):
        masked["settings"] = [_masked_setting(item, kind.definitions) for item in masked["settings"]]
    return masked


def rule_locations(items: JSON) -> list[str]:
    """Return the paths of the AppLocker rules in the items of a custom profile, without their content."""
    return sorted(str(item["omaUri"]) for item in items or () if isinstance(item, dict) and _is_rule(item))


def has_mask(body: Mapping[str, JSON]) -> bool:
    """Return whether a body contains a mask."""
    return MASK in leaves(body).values()


def _is_rule(item: Mapping[str, JSON]) -> bool:
    """Return whether an item of a custom profile is an AppLocker rule."""
    return str(item.get("omaUri") or "").startswith(RULES)


def _masked_item(item: JSON) -> JSON:
    """Return an item of a custom profile with its value masked, unless it is an AppLocker rule."""
    if not isinstance(item, dict) or item.get("value") is None or _is_rule(item):
        return item
    return {name: inner for name, inner in item.items() if name not in _MARKS | {"description"}} | {
        "value": MASK
    }


def _masked_setting(node: JSON, known: frozenset[str]) -> JSON:
    """Return part of a settings catalog policy, with masks for definitions that our kind does not use, and
    for secrets."""
    if isinstance(node, list):
        return [_masked_setting(item, known) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get(_DEFINITION, "") and node[_DEFINITION] not in known:
        return {_DEFINITION: node[_DEFINITION], "simpleSettingValue": {"value": MASK}}
    mask = {"value": MASK} if _STATE in node else {}
    return {name: _masked_setting(inner, known) for name, inner in node.items()} | mask


def _revealed_item(item: JSON, function: str, api: Api) -> ReadTask[JSON]:
    """Return an item of a custom profile, with the real value if it is a masked AppLocker rule."""
    if not isinstance(item, dict) or not item.get(REFERENCE) or not _is_rule(item):
        return item
    argument = quote(literal(str(item[REFERENCE])), safe="'")
    request = GraphRequest("GET", f"{function}({REFERENCE}={argument})", api)
    [answer] = yield [request]
    return _with_value(item, request, answer)


def _with_value(item: Mapping[str, JSON], request: GraphRequest, answer: GraphResponse) -> JSON:
    """Return the item with the value in an answer; raise `ReadFailed` when there is none."""
    if answer.status != 200:
        failed = refusal_error(ReadFailed, request, answer)
        raise replace(failed, code="MaskedValue") if answer.status == 403 else failed
    value = answer.body.get("value") if isinstance(answer.body, dict) else None
    if not isinstance(value, str):
        raise unusable_answer_error(
            ReadFailed, request, "InvalidResponse", "no value in the answer", answer.status
        )
    return {name: inner for name, inner in item.items() if name not in _MARKS} | {"value": value}
