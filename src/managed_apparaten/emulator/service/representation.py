"""Turns stored objects into the JSON that reads return.

Defaults are filled in, read-only properties computed, $select and $expand applied, secret values masked, and
lists put in another order than they were sent in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

import orjson

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata.metadata import Type, load
from managed_apparaten.emulator.odata.query import Expand
from managed_apparaten.emulator.service import default_members, permissions
from managed_apparaten.emulator.service.call import Call
from managed_apparaten.emulator.service.collections import Collection, get_collection
from managed_apparaten.emulator.service.directory import references
from managed_apparaten.emulator.service.intune import devices, inventory

CATALOG_LISTS = (
    "children",
    "simpleSettingCollectionValue",
    "groupSettingCollectionValue",
    "choiceSettingCollectionValue",
)
"""Names of the lists inside a setting of the settings catalog."""
MASK = "****"
"""What stands in the place of a secret value."""
MOST_EXPANDED = {"registeredDevices": 100}
"""Navigation property of the directory -> the largest number of objects that $expand shows, when it is not
20.

Behaviour `directory-expand-of-20`."""
MEMBER_NAVIGATIONS = {
    ("groups", "members"),
    ("groups", "transitiveMembers"),
    ("deviceManagement/detectedApps", "managedDevices"),
}
"""(collection, navigation property) that leads from the parent to the children of a membership edge of the
store."""
PARENT_NAVIGATIONS = {
    **{
        (kind, nav): "groups"
        for kind in ("users", "groups", "devices")
        for nav in ("memberOf", "transitiveMemberOf")
    },
    ("deviceManagement/managedDevices", "detectedApps"): "deviceManagement/detectedApps",
}
"""(collection, navigation property) that leads from a child to its parents, with the collection of the
parents."""


def visible_type(call: Call, name: str) -> Type:
    """Return a type as the version of the request shows it: itself, or its nearest base type that this
    version knows.
    """
    known_type = call.metadata.find(name)
    if known_type is not None:
        return known_type
    from_beta = list_beta_ancestors(name)
    return call.metadata.get(next(base for base in from_beta if call.metadata.find(base) is not None))


def list_beta_ancestors(name: str) -> tuple[str, ...]:
    """Return the base types of a type as beta has them, nearest first; v1.0 may lack the type or some of
    them.
    """
    return load("beta").get(name).ancestors


def represent_object(
    call: Call, collection: Collection, item: Stored, *, select: tuple[str, ...] = ()
) -> dict[str, JSON]:
    """Return one object of a collection as a read shows it, with the request's $expand.

    `select` are the names from `reading.parse_select`; a write takes them from the request itself.
    """
    shown_type = visible_type(call, item.type)
    selected = _selected_names(
        call, collection, shown_type, select if call.request.method == "GET" else call.query.select
    )
    properties = represent_properties(call, item, shown_type, selected)
    body = {key: value for key, value in properties.items() if key in selected} if selected else properties
    type_annotation: dict[str, JSON] = {}
    if _shows_type(call, collection, shown_type):
        type_annotation["@odata.type"] = f"#microsoft.graph.{shown_type.name}"
    expanded: dict[str, JSON] = {}
    if "scheduledActionsForRule" in item.nav and not call.on("scheduled-actions-only-expanded"):
        expanded["scheduledActionsForRule"] = item.nav["scheduledActionsForRule"]
    for expand in call.query.expand:
        if not expand.cast or call.metadata.is_a(shown_type.name, expand.cast):
            expanded |= _expand(call, collection, item, shown_type, expand)
    return {**type_annotation, **body, **expanded}


def _selected_names(
    call: Call, collection: Collection, found: Type, select: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the properties of one object that a selection names; empty for all of them.

    `type/property` counts for objects of that type, and shows as the bare property (recorded: Terraform
    provider for Microsoft 365). Intune gives the key even when it is not selected (IntuneCD 2.6.0 reads it),
    and so does the example of group-get; people and devices have only the selected properties (examples of
    user-get and user-list).
    """
    if not select:
        return collection.default_select if call.on("user-default-properties") else ()
    names = [name.rpartition("/") for name in select]
    chosen = tuple(name for kind, _, name in names if not kind or call.metadata.is_a(found.name, kind))
    return chosen if collection.path in ("users", "devices") else ("id", *chosen)


