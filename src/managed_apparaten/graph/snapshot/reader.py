"""A snapshot as a `TenantReader`. It answers what it knows for certain; of anything else it says that it is unknown, never absent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from managed_apparaten.core.names import folded, is_guid
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.observed import Device, Directory, Observed, TenantIdentity
from managed_apparaten.graph.read.preconditions import NamedGroup, Preconditions
from managed_apparaten.graph.snapshot.anonymise import person_name
from managed_apparaten.graph.snapshot.file import Snapshot, SnapshotGroup, moment_text
from managed_apparaten.graph.tenant import MarkerListing, Reading, ReadScope, TenantState, read_tenant_state
from managed_apparaten.resource.shape import ResourceShape

UNKNOWN = "NotInSnapshot"


@dataclass(frozen=True)
class SnapshotReader:
    """Reads from a snapshot; gives to every question the answer that the tenant gave when it was taken."""

    snapshot: Snapshot

    def identity(self) -> TenantIdentity:
        """Which tenant it was taken of."""
        return self.snapshot.tenant

    def objects(self, kinds: Sequence[ResourceShape], organisation: str) -> Reading:
        """Everything in the collections of these kinds, if they were all read, for this organisation."""
        found = self.snapshot
        if organisation != found.organisation:
            raise self._unknown(organisation)
        if missing := sorted({kind.name for kind in kinds} - set(found.kinds)):
            raise self._unknown(", ".join(missing))
        names, collections = {kind.name for kind in kinds}, {kind.collection for kind in kinds}
        shared = tuple(o for o in found.shared if o.kind in names)
        marked = [o for o in shared if o.marker and o.marker.organisation == organisation]
        ours = sorted([*(o for o in found.ours if o.kind in names), *marked], key=lambda o: (o.kind, o.id))
        return Reading(
            tuple(ours),
            tuple(f for f in found.foreign if f.collection in collections),
            shared,
            found.diagnostics,
        )

    def directory(self, names: Sequence[str], ids: Sequence[str]) -> Directory:
        """The groups asked for, as the tenant would show them, and all devices."""
        by_name = {name: self._named(name) for name in sorted(set(names))}
        known = {
            group.id: group.name
            for i in sorted({i.lower() for i in ids if is_guid(i)})
            if (group := self._group(i))
        }
        found = known | {ids[0]: name for name, ids in by_name.items() if len(ids) == 1}
        groups = [self._groups[i] for i in sorted(found) if i in self._groups]
        if len(groups) != len(found):
            raise self._unknown(", ".join(sorted(set(found) - set(self._groups))))
        return Directory(
            groups_by_name=by_name,
            group_names=found,
            people={group.id: frozenset(map(person_name, group.people)) for group in groups},
            devices_in={group.id: frozenset(map(_entra, group.devices)) for group in groups},
            devices=self._devices,
            people_total=self.snapshot.people_total,
            hidden=frozenset(group.id for group in groups if group.hidden),
            guests=frozenset(person_name(guest) for group in groups for guest in group.guests),
            others={} if all(by_name.values()) else {group.id: group.name for group in self.snapshot.groups},
            unsure=frozenset(person_name(one) for group in groups for one in group.unsure)
            | frozenset(_entra(one) for group in groups for one in group.unsure_devices),
            typeless=frozenset(person_name(one) for group in groups for one in group.typeless),
        )

    def definitions(self, ids: Sequence[str]) -> frozenset[str]:
        """Which of these settings the tenant has."""
        if missing := set(ids) - {*self.snapshot.definitions, *self.snapshot.absent_definitions}:
            raise self._unknown(", ".join(sorted(missing)))
        return frozenset(ids) & set(self.snapshot.definitions)

    def scope_tags(self) -> Mapping[str, str]:
        """Names by id, as they were."""
        if self.snapshot.scope_tags is None:
            raise self._unknown("deviceManagement/roleScopeTags")
        return {tag.id: tag.name for tag in self.snapshot.scope_tags}

    def preconditions(self, names: Sequence[str], ids: Sequence[str]) -> Preconditions:
        """What was read of them, and what was not; with those of these groups that are certain."""
        by_name = [self._names.get(folded(name), ()) for name in sorted(set(names))]
        found = {*(group[0] for group in by_name if len(group) == 1), *(i.lower() for i in ids)}
        groups = [self._groups[group] for group in sorted(found) if group in self._groups]
        return replace(self.snapshot.preconditions, role_groups=tuple(map(_named_group, groups)))

    def survey(self, scope: ReadScope) -> TenantState:
        """All of that for a plan."""
        return read_tenant_state(self, scope)

    def list_markers(self, kind: ResourceShape, organisation: str, ids: Sequence[str]) -> MarkerListing:
        """Asked by who writes only, and nothing is written here: raises `ReadFailed`."""
        raise self._unknown(f"{kind.collection} {organisation} {' '.join(ids)}")

    def read(self, kind: ResourceShape, object_id: str) -> Observed | None:
        """One object that is ours, or somebody's app."""
        found = next(
            (
                o
                for o in (*self.snapshot.ours, *self.snapshot.shared)
                if (o.kind, o.id) == (kind.name, object_id)
            ),
            None,
        )
        if found is None:
            raise self._unknown(f"{kind.collection}/{object_id}")
        return found

    def read_all(self, wanted: Sequence[tuple[ResourceShape, str]]) -> list[Observed | None]:
        """The same for many."""
        return [self.read(kind, object_id) for kind, object_id in wanted]

    def knows_group(self, name: str, group_id: str | None) -> bool:
        """Whether it is certain which group this is, or that there is none."""
        if self.snapshot.every_group:
            return True
        if group_id is None:
            return folded(name) in self._names
        return (
            not is_guid(group_id)
            or group_id.lower() in self._groups
            or group_id.lower() in self.snapshot.absent_groups
        )

    @cached_property
    def _groups(self) -> dict[str, SnapshotGroup]:
        return {group.id: group for group in self.snapshot.groups}

    @cached_property
    def _names(self) -> dict[str, tuple[str, ...]]:
        """Ids of groups by name, as the directory compares names: without regard to case."""
        found: dict[str, set[str]] = {}
        for name in self.snapshot.names:
            found.setdefault(folded(name.name), set()).update(name.ids)
        return {name: tuple(sorted(ids)) for name, ids in found.items()}

    @cached_property
    def _devices(self) -> tuple[Device, ...]:
        rows = enumerate(self.snapshot.devices, 1)
        return tuple(
            Device(
                f"device-{number}",
                None if row.person is None else person_name(row.person),
                None if row.entra is None else _entra(row.entra),
                row.platform,
                row.ownership,
                row.version,
            )
            for number, row in rows
        )

    def _named(self, name: str) -> tuple[str, ...]:
        if not self.knows_group(name, None):
            raise self._unknown(name)
        return self._names.get(folded(name), ())

    def _group(self, group_id: str) -> SnapshotGroup | None:
        if not self.knows_group("", group_id):
            raise self._unknown(group_id)
        return self._groups.get(group_id)

    def _unknown(self, what: str) -> ReadFailed:
        return ReadFailed(0, UNKNOWN, what, "GET", moment_text(self.snapshot))


def _named_group(group: SnapshotGroup) -> NamedGroup:
    return NamedGroup(
        group.id,
        group.name,
        tuple(map(person_name, group.people)),
        group.hidden,
        tuple(map(person_name, group.guests)),
    )


def _entra(number: int) -> str:
    return f"entra-{number}"
