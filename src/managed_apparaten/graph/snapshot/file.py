"""A snapshot: a file with everything that a plan reads from a tenant, without names of people.

It makes plans where no credentials are. People and devices are numbers, derived from what the file says about
them anyway (groups, platform, ownership) and not from their ids, so that a list of ids cannot be matched with
them. Groups keep id and name, because policies name them. The file is canonical JSON with a digest of its
content; the fields of the classes are its keys.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON, canonical, digest, field_values, is_canonical, parse_json
from managed_apparaten.core.typed import TypeMismatch, from_plain_json
from managed_apparaten.graph.http.request import GraphRequest
from managed_apparaten.graph.http.urls import query
from managed_apparaten.graph.observed import ForeignObject, Observed, TenantIdentity
from managed_apparaten.graph.read.paging import read_list
from managed_apparaten.graph.read.preconditions import Preconditions
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.read.rounds import run_read

FORMAT_VERSION = 1
MAX_BYTES = 256 * 1024 * 1024
"""Largest file that is read."""


@dataclass(frozen=True, slots=True)
class SnapshotName:
    """A name that was requested, with the ids of all groups that have it; none when no group does."""

    name: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SnapshotGroup:
    """A group, with the numbers of the people and Entra devices in it, including nested groups."""

    id: str
    name: str
    people: tuple[int, ...]
    devices: tuple[int, ...]
    hidden: bool = False
    """Whether it did not show its members."""
    guests: tuple[int, ...] = ()
    """Those of the people who are guests."""
    unsure: tuple[int, ...] = ()
    """Those of the people for whom it is unknown whether the account is enabled."""
    typeless: tuple[int, ...] = ()
    """Those of the people of whom it is unknown whether they are guests."""
    unsure_devices: tuple[int, ...] = ()
    """Those of the devices for which it is unknown whether the account is enabled."""


@dataclass(frozen=True, slots=True)
class SnapshotScopeTag:
    """A scope tag of Intune."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class SnapshotDevice:
    """An enrolled device, with the numbers of its user and of its Entra device."""

    person: int | None
    entra: int | None
    platform: str
    ownership: str
    version: str = ""
    """Version of the operating system. Empty for a personal device, and for one that may be personal: there
    it is not recorded."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was read from one tenant for one organisation, at one moment."""

    format_version: int
    tool_version: str
    taken: str
    """Moment of reading in UTC, such as `2026-11-21T09:00:00Z`."""
    organisation: str
    """The organisation whose objects are in `ours`."""
    tenant: TenantIdentity
    kinds: tuple[str, ...]
    """Kinds of which every object was read."""
    every_group: bool
    """Whether all groups of the tenant were read; then a group that is not in the file does not exist."""
    ours: tuple[Observed, ...]
    foreign: tuple[ForeignObject, ...]
    shared: tuple[Observed, ...]
    """Apps of others: only type, name, identifier, notes and assignments."""
    diagnostics: tuple[Diagnostic, ...]
    names: tuple[SnapshotName, ...]
    groups: tuple[SnapshotGroup, ...]
    absent_groups: tuple[str, ...]
    """Requested group ids that do not exist."""
    devices: tuple[SnapshotDevice, ...]
    people_total: int
    definitions: tuple[str, ...]
    """Requested settings catalog definitions that the tenant has."""
    absent_definitions: tuple[str, ...]
    """Requested settings catalog definitions that the tenant does not have."""
    scope_tags: tuple[SnapshotScopeTag, ...] | None
    """All scope tags of the tenant; None when they were not read because the policy states none."""
    masked: tuple[str, ...]
    """Names of our objects with a value that was not read, because somebody else wrote it and it can be a
    secret."""
    preconditions: Preconditions
    """What the objects need around them, with people as numbers, and which parts could not be read."""
    digest: str = ""
    """Digest of all other fields."""


class SnapshotInvalid(Exception):
    """The file is no snapshot, or was changed after it was made."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def seal_snapshot(snapshot: Snapshot) -> Snapshot:
    """Return the snapshot with the digest of all its other fields."""
    return replace(snapshot, digest=_digest_of(field_values(snapshot)))


def dump(snapshot: Snapshot) -> bytes:
    """Return the bytes of a snapshot file."""
    return canonical(snapshot) + b"\n"


def load(data: bytes) -> Snapshot:
    """Return the snapshot in a file; raise `SnapshotInvalid`, and nothing else, whatever the bytes are."""
    if len(data) > MAX_BYTES:
        raise _invalid("GRA576", pointer="/")
    try:
        raw = parse_json(data)
        is_unchanged = is_canonical(data, raw)
    except (ValueError, RecursionError) as error:
        raise _invalid("GRA576", pointer="/") from error
    version = raw.get("format_version") if isinstance(raw, dict) else None
    if type(version) is int and version != FORMAT_VERSION:
        raise _invalid("GRA578", found=str(version), known=str(FORMAT_VERSION))
    try:
        snapshot = from_plain_json(Snapshot, raw)
    except TypeMismatch as misfit:
        raise _invalid("GRA576", pointer=misfit.pointer or "/") from misfit
    if not is_unchanged or _digest_of(raw) != snapshot.digest:
        raise _invalid("GRA577")
    return snapshot


def read_group_ids(reader: Reader) -> list[str]:
    """Return the ids of all groups of the tenant; raise `ReadFailed` when they cannot all be read.

    https://learn.microsoft.com/graph/api/group-list
    """
    request = GraphRequest("GET", "/groups" + query(select="id", top="999"), "v1.0")
    return sorted(
        str(group["id"]).lower()
        for group in run_read(reader.transport, read_list(request, reader.root), reader.size_limit)
    )


def keep_properties(objects: Iterable[Observed], keep: Mapping[str, frozenset[str]]) -> list[Observed]:
    """Return objects with only these properties of their bodies. `keep` holds the names by kind."""
    return [
        replace(
            observed,
            body={name: value for name, value in observed.body.items() if name in keep[observed.kind]},
        )
        for observed in objects
    ]


def moment_text(snapshot: Snapshot) -> str:
    """Return the moment of reading for people, such as `2026-11-21 09:00 UTC`."""
    return f"{snapshot.taken[:10]} {snapshot.taken[11:16]} UTC"


def _digest_of(raw: Mapping[str, JSON]) -> str:
    """Return the digest of all fields except the digest itself."""
    return digest({name: value for name, value in raw.items() if name != "digest"})


def _invalid(code: str, **args: str) -> SnapshotInvalid:
    return SnapshotInvalid(Diagnostic(code, args=args))
