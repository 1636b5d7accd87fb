"""Answers functions and actions of Intune that have no effect here: their parameters are checked and their
answer is empty.

Which there are, with parameters and answers: `_graph/operations.json`, made by
`scripts/generate_graph_operations.py` from the SDKs. An action stores those of its parameters that are
properties of its object, such as the `status` of updateStatus; a command to a device or a service has no
effect that a read could show.

Two sorts are left out, and so refused as not served: what answers an object or a stream, because the answer
would be invented, and an action that changes what can be read here in a way that its parameters do not tell.
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
from managed_apparaten.emulator.service.collections import (
    BY_PATH,
    AssignAction,
    Collection,
    collection_from_metadata,
)
from managed_apparaten.emulator.service.intune import action_effects, actions, tenant_settings

ID = "{id}"
"""Stands for the id of an object in a route."""
REQUIRED = {("cleanWindowsDevice", "keepUserData"), ("windowsDefenderScan", "quickScan"), ("exportDeviceAndAppManagementData", "skip"),
            ("exportDeviceAndAppManagementData", "top"), ("sync", "syncType")}  # fmt: skip
"""(action, parameter) that cannot be null or absent: Nullable=false in v1.0-Prod.csdl @ f54f11b."""
OUT_OF_SCOPE = ("virtualEndpoint", "zebraFotaConnector", "zebraFotaDeployments", "cloudCertificationAuthority", "monitoring",
                "chromeOSOnboardingSettings", "elevationRequests")  # fmt: skip
"""Segments below a root of which functions and actions are not served."""
MODELLED_ELSEWHERE = ("targetApps", "scheduleActionsForRules", "getOmaSettingPlainTextValue", "update")
"""Actions and functions that `subpaths` and `actions` answer with their effect."""


CHANGING_NAME = re.compile(
    "(add|assign|bulk|change|clear|complete|create|disable|enable|execute|import|migrate|release|remove|reorder|revoke|set|unassign|"
    "update|upload)([A-Z]|$)"
)
"""Names of actions that change what can be read, unless they are sent to devices."""
DEVICE_COLLECTIONS = ("managedDevices", "comanagedDevices")
"""Collections of devices: what an action tells a device shows only when the device checks in.