def represent_properties(
    call: Call, item: Stored, shown_type: Type, select: tuple[str, ...] = ()
) -> dict[str, JSON]:
    """Return the structural properties of an object, with what the service fills in.

    With `select`, at least the selected ones; without, all of them.
    """
    # First the stored values and the defaults of the type, as far as they are selected and this version has
    # them.
    filled = {**shown_type.template, **item.body} if call.on("server-defaults") else item.body
    properties = {
        key: filled[key] for key in filled if key in shown_type.properties and (not select or key in select)
    }
    if "omaSettings" in properties and call.on("oma-values-masked"):
        properties["omaSettings"] = [
            _mask_oma_setting(item.id, index, setting)
            for index, setting in enumerate(properties["omaSettings"] or ())
        ]
    if call.metadata.version != "beta":
        # Objects are stored as beta has them; defaults come from this version's own metadata.
        for key in properties.keys() & item.body.keys():
            type_name = shown_type.properties[key].type
            if isinstance(properties[key], list | dict) or type_name in call.metadata.enums:
                properties[key] = remove_unknown(call, properties[key], type_name)
    # Then what the service itself says of the object.
    properties["id"] = item.id
    if call.on("scope-tag-default"):
        for key in ("roleScopeTagIds", "roleScopeTags"):
            if key in properties and not properties[key]:
                properties[key] = ["0"]
    if "isAssigned" in shown_type.properties:
        properties["isAssigned"] = bool(item.nav.get("assignments"))
    for key, nav in (("deployedAppCount", "apps"), ("settingCount", "settings")):
        if key in shown_type.properties:
            properties[key] = len(item.nav.get(nav, ()))
    if call.on("body-lists-reordered"):
        properties = {
            key: reorder(value) if isinstance(value, list) else value for key, value in properties.items()
        }
    return properties


def _shows_type(call: Call, collection: Collection, found: Type) -> bool:
    """Return whether an object carries `@odata.type`: its type is not the declared one, or has base types of
    its own.
    """
    declared = call.metadata.get(collection.type)
    return declared.name != found.name or bool(set(found.ancestors) - {"entity", "directoryObject"})


def remove_unknown(call: Call, value: JSON, type_name: str) -> JSON:
    """Return a nested value of a type without the properties and enum members that this version's metadata
    lacks.
    """
    if type_name in call.metadata.enums:
        return _remove_unknown_members(call, value, call.metadata.enums[type_name])
    if isinstance(value, list):
        return [remove_unknown(call, item, type_name) for item in value]
    if not isinstance(value, dict):
        return value
    actual_name = str(value.get("@odata.type", type_name)).removeprefix("#microsoft.graph.")
    known_type = call.metadata.find(actual_name) or call.metadata.find(type_name)
    if known_type is None:
        return value
    known: dict[str, JSON] = {"@odata.type": value["@odata.type"]} if "@odata.type" in value else {}
    for key, inner in value.items():
        if key in known_type.properties:
            known[key] = remove_unknown(call, inner, known_type.properties[key].type)
    for key, inner in value.items():
        if key in known_type.navigation:
            known[key] = remove_unknown(call, inner, known_type.navigation[key].type)
    return known


def _remove_unknown_members(call: Call, value: JSON, members: tuple[str, ...]) -> JSON:
    """Return an enum value without members that this version lacks.

    When nothing remains, `unknownFutureValue` stands for it, or else the first member.
    """
    if not call.on("v1-hides-beta-members"):
        return value
    if isinstance(value, list):
        return [item for item in value if item in members]
    known = [part for part in str(value).split(",") if part in members]
    if value is None or known:
        return value if value is None else ",".join(known)
    return "unknownFutureValue" if "unknownFutureValue" in members else members[0]


def _mask_oma_setting(owner: str, index: int, setting: dict[str, JSON]) -> dict[str, JSON]:
    """Return an OMA-URI setting with its value masked, if it is a text; the plain value is read by
    `secretReferenceValueId`.
    """
    if setting.get("@odata.type") not in (
        "#microsoft.graph.omaSettingString",
        "#microsoft.graph.omaSettingStringXml",
    ):
        return setting
    return {
        **setting,
        "value": MASK,
        "isEncrypted": True,
        "secretReferenceValueId": secret_reference(owner, index),
    }


def secret_reference(owner: str, index: int) -> str:
    """Return the reference by which `getOmaSettingPlainTextValue` gives the plain value of an OMA-URI
    setting.
    """
    return f"{owner}_{index}"


def reorder(items: Iterable[JSON]) -> list[JSON]:
    """Return the items in an order that does not depend on how they were sent, and is the same at each read."""
    return sorted(items, key=lambda item: hashlib.blake2b(orjson.dumps(item), digest_size=8).digest())


