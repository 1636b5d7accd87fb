"""A custom profile with AppLocker rules as people compare it: by node and rule, instead of a list of XML texts."""

from collections.abc import Mapping

from managed_apparaten.core.digest import JSON
from managed_apparaten.intune import applocker
from managed_apparaten.intune.applocker import ANY, AppLockerRule, Path, Publisher, Sort

ROOT = "./Vendor/MSFT/AppLocker/ApplicationLaunchRestrictions"
NODES: Mapping[Sort, str] = {"Exe": "EXE", "Msi": "MSI", "Appx": "StoreApps"}
"""The node of the CSP for each sort of file, in the order of their paths."""


def normalise(body: JSON) -> JSON:
    """The settings by node instead of in a list, each value as rules instead of XML. A text that is no collection of ours stays text."""
    settings = body.get("omaSettings")
    if not isinstance(settings, list):
        return body
    found: dict[str, JSON] = {}
    for setting in settings:
        name = _node(str(setting.get("omaUri")))
        found[name if name not in found else f"{name} {len(found)}"] = {
            **setting,
            "value": _readable(setting.get("value")),
        }
    return {**body, "omaSettings": found}


def _node(uri: str) -> str:
    """The node that a path of ours sets; any other path is its own name."""
    parts = uri.removeprefix(f"{ROOT}/").split("/")
    return parts[1] if uri.startswith(f"{ROOT}/") and len(parts) == 3 and parts[2] == "Policy" else uri


def _readable(value: JSON) -> JSON:
    collection = applocker.parse(value) if isinstance(value, str) else None
    if collection is None:
        return value
    by_action = {
        action: [_as_json(rule) for rule in collection.rules if rule.action.lower() == action]
        for action in ("allow", "deny")
    }
    return {"enforcement": collection.mode, "type": collection.sort, **by_action}


def _as_json(rule: AppLockerRule) -> JSON:
    what: dict[str, str] = (
        {"path": rule.condition.path} if isinstance(rule.condition, Path) else _named(rule.condition)
    )
    return {"description": rule.description, "id": rule.id, "name": rule.name, "sid": rule.sid, **what}


def _named(condition: Publisher) -> dict[str, str]:
    named = {"publisher": condition.publisher, "product": condition.product}
    return named if condition.binary == ANY else {**named, "binary": condition.binary}


def label(_: str, value: JSON, __: Mapping[str, str]) -> str | None:
    """A rule as `TikTok (BytedancePte.Ltd.TikTok)`: by its narrowest part."""
    if not isinstance(value, dict) or "sid" not in value:
        return None
    parts = [value.get(name) for name in ("path", "binary", "product", "publisher")]
    return f"{value.get('name')} ({next((part for part in parts if part and part != ANY), ANY)})"
