"""How stored objects read back: defaults filled, read-only facts computed, $select and $expand applied, lists reordered."""

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
MASK = "****"
MOST_EXPANDED = {"registeredDevices": 100}
"""Objects that an $expand in the directory shows at most, where it is not 20; behaviour `directory-expand-of-20`."""
MEMBER_NAVIGATIONS = {
    ("groups", "members"),
    ("groups", "transitiveMembers"),
    ("deviceManagement/detectedApps", "managedDevices"),
}
"""(collection, navigation) that an edge leads down from."""
PARENT_NAVIGATIONS = {
    **{
        (kind, nav): "groups"
        for kind in ("users", "groups", "devices")
        for nav in ("memberOf", "transitiveMemberOf")
    },
    ("deviceManagement/managedDevices", "detectedApps"): "deviceManagement/detectedApps",
}
"""(collection, navigation) that leads up, with the collection at the other end."""


def visible_type(call: Call, name: str) -> Type:
    """The type in the version asked for, or its nearest base that this version knows."""
    found = call.metadata.find(name)
    if found is not None:
        return found
    from_beta = list_beta_ancestors(name)
    return call.metadata.get(next(base for base in from_beta if call.metadata.find(base) is not None))


def list_beta_ancestors(name: str) -> tuple[str, ...]:
    """Bases of a type that v1.0 may lack."""
    return load("beta").get(name).ancestors


def represent_object(
    call: Call, collection: Collection, item: Stored, *, select: tuple[str, ...] = ()
) -> dict[str, JSON]:
    """One object of a collection as it is returned, with the request's $select and $expand."""
    found = visible_type(call, item.type)
    wanted = _selected_names(
        call, collection, found, select if call.request.method == "GET" else call.query.select
    )
    full = represent_properties(call, item, found, wanted)
    body = {key: full[key] for key in full if key in wanted} if wanted else full
    mark = {"@odata.type": f"#microsoft.graph.{found.name}"} if _shows_type(call, collection, found) else {}
    expanded: dict[str, JSON] = {}
    if "scheduledActionsForRule" in item.nav and not call.on("scheduled-actions-only-expanded"):
        expanded["scheduledActionsForRule"] = item.nav["scheduledActionsForRule"]
    for asked in call.query.expand:
        if not asked.cast or call.metadata.is_a(found.name, asked.cast):
            expanded |= _expand(call, collection, item, found, asked)
    return {**mark, **body, **expanded}


def _selected_names(
    call: Call, collection: Collection, found: Type, select: tuple[str, ...]
) -> tuple[str, ...]:
    """The properties of one object that a selection asks for; empty for all of them.

    `type/property` counts for objects of that type, and shows as the bare property (recorded: Terraform provider for Microsoft 365).
    Intune gives the key whether or not it is asked for (IntuneCD 2.6.0 reads it), and so does the example of group-get; of people and
    devices comes only what is asked for (examples of user-get and user-list).
    """
    if not select:
        return collection.default_select if call.on("user-default-properties") else ()
    names = [name.rpartition("/") for name in select]
    chosen = tuple(name for kind, _, name in names if not kind or call.metadata.is_a(found.name, kind))
    return chosen if collection.path in ("users", "devices") else ("id", *chosen)


def represent_properties(
    call: Call, item: Stored, found: Type, select: tuple[str, ...] = ()
) -> dict[str, JSON]:
    """Structural properties with what the service fills in: at least the selected ones, without a selection all."""
    filled = {**found.template, **item.body} if call.on("server-defaults") else item.body
    known = {key: filled[key] for key in filled if key in found.properties and (not select or key in select)}
    if "omaSettings" in known and call.on("oma-values-masked"):
        known["omaSettings"] = [
            _mask_oma_setting(item.id, index, setting)
            for index, setting in enumerate(known["omaSettings"] or ())
        ]
    if call.metadata.version != "beta":
        typed = {key: found.properties[key].type for key in known if key in item.body}
        own = [
            key
            for key, kind in typed.items()
            if isinstance(known[key], list | dict) or kind in call.metadata.enums
        ]
        known |= {key: remove_unknown(call, known[key], typed[key]) for key in own}
    known["id"] = item.id
    if call.on("scope-tag-default"):
        for key in ("roleScopeTagIds", "roleScopeTags"):
            if key in known and not known[key]:
                known[key] = ["0"]
    for key, nav in (
        ("isAssigned", "assignments"),
        ("deployedAppCount", "apps"),
        ("settingCount", "settings"),
    ):
        if key in found.properties:
            known[key] = bool(item.nav.get(nav)) if key == "isAssigned" else len(item.nav.get(nav, ()))
    if call.on("body-lists-reordered"):
        known = {key: reorder(value) if isinstance(value, list) else value for key, value in known.items()}
    return known


