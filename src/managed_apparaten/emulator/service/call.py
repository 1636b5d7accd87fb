"""One request on its way through the tenant: what handlers get and what they give back."""

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
    """What lives as long as the tenant."""

    store: Store
    clock: Callable[[], datetime]
    behaviours: Behaviours
    new_id: Callable[[str], str]
    """A GUID for a name; random, or derived from the name for reproducible transcripts."""
    catalog: Catalog
    storage: str = ""
    """Root of the storage with the files of reports, as the door offers it; empty: its public host name."""


@dataclass(frozen=True, slots=True)
class Call:
    """One parsed request."""

    tenant: TenantContext
    request: Request
    url: Url
    query: Query
    metadata: Metadata
    validator: Validator

    @property
    def store(self) -> Store:
        """The tenant's state."""
        return self.tenant.store

    def on(self, behaviour: str) -> bool:
        """Whether a behaviour is switched on."""
        return self.tenant.behaviours.on(behaviour)

    def now(self) -> str:
        """The time as Graph writes it: UTC, seven digits."""
        return format_timestamp(self.tenant.clock())

    def new_id(self, name: str) -> str:
        """A new GUID; names are numbered, so that the same name gives another id the next time."""
        return self.tenant.new_id(f"{name}#{self.store.serial(name)}")

    def context(self, what: str) -> str:
        """`@odata.context` of an answer; `what` names the part of the metadata document that describes it."""
        return f"{self.url.root}/{self.url.version}/$metadata#{what}"

    def body(self) -> dict[str, JSON]:
        """The JSON object in the body. Texts: microsoft-graph-docs#4769, microsoft-graph-docs-contrib#6337."""
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
    """What a write did, for the audit log."""

    type: str
    id: str
    name: str
    before: JSON
    after: JSON


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer before it becomes bytes."""

    status: int
    body: JSON = None
    change: AuditedWrite | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    plain: str | None = None
    """A bare text answer (`$count`)."""


def format_timestamp(moment: datetime) -> str:
    """UTC with seven digits of a second, the way Intune writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0Z")


def audited_write(before: Stored | None, after: Stored | None) -> AuditedWrite:
    """The change between two states of one object; at least one is given."""
    item = after or before
    assert item is not None
    name = str(item.body.get("displayName") or item.body.get("name") or "")
    return AuditedWrite(
        item.type, item.id, name, before.state() if before else None, after.state() if after else None
    )
