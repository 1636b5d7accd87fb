"""The tenant: takes a request, gives an answer, keeps the books. No sockets, no clock of its own.

It never raises for bad input and never answers 5xx by itself.
"""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

import orjson

from . import address, batch, catalog, errors, metadata, query, routing
from .behaviour import Behaviours
from .call import Call, Reply, World, timestamp
from .http import Request, Response
from .store import AuditEntry, Store, Stored
from .validate import Validator

WRITES = frozenset({"POST", "PATCH", "PUT", "DELETE"})
JSON_TYPE = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"


@dataclass(frozen=True, slots=True)
class Counts:
    """How busy and how full the tenant is."""

    requests: Mapping[str, int]
    """Requests so far by method; parts of a batch count alone."""
    objects: Mapping[str, int]
    """Objects by collection."""


def random_ids(_name: str) -> str:
    """A random GUID, whatever the name."""
    return str(uuid.uuid4())


def seeded_ids(seed: str) -> Callable[[str], str]:
    """GUIDs that follow from the seed and what they are for, so that a transcript can be reproduced."""
    return lambda name: str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:embedded-tenant:{seed}:{name}"))


class Tenant:
    """One tenant."""

    def __init__(
        self, store: Store, *, clock: Callable[[], datetime], behaviours: Behaviours | None = None,
        new_id: Callable[[str], str] = random_ids,
    ) -> None:  # fmt: skip
        self._world = World(store, clock, behaviours or Behaviours(), new_id, catalog.load())
        self._validators: dict[str, Validator] = {}
        self._requests: Counter[str] = Counter()
        self._number = 0
        self._lock = threading.RLock()

    @classmethod
    def open(
        cls, path: Path | None, *, clock: Callable[[], datetime], behaviours: Behaviours | None = None,
        new_id: Callable[[str], str] = random_ids,
    ) -> Self:  # fmt: skip
        """A tenant in a SQLite file, or in memory when `path` is None."""
        return cls(Store(path), clock=clock, behaviours=behaviours, new_id=new_id)

    @property
    def behaviours(self) -> Behaviours:
        """What is switched on."""
        return self._world.behaviours

    def handle(self, request: Request) -> Response:
        """Answer one request."""
        with self._lock:
            self._requests[request.method] += 1
            return self._answer(request)

    def insert(self, objects: Iterable[Stored], edges: Iterable[tuple[str, str, str]] = ()) -> None:
        """Put objects and membership edges in without the front door: for seeds. Not in the audit log."""
        with self._lock, self._world.store.transaction():
            self._world.store.insert(objects)
            self._world.store.connect(edges)

    def audit(self) -> list[AuditEntry]:
        """Every write that was asked for, oldest first; refused ones have their status and no states."""
        with self._lock:
            return self._world.store.audit()

    def counts(self) -> Counts:
        """Requests by method and objects by collection."""
        with self._lock:
            self._flush()
            return Counts(self._world.store.requests(), self._world.store.sizes())

    def close(self) -> None:
        """Write what is pending and close the file."""
        with self._lock:
            self._flush()
            self._world.store.close()

    def _flush(self) -> None:
        if self._requests:
            self._world.store.add_requests(dict(self._requests))
            self._requests.clear()

    def _answer(self, request: Request) -> Response:
        """Route, write in one transaction, log, and turn refusals into Graph's error body."""
        self._number += 1
        try:
            url = address.parse(request.url)
            if url.segments == ("$batch",):
                return self._batch(request, url)
            call = self._call(request, url)
            if request.method not in WRITES:
                return self._respond(request, routing.read(call))
            with self._world.store.transaction():
                reply = routing.write(call)
                self._record(request, reply)
            return self._respond(request, reply)
        except errors.GraphError as error:
            if request.method in WRITES and not request.url.endswith("/$batch"):
                self._record(request, Reply(error.status))
            return self._refuse(request, error)

    def _call(self, request: Request, url: address.Url) -> Call:
        version = metadata.load(url.version)
        return Call(self._world, request, url, query.parse(url.options), version, self._validator(url.version))

    def _validator(self, version: str) -> Validator:
        found = self._validators.get(version)
        if found is None:
            found = self._validators[version] = Validator(metadata.load(version), self._world.behaviours)
        return found

    def _batch(self, request: Request, url: address.Url) -> Response:
        if request.method != "POST":
            raise errors.method_not_allowed()
        body = self._call(request, url).body()
        return self._respond(request, Reply(200, batch.run(request, url.version, body, self._world.behaviours, self.handle)))

    def _record(self, request: Request, reply: Reply) -> None:
        change = reply.change
        what = (change.type, change.id, change.name, change.before, change.after) if change else ("", "", "", None, None)
        path = request.url.partition("?")[0].removeprefix(address.DEFAULT_ROOT).encode("utf-8", "replace").decode()
        now = timestamp(self._world.clock())
        self._world.store.record(AuditEntry(0, now, request.actor, request.method, path, reply.status, *what))

    def _headers(self, request: Request) -> dict[str, str]:
        request_id = self._request_id()
        moment = self._world.clock()
        return {
            "Date": moment.strftime("%a, %d %b %Y %H:%M:%S GMT"),
            "request-id": request_id,
            "client-request-id": request.header("client-request-id") or request_id,
        }

    def _request_id(self) -> str:
        return self._world.new_id(f"request/{self._number}")

    def _respond(self, request: Request, reply: Reply) -> Response:
        headers = {**self._headers(request), **reply.headers}
        if reply.plain is not None:
            return Response(reply.status, {**headers, "Content-Type": "text/plain"}, reply.plain.encode())
        if reply.body is None:
            return Response(reply.status, headers, b"")
        return Response(reply.status, {**headers, "Content-Type": JSON_TYPE}, orjson.dumps(reply.body))

    def _refuse(self, request: Request, error: errors.GraphError) -> Response:
        headers = self._headers(request)
        body = errors.render(
            error, url=request.url.partition("?")[0], request_id=headers["request-id"],
            client_request_id=headers["client-request-id"], date=self._world.clock().strftime("%Y-%m-%dT%H:%M:%S"),
        )  # fmt: skip
        return Response(error.status, {**headers, **error.headers, "Content-Type": "application/json"}, body)
