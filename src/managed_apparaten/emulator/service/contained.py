"""Objects that are contained in another one, such as assignments, settings, statuses and messages: reading and writing them by route.

Which there are follows from the navigation properties in the metadata, at any depth. A navigation property that leads to objects with a
collection of their own (a device's users) is a reference and no containment. How each is written follows the reference pages of Intune's
API: POST on the collection, PATCH and DELETE on a member.
"""

from __future__ import annotations

from dataclasses import replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata import filter, literals
from managed_apparaten.emulator.odata.metadata import Metadata, Navigation, Type
from managed_apparaten.emulator.odata.query import Expand
from managed_apparaten.emulator.service import (
    allowed_options,
    default_members,
    expansion,
    reading,
    reference_addresses,
    representation,
)
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.collections import EQ, Collection
from managed_apparaten.emulator.service.directory.references import bindings
from managed_apparaten.emulator.service.home_collections import load_homes
from managed_apparaten.emulator.service.intune import settings_catalog
from managed_apparaten.emulator.service.pages import build_page
from managed_apparaten.emulator.service.paths import (
    ChildBody,
    PathTarget,
    get_container,
    get_member,
    replace_members,
)

WRITTEN_BY_ACTION = ("assignments", "apps", "scheduledActionsForRule")
"""Written as a whole by an action, and not one by one (msgraph-sdk-dotnet#2220; microsoft-graph-docs#4104)."""
COMPUTED_ENDINGS = ("Overview", "Summary")
"""Endings of single objects that the service counts: deleted or never written, there is one all the same."""
SUPPORTED_EXPANDS = frozenset({
    ("definitionValues", "definition"), ("definitionValues", "presentationValues"), ("presentationValues", "presentation"),
    ("settings", "settingDefinitions"),
})  # fmt: skip
"""(collection, navigation property) that public clients expand: IntuneCD 2.6.0, IntuneManagement 3.1.6, Terraform provider."""
FILTERS = {"importedAppleDeviceIdentity": {"discoverySource": EQ, "requestedEnrollmentProfileId": EQ}}
"""Type -> filters on a contained collection of it (recorded: Terraform provider for Microsoft 365)."""


def read(call: Call, collection: Collection, target: PathTarget) -> Reply:
    """GET of a contained collection, one of its members, their number, or a single contained object."""
    held, nav = get_container(target), target.last.nav
    context = representation.context_url(
        call, collection, target.owner.id, "/".join(step.nav for step in target.steps)
    )
    members = [child for child in held.get(nav) or () if not target.cast or _passes_cast(call, target, child)]
    if target.ending == "$count":
        allowed_options.check(call, allowed_options.NONE)
        return Reply(200, plain=str(len(members)))
    if not target.is_collection or target.last.id is not None:
        allowed_options.check(call, allowed_options.ITEM)
        there = target.is_collection or (nav in held and not nav.endswith(COMPUTED_ENDINGS))
        kept = (
            [get_member(held, target.last, target.is_collection)] if there else [*(held.get(nav) or ()), {}]
        )
        found = (
            kept[0]
            if target.is_collection
            else _complete_single(call, target.type, {"id": target.owner.id, **kept[0]})
        )
        _check_options(call, nav, target.type, reading.parse_select(call, (target.type,)), call.query.expand)
        return Reply(
            200, {"@odata.context": f"{context}/$entity", **_represent_child(call, nav, target.type, found)}
        )
    allowed_options.check(call, allowed_options.LIST - {"$skip", "$search", "$orderby"})
    _check_options(call, nav, target.type, reading.parse_select(call, (target.type,)), call.query.expand)
    children = _apply_filter(
        call,
        target,
        representation.represent_children(call, replace(target.owner, nav={nav: members}), nav, target.type),
    )
    whole = {one.get("id"): one for one in members if call.query.expand}
    matching = (
        Stored("", str(index), target.type, whole.get(child.get("id"), child), {}, index + 1)
        for index, child in enumerate(children)
    )
    return build_page(
        call,
        collection,
        context,
        matching,
        lambda found: _represent_child(call, nav, target.type, found.body),
    )


def _passes_cast(call: Call, target: PathTarget, child: ChildBody) -> bool:
    return call.metadata.is_a(representation.actual_type_name(child, target.declared_type), target.cast)


