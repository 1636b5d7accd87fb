"""State of the tenant in one SQLite file (or in memory): objects, group edges, audit log, counters.

An object keeps only what was set (defaults are added when it is read) and, apart from its body, the contained
collections that Graph reaches by navigation: assignments, apps, settings, scheduled actions.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from managed_apparaten.emulator.core.http import JSON

SCHEMA = """
CREATE TABLE IF NOT EXISTS objects(
  row INTEGER PRIMARY KEY AUTOINCREMENT, collection TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL,
  body BLOB NOT NULL, nav BLOB NOT NULL, UNIQUE(collection, id));
CREATE TABLE IF NOT EXISTS edges(parent TEXT NOT NULL, child TEXT NOT NULL, kind TEXT NOT NULL, PRIMARY KEY(parent, child)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS edges_child ON edges(child);
CREATE TABLE IF NOT EXISTS audit(
  seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, actor TEXT NOT NULL, method TEXT NOT NULL, url TEXT NOT NULL,
  status INTEGER NOT NULL, type TEXT NOT NULL, object_id TEXT NOT NULL, name TEXT NOT NULL, before BLOB, after BLOB,
  application TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS serials(key TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS applications(id TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settings(key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS requests(method TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
"""


Link = tuple[str, str, str]
"""A membership edge: id of the parent, id of the child, collection of the child."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One object as kept: `body` holds what was set, `nav` the contained collections."""

    collection: str
    id: str
    type: str
    body: dict[str, JSON]
    nav: dict[str, list[dict[str, JSON]]]
    row: int = 0

    def state(self) -> JSON:
        """Body and contained collections as one JSON value, for the audit log."""
        return {**self.body, **self.nav}


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One write that was asked for, and what became of it."""

    seq: int
    at: str
    actor: str
    method: str
    url: str
    status: int
    type: str
    object_id: str
    name: str
    """displayName (or name) of the object."""
    before: JSON
    """State before the write; None for a create or a refused write."""
    after: JSON
    """State after it; None for a delete or a refused write."""
    application: str = ""
    """The application through which a person made it; empty when the actor is an application."""


class Store:
    """The only mutable state of the emulator."""

    def __init__(self, path: Path | None = None) -> None:
        self.on_change: Callable[[Stored | None, Stored | None], None] | None = None
        """Told of every change to an object: its state before and after."""
        self.present: Callable[[Store, Stored], Stored | None] | None = None
        """Makes the object that is shown now of the one that is kept; None hides it."""
        self.on_link: Callable[[Link, bool], None] | None = None
        """Told of every membership edge that is added (True) or removed (False)."""
        self._db = sqlite3.connect(
            ":memory:" if path is None else str(path), isolation_level=None, check_same_thread=False
        )
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(SCHEMA)
        if "application" not in {row[1] for row in self._db.execute("PRAGMA table_info(audit)")}:
            self._db.execute("ALTER TABLE audit ADD COLUMN application TEXT NOT NULL DEFAULT ''")

    def copy(self) -> sqlite3.Connection:
        """The whole state as a database in memory, to restore from."""
        taken = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.backup(taken)
        return taken

    def restore(self, taken: sqlite3.Connection) -> None:
        """Overwrite everything with what was copied."""
        taken.backup(self._db)

    def close(self) -> None:
        """Close the file; the store is unusable afterwards."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; another process waits until it is done."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """All or nothing inside a transaction, which itself goes on."""
        self._db.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK TO part")
            self._db.execute("RELEASE part")
            raise
        self._db.execute("RELEASE part")

    def get(self, collection: str, object_id: str) -> Stored | None:
        """One object, or None."""
        sql = "SELECT row, collection, id, type, body, nav FROM objects WHERE collection=? AND id=?"
        row = self._db.execute(sql, (collection, object_id)).fetchone()
        return None if row is None else self._presented(row)

    def objects(self, collections: tuple[str, ...], after: int = 0) -> Iterator[Stored]:
        """Objects of the collections in order of creation, from the row after `after`."""
        sql = """SELECT row, collection, id, type, body, nav FROM objects
                 WHERE collection IN (SELECT value FROM json_each(?)) AND row>? ORDER BY row"""
        rows = self._db.execute(sql, (orjson.dumps(collections).decode(), after))
        return (found for row in rows if (found := self._presented(row)) is not None)

    def _presented(self, row: tuple[int, str, str, str, bytes, bytes]) -> Stored | None:
        item = Stored(row[1], row[2], row[3], _json(row[4]), _json(row[5]), row[0])
        return item if self.present is None else self.present(self, item)

    def insert(self, objects: Iterable[Stored]) -> None:
        """Add objects; ids must be new."""
        found = list(objects)
        rows = [
            (item.collection, item.id, item.type, orjson.dumps(item.body), orjson.dumps(item.nav))
            for item in found
        ]
        self._db.executemany("INSERT INTO objects(collection, id, type, body, nav) VALUES(?,?,?,?,?)", rows)
        if self.on_change:
            for item in found:
                self.on_change(None, item)

    def replace(self, item: Stored) -> None:
        """Overwrite body and contained collections of an object."""
        if self.on_change:
            self.on_change(self.get(item.collection, item.id), item)
        sql = "UPDATE objects SET body=?, nav=? WHERE collection=? AND id=?"
        self._db.execute(sql, (orjson.dumps(item.body), orjson.dumps(item.nav), item.collection, item.id))

    def put(self, item: Stored) -> None:
        """Add an object, or overwrite the one with its id."""
        if self.get(item.collection, item.id) is None:
            self.insert([item])
        else:
            self.replace(item)

    def delete(self, collection: str, object_id: str) -> None:
        """Remove an object and its membership edges."""
        if self.on_change:
            self.on_change(self.get(collection, object_id), None)
        self._db.execute("DELETE FROM objects WHERE collection=? AND id=?", (collection, object_id))
        self._db.execute("DELETE FROM edges WHERE parent=? OR child=?", (object_id, object_id))

    def connect(self, edges: Iterable[Link]) -> None:
        """Add (parent, child, kind of child) edges; kind is a collection name: users, groups, devices."""
        found = list(edges)
        self._db.executemany("INSERT OR IGNORE INTO edges VALUES(?,?,?)", found)
        if self.on_link:
            for edge in found:
                self.on_link(edge, True)

    def disconnect(self, parent: str, child: str) -> bool:
        """Remove an edge; whether it was there."""
        gone = self._db.execute(
            "DELETE FROM edges WHERE parent=? AND child=? RETURNING parent, child, kind", (parent, child)
        ).fetchall()
        if self.on_link:
            for edge in gone:
                self.on_link(edge, False)
        return bool(gone)

    def children(self, parent: str, *, deep: bool) -> list[tuple[str, str]]:
        """(id, kind) of members, direct or through nested groups; each once."""
        if not deep:
            return self._db.execute(
                "SELECT child, kind FROM edges WHERE parent=? ORDER BY child", (parent,)
            ).fetchall()
        sql = """WITH RECURSIVE tree(id, kind) AS (SELECT child, kind FROM edges WHERE parent=?
                 UNION SELECT e.child, e.kind FROM edges e JOIN tree t ON e.parent=t.id) SELECT id, kind FROM tree ORDER BY id"""
        return self._db.execute(sql, (parent,)).fetchall()

    def parents(self, child: str, *, deep: bool) -> list[str]:
        """Ids of the groups that hold an object, direct or through nesting."""
        if not deep:
            return [
                row[0]
                for row in self._db.execute(
                    "SELECT parent FROM edges WHERE child=? ORDER BY parent", (child,)
                )
            ]
        sql = """WITH RECURSIVE tree(id) AS (SELECT parent FROM edges WHERE child=?
                 UNION SELECT e.parent FROM edges e JOIN tree t ON e.child=t.id) SELECT id FROM tree ORDER BY id"""
        return [row[0] for row in self._db.execute(sql, (child,))]

    def serial(self, key: str) -> int:
        """The next number, from 1, of a named series."""
        sql = "INSERT INTO serials VALUES(?,1) ON CONFLICT(key) DO UPDATE SET n=n+1 RETURNING n"
        return int(self._db.execute(sql, (key,)).fetchone()[0])

    def record(self, entry: AuditEntry) -> None:
        """Append to the audit log; the log numbers the entry itself."""
        values = (
            entry.at,
            entry.actor,
            entry.method,
            entry.url,
            entry.status,
            entry.type,
            entry.object_id,
            entry.name,
        )
        states = (
            None if entry.before is None else orjson.dumps(entry.before),
            None if entry.after is None else orjson.dumps(entry.after),
        )
        columns = "at, actor, method, url, status, type, object_id, name, before, after, application"
        self._db.execute(
            f"INSERT INTO audit({columns}) VALUES(?,?,?,?,?,?,?,?,?,?,?)",
            (*values, *states, entry.application),
        )

    def audit(self) -> list[AuditEntry]:
        """The whole log, oldest first."""
        rows = self._db.execute("SELECT * FROM audit ORDER BY seq")
        return [_entry(row) for row in rows]

    def last_change(self) -> int:
        """The number of the log's last entry."""
        return int(self._db.execute("SELECT coalesce(max(seq), 0) FROM audit").fetchone()[0])

    def changes(self, kind: str, after: int, until: int) -> list[AuditEntry]:
        """The entries of writes of one type that were carried out, after one entry up to another."""
        sql = "SELECT * FROM audit WHERE seq>? AND seq<=? AND type=? AND status<300 ORDER BY seq"
        return [_entry(row) for row in self._db.execute(sql, (after, until, kind))]

    def keep_application(self, app_id: str, body: JSON) -> None:
        """Add or replace an app registration."""
        self._db.execute("INSERT OR REPLACE INTO applications VALUES(?,?)", (app_id, orjson.dumps(body)))

    def applications(self) -> dict[str, dict[str, JSON]]:
        """App registrations by client id."""
        return {
            row[0]: _json(row[1]) for row in self._db.execute("SELECT id, body FROM applications ORDER BY id")
        }

    def keep_setting(self, key: str, value: JSON) -> None:
        """Set something about the tenant itself."""
        self._db.execute("INSERT OR REPLACE INTO settings VALUES(?,?)", (key, orjson.dumps(value)))

    def setting(self, key: str) -> JSON:
        """What was set, or None."""
        row = self._db.execute("SELECT value FROM settings WHERE key=?", (key,)).fetchone()
        return None if row is None else _json(row[0])

    def add_requests(self, counted: dict[str, int]) -> None:
        """Add to the request counters."""
        sql = "INSERT INTO requests VALUES(?,?) ON CONFLICT(method) DO UPDATE SET n=n+excluded.n"
        self._db.executemany(sql, counted.items())

    def requests(self) -> dict[str, int]:
        """Requests so far by method."""
        return dict(self._db.execute("SELECT method, n FROM requests ORDER BY method").fetchall())

    def add_tallies(self, counted: dict[str, int]) -> None:
        """Add to named tallies."""
        sql = "INSERT INTO serials VALUES(?,?) ON CONFLICT(key) DO UPDATE SET n=n+excluded.n"
        self._db.executemany(sql, [(f"tally/{name}", number) for name, number in counted.items() if number])

    def tally(self, name: str) -> int:
        """A named tally so far."""
        row = self._db.execute("SELECT n FROM serials WHERE key=?", (f"tally/{name}",)).fetchone()
        return int(row[0]) if row else 0

    def sizes(self) -> dict[str, int]:
        """Number of objects by collection."""
        return dict(
            self._db.execute(
                "SELECT collection, count(*) FROM objects GROUP BY collection ORDER BY collection"
            ).fetchall()
        )


def _entry(row: tuple[Any, ...]) -> AuditEntry:
    before, after = (None if blob is None else _json(blob) for blob in row[9:11])
    return AuditEntry(*(*row[:9], before, after, row[11]))


def _json(blob: bytes) -> JSON:
    """What is kept in a cell. A cell that somebody or something spoilt is damage of the file, as any that SQLite itself finds."""
    try:
        return orjson.loads(blob)
    except (orjson.JSONDecodeError, TypeError) as error:
        raise sqlite3.DatabaseError(f"a damaged row: {error}") from error
