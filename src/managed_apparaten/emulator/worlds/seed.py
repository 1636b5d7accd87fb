"""Fill a tenant with a world as of its clock: the same objects with the same ids every time, and nothing in the audit log."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service.initial_objects import list_service_objects
from managed_apparaten.emulator.service.intune import tenant_settings
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds import zilverdam
from managed_apparaten.emulator.worlds.scale import Size, grown

World = Callable[[datetime], tuple[Iterable[Stored], Iterable[tuple[str, str, str]]]]
WORLDS: dict[str, World] = {"zilverdam": zilverdam.world}


def seed(tenant: Tenant, *, world: str = "zilverdam", size: Size | None = None) -> None:
    """Put a world, grown to a size, into an empty tenant; raises KeyError for a world that does not exist."""
    objects, edges = WORLDS[world](tenant.world.clock())
    if size is not None:
        objects, edges = grown(objects, edges, size)
    tenant.insert(objects, edges)
    tenant.insert(list_service_objects(tenant.world.store))
    tenant_settings.set_settings(tenant.world.store, secureByDefault=True)
