"""Reads and writes objects that are contained in another one, such as assignments, settings, statuses and
messages.

Which objects these are follows from the navigation properties in the metadata, at any depth. A navigation
property that leads to objects with a collection of their own, such as a device's users, is a reference and
does not contain them. How each is written follows the reference pages of Intune's API: POST on the
collection, PATCH and DELETE on a member.
"""

from __future__ import annotations

from collections.abc import Mapping
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
from managed_apparaten.emulator.service.directory.references import parse_bindings
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
"""Collections that an action writes as a whole, and that have no route to write one member
(msgraph-sdk-dotnet#2220; microsoft-graph-docs#4104)."""
COMPUTED_ENDINGS = ("Overview", "Summary")
"""Endings of the names of single objects that the service computes: one exists even when it is deleted or was
never written."""
SUPPORTED_EXPANDS = frozenset({
    ("definitionValues", "definition"), ("definitionValues", "presentationValues"), ("presentationValues", "presentation"),
    ("settings", "settingDefinitions"),
})  # fmt: skip
"""(collection, navigation property) that public clients expand: IntuneCD 2.6.0, IntuneManagement 3.1.6, the
Terraform provider."""
FILTERS = {"importedAppleDeviceIdentity": {"discoverySource": EQ, "requestedEnrollmentProfileId": EQ}}
"""Type -> properties and operators of a filter on a contained collection of it (recorded: Terraform provider
for Microsoft 365)."""


def read(call: Call, collection: Collection, target: PathTarget) -> Reply:
    """Answer GET of a contained collection, of its number, of one of its members, or of a single contained
    object.
    """
    container, nav = get_container(target), target.last.nav
    path = "/".join(step.nav for step in target.steps)
    context = representation.context_url(call, collection, target.owner.id, path)
    members: list[ChildBody] = [
        child for child in container.get(nav) or () if not target.cast or _passes_cast(call, target, child)
    ]
    if target.ending == "$count":
        allowed_options.check(call, allowed_options.NONE)
        return Reply(200, plain=str(len(members)))
    if not target.is_list:
        allowed_options.check(call, allowed_options.ITEM)
        child = _read_child(call, target, container)
        select = reading.parse_select(call, (target.type,))
        _check_options(call, nav, target.type, select, call.query.expand)
        body = _represent_child(call, nav, target.type, child)
        return Reply(200, {"@odata.context": f"{context}/$entity", **body})
    allowed_options.check(call, allowed_options.LIST - {"$skip", "$search", "$orderby"})
    select = reading.parse_select(call, (target.type,))
    _check_options(call, nav, target.type, select, call.query.expand)
    owner = replace(target.owner, nav={nav: members})
    children = _apply_filter(call, target, representation.represent_children(call, owner, nav, target.type))
    # The filter works on what is shown; an $expand needs the stored members, which hold what is below them
    # too.
    stored_members = {member.get("id"): member for member in members if call.query.expand}
    matching = (
        Stored("", str(index), target.type, stored_members.get(child.get("id"), child), {}, index + 1)
        for index, child in enumerate(children)
    )
    return build_page(
        call,
        collection,
        context,
        matching,
        lambda item: _represent_child(call, nav, target.type, item.body),
    )


def _read_child(call: Call, target: PathTarget, container: Mapping[str, JSON]) -> ChildBody:
    """Return the member or the single object that a path names; a single object with the defaults of its
    type.

    A single object that nobody wrote yet exists too. One that was deleted does not, unless the service
    computes it.
    """
    nav = target.last.nav
    if target.is_collection:
        return get_member(container, target.last, target.is_collection)
    if nav in container and not nav.endswith(COMPUTED_ENDINGS):
        child = get_member(container, target.last, target.is_collection)
    else:
        child = next(iter(container.get(nav) or ()), {})
    return _complete_single(call, target.type, {"id": target.owner.id, **child})


def _passes_cast(call: Call, target: PathTarget, child: ChildBody) -> bool:
    """Return whether a contained object has the type to which the path casts the list."""
    return call.metadata.is_a(representation.actual_type_name(child, target.declared_type), target.cast)


