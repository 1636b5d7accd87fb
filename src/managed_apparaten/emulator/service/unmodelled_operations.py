"""Functions and actions of Intune that nothing here models: their parameters are checked and their answer is empty.

Which there are, with parameters and answers: `_graph/operations.json`, made by `scripts/generate_graph_operations.py` from the SDKs.
An action keeps those of its parameters that are properties of its object, such as the `status` of updateStatus; a command to a device or
a service has no effect that a read could show. Left out, so refused as not served: what answers an object or a stream, because an answer
would be made up, and an action that changes what can be read here in a way that its parameters do not tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import orjson

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata.metadata import ZEROES, Metadata, Property, Shape, load
from managed_apparaten.emulator.service import paths, writing
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.collections import BY_PATH, AssignAction, collection_from_metadata
from managed_apparaten.emulator.service.intune import action_effects, actions, tenant_settings

ID = "{id}"
REQUIRED = {("cleanWindowsDevice", "keepUserData"), ("windowsDefenderScan", "quickScan"), ("exportDeviceAndAppManagementData", "skip"),
            ("exportDeviceAndAppManagementData", "top"), ("sync", "syncType")}  # fmt: skip
"""(action, parameter) that cannot be null or absent: Nullable=false in v1.0-Prod.csdl @ f54f11b."""
OUT_OF_SCOPE = ("virtualEndpoint", "zebraFotaConnector", "zebraFotaDeployments", "cloudCertificationAuthority", "monitoring",
                "chromeOSOnboardingSettings", "elevationRequests")  # fmt: skip
"""Segments below a root whose functions and actions are not served."""
MODELLED_ELSEWHERE = ("targetApps", "scheduleActionsForRules", "getOmaSettingPlainTextValue", "update")
"""Actions and functions that `routing` and `actions` carry out."""


CHANGING_NAME = re.compile(
    "(add|assign|bulk|change|clear|complete|create|disable|enable|execute|import|migrate|release|remove|reorder|revoke|set|unassign|"
    "update|upload)([A-Z]|$)"
)
"""Names of actions that change what can be read, unless they are sent to devices."""
DEVICE_COLLECTIONS = ("managedDevices", "comanagedDevices")
"""What these collections (and users, for all their devices) are told to do shows when a device checks in."""
WITHOUT_EFFECT = ("createDownloadUrl",)
ROOT_SWITCHES = {
    "enableLegacyPcManagement": "legacyPcManangementEnabled",
    "enableUnlicensedAdminstrators": "unlicensedAdminstratorsEnabled",
}
"""Action of deviceManagement -> the property that it sets."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A function (GET) or action (POST) as the SDKs describe it."""

    method: str
    route: str
    parameters: Mapping[str, str]
    answer: str
    stable: bool
    former: bool = False
    """Whether the SDKs lack it, and the reference and earlier published metadata have it."""

    @property
    def name(self) -> str:
        """The last segment."""
        return self.route.rpartition("/")[2]


@cache
def load_signatures() -> tuple[Signature, ...]:
    """The functions and actions of the roots of Intune, a collection or one object: those of the SDKs, then those that they lack."""
    table = orjson.loads((files("managed_apparaten.emulator._graph") / "operations.json").read_bytes())
    rows = ((kind == "former", *row) for kind in ("operations", "former") for row in table[kind])
    return tuple(
        Signature(method, route, parameters, answer, stable, former)
        for former, method, route, parameters, answer, stable in rows
    )


def list_answered() -> Iterator[Signature]:
    """The signatures that this module answers."""
    metadata = load("beta")
    for found in load_signatures():
        if _is_inside(found) and not _is_contained(metadata, found):
            continue
        kind = metadata.find(found.answer.removeprefix("[]"))
        entity = kind is not None and kind.entity and not found.answer.startswith("[]")
        if found.route.split("/")[1] in OUT_OF_SCOPE:
            continue
        collection = BY_PATH.get(tuple(found.route.split("/")[:2]))
        modelled = found.name in MODELLED_ELSEWHERE or (found.name == "assign" and collection is not None)
        if entity or modelled or found.answer == "Edm.Binary" or _changes_unseen(metadata, found):
            continue
        if _is_known_answer(metadata, found) or found.name == "assign":
            yield found


def _is_inside(found: Signature) -> bool:
    """Whether it is about an object inside another one."""
    return found.route.count(ID) > 1


def _is_contained(metadata: Metadata, found: Signature) -> bool:
    """Whether what it is about is kept inside the other object, and is no reference to an object of a collection of its own."""
    path, nav = found.route.partition(f"/{ID}")[0], found.route.split("/")[-3]
    collection = BY_PATH.get(tuple(path.split("/"))) or collection_from_metadata(
        metadata.version, tuple(path.split("/"))
    )
    if collection is None:
        return False
    kind = metadata.get(collection.type)
    return nav in kind.navigation and paths.is_contained(metadata, collection, kind, nav)


def _changes_unseen(metadata: Metadata, found: Signature) -> bool:
    """Whether an action changes what can be read here in a way that its parameters do not tell."""
    parts = found.route.split("/")
    known = found.name in (*ROOT_SWITCHES, *WITHOUT_EFFECT, "assign") or found.route in action_effects.CHANGES
    if found.method == "GET" or known or CHANGING_NAME.match(found.name) is None:
        return False
    return not (parts[0] == "users" or parts[1] in DEVICE_COLLECTIONS or _written_properties(metadata, found))


