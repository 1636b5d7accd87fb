"""A tenant into a file for plans elsewhere, and what a policy asks that such a file cannot answer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from managed_apparaten import __version__
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.errors import GraphFailed
from managed_apparaten.graph.http.error_body import diagnostic
from managed_apparaten.graph.observed import Directory
from managed_apparaten.graph.read.masked_values import has_mask
from managed_apparaten.graph.snapshot.anonymise import number_directory
from managed_apparaten.graph.snapshot.file import (
    FORMAT_VERSION,
    Snapshot,
    SnapshotName,
    SnapshotScopeTag,
    keep_properties,
    moment_text,
    seal_snapshot,
)
from managed_apparaten.graph.snapshot.reader import SnapshotReader
from managed_apparaten.graph.tenant import TenantReader, assigned_groups
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.checks.settings_catalog import unknown
from managed_apparaten.plan.scope_tags import stated
from managed_apparaten.policy.model import GroupRef, PolicySet
from managed_apparaten.workflow.check import Ready

OLD = timedelta(days=7)
"""From this age on a plan says that its snapshot is old (a choice of ours)."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot, or why there is none."""

    snapshot: Snapshot | None
    diagnostics: tuple[Diagnostic, ...]


def take(
    ready: Ready, reader: TenantReader, now: datetime, every: Callable[[], Sequence[str]] | None = None
) -> Taken:
    """Read what a plan of this policy, or of one much like it, needs. `every` lists the ids of all groups, when all are to be read.

    Without, it reads the groups that the policy names and those that something in the tenant is assigned to.
    """
    try:
        return _taken(ready.policy, reader, now, every() if every else None)
    except GraphFailed as failed:
        return Taken(None, (diagnostic(failed),))


def problems(ready: Ready, snapshot: Snapshot) -> tuple[Diagnostic, ...]:
    """Everything that a policy asks and this snapshot does not know for certain; all of it, at the lines that ask."""
    return tuple(_problems(ready, SnapshotReader(snapshot)))


def remarks(snapshot: Snapshot, now: datetime) -> tuple[Diagnostic, ...]:
    """What somebody should know who reads a plan made from it."""
    found = (
        [Diagnostic("GRA580", "warning", args={"names": ", ".join(snapshot.masked)})]
        if snapshot.masked
        else []
    )
    age = age_of(snapshot, now)
    if age > OLD:
        found.append(
            Diagnostic(
                "GRA575",
                "warning",
                args={"date": moment_text(snapshot), "days": str(age.days), "limit": str(OLD.days)},
            )
        )
    return tuple(found)


def age_of(snapshot: Snapshot, now: datetime) -> timedelta:
    """How long ago it was taken; nothing on a machine whose clock is behind."""
    return max(now - datetime.fromisoformat(snapshot.taken), timedelta())


def groups_of(policy: PolicySet) -> list[GroupRef]:
    """Every group that a policy names, of exceptions that have yet to begin too."""
    found = [*policy.organisation.protected_groups]
    for role in policy.roles.values():
        found += [*role.groups, *(group for device in role.devices for group in device.groups)]
    return [*found, *(exception.group for exception in policy.exceptions.values() if exception.group)]


def _taken(policy: PolicySet, reader: TenantReader, now: datetime, every: Sequence[str] | None) -> Taken:
    kinds = {kind.name: kind for kind in all_kinds()}
    tenant = reader.identity()
    reading = reader.objects(list(kinds.values()), policy.organisation.id)
    written = groups_of(policy)
    names = sorted({g.name for g in written if g.id is None}) if every is None else []
    ids = sorted(
        {
            *(g.id.lower() for g in written if g.id),
            *assigned_groups(reading),
            *(i.lower() for i in every or ()),
        }
    )
    directory = reader.directory(names, ids)
    asked = sorted({definition for kind in kinds.values() for definition in kind.definitions})
    known = reader.definitions(asked)
    ours = tuple(o for o in reading.ours if not kinds[o.kind].shared)
    people = number_directory(directory, reader.preconditions((), ()))
    snapshot = Snapshot(
        format_version=FORMAT_VERSION,
        tool_version=__version__,
        taken=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        organisation=policy.organisation.id,
        tenant=tenant,
        kinds=tuple(sorted(kinds)),
        every_group=every is not None,
        ours=ours,
        foreign=reading.foreign,
        shared=tuple(keep_properties(reading.shared, {name: _kept(kind) for name, kind in kinds.items()})),
        diagnostics=reading.diagnostics,
        names=_names(directory, every),
        groups=people.groups,
        absent_groups=tuple(sorted(set(ids) - set(directory.group_names))),
        devices=people.devices,
        people_total=directory.people_total,
        definitions=tuple(sorted(known)),
        absent_definitions=tuple(sorted(set(asked) - known)),
        scope_tags=tuple(SnapshotScopeTag(tag, name) for tag, name in reader.scope_tags().items())
        if stated(policy)
        else None,
        masked=tuple(sorted(one.name for one in ours if has_mask(one.body))),
        preconditions=people.preconditions,
    )
    snapshot = seal_snapshot(snapshot)
    return Taken(snapshot, remarks(snapshot, now))


def _names(directory: Directory, every: Sequence[str] | None) -> tuple[SnapshotName, ...]:
    """The names that were asked for; when every group was read, all of them."""
    if every is None:
        return tuple(SnapshotName(name, ids) for name, ids in sorted(directory.groups_by_name.items()))
    found: dict[str, list[str]] = {}
    for group, name in sorted(directory.group_names.items()):
        found.setdefault(name, []).append(group)
    return tuple(SnapshotName(name, tuple(ids)) for name, ids in sorted(found.items()))


def _kept(kind: Kind) -> frozenset[str]:
    return kind.identifying | {"@odata.type", "id", kind.name_property, kind.marker_property}


def _problems(ready: Ready, offline: SnapshotReader) -> Iterator[Diagnostic]:
    found, date = offline.snapshot, moment_text(offline.snapshot)
    if found.organisation != ready.policy.organisation.id:
        yield Diagnostic(
            "GRA574", span=ready.policy.organisation.span, args={"date": date, "found": found.organisation}
        )
        return
    if found.tool_version != __version__ or found.kinds != tuple(sorted(kind.name for kind in all_kinds())):
        yield Diagnostic("GRA573", args={"date": date, "found": found.tool_version, "ours": __version__})
        return
    for group in sorted(set(groups_of(ready.policy)), key=lambda g: (g.span, g.name)):
        if not offline.knows_group(group.name, group.id):
            yield Diagnostic("GRA571", span=group.span, args={"date": date, "name": group.name})
    if found.scope_tags is None:
        for tag in stated(ready.policy):
            yield Diagnostic("GRA586", span=tag.span, args={"date": date, "tag": tag.name or tag.id or ""})
    looked_up = frozenset({*found.definitions, *found.absent_definitions})
    for problem in unknown(ready.compiled.resources, looked_up):
        yield Diagnostic(
            "GRA572",
            span=problem.span,
            args={"date": date, "definition": problem.args["definition"]},
            address=problem.address,
        )
