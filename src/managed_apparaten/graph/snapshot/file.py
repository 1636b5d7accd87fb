"""A tenant in a file, for plans where no credentials are: everything that a plan reads, and nobody's name.

People and devices are running numbers. They are numbered by what the file says of them anyway (groups, platform, ownership), not
by their ids, so that somebody with a list of ids cannot line the two up. Groups keep id and name, because policies name them. The
bytes are canonical JSON with a digest over it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON, canonical, digest, is_canonical, members, parsed
from managed_apparaten.core.typed import Misfit, built
from managed_apparaten.graph.http.request import GraphRequest
from managed_apparaten.graph.http.urls import query
from managed_apparaten.graph.observed import ForeignObject, Observed, TenantIdentity
from managed_apparaten.graph.read.paging import read_list
from managed_apparaten.graph.read.preconditions import Preconditions
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.read.rounds import run_read

FORMAT_VERSION = 1
MAX_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SnapshotName:
    """A name that was asked for, and every group that carries it; none when no group does."""

    name: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SnapshotGroup:
    """A group with the numbers of the people and Entra devices in it, nested groups included."""

    id: str
    name: str
    people: tuple[int, ...]
    devices: tuple[int, ...]
    hidden: bool = False
    """Whether it did not say who is in it."""
    guests: tuple[int, ...] = ()
    """Those of the people who are guests."""
    unsure: tuple[int, ...] = ()
    """Those of the people of whom nobody can tell whether their account is enabled."""
    typeless: tuple[int, ...] = ()
    """Those of the people of whom nobody can tell whether they are guests."""
    unsure_devices: tuple[int, ...] = ()
    """Those of the devices of which nobody can tell whether their account is enabled."""


@dataclass(frozen=True, slots=True)
class SnapshotScopeTag:
    """A scope tag of Intune."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class SnapshotDevice:
    """An enrolled device: whose it is and which Entra device, by number."""

    person: int | None
    entra: int | None
    platform: str
    ownership: str
    version: str = ""
    """Of the operating system; of a personal device, and of one that may be personal, nobody asks."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was read of one tenant for one organisation, at one moment."""

    format_version: int
    tool_version: str
    taken: str
    """Moment of reading, UTC, as `2026-11-21T09:00:00Z`."""
    organisation: str
    """Whose objects are `ours`."""
    tenant: TenantIdentity
    kinds: tuple[str, ...]
    """Kinds of which every object was read."""
    every_group: bool
    """Whether all groups of the tenant were read, so that a group that is not here does not exist."""
    ours: tuple[Observed, ...]
    foreign: tuple[ForeignObject, ...]
    shared: tuple[Observed, ...]
    """Other people's apps: type, name, identifier, notes and assignments only."""
    diagnostics: tuple[Diagnostic, ...]
    names: tuple[SnapshotName, ...]
    groups: tuple[SnapshotGroup, ...]
    absent_groups: tuple[str, ...]
    """Ids that were asked for and that no group has."""
    devices: tuple[SnapshotDevice, ...]
    people_total: int
    definitions: tuple[str, ...]
    """Settings of the catalog that the tenant has, of those asked for."""
    absent_definitions: tuple[str, ...]
    scope_tags: tuple[SnapshotScopeTag, ...] | None
    """All of the tenant; None when the policy stated none, so that nobody asked."""
    masked: tuple[str, ...]
    """Objects of ours with a value that was not read, by name: somebody else put it there, and it can be a secret."""
    preconditions: Preconditions
    """What must be in place around the objects, and what of it was not read; people by number."""
    digest: str = ""


class SnapshotInvalid(Exception):
    """A file that is no snapshot, or no longer the snapshot it was."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def seal_snapshot(snapshot: Snapshot) -> Snapshot:
    """The snapshot with the digest over all the rest."""
    return replace(snapshot, digest=_digest_of(members(snapshot)))


def dump(snapshot: Snapshot) -> bytes:
    """The bytes of a snapshot file."""
    return canonical(snapshot) + b"\n"


def load(data: bytes) -> Snapshot:
    """The snapshot in a file. Raises `SnapshotInvalid`; never anything else, whatever the bytes."""
    if len(data) > MAX_BYTES:
        raise _invalid("GRA576", pointer="/")
    try:
        raw = parsed(data)
        same = is_canonical(data, raw)
    except (ValueError, RecursionError) as error:
        raise _invalid("GRA576", pointer="/") from error
    version = raw.get("format_version") if isinstance(raw, dict) else None
    if type(version) is int and version != FORMAT_VERSION:
        raise _invalid("GRA578", found=str(version), known=str(FORMAT_VERSION))
    try:
        found = built(Snapshot, raw)
    except Misfit as misfit:
        raise _invalid("GRA576", pointer=misfit.pointer or "/") from misfit
    if not same or _digest_of(raw) != found.digest:
        raise _invalid("GRA577")
    return found


def read_group_ids(reader: Reader) -> list[str]:
    """Ids of all groups of the tenant. Raises `ReadFailed` when the list has no end.

    https://learn.microsoft.com/graph/api/group-list
    """
    request = GraphRequest("GET", "/groups" + query(select="id", top="999"), "v1.0")
    return sorted(
        str(group["id"]).lower()
        for group in run_read(reader.transport, read_list(request, reader.root), reader.size_limit)
    )


def keep_properties(objects: Iterable[Observed], keep: Mapping[str, frozenset[str]]) -> list[Observed]:
    """Other people's objects with these properties of their bodies only, by kind."""
    return [
        replace(one, body={name: value for name, value in one.body.items() if name in keep[one.kind]})
        for one in objects
    ]


def moment_text(snapshot: Snapshot) -> str:
    """When it was taken, for people: `2026-11-21 09:00 UTC`."""
    return f"{snapshot.taken[:10]} {snapshot.taken[11:16]} UTC"


def _digest_of(raw: Mapping[str, JSON]) -> str:
    return digest({name: value for name, value in raw.items() if name != "digest"})


def _invalid(code: str, **args: str) -> SnapshotInvalid:
    return SnapshotInvalid(Diagnostic(code, args=args))
