"""A tenant on the loopback interface: its identity provider, its front door and a server, put together."""

from __future__ import annotations

from pathlib import Path

from managed_apparaten.emulator.doors import tls
from managed_apparaten.emulator.doors.front import Front
from managed_apparaten.emulator.doors.server import Server, check_loopback
from managed_apparaten.emulator.identity import registrations
from managed_apparaten.emulator.identity.authority import LIFETIME, Authority
from managed_apparaten.emulator.recording.file import Recorder
from managed_apparaten.emulator.tenant import Tenant

AUTHORITY_FILE = "ca.pem"


def authority_of(tenant: Tenant) -> Authority:
    """The identity provider of a tenant, with the registrations that every tenant has."""
    world, faults = tenant.world, tenant.faults
    tenant_id, names = tenant.identity()
    registrations.ensure(world.store)

    def lifetime() -> int:
        return int(LIFETIME if faults.token_lifetime is None else faults.token_lifetime)

    return Authority(world.store, tenant_id, names, world.clock, lifetime)


def server(
    tenant: Tenant, host: str = "127.0.0.1", port: int = 0, *, authority_file: Path | None = None, latency: float = 0.0,
    recorder: Recorder | None = None,
) -> Server:  # fmt: skip
    """A server that listens already; HTTPS when there is a file to write the certificate authority to.

    `latency`: seconds that each exchange takes on top. `recorder`: told of each exchange with Graph.

    Raises NotLoopback for an address that is reachable from elsewhere, OSError when it cannot listen there.
    """
    address = check_loopback(host)
    scheme = "http" if authority_file is None else "https"
    secured = None if authority_file is None else tls.context(tenant.world.clock(), authority_file)
    return Server(
        address,
        port,
        Front(tenant, authority_of(tenant), scheme, latency=latency, recorder=recorder),
        secured,
    )
