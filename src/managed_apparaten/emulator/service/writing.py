"""POST, PATCH, PUT and DELETE on the objects of a collection."""

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
NESTED = {"scheduledActionsForRule": ("scheduledActionConfigurations",)}
PATCH_REFUSALS = {
    "scheduledActionsForRule": "scheduled-actions-refused-in-patch",
    "settings": "settings-only-by-put",
}
"""Navigation property -> behaviour under which a PATCH refuses it."""
SECRETS = frozenset({("user", "passwordProfile")})
"""(type, property) that is checked and never kept: no answer of Graph shows it."""
Nav = dict[str, list[dict[str, JSON]]]


def find_stored(call: Call, collection: Collection, object_id: str) -> Stored:
    """An object by id, or the 404 of its service."""
    for spelled in dict.fromkeys((object_id, object_id.lower() if GUID.fullmatch(object_id) else object_id)):
        for source in collection.sources:
            found = call.store.get(source, spelled)
            if found is not None:
                return found
    if collection.path == "users" and "@" in object_id:
        named = (
            user
            for user in call.store.objects(("users",))
            if str(user.body.get("userPrincipalName")).lower() == object_id.lower()
        )
        if user := next(named, None):
            return user
    if collection.directory:
        raise errors.directory_not_found(object_id)
    raise errors.intune_not_found(object_id, named=call.on("intune-404-text"))


def create(call: Call, collection: Collection) -> Reply:
    """POST on a collection."""
    item = add_object(call, collection, call.body())
    answer = representation.represent_object(call, collection, item)
    if item.nav.get("assignments") and collection.path == APP_CONFIGURATIONS:
        answer["isAssigned"] = False
    if collection.path in MAM and call.on("type-absent-on-create"):
        answer.pop("@odata.type", None)
    body_out = {"@odata.context": representation.context_url(call, collection, item.id), **answer}
    location = f"{call.url.root}/{call.url.version}/{collection.path}('{item.id}')"
    return Reply(201, body_out, audited_write(None, item), {"Location": location})


def add_object(call: Call, collection: Collection, sent: dict[str, JSON]) -> Stored:
    """A new object, checked and kept."""
    found = call.validator.resolve(sent, collection.type)
    nav = _check_navigation(call, collection, found, sent)
    body = _check_body(call, found, sent, nav, None)
    body_rules.check(body_rules.PendingWrite(call, collection, found, sent, body, nav, None))
    name = str(body.get(collection.name) or "")
    prefix = collection.id_prefix if call.on("ids-in-intunes-form") else ""
    object_id = prefix + call.new_id(f"{collection.path}/{name}")
    if not collection.guid_ids:
        object_id = str(call.store.serial(collection.path))
    item = Stored(
        collection.path, object_id, found.name, _with_service_properties(call, found, body, None), {}
    )
    item = replace(item, nav=_with_ids(call, collection, item, nav))
    item = enrolment.created(call, actions.regrouped(call, item, "apps" in nav, "appGroupType" in body))
    call.store.insert([item])
    references.bind(call, item, found, sent)
    return call.store.get(item.collection, item.id) or item


def patch(call: Call, collection: Collection, object_id: str) -> Reply:
    """PATCH on an object: what is sent replaces, the rest stays."""
    before = find_stored(call, collection, object_id)
    sent = call.body()
    found = _resolve_patched_type(call, collection, sent, before)
    for key in sent:
        if key in found.navigation and call.on(PATCH_REFUSALS.get(key, "navigation-refused-in-patch")):
            raise errors.navigation_in_patch(key, found.name)
    body = _check_body(call, found, sent, found.navigation, before)
    body_rules.check(body_rules.PendingWrite(call, collection, found, sent, body, {}, before))
    if collection.path == enrolment.PATH:
        body = {key: value for key, value in body.items() if key not in enrolment.kept_by_service(call)}
    after = Stored(
        before.collection,
        before.id,
        before.type,
        _with_service_properties(call, found, {**before.body, **body}, before),
        before.nav,
    )
    after = actions.regrouped(call, after, sent_apps=False, sent_group="appGroupType" in body)
    call.store.replace(after)
    references.bind(call, after, found, sent)
    if _answers_without_body(call, collection):
        return Reply(204, None, audited_write(before, after))
    answer = {
        "@odata.context": representation.context_url(call, collection, after.id),
        **representation.represent_object(call, collection, after),
    }
    return Reply(200, answer, audited_write(before, after))


