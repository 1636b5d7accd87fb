"""Replicas that run behind: what a read may still show, or not yet show, in the seconds after a write.

Graph does not say how long lists of Intune lag; tools retry for a minute. Here the time is set by a fault (F6 to F10), each
replica lags its own share of it, and reads go round the replicas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from heapq import merge

from .store import Store, Stored

KINDS = ("F6", "F7", "F8", "F10")
"""Created but not listed; created but 404 by id; deleted but listed; assigned but shown as before."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One change to an object, and when it was made."""

    at: datetime
    before: Stored | None
    after: Stored | None

    @property
    def key(self) -> tuple[str, str]:
        """(collection, id)."""
        item = self.after or self.before
        assert item is not None
        return item.collection, item.id


@dataclass(slots=True)
class Lag:
    """How far reads run behind, and the changes that they may not show yet."""

    seconds: dict[str, float] = field(default_factory=dict)
    """Kind of lag -> the slowest replica's seconds."""
    replicas: int = 3
    traces: list[Trace] = field(default_factory=list)
    reads: int = 0

    def note(self, trace: Trace) -> None:
        """Remember a change; those that everybody sees by now are forgotten."""
        longest = max(self.seconds.values(), default=0.0)
        self.traces = [known for known in self.traces if (trace.at - known.at).total_seconds() < longest]
        self.traces.append(trace)

    def replica(self, store: Store, now: datetime) -> Store:
        """The store as the replica whose turn it is shows it."""
        self.reads += 1
        share = (self.reads % self.replicas + 1) / self.replicas
        unseen = {
            kind: {trace.key: trace for trace in reversed(self.traces) if (now - trace.at).total_seconds() < seconds * share}
            for kind, seconds in self.seconds.items()
        }
        return Replica(store, unseen) if any(unseen.values()) else store


class Replica(Store):
    """A view of a store for reading only, some changes behind."""

    def __init__(self, source: Store, unseen: Mapping[str, Mapping[tuple[str, str], Trace]]) -> None:
        self._db = source._db
        self.on_change = None
        self._unseen = unseen

    def get(self, collection: str, object_id: str) -> Stored | None:
        """One object, unless this replica has not heard of it."""
        found = super().get(collection, object_id)
        return None if found is None or self._created(found, "F7") else self._assigned(found)

    def objects(self, collections: tuple[str, ...], after: int = 0) -> Iterator[Stored]:
        """Objects in order of creation, without the newest and with those just deleted."""
        known = (self._assigned(found) for found in super().objects(collections, after) if not self._created(found, "F6"))
        gone = [trace.before for trace in self._unseen.get("F8", {}).values() if trace.after is None and trace.before is not None]
        back = sorted((item for item in gone if item.collection in collections and item.row > after), key=lambda item: item.row)
        return merge(known, back, key=lambda item: item.row)

    def _created(self, found: Stored, kind: str) -> bool:
        trace = self._unseen.get(kind, {}).get((found.collection, found.id))
        return trace is not None and trace.before is None

    def _assigned(self, found: Stored) -> Stored:
        trace = self._unseen.get("F10", {}).get((found.collection, found.id))
        if trace is None or trace.after is None:
            return found
        old = trace.before.nav.get("assignments", []) if trace.before else []
        return Stored(found.collection, found.id, found.type, found.body, {**found.nav, "assignments": old}, found.row)
