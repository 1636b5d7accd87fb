"""Types of one Graph request on its way through the embedded tenant.

A handler takes a `Call` and gives back a `Reply`. A handler refuses a request by raising `GraphError`; the
doors turn both into HTTP.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import orjson

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.core.http import JSON, Request
from managed_apparaten.emulator.core.store import Store, Stored
from managed_apparaten.emulator.odata.metadata import Metadata
from managed_apparaten.emulator.odata.query import Query
from managed_apparaten.emulator.odata.urls import Url
from managed_apparaten.emulator.odata.validate import Validator
from managed_apparaten.emulator.service.intune.settings_catalog import Catalog


@dataclass(frozen=True, slots=True)
class TenantContext:
    """What all requests to one tenant share."""

    store: Store
    """The tenant's state: objects, memberships, audit log."""
    clock: Callable[[], datetime]
    """Gives the tenant's current time, which tests can set."""
    behaviours: Behaviours
    """Which documented or reported peculiarities of Graph are switched on."""
    new_id: Callable[[str], str]
    """Makes a GUID for a name: random, or derived from the name where output must be the same each time."""
    catalog: Catalog
    """The setting definitions of the settings catalog."""
    storage: str = ""
    """Base address of the storage from which report files are downloaded; empty for its host name at
    Microsoft."""


@dataclass(frozen=True, slots=True)
class Call:
    """One parsed request, with what is needed to answer it."""

    tenant: TenantContext
    request: Request
    """The HTTP request, with the identity and permissions of its caller."""
    url: Url
    """The URL in segments. Routing may have replaced names in it, such as `me`."""
    query: Query
    """The query options, parsed."""
    metadata: Metadata
    """Graph's types in the version that the URL names: v1.0 or beta."""
    validator: Validator
    """Checks bodies against those types."""

    @property
    def store(self) -> Store:
        """The tenant's state."""
        return self.tenant.store

    def on(self, behaviour: str) -> bool:
        """Return whether a behaviour of the tenant is switched on."""
        return self.tenant.behaviours.on(behaviour)

    def now(self) -> str:
        """Return the tenant's time as Graph writes it: UTC, seven digits."""
        return format_timestamp(self.tenant.clock())

    def new_id(self, name: str) -> str:
        """Return a new GUID for a name.

        The name gets a serial number first, so that the same name gives another id the next time.
        """
        return self.tenant.new_id(f"{name}#{self.store.serial(name)}")

    def context(self, fragment: str) -> str:
        """Return the `@odata.context` of an answer.

        `fragment` names the part of the metadata document that describes the answer, such as
        `groups/$entity`.
        """
        return f"{self.url.root}/{self.url.version}/$metadata#{fragment}"

    def body(self) -> dict[str, JSON]:
        """Return the JSON object in the body of the request; refuse an empty body and anything but an object.

        The error texts are Graph's: microsoft-graph-docs#4769, microsoft-graph-docs-contrib#6337.
        """
        if not self.request.body:
            raise errors.bad_request("Empty Payload. JSON content expected.")
        try:
            parsed = orjson.loads(self.request.body)
        except orjson.JSONDecodeError:
            text = "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."
            raise errors.bad_request(text) from None
        if not isinstance(parsed, dict):
            raise errors.bad_request("Unable to read JSON request payload. A JSON object is expected.")
        return parsed


@dataclass(frozen=True, slots=True)
class AuditedWrite:
    """One change to an object, for the audit log."""

    type: str
    """Graph type of the object, without `microsoft.graph.`."""
    id: str
    name: str
    before: JSON
    """State before the change; None when the object was created."""
    after: JSON
    """State after the change; None when the object was deleted."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer of a handler, before it becomes an HTTP response."""

    status: int
    body: JSON = None
    """The value to send as JSON; None for an empty body."""
    change: AuditedWrite | None = None
    """What the request changed; None for a read."""
    headers: Mapping[str, str] = field(default_factory=dict)
    plain: str | None = None
    """A body of bare text instead of JSON, as `$count` answers."""


def format_timestamp(moment: datetime) -> str:
    """Return a moment as Intune writes it: UTC with seven digits of a second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0Z")


def audited_write(before: Stored | None, after: Stored | None) -> AuditedWrite:
    """Return the change between two states of one object; `before` or `after` is None for a create or a
    delete, never both.
    """
    item = after or before
    assert item is not None
    name = str(item.body.get("displayName") or item.body.get("name") or "")
    return AuditedWrite(
        item.type, item.id, name, before.state() if before else None, after.state() if after else None
    )
