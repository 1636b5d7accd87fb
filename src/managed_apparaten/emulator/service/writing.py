"""Answers POST, PATCH, PUT and DELETE of the objects of a collection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata.metadata import Type
from managed_apparaten.emulator.odata.values import GUID
from managed_apparaten.emulator.service import body_rules, representation
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.collections import MAM, Collection
from managed_apparaten.emulator.service.directory import conditional_access, deleted_groups, references
from managed_apparaten.emulator.service.intune import actions, assignments, enrolment

APP_CONFIGURATIONS = "deviceAppManagement/targetedManagedAppConfigurations"
"""Path of the app configuration policies for managed apps."""
NESTED = {"scheduledActionsForRule": ("scheduledActionConfigurations",)}
"""Contained collection -> the collections that may come along inside its objects."""
PATCH_REFUSALS = {
    "scheduledActionsForRule": "scheduled-actions-refused-in-patch",
    "settings": "settings-only-by-put",
}
"""Navigation property -> behaviour under which a PATCH refuses it."""
SECRETS = frozenset({("user", "passwordProfile")})
"""(type, property) that is checked and not stored, because no answer of Graph shows it."""
Nav = dict[str, list[dict[str, JSON]]]
"""The contained collections of an object, by navigation property."""


def find_stored(call: Call, collection: Collection, object_id: str) -> Stored:
    """Return an object by its id; raise the 404 of its service when there is none.

    A person is found by user principal name too, a GUID in any case.
    """
    lower_case_id = object_id.lower() if GUID.fullmatch(object_id) else object_id
    for spelling in dict.fromkeys((object_id, lower_case_id)):
        for source in collection.sources:
            stored = call.store.get(source, spelling)
            if stored is not None:
                return stored
    if collection.path == "users" and "@" in object_id:
        for user in call.store.objects(("users",)):
            if str(user.body.get("userPrincipalName")).lower() == object_id.lower():
                return user
    if collection.directory:
        raise errors.directory_not_found(object_id)
    raise errors.intune_not_found(object_id, named=call.on("intune-404-text"))


def create(call: Call, collection: Collection) -> Reply:
    """Answer POST of a collection: create an object."""
    item = add_object(call, collection, call.body())
    answer = representation.represent_object(call, collection, item)
    if item.nav.get("assignments") and collection.path == APP_CONFIGURATIONS:
        answer["isAssigned"] = False
    if collection.path in MAM and call.on("type-absent-on-create"):
        answer.pop("@odata.type", None)
    answer = {"@odata.context": representation.context_url(call, collection, item.id), **answer}
    location = f"{call.url.root}/{call.url.version}/{collection.path}('{item.id}')"
    return Reply(201, answer, audited_write(None, item), {"Location": location})


def add_object(call: Call, collection: Collection, sent_body: dict[str, JSON]) -> Stored:
    """Check the body of a new object, store the object and return it."""
    created_type = call.validator.resolve(sent_body, collection.type)
    nav = _check_navigation(call, collection, created_type, sent_body)
    body = _check_body(call, created_type, sent_body, nav, None)
    body_rules.check(body_rules.PendingWrite(call, collection, created_type, sent_body, body, nav, None))
    name = str(body.get(collection.name) or "")
    prefix = collection.id_prefix if call.on("ids-in-intunes-form") else ""
    object_id = prefix + call.new_id(f"{collection.path}/{name}")
    if not collection.guid_ids:
        object_id = str(call.store.serial(collection.path))
    item = Stored(
        collection.path,
        object_id,
        created_type.name,
        _with_service_properties(call, created_type, body, None),
        {},
    )
    item = replace(item, nav=_with_ids(call, collection, item, nav))
    item = enrolment.complete_configuration(
        call, actions.align_app_group(call, item, "apps" in nav, "appGroupType" in body)
    )
    call.store.insert([item])
    references.bind(call, item, created_type, sent_body)
    return call.store.get(item.collection, item.id) or item


def patch(call: Call, collection: Collection, object_id: str) -> Reply:
    """Answer PATCH of an object: properties that are sent replace the stored ones, the others stay."""
    before = find_stored(call, collection, object_id)
    sent_body = call.body()
    patched_type = _resolve_patched_type(call, collection, sent_body, before)
    for key in sent_body:
        if key in patched_type.navigation and call.on(PATCH_REFUSALS.get(key, "navigation-refused-in-patch")):
            raise errors.navigation_in_patch(key, patched_type.name)
    body = _check_body(call, patched_type, sent_body, patched_type.navigation, before)
    body_rules.check(body_rules.PendingWrite(call, collection, patched_type, sent_body, body, {}, before))
    if collection.path == enrolment.PATH:
        body = {key: value for key, value in body.items() if key not in enrolment.properties_of_service(call)}
    after = Stored(
        before.collection,
        before.id,
        before.type,
        _with_service_properties(call, patched_type, {**before.body, **body}, before),
        before.nav,
    )
    after = actions.align_app_group(call, after, sent_apps=False, sent_group="appGroupType" in body)
    call.store.replace(after)
    references.bind(call, after, patched_type, sent_body)
    if _answers_without_body(call, collection):
        return Reply(204, None, audited_write(before, after))
    answer = {
        "@odata.context": representation.context_url(call, collection, after.id),
        **representation.represent_object(call, collection, after),
    }
    return Reply(200, answer, audited_write(before, after))


def _check_body(
    call: Call,
    written_type: Type,
    sent_body: dict[str, JSON],
    navigation: Iterable[str],
    before: Stored | None,
) -> dict[str, JSON]:
    """Return the structural properties of a body that creates or changes an object, checked against its type.

    `navigation` are the navigation properties that the body may carry besides; `before` is the object before
    a change.
    """
    if written_type.name == "conditionalAccessPolicy":
        return conditional_access.check_policy(call, sent_body, written_type, before)
    body = call.validator.entity(sent_body, written_type, navigation=navigation)
    return {key: value for key, value in body.items() if (written_type.name, key) not in SECRETS}


def _answers_without_body(call: Call, collection: Collection) -> bool:
    """Return whether a PATCH answers 204 without the object, and not 200 with it."""
    if collection.type in ("deviceCompliancePolicy", "deviceConfiguration"):
        return call.on("patch-204-for-configuration")
    return collection.directory or (collection.path in MAM and call.on("patch-204-for-app-protection"))


def put(call: Call, collection: Collection, object_id: str) -> Reply:
    """Answer PUT of a configuration policy: the whole object with its settings is replaced, and its
    assignments stay.
    """
    before = find_stored(call, collection, object_id)
    sent_body = call.body()
    replaced_type = call.validator.resolve(sent_body, collection.type)
    nav = _check_navigation(call, collection, replaced_type, sent_body)
    body = call.validator.entity(sent_body, replaced_type, navigation=nav)
    body_rules.check(body_rules.PendingWrite(call, collection, replaced_type, sent_body, body, nav, before))
    new_nav = {**before.nav, **_with_ids(call, collection, before, nav)}
    after = Stored(
        before.collection,
        before.id,
        before.type,
        _with_service_properties(call, replaced_type, body, before),
        new_nav,
    )
    call.store.replace(after)
    return Reply(204, None, audited_write(before, after))


def delete(call: Call, collection: Collection, object_id: str) -> Reply:
    """Answer DELETE of an object; some collections keep it among the deleted items."""
    before = find_stored(call, collection, object_id)
    # First every reason to refuse.
    is_filter = collection.path == "deviceManagement/assignmentFilters"
    if is_filter and call.on("filter-in-use-kept") and _is_filter_in_use(call, before.id):
        raise errors.bad_request("The assignment filter is in use and cannot be deleted.", intune=True)
    if before.nav.get("assignments") and not call.on("delete-while-assigned"):
        raise errors.bad_request("The object is assigned and cannot be deleted.", intune=True)
    conditional_access.check_delete(call, before)
    enrolment.check_delete(call, before)
    # Then the deletion: into the deleted items where the collection has them, else for good.
    if deleted_groups.is_soft_deleted(call, collection.path):
        deleted_groups.soft_delete(call.store, before, call.tenant.clock())
    elif not conditional_access.soft_delete(call, before):
        call.store.delete(before.collection, before.id)
        enrolment.close_gap(call, before)
    if collection.path == "groups" and not call.on("group-delete-keeps-assignments"):
        _unassign_group(call, before.id)
    return Reply(204, None, audited_write(before, None))


def _check_navigation(
    call: Call, collection: Collection, created_type: Type, sent_body: Mapping[str, JSON]
) -> Nav:
    """Return the contained collections that a create carries, checked; refuse those that it may not carry.

    Assignments in a create are refused, accepted or ignored, as the behaviours of the collection say.
    """
    nav: Nav = {}
    for key, value in sent_body.items():
        if key not in created_type.navigation:
            continue
        if key in collection.create_with or (
            key == "assignments" and _takes_inline_assignments(call, collection)
        ):
            nav[key] = call.validator.contained(value, created_type.navigation[key].type, key, NESTED)
        elif key != "assignments" or _refuses_inline_assignments(call, collection):
            raise errors.bad_request(
                f"Navigation property '{key}' cannot be sent when a {created_type.name} is created.",
                intune=True,
            )
    return nav


def _takes_inline_assignments(call: Call, collection: Collection) -> bool:
    """Return whether a create stores the assignments that it carries."""
    return collection.path == APP_CONFIGURATIONS and call.on("inline-assignments-of-app-configurations")


def _refuses_inline_assignments(call: Call, collection: Collection) -> bool:
    """Return whether a create with assignments is refused, and not merely made without them."""
    return call.on(
        "inline-assignments-refused" if collection.path in MAM else "inline-assignments-refused-elsewhere"
    )


def _resolve_patched_type(
    call: Call, collection: Collection, sent_body: Mapping[str, JSON], before: Stored
) -> Type:
    """Return the type that a PATCH is about; refuse one without a type where that is needed, and a change of
    type.
    """
    declared = call.metadata.get(collection.type)
    fallback = before.type if not declared.abstract or not call.on("type-needed-on-patch") else None
    if declared.derived and not declared.abstract and "@odata.type" not in sent_body:
        fallback = before.type
    named_type = call.validator.resolve(dict(sent_body), collection.type, fallback=fallback)
    if named_type.name != before.type and call.on("type-fixed-on-patch"):
        raise errors.type_changed(before.type, named_type.name)
    return named_type


def _with_service_properties(
    call: Call, written_type: Type, body: Mapping[str, JSON], before: Stored | None
) -> dict[str, JSON]:
    """Return a body with the properties that the service writes itself: times and version."""
    now = call.now()
    stamped = dict(body)
    if "createdDateTime" in written_type.properties:
        stamped["createdDateTime"] = before.body.get("createdDateTime", now) if before else now
    if "creationSource" in written_type.properties and before:
        stamped["creationSource"] = before.body.get("creationSource")
    if "lastModifiedDateTime" in written_type.properties:
        stamped["lastModifiedDateTime"] = now
    if "modifiedDateTime" in written_type.properties:
        unmodified = (
            before is None
            and written_type.name == "conditionalAccessPolicy"
            and call.on("conditional-access-unmodified-null")
        )
        stamped["modifiedDateTime"] = None if unmodified else now
    version = written_type.properties.get("version")
    if version is not None and version.type == "Edm.Int32":
        counted = 1 if call.on("version-counts-writes") else 0
        stamped["version"] = int(before.body.get("version") or 1) + counted if before else 1
    elif version is not None and "managedAppPolicy" in written_type.ancestors:
        stamped["version"] = f'"{call.new_id("version")}"'
    return stamped


def _with_ids(call: Call, collection: Collection, owner: Stored, nav: Nav) -> Nav:
    """Return contained objects with the ids that the service gives them."""
    return {key: _identify_members(call, collection, owner, key, items) for key, items in nav.items()}


def _identify_members(
    call: Call, collection: Collection, owner: Stored, nav: str, items: list[dict[str, JSON]]
) -> list[dict[str, JSON]]:
    """Return the objects of one contained collection with the ids that the service gives them."""
    if nav == "assignments" and collection.assign:
        new = [assignments.complete_assignment(call, owner, collection.assign, item) for item in items]
        return assignments.check_assignments(call, owner, new)
    return [_with_id(call, owner.id, nav, index, item) for index, item in enumerate(items)]


def _with_id(call: Call, owner_id: str, nav: str, index: int, item: dict[str, JSON]) -> dict[str, JSON]:
    """Return one new contained object with its id; `index` is its place in its collection."""
    if nav == "apps":
        return actions.with_app_id(item)
    if nav == "settings":
        return {**item, "id": str(index)}
    if nav == "scheduledActionsForRule":
        return actions.with_rule_ids(call, owner_id, item)
    return {**item, "id": call.new_id(f"{owner_id}/{nav}")}


def _unassign_group(call: Call, group_id: str) -> None:
    """Remove the assignments to a deleted group from all objects."""
    for item in list(call.store.objects(actions.ASSIGNABLE)):
        before = item.nav.get("assignments", ())
        remaining = [one for one in before if assignments.get_target(one).get("groupId") != group_id]
        if len(remaining) < len(before):
            call.store.replace(replace(item, nav={**item.nav, "assignments": remaining}))


def _is_filter_in_use(call: Call, filter_id: str) -> bool:
    """Return whether any assignment names an assignment filter."""
    return any(
        assignments.get_target(assignment).get(assignments.FILTER_ID) == filter_id
        for item in call.store.objects(actions.ASSIGNABLE)
        for assignment in item.nav.get("assignments", ())
    )