def represent_children(call: Call, item: Stored, nav: str, type_name: str) -> list[JSON]:
    """Return the objects of a contained collection as a read shows them."""
    children = _remove_nested_collections(call, list(item.nav.get(nav, ())), nav, type_name)
    if call.metadata.version != "beta":
        children = [remove_unknown(call, child, type_name) for child in children]
    if not call.on("lists-reordered"):
        return children
    if nav == "settings":
        return [_reorder_setting_lists(child) for child in reorder(children)]
    return reorder(children) if nav in ("apps", "assignments") else children


def _remove_nested_collections(
    call: Call, children: list[dict[str, JSON]], nav: str, type_name: str
) -> list[JSON]:
    """Return contained objects without the collections inside them.

    Only an $expand or a path of their own shows those.
    """
    if nav == "scheduledActionsForRule":
        return list(children)
    stripped: list[JSON] = []
    for child in children:
        nested = visible_type(call, actual_type_name(child, type_name)).navigation
        stripped.append({key: value for key, value in child.items() if key not in nested})
    return stripped


def actual_type_name(child: dict[str, JSON], declared: str) -> str:
    """Return the type of a contained object: the one of its annotation, else the declared one."""
    return str(child.get("@odata.type", declared)).removeprefix("#microsoft.graph.")


def _reorder_setting_lists(value: JSON) -> JSON:
    """Return a setting of the settings catalog with the lists inside it put in another order."""
    if isinstance(value, dict):
        inner = {key: _reorder_setting_lists(item) for key, item in value.items()}
        return {
            key: reorder(item) if key in CATALOG_LISTS and isinstance(item, list) else item
            for key, item in inner.items()
        }
    return [_reorder_setting_lists(item) for item in value] if isinstance(value, list) else value


def _expand_chain(
    call: Call, collection: Collection, item: Stored, expand: Expand, levels: int
) -> dict[str, JSON]:
    """Return an $expand with `$levels` of a property that leads to one object, such as `manager`.

    The result is nested as deep as `levels` says, and empty where there is no object.
    """
    related = next(iter(find_related(call, collection, item, expand.name) or ()), None)
    if related is None or levels < 1:
        return {}
    next_level = _expand_chain(call, collection, related, expand, levels - 1)
    return {expand.name: {**represent_member(call, related, expand.select), **next_level}}


def _expand(
    call: Call, collection: Collection, item: Stored, shown_type: Type, expand: Expand
) -> dict[str, JSON]:
    """Return what one $expand adds to an object: the objects and, for a list, their context."""
    if (collection.path, expand.name) in references.SINGLE:
        return _expand_chain(call, collection, item, expand, expand.levels)
    related = find_related(call, collection, item, expand.name)
    if related is not None:
        limit = None
        if collection.directory and call.on("directory-expand-of-20"):
            limit = MOST_EXPANDED.get(expand.name, 20)
        values: list[JSON] = [represent_member(call, other, expand.select) for other in related[:limit]]
    else:
        values = _expand_children(call, collection, item, shown_type, expand)
    if expand.name == "assignments" and collection.page == "catalog" and call.on("settings-expand-empty"):
        values = []
    if not shown_type.navigation[expand.name].collection:
        return {expand.name: values[0] if values else None}
    context = context_url(call, collection, item.id, expand.name)
    return {f"{expand.name}@odata.context": context, expand.name: values}


def _expand_children(
    call: Call, collection: Collection, item: Stored, shown_type: Type, expand: Expand
) -> list[JSON]:
    """Return the contained objects that an $expand shows, each as selected."""
    holder = _with_default_member(call, item, shown_type, expand.name)
    children = represent_children(call, holder, expand.name, shown_type.navigation[expand.name].type)
    if expand.name != "scheduledActionsForRule":
        return [apply_select(child, expand.select) for child in children]
    # A rule's actions show only when they are expanded too.
    hidden = set(collection.expand[expand.name]) - {nested.name for nested in expand.nested}
    rules = [{key: rule[key] for key in rule if key not in hidden} for rule in children]
    return [_select_with_nested(rule, expand) for rule in rules]


def _with_default_member(call: Call, item: Stored, shown_type: Type, nav: str) -> Stored:
    """Return the object with the member that a property such as `defaultIosEnrollmentProfile` leads to.

    For any other property the object is returned unchanged.
    """
    if not default_members.find_list_of_default(call.metadata, shown_type, nav):
        return item
    member = default_members.find_default(call.metadata, shown_type, item.nav, nav)
    return replace(item, nav={nav: [member] if member else []})


