"""Exported policies into a tenant, as objects that others made: each through the ordinary create, so that nothing enters
that Graph would refuse.

Two rules are off meanwhile: apps that come from a store's synchronisation may be put there, and a setting that our
extract of the catalogue lacks may exist. Nothing of it is in the audit log. What an export names by the names or ids of
its own tenant (groups, filters, scope tags, templates, apps) is looked up here; what is not found is left out and said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import orjson

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON, Request
from managed_apparaten.emulator.odata import query, urls
from managed_apparaten.emulator.odata.metadata import Metadata, Type, load
from managed_apparaten.emulator.odata.validate import Validator
from managed_apparaten.emulator.service import routing
from managed_apparaten.emulator.service.body_rules import SYNCED_APPS
from managed_apparaten.emulator.service.call import Call, TenantContext
from managed_apparaten.emulator.service.collections import BY_PATH, Collection
from managed_apparaten.emulator.service.representation import MASK
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds import exported
from managed_apparaten.emulator.worlds.exported import ExportedObject
from managed_apparaten.emulator.worlds.placing import bare, place
from managed_apparaten.emulator.worlds.references import ImportRemark, References

OFF = ("settings-catalog-extract", "synced-apps-not-created")
FIRST = ("deviceManagement/roleScopeTags", "deviceManagement/assignmentFilters", "groups", "deviceManagement/notificationMessageTemplates",
         "deviceManagement/deviceCategories", "deviceAppManagement/mobileApps",
         "identity/conditionalAccess/namedLocations")  # fmt: skip
"""Collections that others refer to, in the order they come in."""
CHILDREN = {
    "deviceManagement/groupPolicyConfigurations": "definitionValues",
    "deviceManagement/intents": "settings",
}
"""Collection -> what its objects are made of, which is written after them, one by one."""
OF_THE_TENANT = ("isBuiltIn", "isDefault", "isDefaultProfile")
"""Keys that say of an object that every tenant has one of its own."""
Result = Literal["imported", "refused", "not-served", "unreadable", "beside", "built-in", "there", "left"]


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What became of one file."""

    path: str
    result: Result
    """`there`: the tenant has it already; `left`: groups, unless they were asked for."""
    type: str = ""
    name: str = ""
    id: str = ""
    why: str = ""
    """Graph's own words for a refusal; for an unreadable file a word of `exported.Unread`."""
    remarks: tuple[ImportRemark, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a folder, by path."""

    outcomes: tuple[ImportedFile, ...]
    groups: tuple[str, ...]
    """Names of the groups that were made."""

    def counts(self) -> dict[str, int]:
        """How many files by result."""
        return dict(sorted(Counter(outcome.result for outcome in self.outcomes).items()))


def take(tenant: Tenant, folder: Path, *, make_groups: bool = False) -> ImportReport:
    """Import a folder: each file whole or not at all, and nothing when the run itself breaks off. Raises OSError."""
    found = exported.read(folder)
    with tenant.lock, tenant.world.store.transaction():
        desk = Importer(tenant, References(tenant.world.store, found.groups, make_groups))
        outcomes = [_unread(file) for file in found.unread]
        outcomes += [desk.take(piece, there) for piece, there in _in_order(found.pieces, desk.metadata)]
        return ImportReport(
            tuple(sorted(outcomes, key=lambda outcome: outcome.path)),
            tuple(made.name for made in desk.references.made),
        )


def _unread(file: exported.UnusableFile) -> ImportedFile:
    return (
        ImportedFile(file.path, "beside")
        if file.why == "beside"
        else ImportedFile(file.path, "unreadable", why=file.why)
    )


def _in_order(
    pieces: tuple[ExportedObject, ...], metadata: Metadata
) -> Iterator[tuple[ExportedObject, Collection | None]]:
    placed = [(piece, place(piece, metadata)) for piece in pieces]
    rank = {path: number for number, path in enumerate(FIRST)}
    return iter(
        sorted(placed, key=lambda pair: (rank.get(pair[1].path, len(FIRST)) if pair[1] else -1, pair[0].path))
    )


class Importer:
    """Where exports are taken in, one after the other, within one transaction."""

    def __init__(self, tenant: Tenant, references: References) -> None:
        behaviours = tenant.world.behaviours.without(*OFF)
        self.references = references
        self.metadata = load("beta")
        self._world: TenantContext = replace(tenant.world, behaviours=behaviours)
        self._validator = Validator(self.metadata, behaviours)
        references.write = self.write

    def take(self, piece: ExportedObject, collection: Collection | None) -> ImportedFile:
        """One file."""
        type_name = bare(piece.body.get("@odata.type")) or (collection.type if collection else piece.folder)
        name = str(piece.body.get("displayName") or piece.body.get("name") or "")
        about = ImportedFile(piece.path, "not-served", type_name, name)
        if piece.folder == exported.SETTINGS:
            return self._settings(replace(about, type="deviceManagementSettings"), piece)
        if collection is None or self.metadata.find(type_name) is None:
            return about
        if self._of_the_tenant(piece, type_name):
            here = self.references.named(collection.path, name)
            self.references.note(collection.path, piece.old_id, name, here)
            return replace(about, result="built-in", id=here)
        before = len(self.references.made)
        try:
            with self._world.store.savepoint():
                if collection.path == "groups":
                    result, group_id = self.references.take_group(piece.old_id, piece.body)
                    return replace(about, result=result, id=group_id)
                return self._made(about, piece, collection, self.metadata.get(type_name))
        except errors.GraphError as refusal:
            self.references.forget(before)
            if _lacks(refusal, collection):
                return about
            return replace(about, result="refused", why=refusal.message)

    def _of_the_tenant(self, piece: ExportedObject, type_name: str) -> bool:
        """Whether every tenant has the object already; of enrolment configurations that is the one with the lowest priority, 0."""
        default = (
            self.metadata.is_a(type_name, "deviceEnrollmentConfiguration") and piece.body.get("priority") == 0
        )
        return default or any(piece.body.get(key) is True for key in OF_THE_TENANT)

    def _settings(self, about: ImportedFile, piece: ExportedObject) -> ImportedFile:
        """Settings of the tenant, which is there already."""
        try:
            with self._world.store.savepoint():
                self.write("deviceManagement", {"settings": piece.body}, method="PATCH")
        except errors.GraphError as refusal:
            return replace(about, result="refused", why=refusal.message)
        return replace(about, result="imported")

    def _made(
        self, about: ImportedFile, piece: ExportedObject, collection: Collection, found: Type
    ) -> ImportedFile:
        remarks: list[ImportRemark] = []
        body = {key: value for key, value in piece.body.items() if _sent(key, value, collection, found)}
        self.references.resolve(body, remarks)
        body = _fitted(body, collection, remarks)
        made = self.write(collection.path, body)
        if found.name in SYNCED_APPS:
            self._from_the_store(str(made["id"]), collection, found, body)
        path = f"{collection.path}/{made['id']}"
        for nav in (
            *collection.editable,
            *((CHILDREN[collection.path],) if collection.path in CHILDREN else ()),
        ):
            self._children(f"{path}/{nav}", piece.body.get(nav), remarks)
        assignments = self.references.assignments(piece.body.get("assignments"), remarks)
        if collection.assign and assignments:
            self.write(f"{path}/assign", {collection.assign.parameter: assignments})
        self.references.note(collection.path, piece.old_id, about.name, str(made["id"]))
        return replace(about, result="imported", id=str(made["id"]), remarks=tuple(remarks))

    def _children(self, path: str, children: JSON, remarks: list[ImportRemark]) -> None:
        """What an object is made of; PowerShell writes a list of one as that one. Where the tenant does not serve it, that is said once."""
        try:
            for child in [children] if isinstance(children, dict) else children or ():
                self.write(path, child)
        except errors.GraphError as refusal:
            if not _no_such_place(refusal):
                raise
            remarks.append(ImportRemark("part", path.rsplit("/", 1)[-1]))

    def _from_the_store(
        self, object_id: str, collection: Collection, found: Type, body: Mapping[str, JSON]
    ) -> None:
        """What a client cannot write of such an app, and the store's synchronisation does."""
        item = self._world.store.get(collection.path, object_id)
        own = {
            key: self._validator.property(found.properties[key], value)
            for key, value in body.items()
            if key in found.properties and key != "id"
        }
        if item is not None:
            self._world.store.replace(
                replace(item, body={**{key: own[key] for key in own if key not in item.body}, **item.body})
            )

    def write(self, path: str, body: Mapping[str, JSON], *, method: str = "POST") -> dict[str, JSON]:
        """A write as nobody in particular; raises GraphError."""
        request = Request(method, f"/beta/{path}", {}, orjson.dumps(body), "import")
        url = urls.parse(request.url)
        reply = routing.write(
            Call(self._world, request, url, query.parse({}), self.metadata, self._validator)
        )
        return reply.body if isinstance(reply.body, dict) else {}


def _no_such_place(refusal: errors.GraphError) -> bool:
    """Whether the tenant serves nothing at a path."""
    return (
        refusal.status == errors.NOT_SERVED
        or "for the segment" in refusal.message
        or "No OData route" in refusal.message
    )


def _lacks(refusal: errors.GraphError, collection: Collection) -> bool:
    """Whether the tenant does not serve a collection that Graph has."""
    return tuple(collection.path.split("/")) not in BY_PATH and _no_such_place(refusal)


def _sent(key: str, value: JSON, collection: Collection, found: Type) -> bool:
    """Whether a create carries a member: no navigation but what may come along, no null where nothing may be null."""
    if key in found.navigation:
        return key in collection.create_with
    declared = found.properties.get(key)
    return value is not None or declared is None or declared.nullable


def _fitted(body: dict[str, JSON], collection: Collection, remarks: list[ImportRemark]) -> dict[str, JSON]:
    """What the tools change or leave out, put back."""
    fitted = dict(body)
    if collection.path == "deviceAppManagement/mobileApps" and not body.get("description"):
        fitted["description"] = body.get("displayName")
    if isinstance(body.get("omaSettings"), list):
        fitted["omaSettings"] = [_plain(setting, remarks) for setting in body["omaSettings"]]
    return fitted


def _plain(setting: JSON, remarks: list[ImportRemark]) -> JSON:
    """An OMA-URI setting without what says that it is masked; IntuneCD keeps the answer to its question for the value as it came."""
    if not isinstance(setting, dict):
        return setting
    value = setting.get("value")
    value = value["value"] if isinstance(value, dict) and "value" in value else value
    if value == MASK:
        remarks.append(ImportRemark("masked", str(setting.get("omaUri"))))
    kept = {
        key: inner for key, inner in setting.items() if key not in ("isEncrypted", "secretReferenceValueId")
    }
    return {**kept, "value": value}
