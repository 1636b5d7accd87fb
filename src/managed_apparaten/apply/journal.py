"""Keep on disk what a run is about to write, and what came of it.

The journal has one JSON object per line with a checksum, and is only appended to. Before a write is sent its
intent is synced to disk, with everything noted before; an answer needs no sync, because an intent without an
answer is looked into anyway. After a crash the journal shows which create may have happened without an
answer. Without the journal the tenant and the repository are enough to recover, only slower. It holds no
secret: bodies of policies, ids and codes. The format is `schemas/journal.json`.
"""

import errno
import os
import stat
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from managed_apparaten.apply.events import Op
from managed_apparaten.core.address import Address
from managed_apparaten.core.clock import Clock
from managed_apparaten.core.digest import JSON, canonical, digest, parse_json, short_digest
from managed_apparaten.plan.change import Change, Plan

FORMAT = 1
NAME = "journal.jsonl"
LARGEST = 256 * 1024 * 1024
"""The most bytes of a journal that are read. A run of a thousand writes takes half a megabyte."""
Verdict = Literal["ok", "refused", "ambiguous", "adopted", "waiting"]


class JournalFailed(Exception):
    """Raised when the journal cannot be kept: the disk is full, read-only, or the file is not ours. No write
    may follow."""


@dataclass(frozen=True, slots=True)
class EarlierRuns:
    """What earlier runs left in the journal."""

    entries: tuple[JSON, ...]
    damaged: bool
    """Whether a line other than an incomplete last one cannot be read, so that an intent may be missing."""

    def unresolved(self) -> frozenset[str]:
        """Return the addresses whose last create was sent, or about to be sent, without a recorded answer."""
        open_now: dict[str, bool] = {}
        for entry in self.entries:
            if entry.get("op") == "create" and entry["entry"] in ("intent", "outcome"):
                open_now[entry["address"]] = entry["entry"] == "intent" or entry["verdict"] == "ambiguous"
        return frozenset(address for address, is_open in open_now.items() if is_open)

    def began(self, plan_digest: str) -> bool:
        """Return whether a run of that plan was started."""
        return any(entry["entry"] == "start" and entry.get("plan") == plan_digest for entry in self.entries)

    def follows(self, tenant: str, objects: Iterable[str]) -> bool:
        """Return whether this journal has the last run on the tenant, as far as the tenant shows.

        That is so when the tenant has none of these objects that no run here knows, and the last run here
        either knew what came before it or waited until that showed, as it does before a create.
        """
        known, certain, run = set[str](), False, ""
        for entry in self.entries:
            if entry["entry"] == "start" and entry["tenant"] == tenant:
                known, certain, run = {*entry.get("objects", ())}, bool(entry.get("known")), entry["run"]
            elif entry["run"] == run:
                certain = certain or (entry["entry"] == "intent" and entry["op"] == "create")
                known |= {entry["object"]} - {None} if entry["entry"] == "outcome" else set()
        return certain and known >= {*objects}

    def approvals(self) -> tuple[dict[str, JSON], set[str]]:
        """Return the requests for approval whose end is not recorded, by code, and the codes of all
        requests."""
        requests = {entry["code"]: entry for entry in self.entries if entry["entry"] == "approval"}
        ended = {entry["code"] for entry in self.entries if entry["entry"] == "decision"}
        return {code: entry for code, entry in requests.items() if code not in ended}, {
            code.lower() for code in {*requests, *ended}
        }

    def created(self) -> dict[str, str]:
        """Return address -> id of the object that was last created for it, unless we deleted it."""
        ids: dict[str, str] = {}
        for entry in self.entries:
            if (
                entry["entry"] == "outcome"
                and entry["op"] == "create"
                and entry["verdict"] in ("ok", "adopted")
            ):
                ids[entry["address"]] = entry["object"]
        deleted = {
            e["object"]
            for e in self.entries
            if e["entry"] == "outcome" and e["op"] == "delete" and e["verdict"] == "ok"
        }
        return {address: object_id for address, object_id in ids.items() if object_id not in deleted}