def _shows_type(call: Call, collection: Collection, found: Type) -> bool:
    declared = call.metadata.get(collection.type)
    return declared.name != found.name or bool(set(found.ancestors) - {"entity", "directoryObject"})


def remove_unknown(call: Call, value: JSON, type_name: str) -> JSON:
    """A nested value without what this version's metadata lacks."""
    if type_name in call.metadata.enums:
        return _remove_unknown_members(call, value, call.metadata.enums[type_name])
    if isinstance(value, list):
        return [remove_unknown(call, item, type_name) for item in value]
    if not isinstance(value, dict):
        return value
    actual = str(value.get("@odata.type", type_name)).removeprefix("#microsoft.graph.")
    found = call.metadata.find(actual) or call.metadata.find(type_name)
    if found is None:
        return value
    kept = {
        key: remove_unknown(call, inner, found.properties[key].type)
        for key, inner in value.items()
        if key in found.properties
    }
    kept |= {
        key: remove_unknown(call, inner, found.navigation[key].type)
        for key, inner in value.items()
        if key in found.navigation
    }
    return {"@odata.type": value["@odata.type"], **kept} if "@odata.type" in value else kept


def _remove_unknown_members(call: Call, value: JSON, members: tuple[str, ...]) -> JSON:
    """Members of an enum that this version has; one that stands alone shows as the placeholder, else as the first."""
    if not call.on("v1-hides-beta-members"):
        return value
    if isinstance(value, list):
        return [item for item in value if item in members]
    known = [part for part in str(value).split(",") if part in members]
    if value is None or known:
        return value if value is None else ",".join(known)
    return "unknownFutureValue" if "unknownFutureValue" in members else members[0]


def _mask_oma_setting(owner: str, index: int, setting: dict[str, JSON]) -> dict[str, JSON]:
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
    """The reference by which the plain value of an OMA-URI setting can be asked."""
    return f"{owner}_{index}"


def reorder(items: Iterable[JSON]) -> list[JSON]:
    """The same items in an order that has nothing to do with how they were sent, but is the same every time."""
    return sorted(items, key=lambda item: hashlib.blake2b(orjson.dumps(item), digest_size=8).digest())


def represent_children(call: Call, item: Stored, nav: str, type_name: str) -> list[JSON]:
    """A contained collection as it is returned."""
    found = _remove_nested_collections(call, list(item.nav.get(nav, ())), nav, type_name)
    if call.metadata.version != "beta":
        found = [remove_unknown(call, child, type_name) for child in found]
    if not call.on("lists-reordered"):
        return found
    if nav == "settings":
        return [_reorder_setting_lists(child) for child in reorder(found)]
    return reorder(found) if nav in ("apps", "assignments") else found


def _remove_nested_collections(
    call: Call, found: list[dict[str, JSON]], nav: str, type_name: str
) -> list[JSON]:
    """Contained objects without the collections that they contain themselves, which only an $expand or a route of their own shows."""
    if nav == "scheduledActionsForRule":
        return list(found)
    inner = [visible_type(call, actual_type_name(child, type_name)).navigation for child in found]
    return [
        {key: value for key, value in child.items() if key not in nested}
        for child, nested in zip(found, inner, strict=True)
    ]


def actual_type_name(child: dict[str, JSON], declared: str) -> str:
    """The type of a contained object: as its annotation says, else the declared one."""
    return str(child.get("@odata.type", declared)).removeprefix("#microsoft.graph.")


def _reorder_setting_lists(value: JSON) -> JSON:
    if isinstance(value, dict):
        inner = {key: _reorder_setting_lists(item) for key, item in value.items()}
        return {
            key: reorder(item) if key in CATALOG_LISTS and isinstance(item, list) else item
            for key, item in inner.items()
        }
    return [_reorder_setting_lists(item) for item in value] if isinstance(value, list) else value


def _expand_chain(
    call: Call, collection: Collection, item: Stored, asked: Expand, levels: int
) -> dict[str, JSON]:
    """The one object that a property leads to, and from it the next, as often as `$levels` says; nothing when there is none."""
    found = next(iter(find_related(call, collection, item, asked.name) or ()), None)
    if found is None or levels < 1:
        return {}
    return {
        asked.name: {
            **represent_member(call, found, asked.select),
            **_expand_chain(call, collection, found, asked, levels - 1),
        }
    }


