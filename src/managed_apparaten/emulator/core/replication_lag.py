"""Eventual consistency: which changes a replica does not show yet, for each object, replica and kind of read apart.

Graph does not say how long lists of Intune lag behind a write. The faults F6, F7, F8, F10 and F41 to F43 give a bound, and each
change gets a delay of its own within it at each replica. Delays, and the order in which reads go to the replicas, follow from a
seed: the same run shows the same. A newer object can be listed before an older one, and an object can show at one read and be
missing from the next. When the bound has passed, every replica shows everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from heapq import merge
from typing import Literal

from managed_apparaten.emulator.core.store import Link, Store, Stored

View = Literal["list", "item"]
Key = tuple[str, str]
"""(collection, id) of an object."""
CREATED: Mapping[View, str] = {"list": "F6", "item": "F7"}
DELETED: Mapping[View, str] = {"list": "F8", "item": "F42"}
ASSIGNED, CHANGED, LINKED = "F10", "F41", "F43"
KINDS = (*CREATED.values(), *DELETED.values(), ASSIGNED, CHANGED, LINKED)
FORMS = ("seconds", "alike", "exact")
"""A delay per object and replica; the same for all objects, a share of the bound per replica; the whole bound at every replica."""
ASSIGNMENTS, GROUPS = "assignments", "groups"


@dataclass(frozen=True, slots=True)
class LagRule:
    """One lag that was asked for."""

    kind: str
    seconds: float
    """No delay is longer."""
    form: str = FORMS[0]
    path: str = ""
    """Regular expression, searched in `/collection/id` of the object; of a member that comes or leaves, of its group."""
    name: str = ""
    """displayName (or name) of the only object that it is about; empty: all."""

    def fits(self, item: Stored) -> bool:
        """Whether it is about an object."""
        named = not self.name or self.name in (item.body.get("displayName"), item.body.get("name"))
        return named and re.search(self.path, f"/{item.collection}/{item.id}") is not None


@dataclass(frozen=True, slots=True)
class Trace:
    """One change to an object, and when it was made; `number` tells changes of one object apart."""

    at: datetime
    before: Stored | None
    after: Stored | None
    number: int = 0

    @property
    def item(self) -> Stored:
        """The object after the change, or before it was deleted."""
        item = self.after or self.before
        assert item is not None
        return item

    @property
    def key(self) -> Key:
        """(collection, id)."""
        return self.item.collection, self.item.id

    @property
    def existence(self) -> bool:
        """Whether it is a create or a delete."""
        return self.before is None or self.after is None


@dataclass(frozen=True, slots=True)
class Joined:
    """One member that was added to a group or removed from it."""

    at: datetime
    link: Link
    added: bool
    holder: Stored
    """The group, as it was then."""
    number: int = 0


Delay = Callable[[str, View, Trace], float]
"""(kind of lag, kind of read, change) -> seconds before a replica shows the change."""


@dataclass(slots=True)
class Lag:
    """How far reads run behind, and the changes that they may not show yet."""

    seed: str = ""
    replicas: int = 3
    rules: list[LagRule] = field(default_factory=list)
    """The last one that fits an object counts."""
    traces: list[Trace] = field(default_factory=list)
    joined: list[Joined] = field(default_factory=list)
    reads: int = 0
    changes: int = 0

    def add(self, rule: LagRule) -> None:
        """Let reads run behind from now on."""
        self.rules.append(rule)

    def note(self, now: datetime, before: Stored | None, after: Stored | None) -> None:
        """Remember a change to an object."""
        self._forget(now)
        self.traces.append(Trace(now, before, after, self.changes))

    def note_link(self, now: datetime, link: Link, added: bool, store: Store) -> None:
        """Remember that a member was added or removed."""
        self._forget(now)
        holder = store.get(GROUPS, link[0]) or Stored(GROUPS, link[0], "group", {}, {})
        self.joined.append(Joined(now, link, added, holder, self.changes))

    def _forget(self, now: datetime) -> None:
        """Drop the changes that every replica shows by now."""
        self.changes += 1
        longest = max((rule.seconds for rule in self.rules), default=0.0)
        self.traces = [known for known in self.traces if (now - known.at).total_seconds() < longest]
        self.joined = [known for known in self.joined if (now - known.at).total_seconds() < longest]

    def replica(self, store: Store, now: datetime) -> Store:
        """The store as the replica shows it that answers this read."""
        self.reads += 1
        number = self._turn()
        known: dict[Key, list[Trace]] = {}
        for trace in self.traces:
            known.setdefault(trace.key, []).append(trace)
        unseen = [
            link for link in self.joined if (now - link.at).total_seconds() < self._link_delay(link, number)
        ]
        if not known and not unseen:
            return store
        return Replica(
            store,
            _Moment(now, lambda kind, view, trace: self.delay(kind, view, trace, number)),
            known,
            unseen,
        )

    def _turn(self) -> int:
        """The replica of this read: in turn when all objects lag alike, else in an order that follows from the seed."""
        if all(rule.form == "alike" for rule in self.rules):
            return self.reads % self.replicas
        return int(self._draw("read", str(self.reads)) * self.replicas)

    def delay(self, kind: str, view: View, trace: Trace, replica: int) -> float:
        """Seconds before a replica shows a change to one kind of read; zero when no lag is about the object."""
        item = trace.item
        return self._within(kind, item, f"{view}/{item.collection}/{item.id}/{trace.number}", replica)

    def _link_delay(self, joined: Joined, replica: int) -> float:
        return self._within(LINKED, joined.holder, f"{'/'.join(joined.link)}/{joined.number}", replica)

    def _within(self, kind: str, item: Stored, own: str, replica: int) -> float:
        rule = next((rule for rule in reversed(self.rules) if rule.kind == kind and rule.fits(item)), None)
        if rule is None:
            return 0.0
        if rule.form == "exact":
            return rule.seconds
        share = (
            (replica + 1) / self.replicas
            if rule.form == "alike"
            else self._draw(rule.kind, own, str(replica))
        )
        return rule.seconds * share

    def _draw(self, *what: str) -> float:
        """A number from 0 up to 1 that follows from the seed and what it is for."""
        digest = blake2b("\n".join((self.seed, *what)).encode(), digest_size=7).digest()
        return int.from_bytes(digest) / 2**56


@dataclass(frozen=True, slots=True)
class _Moment:
    """One read at one replica."""

    now: datetime
    delay: Delay

    def shows(self, kind: str, view: View, trace: Trace) -> bool:
        """Whether the replica has a change by now."""
        return (self.now - trace.at).total_seconds() >= self.delay(kind, view, trace)

    def exists(self, traces: list[Trace], view: View, now_there: bool) -> bool:
        """Whether the object is there, by the newest create or delete that the replica has."""
        made = [trace for trace in traces if trace.existence]
        for trace in reversed(made):
            if self.shows((CREATED if trace.before is None else DELETED)[view], view, trace):
                return trace.after is not None
        return made[0].before is not None if made else now_there

    def before(self, traces: list[Trace], kind: str, view: View) -> Trace | None:
        """The oldest change after the newest one that the replica has; None when it has the last."""
        missing: Trace | None = None
        for trace in reversed(traces):
            if self.shows(kind, view, trace):
                break
            missing = trace
        return missing


class Replica(Store):
    """A view of a store for reading only, some changes behind."""

    def __init__(
        self, source: Store, moment: _Moment, known: Mapping[Key, list[Trace]], unseen: list[Joined]
    ) -> None:
        self._db = source._db
        self.on_change = self.on_link = None
        self.present = source.present
        self._moment, self._known, self._unseen = moment, known, unseen

    def get(self, collection: str, object_id: str) -> Stored | None:
        """One object, as this replica shows it."""
        return self._shown((collection, object_id), super().get(collection, object_id), "item")

    def objects(self, collections: tuple[str, ...], after: int = 0) -> Iterator[Stored]:
        """Objects in order of creation, as this replica shows them."""
        current = super().objects(collections, after)
        known = (
            shown
            for found in current
            if (shown := self._shown((found.collection, found.id), found, "list")) is not None
        )
        gone = (
            self._shown(key, None, "list")
            for key in self._known
            if key[0] in collections and super(Replica, self).get(*key) is None
        )
        back = sorted(
            (item for item in gone if item is not None and item.row > after), key=lambda item: item.row
        )
        return merge(known, back, key=lambda item: item.row)

    def children(self, parent: str, *, deep: bool) -> list[tuple[str, str]]:
        """Members, direct or through nested groups, as this replica shows them."""
        if not self._unseen:
            return super().children(parent, deep=deep)
        found: dict[str, str] = {}
        waiting = [parent]
        while waiting:
            fresh = {child: kind for child, kind in self._direct(waiting.pop()) if child not in found}
            found |= fresh
            waiting += fresh if deep else ()
        return sorted(found.items())

    def parents(self, child: str, *, deep: bool) -> list[str]:
        """Groups that hold an object, as this replica shows them."""
        if not self._unseen:
            return super().parents(child, deep=deep)
        found: set[str] = set()
        waiting = [child]
        while waiting:
            fresh = set(self._holders(waiting.pop())) - found
            found |= fresh
            waiting += fresh if deep else ()
        return sorted(found)

    def _direct(self, parent: str) -> list[tuple[str, str]]:
        members = dict(super().children(parent, deep=False))
        for known in reversed(self._unseen):
            holder, member, kind = known.link
            if holder == parent and known.added:
                members.pop(member, None)
            elif holder == parent:
                members[member] = kind
        return sorted(members.items())

    def _holders(self, child: str) -> list[str]:
        holders = dict.fromkeys(super().parents(child, deep=False))
        for known in reversed(self._unseen):
            holder, member, _ = known.link
            if member == child and known.added:
                holders.pop(holder, None)
            elif member == child:
                holders[holder] = None
        return list(holders)

    def _shown(self, key: Key, current: Stored | None, view: View) -> Stored | None:
        traces = self._known.get(key)
        if traces is None:
            return current
        last = current or next((trace.before for trace in reversed(traces) if trace.before is not None), None)
        if last is None or not self._moment.exists(traces, view, current is not None):
            return None
        changes = [trace for trace in traces if not trace.existence]
        older = self._moment.before(changes, CHANGED, view)
        shown = (
            last
            if older is None or older.before is None
            else replace(last, body=older.before.body, nav=older.before.nav)
        )
        missing = self._moment.before([trace for trace in traces if trace.after is not None], ASSIGNED, view)
        source = last if missing is None else missing.before
        assignments = source.nav.get(ASSIGNMENTS, []) if source is not None else []
        return (
            replace(shown, nav={**shown.nav, ASSIGNMENTS: assignments})
            if assignments or ASSIGNMENTS in shown.nav
            else shown
        )