def _select_with_nested(child: dict[str, JSON], expand: Expand) -> dict[str, JSON]:
    """Return a contained object as selected, with its expanded collections, each as selected."""
    body = apply_select(child, expand.select)
    for nested in expand.nested:
        body[nested.name] = [apply_select(value, nested.select) for value in child.get(nested.name) or ()]
    return body


def apply_select(child: dict[str, JSON], select: tuple[str, ...]) -> dict[str, JSON]:
    """Return the selected properties of a contained object of Intune, with its key and its annotations."""
    return {
        key: value
        for key, value in child.items()
        if not select or key in ("id", *select) or key.startswith("@")
    }


def represent_member(call: Call, item: Stored, select: tuple[str, ...] = ()) -> dict[str, JSON]:
    """Return a related object as the caller may see it.

    It always carries its type, because the navigation property is declared with a base type. Properties that
    the caller has no permission for are null.
    """
    shown_type = visible_type(call, item.type)
    wanted = _selected_names(call, get_collection(item.collection), shown_type, select)
    properties = represent_properties(call, item, shown_type, wanted)
    body = {key: value for key, value in properties.items() if not wanted or key in wanted}
    if call.on("inaccessible-members-limited"):
        allowed = permissions.visible_properties(call.request.roles, item.type)
        if allowed is not None:
            body = {key: value if key == "id" or key in allowed else None for key, value in body.items()}
    return {"@odata.type": f"#microsoft.graph.{shown_type.name}", **body}


def find_related(call: Call, collection: Collection, item: Stored, nav: str) -> list[Stored] | None:
    """Return the objects that a navigation property leads to; None when it leads to no other objects."""
    store, transitive = call.store, nav.startswith("transitive")
    navigation = (collection.path, nav)
    # First what is not kept as a membership edge, and the ends of the edges as (collection, id).
    if navigation in MEMBER_NAVIGATIONS:
        if _hides_members(call, item):
            return []
        ends = [(path, child) for child, path in store.children(item.id, deep=transitive)]
    elif navigation in PARENT_NAVIGATIONS:
        parents = store.parents(item.id, deep=transitive)
        ends = [(PARENT_NAVIGATIONS[navigation], parent) for parent in parents]
    elif navigation == ("users", "managedDevices"):
        return devices.list_user_devices(call, item.id)
    elif nav == "users" and "userId" in item.body:
        ends = [("users", item.body["userId"])]
    elif (referred := references.find_referred(store, collection, item, nav)) is not None:
        return referred
    else:
        return [] if nav == "users" else None
    # Then the objects at those ends that still exist and that the caller, or a device's last report, shows.
    objects = [other for path, object_id in ends if (other := store.get(path, object_id)) is not None]
    if navigation == (inventory.DETECTED, "managedDevices"):
        return [device for device in objects if inventory.AppVisibility(call.tenant).shows(item, device)]
    if navigation == ("deviceManagement/managedDevices", "detectedApps"):
        return [app for app in objects if inventory.AppVisibility(call.tenant).shows(app, item)]
    if navigation in PARENT_NAVIGATIONS:
        return [other for other in objects if not _hides_members(call, other)]
    return objects


def _hides_members(call: Call, item: Stored) -> bool:
    """Return whether an object is a group whose members the caller may not see (`HiddenMembership`)."""
    hidden = str(item.body.get("visibility") or "").lower() == "hiddenmembership"
    roles = call.request.roles
    return (
        hidden
        and roles is not None
        and "Member.Read.Hidden" not in roles
        and call.on("hidden-membership-empty")
    )


def context_url(
    call: Call, collection: Collection, object_id: str = "", nav: str = "", *, select: tuple[str, ...] = ()
) -> str:
    """Return the `@odata.context` of a list, of one object, or of a contained collection.

    `select` stands in it in parentheses.
    """
    base = call.context(f"{collection.path}")
    shown = f"({','.join(select)})" if select else ""
    if not object_id:
        return base + shown
    return f"{base}('{object_id}')/{nav}" if nav else f"{base}{shown}/$entity"


def parse_cast(segment: str) -> str | None:
    """Return the type of a cast segment, such as `user` of `microsoft.graph.user`; None for any other
    segment.
    """
    for prefix in ("microsoft.graph.", "graph."):
        if segment.startswith(prefix):
            return segment.removeprefix(prefix)
    return None
