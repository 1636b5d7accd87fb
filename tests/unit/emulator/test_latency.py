"""A far tenant: each exchange over the network takes its time, and does not keep the others waiting."""

from __future__ import annotations

import threading

import click
import pytest
from tests.unit.emulator.conftest import open_tenant
from tests.unit.emulator.network import connected, served

from managed_apparaten.cli.commands.tenant_serve import seconds, serve
from managed_apparaten.emulator.doors import serving
from managed_apparaten.emulator.doors.front import Front, really
from managed_apparaten.emulator.tenant import Tenant


def held_by_another(tenant: Tenant) -> bool:
    """Whether somebody else would have to wait for the tenant now."""
    taken: list[bool] = []

    def take() -> None:
        taken.append(tenant.lock.acquire(blocking=False))
        if taken[0]:
            tenant.lock.release()

    thread = threading.Thread(target=take)
    thread.start()
    thread.join()
    return taken == [False]


def test_an_exchange_waits_once_and_lets_the_others_through() -> None:
    tenant = open_tenant()
    waited: list[tuple[float, bool]] = []
    front = Front(
        tenant,
        serving.authority_of(tenant),
        latency=0.1,
        wait=lambda time: waited.append((time, held_by_another(tenant))),
    )
    assert front.handle("GET", "/v1.0/groups", {}, b"").status == 401
    assert waited == [(0.1, False)]
    assert Front(tenant, front.authority, wait=lambda time: waited.append((time, False))).handle(
        "GET", "/beta/users", {}, b""
    )
    assert len(waited) == 1
    tenant.close()


def test_a_served_tenant_is_as_far_away_as_asked() -> None:
    tenant = open_tenant()
    server = serving.server(tenant, latency=0.002)
    assert (server.front.latency, server.front.wait) == (0.002, really)
    with served(server) as running, connected(running) as connection:
        connection.request("GET", "/v1.0/organization")
        assert connection.getresponse().status == 401
    tenant.close()


@pytest.mark.parametrize(("text", "expected"), [("100ms", 0.1), ("0ms", 0), ("1.5s", 1.5), ("60s", 60)])
def test_a_time_is_written_with_its_unit(text: str, expected: float) -> None:
    assert seconds(click.Context(serve), serve.params[0], text) == expected


@pytest.mark.parametrize("text", ["100", "1m", "-1s", "1,5s", "61s", "٣s", " 1s", ""])
def test_other_times_are_a_usage_error(text: str) -> None:
    with pytest.raises(click.BadParameter, match="100ms"):
        seconds(click.Context(serve), serve.params[0], text)