def _check_options(
    call: Call, nav: str, kind: str, select: tuple[str, ...], expand: tuple[Expand, ...]
) -> None:
    """Refuse, at any depth, what the type does not have and what nobody is known to expand."""
    known = call.metadata.get(kind)
    for name in select:
        if name not in known.properties:
            raise expansion.unknown_select(name, [known], known.name)
    for asked in expand:
        expansion.refuse_cast(asked)
        expansion.check_name(known, asked.name)
        if (nav, asked.name) not in SUPPORTED_EXPANDS:
            raise expansion.unsupported_expand(asked)
        expansion.check_levels(asked)
        _check_options(call, asked.name, known.navigation[asked.name].type, asked.select, asked.nested)


def _apply_filter(call: Call, target: PathTarget, children: list[JSON]) -> list[JSON]:
    if call.query.filter is None:
        return children
    supported = filter.Supported(
        FILTERS.get(target.type, {}), declared=literals.Declared(call.metadata, (target.type,))
    )
    test = filter.compile_filter(
        call.query.filter, supported, call.metadata.is_a, fold=call.on("filter-ignores-case")
    )
    return [child for child in children if test(child, target.type)]


def _represent_child(
    call: Call, nav: str, kind: str, child: ChildBody, asked: Expand | None = None
) -> ChildBody:
    """One contained object as any read returns it: with what was selected and expanded, by the request or inside an $expand."""
    select, expand = (
        (asked.select, asked.nested) if asked else (reading.parse_select(call, (kind,)), call.query.expand)
    )
    found = representation.visible_type(call, representation.actual_type_name(child, kind))
    [own] = representation.represent_children(call, Stored("", "", kind, {}, {nav: [child]}), nav, kind)
    return representation.apply_select(own, select) | {
        inner.name: _expand(call, found.navigation[inner.name], child, inner) for inner in expand
    }


def _expand(call: Call, declared: Navigation, child: ChildBody, asked: Expand) -> JSON:
    of_catalog = asked.name == "settingDefinitions"
    values = (
        settings_catalog.definitions_of(call.tenant.catalog, child)
        if of_catalog
        else list(child.get(asked.name) or ())
    )
    if declared.collection:
        return [_represent_child(call, asked.name, declared.type, one, asked) for one in values]
    return (
        _represent_child(
            call, asked.name, declared.type, _complete_single(call, declared.type, values[0]), asked
        )
        if values
        else None
    )


def _complete_single(call: Call, kind: str, child: ChildBody) -> ChildBody:
    """A single object with its defaults; for a reference what it leads to, as far as the tenant has that."""
    held = call.store.get(load_homes(call.metadata.version).get(kind, ""), str(child.get("id")))
    if held is not None:
        mark = {"@odata.type": f"#microsoft.graph.{held.type}"} if held.type != kind else {}
        child = {**mark, **held.body, "id": held.id}
    return {
        **representation.visible_type(call, representation.actual_type_name(child, kind)).template,
        **child,
    }


def add(call: Call, collection: Collection, target: PathTarget) -> Reply:
    """POST on a contained collection."""
    sent = call.body()
    nav, held = target.last.nav, get_container(target)
    [made] = call.validator.contained(
        [sent], target.type, nav, _nested_collections(call.metadata, nav, target.type)
    )
    child = _complete_child(call, target.owner, nav, target.type, sent, made)
    others = list(held.get(nav) or ())
    if any(other.get("id") == child["id"] for other in others):
        raise errors.bad_request(f"{child['id']} exists already.", intune=True)
    after = _store_children(call, target, [*others, child], child["id"])
    return Reply(201, _answer(call, collection, target, child), audited_write(target.owner, after))


