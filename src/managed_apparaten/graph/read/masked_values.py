"""Values that Graph masks: `****` in an object, and the real one only when asked for by its reference.

Intune does so with each string in a custom Windows profile, secret or not. Without the real value every plan would see
a difference. An item that is masked has a `secretReferenceValueId`; what is read here looks as it was written.
The service tells them to those only who may write, though Microsoft's page says that reading is enough: Micke-K/IntuneManagement#263,
microsoftgraph/microsoft-graph-docs-contrib#9270.
Source: https://learn.microsoft.com/graph/api/intune-deviceconfig-deviceconfiguration-getomasettingplaintextvalue

What somebody else put into an object of ours is told by name and never by value: it can be a password. Such a value is not asked
for, or forgotten as soon as it is read, so that no plan, journal, snapshot or message can hold it.
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
"""What Graph shows for a value that it hides, and what we keep of one that is not ours."""
RULES = "./Vendor/MSFT/AppLocker/"
"""The one place of a custom Windows profile that kinds of ours write to: rules that every device shows, no secrets.
Source: https://learn.microsoft.com/windows/client-management/mdm/applocker-csp"""
PRIVATE = frozenset({"kioskModeExitCode", "factoryResetDeviceAdministratorEmails"})
"""Properties that types of our kinds have, that no kind of ours writes, and that hold a code or people's addresses.
Source: https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-androiddeviceownergeneraldeviceconfiguration"""
_DEFINITION, _STATE = "settingDefinitionId", "valueState"
_MARKS = frozenset({REFERENCE, "isEncrypted"})


def reveal_rules(kind: ResourceShape, body: Mapping[str, JSON]) -> ReadTask[dict[str, JSON]]:
    """The body with the real values in place of the masks, where they are rules. Raises `ReadFailed` when one is not told."""
    name, function = kind.secrets or ("", "")
    items = body.get(name)
    if not isinstance(items, list):
        return dict(body)
    plain = yield from gather(
        [_plain(item, f"/{kind.collection}/{key(str(body['id']))}/{function}", kind.api) for item in items]
    )
    return {**body, name: plain}


def mask_values(kind: ResourceShape, body: Mapping[str, JSON]) -> dict[str, JSON]:
    """The body with a mask for each value that cannot be ours."""
    found = {name: MASK if name in PRIVATE and value else value for name, value in body.items()}
    name = kind.secrets[0] if kind.secrets else ""
    if isinstance(found.get(name), list):
        found[name] = [_hidden(item) for item in found[name]]
    if isinstance(found.get("settings"), list):
        found["settings"] = [_setting(item, kind.definitions) for item in found["settings"]]
    return found


def rule_locations(items: JSON) -> list[str]:
    """Where the AppLocker rules of a custom profile stand, whatever they say."""
    return sorted(str(item["omaUri"]) for item in items or () if isinstance(item, dict) and _is_rule(item))


def has_mask(body: Mapping[str, JSON]) -> bool:
    """Whether there is a mask in a body."""
    return MASK in leaves(body).values()


def _is_rule(item: Mapping[str, JSON]) -> bool:
    return str(item.get("omaUri") or "").startswith(RULES)


def _hidden(item: JSON) -> JSON:
    if not isinstance(item, dict) or item.get("value") is None or _is_rule(item):
        return item
    return {name: inner for name, inner in item.items() if name not in _MARKS | {"description"}} | {
        "value": MASK
    }


def _setting(found: JSON, known: frozenset[str]) -> JSON:
    """A tree of the settings catalog: of a definition that our kind does not use, and of a secret, no value is kept."""
    if isinstance(found, list):
        return [_setting(item, known) for item in found]
    if not isinstance(found, dict):
        return found
    if found.get(_DEFINITION, "") and found[_DEFINITION] not in known:
        return {_DEFINITION: found[_DEFINITION], "simpleSettingValue": {"value": MASK}}
    hidden = {"value": MASK} if _STATE in found else {}
    return {name: _setting(inner, known) for name, inner in found.items()} | hidden


def _plain(item: JSON, function: str, api: Api) -> ReadTask[JSON]:
    if not isinstance(item, dict) or not item.get(REFERENCE) or not _is_rule(item):
        return item
    argument = quote(literal(str(item[REFERENCE])), safe="'")
    request = GraphRequest("GET", f"{function}({REFERENCE}={argument})", api)
    [answer] = yield [request]
    return _told(item, request, answer)


def _told(item: Mapping[str, JSON], request: GraphRequest, answer: GraphResponse) -> JSON:
    if answer.status != 200:
        failed = refusal_error(ReadFailed, request, answer)
        raise replace(failed, code="MaskedValue") if answer.status == 403 else failed
    value = answer.body.get("value") if isinstance(answer.body, dict) else None
    if not isinstance(value, str):
        raise unusable_answer_error(
            ReadFailed, request, "InvalidResponse", "no value in the answer", answer.status
        )
    return {name: inner for name, inner in item.items() if name not in _MARKS} | {"value": value}
