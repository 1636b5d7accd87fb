"""The tenant: takes a request, gives an answer, keeps the books. No sockets, no clock of its own.

It never raises for bad input and never answers 5xx by itself; both can be asked for through its `faults`.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Self

import orjson

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.core.http import Request, Response
from managed_apparaten.emulator.core.store import AuditEntry, Link, Store, Stored
from managed_apparaten.emulator.faults.directory_events import Events
from managed_apparaten.emulator.faults.fault_table import Faults
from managed_apparaten.emulator.identity import registrations
from managed_apparaten.emulator.odata import batch, media_type, metadata, query, urls
from managed_apparaten.emulator.odata.validate import Validator
from managed_apparaten.emulator.service import (
    allowed_options,
    metadata_level,
    missing_routes,
    permissions,
    route_exceptions,
    routing,
    throttle,
)
from managed_apparaten.emulator.service.call import Call, Reply, TenantContext, format_timestamp
from managed_apparaten.emulator.service.intune import approvals, export_jobs, export_limits, settings_catalog
from managed_apparaten.emulator.service.intune.check_ins import Presence
from managed_apparaten.emulator.service.intune.export_limits import ExportLimits

NO_ORGANIZATION = str(uuid.uuid5(uuid.NAMESPACE_URL, "urn:embedded-tenant:tenant"))
WRITES = frozenset({"POST", "PATCH", "PUT", "DELETE"})
JSON_TYPE = (
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
)


@dataclass(frozen=True, slots=True)
class TenantCounts:
    """How busy and how full the tenant is."""

    requests: Mapping[str, int]
    """Requests so far by method; parts of a batch count alone."""
    objects: Mapping[str, int]
    """Objects by collection."""
    throttled: int = 0
    """Requests that were told to wait."""
    early: int = 0
    """Requests that came back before they were told to."""


@dataclass(frozen=True, slots=True)
class SavedState:
    """A tenant's state to go back to, held in memory."""

    state: sqlite3.Connection

    def close(self) -> None:
        """Let go of it."""
        self.state.close()


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
        self._world = TenantContext(store, clock, behaviours or Behaviours(), new_id, settings_catalog.load())
        self._validators: dict[str, Validator] = {}
        self._requests: Counter[str] = Counter()
        self._number = 0
        self._throttle, self._exports = throttle.Throttle(), ExportLimits()
        self.lock = threading.RLock()
        """Held during every exchange."""
        self.faults = Faults(Events(store, clock).happen, orphan=self._orphan, seed=new_id("lag"))
        """What goes wrong on demand: the control door."""
        self.approvals = approvals.Approvals(self._world)
        """Multi Admin Approval, the side of the people who decide."""
        store.on_change, store.on_link = self._changed, self._linked
        presence = Presence(self.behaviours)
        store.present = lambda source, item: presence(source, item, clock())

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

    @property
    def world(self) -> TenantContext:
        """State, clock and behaviours: for doors."""
        return self._world

    def identity(self) -> tuple[str, frozenset[str]]:
        """The tenant's id and its domain names, in lower case; an id of no real tenant while there is no organization."""
        with self.lock:
            found = next(iter(self._world.store.objects(("organization",))), None)
        if found is None:
            return NO_ORGANIZATION, frozenset()
        return found.id, frozenset(
            str(domain["name"]).lower() for domain in found.body.get("verifiedDomains", ())
        )

    def handle(self, request: Request) -> Response:
        """Answer one request."""
        with self.lock:
            self._requests[request.method] += 1
            if not self.faults.active:
                return self._answer(request)
            path = request.url.removeprefix(urls.root(request.url)).partition("?")[0]
            return self.faults.answer(request, path, self._world.clock(), self._answer, self.refuse)

    def insert(self, objects: Iterable[Stored], edges: Iterable[tuple[str, str, str]] = ()) -> None:
        """Put objects and membership edges in without the front door: for seeds. Not in the audit log."""
        with self.lock, self._world.store.transaction():
            self._world.store.insert(objects)
            self._world.store.connect(edges)

    def audit(self) -> list[AuditEntry]:
        """Every write that was asked for, oldest first; refused ones have their status and no states."""
        with self.lock:
            return self._world.store.audit()

    def counts(self) -> TenantCounts:
        """Requests by method and objects by collection."""
        with self.lock:
            self._flush()
            store = self._world.store
            return TenantCounts(
                store.requests(), store.sizes(), store.tally("throttled"), store.tally("early")
            )

    def close(self) -> None:
        """Write what is pending and close the file."""
        with self.lock:
            self._flush()
            self._world.store.close()

    def register(self, app: registrations.Application) -> None:
        """Add an app registration, or replace it."""
        with self.lock:
            registrations.register(self._world.store, app)

    def snapshot(self) -> SavedState:
        """All state as it is now, to go back to."""
        with self.lock:
            self._flush()
            return SavedState(self._world.store.copy())

    def restore(self, snapshot: SavedState) -> None:
        """Go back: objects, log, counters and registrations; faults, lag and throttling are forgotten."""
        with self.lock:
            self._requests.clear()
            self._number, self._throttle, self._exports = 0, throttle.Throttle(), ExportLimits()
            self.faults.clear()
            self._world.store.restore(snapshot.state)

    def _changed(self, before: Stored | None, after: Stored | None) -> None:
        if self.faults.lag.rules:
            self.faults.lag.note(self._world.clock(), before, after)

    def _linked(self, link: Link, added: bool) -> None:
        if self.faults.lag.rules:
            self.faults.lag.note_link(self._world.clock(), link, added, self._world.store)

    def _flush(self) -> None:
        self._world.store.add_tallies({"throttled": self._throttle.throttled, "early": self._throttle.early})
        self._throttle.throttled = self._throttle.early = 0
        if self._requests:
            self._world.store.add_requests(dict(self._requests))
            self._requests.clear()

    def _answer(self, request: Request) -> Response:
        """Route, write in one transaction, log, and turn refusals into Graph's error body."""
        self._number += 1
        try:
            if export_jobs.is_storage_url(request.url):
                return export_jobs.download(self._world, request)
            media_type.check(request, self.behaviours)
            url = urls.parse(request.url)
            if url.segments == urls.BATCH:
                return self._batch(request, url)
            asked = routing.with_canonical_names(url) if self.behaviours.on("path-names-in-any-case") else url
            url = routing.resolve_me_and_devices(asked, request.person)
            self._admit(request, url)
            call = self._call(request, url)
            routing.check_device_owner(call, asked.segments)
            if request.method not in WRITES:
                call = route_exceptions.adjust_request(call)
                answer = route_exceptions.adjust_reply(call, routing.read(call))
                return self._respond(request, metadata_level.apply_metadata_level(call, answer))
            missing_routes.check(call)
            with self._world.store.transaction():
                reply = routing.write(call)
                self._record(request, reply)
            return self._respond(request, metadata_level.apply_metadata_level(call, reply))
        except errors.GraphError as error:
            if request.method in WRITES and not urls.is_batch(request.url):
                self._record(request, Reply(error.status))
            return self.refuse(request, error)

    def _call(self, request: Request, url: urls.Url) -> Call:
        version = metadata.load(url.version)
        strict, any_filter = (
            self.behaviours.on("empty-options-refused"),
            self.behaviours.on("empty-filter-passed-over"),
        )
        asked = query.parse(url.options, strict=strict, any_filter=any_filter)
        return Call(self._seen(request), request, url, asked, version, self._validator(url.version))

    def _seen(self, request: Request) -> TenantContext:
        """The world as a read sees it: a little behind, when a lag was asked for."""
        lag = self.faults.lag
        world = replace(self._world, storage=request.storage) if request.storage else self._world
        if request.method in WRITES or not lag.rules:
            return world
        return replace(world, store=lag.replica(world.store, world.clock()))

    def _admit(self, request: Request, url: urls.Url) -> None:
        """Refuse who has no permission or comes too often."""
        if request.roles is not None:
            reading = url.segments == export_limits.PATH and not self.behaviours.on("export-post-needs-write")
            method = "GET" if reading else request.method
            permissions.check(
                request.roles, method, url.segments, named=self.behaviours.on("permission-names-in-403")
            )
        if self.behaviours.on("throttling"):
            now = self._world.clock()
            seconds = self._exports.wait(request.actor, request.person, url, now)
            seconds = seconds or self._throttle.wait(request.actor, request.method in WRITES, url, now)
            if seconds > 0:
                raise errors.too_many_requests(throttle.format_retry_after(seconds, self._retry_form(), now))
        if request.method in WRITES:
            approvals.check_approval(self._world, request, url)

    def _retry_form(self) -> str:
        if not self.behaviours.on("retry-after-given"):
            return ""
        return "fraction" if self.behaviours.on("retry-after-fraction") else "whole"

    def _orphan(self, request: Request) -> None:
        """Carry out a create that was refused, and tell nobody."""
        with self._world.store.transaction(), contextlib.suppress(errors.GraphError):
            routing.write(
                self._call(request, routing.resolve_me_and_devices(urls.parse(request.url), request.person))
            )

    def _validator(self, version: str) -> Validator:
        found = self._validators.get(version)
        if found is None:
            found = self._validators[version] = Validator(metadata.load(version), self._world.behaviours)
        return found

    def _batch(self, request: Request, url: urls.Url) -> Response:
        if request.method != "POST":
            raise errors.method_not_allowed()
        call = self._call(request, url)
        allowed_options.check(call, allowed_options.NONE)
        body = call.body()
        answers = batch.run(
            request, url.version, body, self._world.behaviours, self.handle, sound=not self.faults.active
        )
        return self._respond(request, Reply(200, answers))

    def _record(self, request: Request, reply: Reply) -> None:
        change = reply.change
        what = (
            (change.type, change.id, change.name, change.before, change.after)
            if change
            else ("", "", "", None, None)
        )
        path = (
            request.url.partition("?")[0]
            .removeprefix(urls.root(request.url))
            .encode("utf-8", "replace")
            .decode()
        )
        now = format_timestamp(self._world.clock())
        through = request.actor if request.person else ""
        entry = AuditEntry(0, now, request.person or request.actor, request.method, path, reply.status, *what)
        self._world.store.record(replace(entry, application=through))

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
        kind = JSON_TYPE.replace("minimal", media_type.level(request, self.behaviours))
        return Response(reply.status, {**headers, "Content-Type": kind}, orjson.dumps(reply.body))

    def refuse(self, request: Request, error: errors.GraphError) -> Response:
        """A refusal as bytes."""
        headers = self._headers(request)
        body = errors.render(
            error, url=request.url.partition("?")[0].removeprefix(urls.root(request.url)), request_id=headers["request-id"],
            client_request_id=headers["client-request-id"], date=self._world.clock().strftime("%Y-%m-%dT%H:%M:%S"),
        )  # fmt: skip
        return Response(error.status, {**headers, **error.headers, "Content-Type": "application/json"}, body)