The same holds for actions on users, which are for all their devices."""
WITHOUT_EFFECT = ("createDownloadUrl",)
"""Actions whose name says that they change something, and that do not."""
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
    """Parameter -> its type, with `[]` before the type of a list and `flags` behind that of an enum with
    several members."""
    answer: str
    """Type of the answer, with `[]` before that of a list; empty for none."""
    stable: bool
    """Whether v1.0 has it too."""
    former: bool = False
    """Whether the SDKs lack it, while the reference and earlier published metadata have it."""

    @property
    def name(self) -> str:
        """The name of the operation: the last segment of the route."""
        return self.route.rpartition("/")[2]


@cache
def load_signatures() -> tuple[Signature, ...]:
    """Return the functions and actions of the roots of Intune, of a collection or of one object.

    Those of the SDKs come first, then those that the SDKs lack.
    """
    table = orjson.loads((files("managed_apparaten.emulator._graph") / "operations.json").read_bytes())
    rows = ((kind == "former", *row) for kind in ("operations", "former") for row in table[kind])
    return tuple(
        Signature(method, route, parameters, answer, stable, former)
        for former, method, route, parameters, answer, stable in rows
    )


def list_answered() -> Iterator[Signature]:
    """Yield the signatures that this module answers."""
    metadata = load("beta")
    for signature in load_signatures():
        segments = signature.route.split("/")
        if _is_inside(signature) and not _is_contained(metadata, signature):
            continue
        if segments[1] in OUT_OF_SCOPE:
            continue
        answer_type = metadata.find(signature.answer.removeprefix("[]"))
        answers_object = (
            answer_type is not None and answer_type.entity and not signature.answer.startswith("[]")
        )
        if answers_object or signature.answer == "Edm.Binary":
            continue
        is_collection_assign = signature.name == "assign" and BY_PATH.get(tuple(segments[:2])) is not None
        if signature.name in MODELLED_ELSEWHERE or is_collection_assign:
            continue
        if _changes_unseen(metadata, signature):
            continue
        if _is_known_answer(metadata, signature) or signature.name == "assign":
            yield signature


def _is_inside(signature: Signature) -> bool:
    """Return whether the operation is about an object inside another one."""
    return signature.route.count(ID) > 1


def _is_contained(metadata: Metadata, signature: Signature) -> bool:
    """Return whether the inner object is contained in the outer one, and is no reference to another
    collection.
    """
    path, nav = signature.route.partition(f"/{ID}")[0], signature.route.split("/")[-3]
    collection = _find_collection(metadata, path)
    if collection is None:
        return False
    outer_type = metadata.get(collection.type)
    return nav in outer_type.navigation and paths.is_contained(metadata, collection, outer_type, nav)


def _find_collection(metadata: Metadata, path: str) -> Collection | None:
    """Return the collection at a path, described by a row or by the metadata alone."""
    segments = tuple(path.split("/"))
    return BY_PATH.get(segments) or collection_from_metadata(metadata.version, segments)


def _changes_unseen(metadata: Metadata, signature: Signature) -> bool:
    """Return whether an action changes what can be read here in a way that its parameters do not tell.

    The answer would be right and the next read wrong, so such an action is not served.
    """
    has_known_effect = (
        signature.name in (*ROOT_SWITCHES, *WITHOUT_EFFECT, "assign")
        or signature.route in action_effects.CHANGES
    )
    if signature.method == "GET" or has_known_effect or CHANGING_NAME.match(signature.name) is None:
        return False
    segments = signature.route.split("/")
    is_device_command = segments[0] == "users" or segments[1] in DEVICE_COLLECTIONS
    return not (is_device_command or _written_properties(metadata, signature))


def _written_properties(metadata: Metadata, signature: Signature) -> frozenset[str]:
    """Return the parameters that are properties of the object, except passwords."""
    collection = _find_collection(metadata, signature.route.partition(f"/{ID}")[0])
    if collection is None or signature.route.count(ID) != 1:
        return frozenset()
    properties = metadata.get(collection.type).properties
    return frozenset(
        name for name in signature.parameters if name in properties and "password" not in name.lower()
    )


def _is_known_answer(metadata: Metadata, signature: Signature) -> bool:
    """Return whether the type of the answer is known to the metadata; no answer is known too."""
    answer_type = signature.answer.removeprefix("[]").split(" ")[0]
    return (
        not answer_type
        or answer_type.startswith("Edm.")
        or answer_type in metadata.enums
        or metadata.find(answer_type) is not None
    )


def make_handler(signature: Signature) -> Callable[[Call, str, Mapping[str, str]], Reply]:
    """Return the handler of a signature, for a row of `operations.UNMODELLED`."""

    def answer(call: Call, object_id: str, _: Mapping[str, str]) -> Reply:
        if not call.on("operations-without-effect"):
            raise errors.unknown_segment(signature.name)
        owner = _find_owner(call, signature, object_id) if ID in signature.route else None
        if owner is not None and _is_inside(signature):
            _require_member(call, owner)
        if signature.name == "assign" and owner is not None:
            return _assign(call, signature, owner)
        if signature.method != "GET":
            _check_parameters(call, signature)
        after = _store_effect(call, signature, owner)
        if not signature.answer:
            return Reply(204, None, audited_write(owner, after) if owner else None)
        return Reply(200, _empty_answer(call, signature.answer))

    return answer


def _store_effect(call: Call, signature: Signature, owner: Stored | None) -> Stored | None:
    """Store what an action does to properties, and return the object afterwards; None when it is about no
    object.
    """
    if signature.name in ROOT_SWITCHES:
        tenant_settings.set_root_properties(call.store, **{ROOT_SWITCHES[signature.name]: True})
    # An action with a fixed effect, on its object or on a single object of the tenant.
    if signature.route in action_effects.CHANGES:
        changed_item = owner or action_effects.get_single_object(call, signature.route)
        values = action_effects.CHANGES[signature.route]
        after = replace(changed_item, body={**changed_item.body, **values})
        if values:
            call.store.put(after)
        return after if owner else None
    # An action of which the parameters are properties of its object.
    is_change = CHANGING_NAME.match(signature.name) is not None
    names = _written_properties(load("beta"), signature) if is_change else frozenset()
    if owner is None or not names:
        return owner
    values = {name: value for name, value in call.body().items() if name in names}
    after = replace(owner, body={**owner.body, **values})
    if values:
        call.store.replace(after)
    return after


def _find_owner(call: Call, signature: Signature, object_id: str) -> Stored:
    """Return the object of which the id is in the path; raise GraphError when there is none."""
    path = signature.route.partition(f"/{ID}")[0]
    collection = BY_PATH.get(tuple(path.split("/")))
    if collection is not None:
        return writing.find_stored(call, collection, object_id)
    stored = call.store.get(path, object_id)
    if stored is None:
        raise errors.intune_not_found(object_id, named=call.on("intune-404-text"))
    return stored


def _require_member(call: Call, owner: Stored) -> None:
    """Refuse a request for an object that the owner does not contain."""
    nav, object_id = call.url.segments[-3:-1]
    if not any(child.get("id") == object_id for child in owner.nav.get(nav, ())):
        raise errors.intune_not_found(object_id, named=call.on("intune-404-text"))


def _assign(call: Call, signature: Signature, owner: Stored) -> Reply:
    """Answer `assign` of a collection that no row of `COLLECTIONS` describes: its first list is the
    assignments.
    """
    lists = ((name, kind) for name, kind in signature.parameters.items() if kind.startswith("[]"))
    name, list_type = next(lists, ("assignments", ""))
    declared = load("beta").get(owner.type).navigation.get("assignments")
    if declared is None or declared.type != list_type.removeprefix("[]"):
        raise errors.unknown_segment(signature.name)
    return actions.assign(call, owner, AssignAction(name, declared.type, returns_list=bool(signature.answer)))


def _check_parameters(call: Call, signature: Signature) -> None:
    """Refuse a parameter that the action does not have, one of another type, and the absence of a required
    one.
    """
    required = [name for name in signature.parameters if (signature.name, name) in REQUIRED]
    body = call.body() if call.request.body or required else {}
    for name, value in body.items():
        if name.startswith("@"):
            continue
        declared = signature.parameters.get(name)
        if declared is None:
            raise errors.invalid_parameter(name)
        if value is not None or name in required:
            call.validator.property(_as_property(call.metadata, name, declared), value)
    for name in required:
        if name not in body:
            raise errors.invalid_parameter(name)


def _as_property(metadata: Metadata, name: str, text: str) -> Property:
    """Return a parameter as a property for the validator.

    It is not nullable, because the caller has let null through already where that is allowed.
    """
    target, *marks = text.removeprefix("[]").split(" ")
    shape: Shape = (
        "primitive" if target.startswith("Edm.") else "enum" if target in metadata.enums else "complex"
    )
    return Property(name, target, shape, text.startswith("[]"), "flags" in marks, False, False, None)


def _empty_answer(call: Call, answer: str) -> dict[str, JSON]:
    """Return an answer of the declared type: an empty list, or the default of the type."""
    type_name = answer.removeprefix("[]").split(" ")[0]
    qualified_name = type_name if type_name.startswith("Edm.") else f"microsoft.graph.{type_name}"
    base = call.context("")
    if answer.startswith("[]"):
        return {"@odata.context": f"{base}Collection({qualified_name})", "value": []}
    context = f"{base}{qualified_name}"
    if type_name in ZEROES:
        return {"@odata.context": context, "value": ZEROES[type_name]}
    if type_name in call.metadata.enums:
        return {"@odata.context": context, "value": call.metadata.enums[type_name][0]}
    return {"@odata.context": context, **call.metadata.get(type_name).template}