@dataclass(slots=True)
class Journal:
    """The journal file, open for appending. `open_journal` makes one."""

    run: str
    clock: Clock
    past: EarlierRuns
    descriptor: int
    sequence: int = 0
    attempted: int = 0
    """The number of writes sent or about to be sent."""
    written: int = 0
    """The number of writes that may have changed something: answered with success, or not answered."""
    open_creates: set[str] = field(init=False)
    """Addresses whose create may have happened without an answer, in an earlier run or in this one."""

    known: dict[str, str] = field(init=False)
    """Address -> id, as `EarlierRuns.created`: a list may not show yet an object that is known to exist."""

    asked: dict[str, JSON] = field(init=False)
    """Requests for approval that are open as far as is known, by code."""
    codes: set[str] = field(init=False)
    """The codes of all recorded requests for approval, in lower case."""

    def __post_init__(self) -> None:
        self.asked, self.codes = self.past.approvals()
        self.open_creates = set(self.past.unresolved())
        self.known = self.past.created()

    def start(self, plan: Plan, *, known: bool = True) -> None:
        """Record that the run starts. `known` says whether it knows what was done just before."""
        objects = sorted({change.object_id for change in plan.changes if change.object_id})
        self._append(
            "start",
            {
                "plan": plan.digest,
                "organisation": plan.organisation,
                "tenant": plan.tenant_id,
                "objects": objects,
                "known": known,
            },
        )

    def change(self, change: Change) -> None:
        """Record that a change begins, with the object as it was before, so that a run can be undone."""
        before = asdict(change.before) if change.before else None
        self._append(
            "change",
            {**_of(change.address, change.object_id), "action": change.action, "before": before},
            sync=False,
        )

    def intent(self, address: Address, op: Op, object_id: str | None, payload: JSON) -> None:
        """Record that a write is about to be sent. Returns only when that is on disk."""
        self._append("intent", {**_of(address, object_id), "op": op, "payload": digest(payload)})
        self.attempted += 1

    def outcome(
        self, address: Address, op: Op, object_id: str | None, verdict: Verdict, reference: str = ""
    ) -> None:
        """Record the answer to the last intent of this address. `reference` is the request id of the
        service."""
        self.written += verdict in ("ok", "ambiguous")
        if op == "create":
            (self.open_creates.add if verdict == "ambiguous" else self.open_creates.discard)(str(address))
        self._append(
            "outcome",
            {**_of(address, object_id), "op": op, "verdict": verdict, "reference": reference},
            sync=False,
        )

    def approval(self, address: Address, object_id: str, request: Mapping[str, JSON]) -> None:
        """Record that a write waits for approval: the question, its code and the request."""
        code, entry = str(request["code"]), {**_of(address, object_id), **request}
        self._append("approval", entry)
        self.asked[code] = {**entry, "at": self.clock.now().isoformat()}
        self.codes.add(code.lower())

    def decided(self, address: Address, code: str, status: str) -> None:
        """Record how a request for approval ended."""
        self._append("decision", {"address": str(address), "code": code, "status": status})
        self.asked.pop(code, None)
        self.codes.add(code.lower())

    def end(self, exit_code: int) -> None:
        """Record that the run ended by itself."""
        self._append("end", {"exit": exit_code})

    def doubtful(self, address: Address) -> bool:
        """Return whether a create of this address may have happened unnoticed."""
        return self.past.damaged or str(address) in self.open_creates

    def close(self) -> None:
        """Close the file."""
        os.close(self.descriptor)

    def _append(self, entry: str, data: Mapping[str, JSON], *, sync: bool = True) -> None:
        self.sequence += 1
        record = {
            "v": FORMAT,
            "run": self.run,
            "n": self.sequence,
            "at": self.clock.now().isoformat(),
            "entry": entry,
            **data,
        }
        try:
            _write_all(self.descriptor, _line(record))
            if sync:
                os.fsync(self.descriptor)
        except OSError as error:
            raise JournalFailed(str(error)) from error


def run_id(plan_digest: str, started_at: str) -> str:
    """Return the id of a run, from the plan and the moment at which it began."""
    return short_digest({"plan": plan_digest, "at": started_at})


def open_journal(directory: Path, plan_digest: str, clock: Clock) -> Journal:
    """Open or create the journal in the directory of one tenant; the directory is made when it is missing.
    Raises JournalFailed."""
    try:
        folder = private_directory(directory)
        try:
            descriptor = private_file(folder, NAME)
            past = read(descriptor)
            size = os.fstat(descriptor).st_size
            if size and os.pread(descriptor, 1, size - 1) != b"\n":
                _write_all(descriptor, b"\n")
            os.fsync(descriptor)
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise JournalFailed(str(error)) from error
    return Journal(run_id(plan_digest, clock.now().isoformat()), clock, past, descriptor)


def private_directory(path: Path) -> int:
    """Open a directory that only we can enter, and return its descriptor. Raises OSError when it is a link,
    belongs to another user, or is open to others."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)
    _sync(path.parent)
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    facts = os.fstat(descriptor)
    if facts.st_uid != os.getuid() or stat.S_IMODE(facts.st_mode) & 0o077:
        os.close(descriptor)
        raise PermissionError(f"{path} must belong to you and be closed to others (mode 0700)")
    return descriptor


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def private_file(folder: int, name: str) -> int:
    """Open a plain file of ours in that directory for reading and appending. Raises OSError when it is
    anything else."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    descriptor = os.open(name, flags, 0o600, dir_fd=folder)
    facts = os.fstat(descriptor)
    if not stat.S_ISREG(facts.st_mode) or facts.st_nlink != 1 or facts.st_uid != os.getuid():
        os.close(descriptor)
        raise PermissionError(f"{name} is not a plain file of yours")
    return descriptor


def read(descriptor: int) -> EarlierRuns:
    """Return every complete entry in the file, and whether more than the last line is damaged."""
    with os.fdopen(os.dup(descriptor), "rb") as file:
        file.seek(0)
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise OSError(errno.EFBIG, f"{NAME} is larger than {LARGEST >> 20} MiB")
    lines = content.split(b"\n")
    entries = [_parsed(line) for line in lines[:-1]]
    return EarlierRuns(tuple(entry for entry in entries if entry is not None), any(_lost(entries, lines)))


def _lost(entries: list[JSON], lines: list[bytes]) -> Iterator[bool]:
    """Yield for each bad line whether it counts as damage. An incomplete line that a crash cut short has
    nothing or the start of a new run after it, and does not count."""
    for index, entry in enumerate(entries):
        if entry is None and lines[index]:
            following = next((e for e in entries[index + 1 :] if e is not None), None)
            yield not (following is not None and following["entry"] == "start")


def _parsed(line: bytes) -> JSON | None:
    try:
        record = parse_json(line)
        if not isinstance(record, dict) or not isinstance(record.get("entry"), str):
            return None
        checksum = record.pop("crc32", None)
        return record if checksum == zlib.crc32(canonical(record)) else None
    except ValueError:
        return None


def _line(record: Mapping[str, JSON]) -> bytes:
    return canonical({**record, "crc32": zlib.crc32(canonical(record))}) + b"\n"


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def _of(address: Address, object_id: str | None) -> dict[str, JSON]:
    return {"address": str(address), "object": object_id}