def change(call: Call, collection: Collection, target: PathTarget) -> Reply:
    """PATCH of a member or of a single contained object."""
    nav, held = target.last.nav, get_container(target)
    kept = list(held.get(nav) or ())
    before: ChildBody = (
        dict(get_member(held, target.last, target.is_collection))
        if target.is_collection or kept
        else {"id": target.owner.id}
    )
    sent = call.body()
    found = call.validator.resolve(
        sent, target.type, fallback=representation.actual_type_name(before, target.type)
    )
    if (
        "@odata.type" in before
        and found.name != representation.actual_type_name(before, target.type)
        and call.on("type-fixed-on-patch")
    ):
        raise errors.type_changed(representation.actual_type_name(before, target.type), found.name)
    child = {**before, **call.validator.entity(sent, found), **_resolve_bindings(call, found, sent)}
    if "lastModifiedDateTime" in child:
        child["lastModifiedDateTime"] = call.now()
    after = _store_children(
        call,
        target,
        [child if other.get("id") == before["id"] else other for other in kept or [child]],
        child["id"],
    )
    shown = child if target.is_collection else {**found.template, **child}
    return Reply(200, _answer(call, collection, target, shown), audited_write(target.owner, after))


def remove(call: Call, target: PathTarget) -> Reply:
    """DELETE of a member or of a single contained object."""
    nav, held = target.last.nav, get_container(target)
    gone = get_member(held, target.last, target.is_collection)
    after = _store_children(call, target, [other for other in held[nav] if other is not gone])
    return Reply(204, None, audited_write(target.owner, after))


def _answer(call: Call, collection: Collection, target: PathTarget, child: ChildBody) -> ChildBody:
    context = representation.context_url(call, collection, target.owner.id, target.last.nav) + "/$entity"
    return {"@odata.context": context, **_represent_child(call, target.last.nav, target.type, child)}


def _nested_collections(metadata: Metadata, nav: str, kind: str) -> dict[str, tuple[str, ...]]:
    """Which collections may come along with a contained object, by the name of the collection that holds it."""
    nested: dict[str, tuple[str, ...]] = {}
    waiting = [(nav, kind)]
    while waiting:
        name, type_name = waiting.pop()
        found = metadata.find(type_name)
        if found is None or name in nested:
            continue
        inner = {key: one.type for key, one in found.navigation.items() if one.collection}
        nested[name] = tuple(inner)
        waiting += inner.items()
    return nested


def _resolve_bindings(call: Call, found: Type, sent: ChildBody) -> ChildBody:
    """Members of other collections that the body refers to by `name@odata.bind`."""
    return {
        nav: [{"id": _resolve_binding(call, found, nav, address)} for address in addresses]
        for nav, addresses in bindings(found, sent)
    }


def _resolve_binding(call: Call, found: Type, nav: str, address: str) -> str:
    """The id of what a property is bound to; refuses an address of another type."""
    wanted, declared = reference_addresses.parse(call, address, bound=nav), found.navigation[nav].type
    if wanted.path and not (
        wanted.type
        and (call.metadata.is_a(wanted.type, declared) or call.metadata.is_a(declared, wanted.type))
    ):
        raise errors.invalid_reference(nav)
    return wanted.id


def _complete_child(
    call: Call, owner: Stored, nav: str, kind: str, sent: ChildBody, made: ChildBody
) -> ChildBody:
    """A new contained object as it is kept: checked, bound, with id and times, and so whatever came along with it."""
    found = call.metadata.get(representation.actual_type_name(made, kind))
    child: ChildBody = {
        **made,
        **_resolve_bindings(call, found, sent),
        "id": _new_child_id(call, owner, nav, made, found),
    }
    for key in made.keys() & found.navigation.keys():
        pairs = zip(sent[key], made[key], strict=True)
        child[key] = [_complete_child(call, owner, key, found.navigation[key].type, *pair) for pair in pairs]
    return child | {
        key: call.now() for key in ("createdDateTime", "lastModifiedDateTime") if key in found.properties
    }


def _new_child_id(call: Call, owner: Stored, nav: str, made: ChildBody, found: Type) -> str:
    if "locale" not in found.properties:
        return call.new_id(f"{owner.id}/{nav}")
    locale = str(made.get("locale") or "").lower()
    if not locale:
        raise errors.bad_request("locale is required.", intune=True)
    return f"{owner.id}_{locale}"


def _store_children(call: Call, target: PathTarget, children: list[ChildBody], written: str = "") -> Stored:
    """Store the members, of which one of each type is the default."""
    settled = default_members.with_one_default(call, children, target.type, written)
    body = target.owner.body | default_members.describe_default(call, settled, target.type)
    after = replace(target.owner, body=body, nav=replace_members(target.owner.nav, target.steps, settled))
    call.store.replace(after)
    return after