def _check_body(
    call: Call, found: Type, sent: dict[str, JSON], navigation: Iterable[str], before: Stored | None
) -> dict[str, JSON]:
    """The structural part of a body that creates an object or changes it."""
    if found.name == "conditionalAccessPolicy":
        return conditional_access.entity(call, sent, found, before)
    body = call.validator.entity(sent, found, navigation=navigation)
    return {key: value for key, value in body.items() if (found.name, key) not in SECRETS}


def _answers_without_body(call: Call, collection: Collection) -> bool:
    """Whether a PATCH answers 204, without the object."""
    if collection.type in ("deviceCompliancePolicy", "deviceConfiguration"):
        return call.on("patch-204-for-configuration")
    return collection.directory or (collection.path in MAM and call.on("patch-204-for-app-protection"))


def put(call: Call, collection: Collection, object_id: str) -> Reply:
    """PUT on a configurationPolicy: the whole object, settings included; assignments stay."""
    before = find_stored(call, collection, object_id)
    sent = call.body()
    found = call.validator.resolve(sent, collection.type)
    nav = _check_navigation(call, collection, found, sent)
    body = call.validator.entity(sent, found, navigation=nav)
    body_rules.check(body_rules.PendingWrite(call, collection, found, sent, body, nav, before))
    kept = {**before.nav, **_with_ids(call, collection, before, nav)}
    after = Stored(
        before.collection, before.id, before.type, _with_service_properties(call, found, body, before), kept
    )
    call.store.replace(after)
    return Reply(204, None, audited_write(before, after))


def delete(call: Call, collection: Collection, object_id: str) -> Reply:
    """DELETE on an object."""
    before = find_stored(call, collection, object_id)
    if (
        collection.path == "deviceManagement/assignmentFilters"
        and call.on("filter-in-use-kept")
        and _is_filter_in_use(call, before.id)
    ):
        raise errors.bad_request("The assignment filter is in use and cannot be deleted.", intune=True)
    if before.nav.get("assignments") and not call.on("delete-while-assigned"):
        raise errors.bad_request("The object is assigned and cannot be deleted.", intune=True)
    conditional_access.check_delete(call, before)
    enrolment.check_delete(call, before)
    if deleted_groups.is_kept(call, collection.path):
        deleted_groups.soft_delete(call.store, before, call.tenant.clock())
    elif not conditional_access.soft_delete(call, before):
        call.store.delete(before.collection, before.id)
        enrolment.close_gap(call, before)
    if collection.path == "groups" and not call.on("group-delete-keeps-assignments"):
        _unassign_group(call, before.id)
    return Reply(204, None, audited_write(before, None))


def _check_navigation(call: Call, collection: Collection, found: Type, sent: Mapping[str, JSON]) -> Nav:
    """The contained collections that came with a create; other navigation is refused."""
    nav: Nav = {}
    for key, value in sent.items():
        if key not in found.navigation:
            continue
        if key in collection.create_with or (
            key == "assignments" and _takes_inline_assignments(call, collection)
        ):
            nav[key] = call.validator.contained(value, found.navigation[key].type, key, NESTED)
        elif key != "assignments" or _refuses_inline_assignments(call, collection):
            raise errors.bad_request(
                f"Navigation property '{key}' cannot be sent when a {found.name} is created.", intune=True
            )
    return nav