def _check_options(
    call: Call, nav: str, type_name: str, select: tuple[str, ...], expand: tuple[Expand, ...]
) -> None:
    """Refuse, at any depth, a name that the type does not have, and an $expand that no known client uses."""
    owner_type = call.metadata.get(type_name)
    for name in select:
        if name not in owner_type.properties:
            raise expansion.unknown_select(name, [owner_type], owner_type.name)
    for expanded in expand:
        expansion.refuse_cast(expanded)
        expansion.check_name(owner_type, expanded.name)
        if (nav, expanded.name) not in SUPPORTED_EXPANDS:
            raise expansion.unsupported_expand(expanded)
        expansion.check_levels(expanded)
        inner_type = owner_type.navigation[expanded.name].type
        _check_options(call, expanded.name, inner_type, expanded.select, expanded.nested)


def _apply_filter(call: Call, target: PathTarget, children: list[JSON]) -> list[JSON]:
    """Return the contained objects that pass $filter."""
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
    call: Call, nav: str, type_name: str, child: ChildBody, expanded: Expand | None = None
) -> ChildBody:
    """Return one contained object as a read shows it, with what was selected and expanded.

    Both are taken from `expanded` inside an $expand, and from the request otherwise.
    """
    if expanded:
        select, expand = expanded.select, expanded.nested
    else:
        select, expand = reading.parse_select(call, (type_name,)), call.query.expand
    child_type = representation.visible_type(call, representation.actual_type_name(child, type_name))
    holder = Stored("", "", type_name, {}, {nav: [child]})
    [shown] = representation.represent_children(call, holder, nav, type_name)
    body: ChildBody = representation.apply_select(shown, select)
    for inner in expand:
        body[inner.name] = _expand(call, child_type.navigation[inner.name], child, inner)
    return body


def _expand(call: Call, declared: Navigation, child: ChildBody, expanded: Expand) -> JSON:
    """Return what one $expand shows inside a contained object: a list, one object, or None."""
    if expanded.name == "settingDefinitions":
        values = settings_catalog.list_definitions(call.tenant.catalog, child)
    else:
        values = list(child.get(expanded.name) or ())
    if declared.collection:
        return [_represent_child(call, expanded.name, declared.type, value, expanded) for value in values]
    if not values:
        return None
    value = _complete_single(call, declared.type, values[0])
    return _represent_child(call, expanded.name, declared.type, value, expanded)


def _complete_single(call: Call, type_name: str, child: ChildBody) -> ChildBody:
    """Return a single object with the defaults of its type; for a reference, the object that it leads to if
    that exists.
    """
    home = load_homes(call.metadata.version).get(type_name, "")
    stored = call.store.get(home, str(child.get("id")))
    if stored is not None:
        annotation = {"@odata.type": f"#microsoft.graph.{stored.type}"} if stored.type != type_name else {}
        child = {**annotation, **stored.body, "id": stored.id}
    actual_name = representation.actual_type_name(child, type_name)
    return {**representation.visible_type(call, actual_name).template, **child}


def add(call: Call, collection: Collection, target: PathTarget) -> Reply:
    """Answer POST of a contained collection: add a member."""
    sent_body = call.body()
    nav, container = target.last.nav, get_container(target)
    nested = _nested_collections(call.metadata, nav, target.type)
    [checked] = call.validator.contained([sent_body], target.type, nav, nested)
    child = _complete_child(call, target.owner, nav, target.type, sent_body, checked)
    siblings = list(container.get(nav) or ())
    if any(sibling.get("id") == child["id"] for sibling in siblings):
        raise errors.bad_request(f"{child['id']} exists already.", intune=True)
    after = _store_children(call, target, [*siblings, child], child["id"])
    return Reply(201, _answer(call, collection, target, child), audited_write(target.owner, after))


def change(call: Call, collection: Collection, target: PathTarget) -> Reply:
    """Answer PATCH of a member or of a single contained object: what is sent replaces, the other properties
    stay.
    """
    nav, container = target.last.nav, get_container(target)
    siblings = list(container.get(nav) or ())
    before: ChildBody = {"id": target.owner.id}  # a single object that nobody wrote yet
    if target.is_collection or siblings:
        before = dict(get_member(container, target.last, target.is_collection))
    # First the type and the body.
    sent_body = call.body()
    type_before = representation.actual_type_name(before, target.type)
    sent_type = call.validator.resolve(sent_body, target.type, fallback=type_before)
    if "@odata.type" in before and sent_type.name != type_before and call.on("type-fixed-on-patch"):
        raise errors.type_changed(type_before, sent_type.name)
    new_values = call.validator.entity(sent_body, sent_type)
    child = {**before, **new_values, **_resolve_bindings(call, sent_type, sent_body)}
    if "lastModifiedDateTime" in child:
        child["lastModifiedDateTime"] = call.now()
    # Then the collection with the changed object in the same place.
    children = [child if other.get("id") == before["id"] else other for other in siblings or [child]]
    after = _store_children(call, target, children, child["id"])
    shown = child if target.is_collection else {**sent_type.template, **child}
    return Reply(200, _answer(call, collection, target, shown), audited_write(target.owner, after))


