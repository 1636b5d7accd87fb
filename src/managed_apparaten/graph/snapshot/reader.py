"""A `TenantReader` that reads from a snapshot. What the snapshot does not certainly contain is unknown, never
absent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from managed_apparaten.core.names import fold_name, is_guid
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.observed import Device, Directory, Observed, TenantIdentity
from managed_apparaten.graph.read.preconditions import NamedGroup, Preconditions
from managed_apparaten.graph.snapshot.anonymise import person_name
from managed_apparaten.graph.snapshot.file import Snapshot, SnapshotGroup, moment_text
from managed_apparaten.graph.tenant import MarkerListing, Reading, ReadScope, TenantState, read_tenant_state
from managed_apparaten.resource.shape import ResourceShape

UNKNOWN = "NotInSnapshot"
"""Code of the failure for something that the snapshot does not contain."""


@dataclass(frozen=True)
class SnapshotReader:
    """Answers each question as the tenant did when the snapshot was made; raises `ReadFailed` for what was
    not read then."""

    snapshot: Snapshot

    def identity(self) -> TenantIdentity:
        """Return the tenant that the snapshot was made of."""
        return self.snapshot.tenant

    def objects(self, kinds: Sequence[ResourceShape], organisation: str) -> Reading:
        """Return all objects in the collections of these kinds, if all of them were read for this
        organisation."""
        snapshot = self.snapshot
        if organisation != snapshot.organisation:
            raise self._unknown(organisation)
        if missing := sorted({kind.name for kind in kinds} - set(snapshot.kinds)):
            raise self._unknown(", ".join(missing))
        names, collections = {kind.name for kind in kinds}, {kind.collection for kind in kinds}
        shared = tuple(observed for observed in snapshot.shared if observed.kind in names)
        marked = [
            observed
            for observed in shared
            if observed.marker and observed.marker.organisation == organisation
        ]
        ours = sorted(
            [*(observed for observed in snapshot.ours if observed.kind in names), *marked],
            key=lambda observed: (observed.kind, observed.id),
        )
        return Reading(
            tuple(ours),
            tuple(foreign for foreign in snapshot.foreign if foreign.collection in collections),
            shared,
            snapshot.diagnostics,
        )

    def directory(self, names: Sequence[str], ids: Sequence[str]) -> Directory:
        """Return the groups with these names and ids as the tenant would show them, and all devices."""
        by_name = {name: self._ids_of_name(name) for name in sorted(set(names))}
        known = {
            group.id: group.name
            for i in sorted({i.lower() for i in ids if is_guid(i)})
            if (group := self._group(i))
        }
        group_names = known | {ids[0]: name for name, ids in by_name.items() if len(ids) == 1}
        groups = [self._groups[i] for i in sorted(group_names) if i in self._groups]
        if len(groups) != len(group_names):
            raise self._unknown(", ".join(sorted(set(group_names) - set(self._groups))))
        return Directory(
            groups_by_name=by_name,
            group_names=group_names,
            people={group.id: frozenset(map(person_name, group.people)) for group in groups},
            devices_in={group.id: frozenset(map(_entra_name, group.devices)) for group in groups},
            devices=self._devices,
            people_total=self.snapshot.people_total,
            hidden=frozenset(group.id for group in groups if group.hidden),
            guests=frozenset(person_name(guest) for group in groups for guest in group.guests),
            others={} if all(by_name.values()) else {group.id: group.name for group in self.snapshot.groups},
            unsure=frozenset(person_name(one) for group in groups for one in group.unsure)
            | frozenset(_entra_name(one) for group in groups for one in group.unsure_devices),
            typeless=frozenset(person_name(one) for group in groups for one in group.typeless),
        )

    def definitions(self, ids: Sequence[str]) -> frozenset[str]:
        """Return those of these settings catalog definitions that the tenant had."""
        if missing := set(ids) - {*self.snapshot.definitions, *self.snapshot.absent_definitions}:
            raise self._unknown(", ".join(sorted(missing)))
        return frozenset(ids) & set(self.snapshot.definitions)

    def scope_tags(self) -> Mapping[str, str]:
        """Return the names of all scope tags by id."""
        if self.snapshot.scope_tags is None:
            raise self._unknown("deviceManagement/roleScopeTags")
        return {tag.id: tag.name for tag in self.snapshot.scope_tags}

    def preconditions(self, names: Sequence[str], ids: Sequence[str]) -> Preconditions:
        """Return the preconditions that were read, with those of these groups of roles that are certain."""
        by_name = [self._names.get(fold_name(name), ()) for name in sorted(set(names))]
        group_ids = {*(group[0] for group in by_name if len(group) == 1), *(i.lower() for i in ids)}
        groups = [self._groups[group] for group in sorted(group_ids) if group in self._groups]
        return replace(self.snapshot.preconditions, role_groups=tuple(map(_named_group, groups)))

    def survey(self, scope: ReadScope) -> TenantState:
        """Return everything in the scope."""
        return read_tenant_state(self, scope)

    def list_markers(self, kind: ResourceShape, organisation: str, ids: Sequence[str]) -> MarkerListing:
        """Raise `ReadFailed`: only a writer needs this, and a snapshot is not written to."""
        raise self._unknown(f"{kind.collection} {organisation} {' '.join(ids)}")

    def read(self, kind: ResourceShape, object_id: str) -> Observed | None:
        """Return one object that is ours, or an app of others."""
        match = next(
            (
                observed
                for observed in (*self.snapshot.ours, *self.snapshot.shared)
                if (observed.kind, observed.id) == (kind.name, object_id)
            ),
            None,
        )
        if match is None:
            raise self._unknown(f"{kind.collection}/{object_id}")
        return match

    def read_all(self, wanted: Sequence[tuple[ResourceShape, str]]) -> list[Observed | None]:
        """Return several objects as `read` does."""
        return [self.read(kind, object_id) for kind, object_id in wanted]

    def knows_group(self, name: str, group_id: str | None) -> bool:
        """Return whether it is certain which group this is, or that there is none."""
        if self.snapshot.every_group:
            return True
        if group_id is None:
            return fold_name(name) in self._names
        return (
            not is_guid(group_id)
            or group_id.lower() in self._groups
            or group_id.lower() in self.snapshot.absent_groups
        )

    @cached_property
    def _groups(self) -> dict[str, SnapshotGroup]:
        """The groups by id."""
        return {group.id: group for group in self.snapshot.groups}

    @cached_property
    def _names(self) -> dict[str, tuple[str, ...]]:
        """Ids of groups by name, compared as the directory does: without regard to case."""
        ids_by_name: dict[str, set[str]] = {}
        for name in self.snapshot.names:
            ids_by_name.setdefault(fold_name(name.name), set()).update(name.ids)
        return {name: tuple(sorted(ids)) for name, ids in ids_by_name.items()}

    @cached_property
    def _devices(self) -> tuple[Device, ...]:
        """All devices, with names in place of ids."""
        rows = enumerate(self.snapshot.devices, 1)
        return tuple(
            Device(
                f"device-{number}",
                None if row.person is None else person_name(row.person),
                None if row.entra is None else _entra_name(row.entra),
                row.platform,
                row.ownership,
                row.version,
            )
            for number, row in rows
        )

    def _ids_of_name(self, name: str) -> tuple[str, ...]:
        """Return the ids of the groups with a name; raise `ReadFailed` when that is not certain."""
        if not self.knows_group(name, None):
            raise self._unknown(name)
        return self._names.get(fold_name(name), ())

    def _group(self, group_id: str) -> SnapshotGroup | None:
        """Return a group by id, None when it does not exist; raise `ReadFailed` when that is not certain."""
        if not self.knows_group("", group_id):
            raise self._unknown(group_id)
        return self._groups.get(group_id)

    def _unknown(self, what: str) -> ReadFailed:
        """Return the failure for something that the snapshot does not contain."""
        return ReadFailed(0, UNKNOWN, what, "GET", moment_text(self.snapshot))


def _named_group(group: SnapshotGroup) -> NamedGroup:
    """Return a group in the form of the preconditions."""
    return NamedGroup(
        group.id,
        group.name,
        tuple(map(person_name, group.people)),
        group.hidden,
        tuple(map(person_name, group.guests)),
    )


def _entra_name(number: int) -> str:
    """Return the name of an Entra device of which only the number is known."""
    return f"entra-{number}"