def _takes_inline_assignments(call: Call, collection: Collection) -> bool:
    return collection.path == APP_CONFIGURATIONS and call.on("inline-assignments-of-app-configurations")


def _refuses_inline_assignments(call: Call, collection: Collection) -> bool:
    return call.on(
        "inline-assignments-refused" if collection.path in MAM else "inline-assignments-refused-elsewhere"
    )


def _resolve_patched_type(
    call: Call, collection: Collection, sent: Mapping[str, JSON], before: Stored
) -> Type:
    declared = call.metadata.get(collection.type)
    fallback = before.type if not declared.abstract or not call.on("type-needed-on-patch") else None
    if declared.derived and not declared.abstract and "@odata.type" not in sent:
        fallback = before.type
    found = call.validator.resolve(dict(sent), collection.type, fallback=fallback)
    if found.name != before.type and call.on("type-fixed-on-patch"):
        raise errors.type_changed(before.type, found.name)
    return found


def _with_service_properties(
    call: Call, found: Type, body: Mapping[str, JSON], before: Stored | None
) -> dict[str, JSON]:
    """The body with what the service writes itself: times and version."""
    now = call.now()
    stamped = dict(body)
    if "createdDateTime" in found.properties:
        stamped["createdDateTime"] = before.body.get("createdDateTime", now) if before else now
    if "creationSource" in found.properties and before:
        stamped["creationSource"] = before.body.get("creationSource")
    if "lastModifiedDateTime" in found.properties:
        stamped["lastModifiedDateTime"] = now
    if "modifiedDateTime" in found.properties:
        unmodified = (
            before is None
            and found.name == "conditionalAccessPolicy"
            and call.on("conditional-access-unmodified-null")
        )
        stamped["modifiedDateTime"] = None if unmodified else now
    version = found.properties.get("version")
    if version is not None and version.type == "Edm.Int32":
        counted = 1 if call.on("version-counts-writes") else 0
        stamped["version"] = int(before.body.get("version") or 1) + counted if before else 1
    elif version is not None and "managedAppPolicy" in found.ancestors:
        stamped["version"] = f'"{call.new_id("version")}"'
    return stamped


def _with_ids(call: Call, collection: Collection, owner: Stored, nav: Nav) -> Nav:
    """Contained objects with the ids that the service gives them."""
    return {key: _identify_members(call, collection, owner, key, items) for key, items in nav.items()}


def _identify_members(
    call: Call, collection: Collection, owner: Stored, key: str, items: list[dict[str, JSON]]
) -> list[dict[str, JSON]]:
    if key == "assignments" and collection.assign:
        return assignments.checked(
            call, owner, [assignments.made(call, owner, collection.assign, item) for item in items]
        )
    return [_with_id(call, owner.id, key, index, item) for index, item in enumerate(items)]


def _with_id(call: Call, owner: str, key: str, index: int, item: dict[str, JSON]) -> dict[str, JSON]:
    if key == "apps":
        return actions.identified_app(item)
    if key == "settings":
        return {**item, "id": str(index)}
    if key == "scheduledActionsForRule":
        return actions.scheduled_rule(call, owner, item)
    return {**item, "id": call.new_id(f"{owner}/{key}")}


def _unassign_group(call: Call, group_id: str) -> None:
    for item in list(call.store.objects(actions.ASSIGNABLE)):
        kept = [
            found
            for found in item.nav.get("assignments", ())
            if assignments.target_of(found).get("groupId") != group_id
        ]
        if len(kept) < len(item.nav.get("assignments", ())):
            call.store.replace(
                Stored(item.collection, item.id, item.type, item.body, {**item.nav, "assignments": kept})
            )


def _is_filter_in_use(call: Call, filter_id: str) -> bool:
    every = call.store.objects(actions.ASSIGNABLE)
    used = (
        assignments.target_of(found).get(assignments.FILTER_ID)
        for item in every
        for found in item.nav.get("assignments", ())
    )
    return filter_id in used