def _written_properties(metadata: Metadata, found: Signature) -> frozenset[str]:
    """Parameters that are properties of the object, but for secrets."""
    path = tuple(found.route.partition(f"/{ID}")[0].split("/"))
    collection = BY_PATH.get(path) or collection_from_metadata(metadata.version, path)
    if collection is None or found.route.count(ID) != 1:
        return frozenset()
    known = metadata.get(collection.type).properties
    return frozenset(name for name in found.parameters if name in known and "password" not in name.lower())


def _is_known_answer(metadata: Metadata, found: Signature) -> bool:
    kind = found.answer.removeprefix("[]").split(" ")[0]
    return not kind or kind.startswith("Edm.") or kind in metadata.enums or metadata.find(kind) is not None


def make_handler(found: Signature) -> Callable[[Call, str, Mapping[str, str]], Reply]:
    """A handler for a signature."""

    def answer(call: Call, object_id: str, _: Mapping[str, str]) -> Reply:
        if not call.on("operations-without-effect"):
            raise errors.unknown_segment(found.name)
        owner = _find_owner(call, found, object_id) if ID in found.route else None
        if owner is not None and _is_inside(found):
            _require_member(call, owner)
        if found.name == "assign" and owner is not None:
            return _assign(call, found, owner)
        if found.method != "GET":
            _check_parameters(call, found)
        after = _store_effect(call, found, owner)
        if not found.answer:
            return Reply(204, None, audited_write(owner, after) if owner else None)
        return Reply(200, _empty_answer(call, found.answer))

    return answer


def _store_effect(call: Call, found: Signature, owner: Stored | None) -> Stored | None:
    """The object with what the action says of its properties, stored; None when there is no object."""
    if found.name in ROOT_SWITCHES:
        tenant_settings.keep_root(call.store, **{ROOT_SWITCHES[found.name]: True})
    if found.route in action_effects.CHANGES:
        kept = owner or action_effects.single(call, found.route)
        values = action_effects.CHANGES[found.route]
        if values:
            call.store.put(replace(kept, body={**kept.body, **values}))
        return replace(kept, body={**kept.body, **values}) if owner else None
    names = _written_properties(load("beta"), found) if CHANGING_NAME.match(found.name) else frozenset()
    if owner is None or not names:
        return owner
    values = {name: value for name, value in call.body().items() if name in names}
    after = replace(owner, body={**owner.body, **values})
    if values:
        call.store.replace(after)
    return after


def _find_owner(call: Call, found: Signature, object_id: str) -> Stored:
    path = found.route.partition(f"/{ID}")[0]
    collection = BY_PATH.get(tuple(path.split("/")))
    if collection is not None:
        return writing.find_stored(call, collection, object_id)
    held = call.store.get(path, object_id)
    if held is None:
        raise errors.intune_not_found(object_id, named=call.on("intune-404-text"))
    return held


def _require_member(call: Call, owner: Stored) -> None:
    """Refuse an object that the owner does not hold."""
    nav, object_id = call.url.segments[-3:-1]
    if not any(one.get("id") == object_id for one in owner.nav.get(nav, ())):
        raise errors.intune_not_found(object_id, named=call.on("intune-404-text"))


def _assign(call: Call, found: Signature, owner: Stored) -> Reply:
    """An `assign` of a collection that no row of `served` describes: its first list is the assignments."""
    name, kind = next(
        ((name, kind) for name, kind in found.parameters.items() if kind.startswith("[]")),
        ("assignments", ""),
    )
    declared = load("beta").get(owner.type).navigation.get("assignments")
    if declared is None or declared.type != kind.removeprefix("[]"):
        raise errors.unknown_segment(found.name)
    return actions.assign(call, owner, AssignAction(name, declared.type, returns_list=bool(found.answer)))


def _check_parameters(call: Call, found: Signature) -> None:
    body = (
        call.body()
        if call.request.body or any((found.name, name) in REQUIRED for name in found.parameters)
        else {}
    )
    for name, value in body.items():
        if name.startswith("@"):
            continue
        declared = found.parameters.get(name)
        if declared is None:
            raise errors.invalid_parameter(name)
        if value is not None or (found.name, name) in REQUIRED:
            call.validator.property(_as_property(call.metadata, name, declared), value)
    missing = next(
        (name for name in found.parameters if (found.name, name) in REQUIRED and name not in body), None
    )
    if missing:
        raise errors.invalid_parameter(missing)


def _as_property(metadata: Metadata, name: str, text: str) -> Property:
    """A parameter as a property. Not nullable: callers have let null through already."""
    target, *marks = text.removeprefix("[]").split(" ")
    shape: Shape = (
        "primitive" if target.startswith("Edm.") else "enum" if target in metadata.enums else "complex"
    )
    return Property(name, target, shape, text.startswith("[]"), "flags" in marks, False, False, None)


def _empty_answer(call: Call, answer: str) -> dict[str, JSON]:
    """An answer of the declared type: an empty list, or the default of the type."""
    kind = answer.removeprefix("[]").split(" ")[0]
    shown = kind if kind.startswith("Edm.") else f"microsoft.graph.{kind}"
    base = call.context("")
    if answer.startswith("[]"):
        return {"@odata.context": f"{base}Collection({shown})", "value": []}
    if kind in call.metadata.enums or kind in ZEROES:
        return {
            "@odata.context": f"{base}{shown}",
            "value": ZEROES[kind] if kind in ZEROES else call.metadata.enums[kind][0],
        }
    return {"@odata.context": f"{base}{shown}", **call.metadata.get(kind).template}
