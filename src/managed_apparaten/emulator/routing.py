"""From a URL to a handler: which collection, which object, which route or action, and whether this version has it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from . import (
    actions,
    contained,
    deleted,
    devices,
    directory,
    errors,
    exports,
    operations,
    policy_sets,
    reading,
    tenant_settings,
    view,
    writing,
)
from .address import Url
from .call import Call, Reply, changed
from .served import ALL, BY_PATH, MAM, SINGLETONS, Collection

ACTIONS = ("assign", "targetApps", "scheduleActionsForRules")
KNOWN = frozenset({
    *(part for item in ALL for part in (*item.path.split("/"), *item.routes)), *SINGLETONS, *ACTIONS, "restore",
    *(f"microsoft.graph.{name}" for name in ("user", "group", "device", "servicePrincipal")),
})  # fmt: skip
"""Names that stand in paths."""
_NAMES = {name.lower(): name for name in KNOWN}


@dataclass(frozen=True, slots=True)
class Place:
    """A collection and what follows it in the URL."""

    collection: Collection
    rest: tuple[str, ...]


def canonical(url: Url) -> Url:
    """The URL with the names in its path in the case that Graph's metadata has."""
    named = tuple(_NAMES.get(segment.lower(), segment) for segment in url.segments)
    return url if named == url.segments else replace(url, segments=named)


def _own(call: Call, segments: tuple[str, ...]) -> tuple[str, ...]:
    """The path of whoever calls, for one that starts with `/me`. Text: the refusal that app-only clients report."""
    if segments[0] != "me":
        return segments
    if not call.request.person:
        raise errors.bad_request("/me request is only valid with delegated authentication flow.")
    return ("users", call.request.person, *segments[1:])


def read(call: Call) -> Reply:
    """GET (other methods that do not write are refused)."""
    if call.url.segments == tenant_settings.ROUTE:
        return tenant_settings.read(call)
    if call.request.method != "GET":
        raise errors.method_not_allowed()
    if devices.is_root(call):
        return devices.root(call)
    operation = operations.find(call)
    if operation is not None:
        return operation()
    place = _place(call)
    collection, rest = place.collection, place.rest
    if not rest:
        return reading.many(call, collection)
    if rest == ("$count",):
        return reading.count(call, collection)
    if len(rest) == 1:
        cast = _cast(rest[0])
        return reading.many(call, collection, cast) if cast else reading.item(call, collection, rest[0])
    return _read_below(call, collection, rest)


def write(call: Call) -> Reply:
    """POST, PATCH, PUT, DELETE."""
    if devices.is_root(call) and call.request.method == "PATCH":
        return devices.root(call, call.body())
    operation = operations.find(call)
    if operation is not None:
        return operation()
    place = _place(call)
    collection, rest, method = place.collection, place.rest, call.request.method
    if collection.path == deleted.PATH:
        return deleted.write(call, rest)
    if not rest:
        _allowed(collection, "POST", method)
        return exports.create(call, collection) if collection.path == exports.PATH else writing.create(call, collection)
    if len(rest) == 1:
        if method == "POST" or method not in collection.methods or (collection.union and not call.on("app-policies-deleted-as-one")):
            raise _no_route(call, collection, rest)
        handler = {"PATCH": writing.patch, "PUT": writing.put, "DELETE": writing.delete}[method]
        return handler(call, collection, rest[0])
    if rest[1] == "members" and collection.path == "groups":
        return _membership(call, collection, rest)
    if rest[1] in collection.editable:
        return _edit(call, collection, rest)
    return _act(call, collection, rest)


def _place(call: Call) -> Place:
    """The collection at the start of the path, if this API version has it."""
    if not call.url.segments:
        raise errors.bad_request("The request URL names no resource.")
    segments = _own(call, devices.by_way_of_user(call))
    length = next((n for n in (3, 2, 1) if n <= len(segments) and segments[:n] in BY_PATH), 2 if segments[0] in SINGLETONS else 1)
    collection = BY_PATH.get(segments[:length])
    if collection is None:
        raise errors.unknown_segment(segments[length - 1] if len(segments) >= length else segments[0])
    if call.metadata.find(collection.type) is None:
        if call.request.method != "GET" and call.on("beta-write-on-v1-405"):
            raise errors.method_not_allowed()
        raise errors.unknown_segment(segments[length - 1])
    return Place(collection, segments[length:])