def remove(call: Call, target: PathTarget) -> Reply:
    """Answer DELETE of a member or of a single contained object."""
    nav, container = target.last.nav, get_container(target)
    removed = get_member(container, target.last, target.is_collection)
    after = _store_children(call, target, [child for child in container[nav] if child is not removed])
    return Reply(204, None, audited_write(target.owner, after))


def _answer(call: Call, collection: Collection, target: PathTarget, child: ChildBody) -> ChildBody:
    """Return the answer that shows one contained object after a write."""
    context = representation.context_url(call, collection, target.owner.id, target.last.nav) + "/$entity"
    return {"@odata.context": context, **_represent_child(call, target.last.nav, target.type, child)}


def _nested_collections(metadata: Metadata, nav: str, type_name: str) -> dict[str, tuple[str, ...]]:
    """Return the collections that may come along with a contained object, at any depth.

    Key: the name of a collection; value: the names of the collections in its objects.
    """
    nested: dict[str, tuple[str, ...]] = {}
    unvisited = [(nav, type_name)]
    while unvisited:
        name, child_type_name = unvisited.pop()
        child_type = metadata.find(child_type_name)
        if child_type is None or name in nested:
            continue
        inner_types = {key: child.type for key, child in child_type.navigation.items() if child.collection}
        nested[name] = tuple(inner_types)
        unvisited += inner_types.items()
    return nested


def _resolve_bindings(call: Call, owner_type: Type, sent_body: ChildBody) -> ChildBody:
    """Return the references that a body makes by `name@odata.bind`, by navigation property."""
    return {
        nav: [{"id": _resolve_binding(call, owner_type, nav, address)} for address in addresses]
        for nav, addresses in parse_bindings(owner_type, sent_body)
    }


def _resolve_binding(call: Call, owner_type: Type, nav: str, address: str) -> str:
    """Return the id of the object at the address to which a property is bound; refuse an address of another
    type.
    """
    parsed = reference_addresses.parse(call, address, bound=nav)
    declared = owner_type.navigation[nav].type
    metadata = call.metadata
    fits = parsed.type and (metadata.is_a(parsed.type, declared) or metadata.is_a(declared, parsed.type))
    if parsed.path and not fits:
        raise errors.invalid_reference(nav)
    return parsed.id


def _complete_child(
    call: Call, owner: Stored, nav: str, type_name: str, sent_body: ChildBody, checked: ChildBody
) -> ChildBody:
    """Return a new contained object as it is stored: with its references, id and times, and all that came
    along in it.

    `checked` is the body after the checks of its types.
    """
    child_type = call.metadata.get(representation.actual_type_name(checked, type_name))
    child_id = _new_child_id(call, owner, nav, checked, child_type)
    child: ChildBody = {**checked, **_resolve_bindings(call, child_type, sent_body), "id": child_id}
    for key in checked.keys() & child_type.navigation.keys():
        inner_type = child_type.navigation[key].type
        pairs = zip(sent_body[key], checked[key], strict=True)
        child[key] = [_complete_child(call, owner, key, inner_type, *pair) for pair in pairs]
    for key in ("createdDateTime", "lastModifiedDateTime"):
        if key in child_type.properties:
            child[key] = call.now()
    return child


def _new_child_id(call: Call, owner: Stored, nav: str, child: ChildBody, child_type: Type) -> str:
    """Return the id of a new contained object: a GUID, or for a message the id of its template and its
    locale.
    """
    if "locale" not in child_type.properties:
        return call.new_id(f"{owner.id}/{nav}")
    locale = str(child.get("locale") or "").lower()
    if not locale:
        raise errors.bad_request("locale is required.", intune=True)
    return f"{owner.id}_{locale}"


def _store_children(
    call: Call, target: PathTarget, children: list[ChildBody], written_id: str = ""
) -> Stored:
    """Store the members of a contained collection, of which one of each type is the default; return the
    owner.

    `written_id` is the id of the member that was added or changed.
    """
    members = default_members.with_one_default(call, children, target.type, written_id)
    body = target.owner.body | default_members.describe_default(call, members, target.type)
    after = replace(target.owner, body=body, nav=replace_members(target.owner.nav, target.steps, members))
    call.store.replace(after)
    return after
