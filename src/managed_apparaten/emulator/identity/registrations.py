"""App registrations of the tenant: who may ask for a token, how it proves itself, and which permissions it was granted.

Two come with every tenant: one that reads and one that also writes. Their secrets are known to everybody, like the
account key of a storage emulator, and open nothing but this tenant.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Store

READ = (
    "DeviceManagementApps.Read.All", "DeviceManagementConfiguration.Read.All", "DeviceManagementManagedDevices.Read.All",
    "DeviceManagementServiceConfig.Read.All", "Device.Read.All", "GroupMember.Read.All", "Organization.Read.All",
    "Policy.Read.All", "User.Read.All",
)  # fmt: skip
WRITE = (
    "DeviceManagementApps.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All", "DeviceManagementManagedDevices.Read.All",
    "DeviceManagementServiceConfig.ReadWrite.All", *READ[4:],
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Secret:
    """A client secret, kept as a digest."""

    digest: str
    ends: str | None = None
    """ISO moment after which it is expired."""


@dataclass(frozen=True, slots=True)
class Federated:
    """A federated identity credential: tokens of this issuer about this subject count as the app's own."""

    issuer: str
    subject: str
    keys: tuple[dict[str, str], ...]
    """The issuer's JSON Web Keys; nothing is fetched."""
    audience: str = "api://AzureADTokenExchange"


@dataclass(frozen=True, slots=True)
class Application:
    """One app registration."""

    id: str
    name: str
    roles: tuple[str, ...]
    """Application permissions of Microsoft Graph that an administrator consented to."""
    secrets: tuple[Secret, ...] = ()
    certificates: tuple[str, ...] = ()
    """PEM."""
    federated: tuple[Federated, ...] = ()
    public: bool = False
    """Whether a person may sign in to it with a code ("Allow public client flows")."""


def secret(value: str, ends: datetime | None = None) -> Secret:
    """A secret to register."""
    return Secret(_digest(value), ends.isoformat() if ends else None)


def matching(app: Application, value: str) -> Secret | None:
    """The app's secret that has this value, expired or not."""
    wanted = _digest(value)
    return next((known for known in app.secrets if hmac.compare_digest(known.digest, wanted)), None)


def known_secret(name: str) -> str:
    """The secret of a registration that comes with the tenant."""
    return f"embedded-tenant-only.{name}"


def application_id(name: str) -> str:
    """The client id of a registration that comes with the tenant."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:embedded-tenant:application:{name}"))


def given() -> tuple[Application, ...]:
    """The registrations that come with the tenant."""
    names = {"apparaten-plan": READ, "apparaten-apply": WRITE}
    return tuple(
        Application(application_id(name), name, roles, (secret(known_secret(name)),), public=True)
        for name, roles in names.items()
    )


def ensure(store: Store) -> None:
    """Put the given registrations in, unless there are registrations already."""
    if not store.applications():
        for app in given():
            register(store, app)


def register(store: Store, app: Application) -> None:
    """Add a registration, or replace the one with this id."""
    store.keep_application(app.id, asdict(app))


def find(store: Store, app_id: str) -> Application | None:
    """A registration by client id."""
    body = store.applications().get(app_id.lower())
    return None if body is None else _application(body)


def _application(body: dict[str, JSON]) -> Application:
    return Application(
        body["id"], body["name"], tuple(body["roles"]), tuple(Secret(**found) for found in body["secrets"]), tuple(body["certificates"]),
        tuple(Federated(**{**found, "keys": tuple(found["keys"])}) for found in body["federated"]), body.get("public", False),
    )  # fmt: skip


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