def _expand(call: Call, collection: Collection, item: Stored, found: Type, asked: Expand) -> dict[str, JSON]:
    if (collection.path, asked.name) in references.SINGLE:
        return _expand_chain(call, collection, item, asked, asked.levels)
    others = find_related(call, collection, item, asked.name)
    if others is not None:
        most = (
            MOST_EXPANDED.get(asked.name, 20)
            if collection.directory and call.on("directory-expand-of-20")
            else None
        )
        values: list[JSON] = [represent_member(call, other, asked.select) for other in others[:most]]
    else:
        held = _with_default_member(call, item, found, asked.name)
        values = represent_children(call, held, asked.name, found.navigation[asked.name].type)
        if asked.name == "scheduledActionsForRule":
            hidden = set(collection.expand[asked.name]) - {inner.name for inner in asked.nested}
            values = [
                _select_with_nested({key: rule[key] for key in rule if key not in hidden}, asked)
                for rule in values
            ]
        else:
            values = [apply_select(child, asked.select) for child in values]
    if asked.name == "assignments" and collection.page == "catalog" and call.on("settings-expand-empty"):
        values = []
    if not found.navigation[asked.name].collection:
        return {asked.name: values[0] if values else None}
    return {
        f"{asked.name}@odata.context": context_url(call, collection, item.id, asked.name),
        asked.name: values,
    }


def _with_default_member(call: Call, item: Stored, found: Type, nav: str) -> Stored:
    """The object with what a property holds that leads to the default of a list."""
    if not default_members.find_list_of_default(call.metadata, found, nav):
        return item
    member = default_members.find_default(call.metadata, found, item.nav, nav)
    return replace(item, nav={nav: [member] if member else []})


def _select_with_nested(child: dict[str, JSON], asked: Expand) -> dict[str, JSON]:
    """A contained object as selected, with what is expanded inside it, each as selected."""
    inner = {
        one.name: [apply_select(value, one.select) for value in child.get(one.name) or ()]
        for one in asked.nested
    }
    return apply_select(child, asked.select) | inner


def apply_select(child: dict[str, JSON], select: tuple[str, ...]) -> dict[str, JSON]:
    """What a selection shows of a contained object of Intune: the key with it, see `_wanted`."""
    return {
        key: value
        for key, value in child.items()
        if not select or key in ("id", *select) or key.startswith("@")
    }


def represent_member(call: Call, item: Stored, select: tuple[str, ...] = ()) -> dict[str, JSON]:
    """An object of another collection, seen through an edge, as the caller may see it; always with its type, as the edge is polymorphic."""
    found = visible_type(call, item.type)
    wanted = _selected_names(call, get_collection(item.collection), found, select)
    full = represent_properties(call, item, found, wanted)
    seen = (
        permissions.visible_properties(call.request.roles, item.type)
        if call.on("inaccessible-members-limited")
        else None
    )
    chosen = {key: value for key, value in full.items() if not wanted or key in wanted}
    limited = (
        chosen
        if seen is None
        else {key: value if key == "id" or key in seen else None for key, value in chosen.items()}
    )
    return {"@odata.type": f"#microsoft.graph.{found.name}", **limited}


def find_related(call: Call, collection: Collection, item: Stored, nav: str) -> list[Stored] | None:
    """Objects at the other end of an edge, or None when the navigation is none."""
    store, deep = call.store, nav.startswith("transitive")
    if (collection.path, nav) in MEMBER_NAVIGATIONS:
        if _hides_members(call, item):
            return []
        pairs = [(kind, child) for child, kind in store.children(item.id, deep=deep)]
    elif (collection.path, nav) in PARENT_NAVIGATIONS:
        pairs = [
            (PARENT_NAVIGATIONS[collection.path, nav], parent) for parent in store.parents(item.id, deep=deep)
        ]
    elif (collection.path, nav) == ("users", "managedDevices"):
        return devices.of_user(call, item.id)
    elif nav == "users" and "userId" in item.body:
        pairs = [("users", item.body["userId"])]
    elif (kept := references.referred(store, collection, item, nav)) is not None:
        return kept
    else:
        return [] if nav == "users" else None
    found = [other for kind, object_id in pairs if (other := store.get(kind, object_id)) is not None]
    if (collection.path, nav) == (inventory.DETECTED, "managedDevices"):
        return [device for device in found if inventory.Seen(call.tenant).shows(item, device)]
    if (collection.path, nav) == ("deviceManagement/managedDevices", "detectedApps"):
        return [app for app in found if inventory.Seen(call.tenant).shows(app, item)]
    return (
        [other for other in found if not _hides_members(call, other)]
        if (collection.path, nav) in PARENT_NAVIGATIONS
        else found
    )


def _hides_members(call: Call, item: Stored) -> bool:
    """Whether it is a group that the caller may not see the members of."""
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
    """`@odata.context` of a list, an object or a contained collection; a selection stands in it in parentheses."""
    base = call.context(f"{collection.path}")
    shown = f"({','.join(select)})" if select else ""
    if not object_id:
        return base + shown
    return f"{base}('{object_id}')/{nav}" if nav else f"{base}{shown}/$entity"


def parse_cast(segment: str) -> str | None:
    """The type that a segment casts to, as in `microsoft.graph.user`; None when it is no cast."""
    for prefix in ("microsoft.graph.", "graph."):
        if segment.startswith(prefix):
            return segment.removeprefix(prefix)
    return None