def _read_below(call: Call, collection: Collection, rest: tuple[str, ...]) -> Reply:
    object_id, nav = rest[0], rest[1]
    if _cast(nav) and call.on("no-cast-route-on-item"):
        raise _no_route(call, collection, rest)
    if nav == "getOmaSettingPlainTextValue" and collection.path == "deviceManagement/deviceConfigurations":
        return _plain_text(call, collection, object_id, rest[2:])
    if nav == "scheduledActionsForRule" and call.on("no-scheduled-actions-route"):
        raise _no_route(call, collection, rest)
    owner = reading.find_any(call, collection, object_id)
    if nav not in view.visible_type(call, owner.type).navigation:
        raise errors.unknown_segment(nav)
    if nav not in (*collection.routes, "scheduledActionsForRule"):
        raise _no_route(call, collection, rest)
    return reading.route(call, collection, object_id, nav, rest[2:])


def _act(call: Call, collection: Collection, rest: tuple[str, ...]) -> Reply:
    object_id, action = rest[0], rest[1]
    if len(rest) > 2 or call.request.method != "POST" or _cast(action):
        raise _no_route(call, collection, rest)
    item = writing.find(call, collection, object_id)
    collection = BY_PATH[tuple(item.collection.split("/"))]
    if action == "assign" and collection.assign:
        return actions.assign(call, item, collection.assign)
    if action == "targetApps" and collection.path in MAM and "apps" in collection.create_with:
        return actions.target_apps(call, collection, item)
    if action == "scheduleActionsForRules" and collection.type == "deviceCompliancePolicy":
        return actions.schedule_actions(call, item)
    if action == "setPriority" and collection.type == "deviceEnrollmentConfiguration":
        return actions.set_priority(call, item)
    if action == "update" and collection.type == "policySet":
        return policy_sets.update(call, item)
    if devices.accepts(call, collection.path, action):
        return Reply(204, None, changed(item, item))
    if action in call.metadata.get(collection.type).navigation:
        raise _no_route(call, collection, rest)
    raise errors.unknown_segment(action)


def _edit(call: Call, collection: Collection, rest: tuple[str, ...]) -> Reply:
    method = call.request.method
    if len(rest) == 2 and method == "POST":
        return contained.add(call, collection, rest[0], rest[1])
    if len(rest) == 3 and method == "PATCH":
        return contained.change(call, collection, rest[0], rest[1], rest[2])
    if len(rest) == 3 and method == "DELETE":
        return contained.remove(call, collection, rest[0], rest[1], rest[2])
    raise _no_route(call, collection, rest)


def _membership(call: Call, collection: Collection, rest: tuple[str, ...]) -> Reply:
    if rest[2:] == ("$ref",) and call.request.method == "POST":
        return directory.add_member(call, collection, rest[0])
    if len(rest) == 4 and rest[3] == "$ref" and call.request.method == "DELETE":
        return directory.remove_member(call, collection, rest[0], rest[2])
    raise errors.method_not_allowed()


def _plain_text(call: Call, collection: Collection, object_id: str, arguments: tuple[str, ...]) -> Reply:
    item = writing.find(call, collection, object_id)
    wanted = arguments[0].removeprefix("secretReferenceValueId=").strip("'") if arguments else ""
    for index, setting in enumerate(item.body.get("omaSettings") or ()):
        if view.secret_reference(object_id, index) == wanted:
            context = f"{call.url.root}/{call.url.version}/$metadata#Edm.String"
            return Reply(200, {"@odata.context": context, "value": setting.get("value")})
    raise errors.intune_not_found(wanted)


def _allowed(collection: Collection, wanted: str, method: str) -> None:
    if method != wanted or wanted not in collection.methods:
        raise errors.method_not_allowed()


def _cast(segment: str) -> str | None:
    for prefix in ("microsoft.graph.", "graph."):
        if segment.startswith(prefix):
            return segment.removeprefix(prefix)
    return None


def _no_route(call: Call, collection: Collection, rest: tuple[str, ...]) -> errors.GraphError:
    """The route template and path in the form of microsoft-graph-docs#4104."""
    names = [name for name in collection.path.split("/") if name in SINGLETONS]
    template = ["singleton"] * len(names) + ["navigation" if names else "entityset", "key"]
    shown = f"/{collection.path}('{rest[0]}')"
    for segment in rest[1:]:
        template.append("cast" if _cast(segment) else "key" if template[-1] == "navigation" else "navigation")
        shown += f"/{segment}"
    service = "/StatelessDeviceConfigurationFEService" if names else ""
    return errors.no_route("/".join(template), call.request.method, service + shown)
