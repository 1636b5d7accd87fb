"""Every way to sign in that needs no cloud around it, against the embedded tenant's identity provider over HTTPS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.emulator.network import served

from managed_apparaten.emulator import registrations, serving
from managed_apparaten.emulator.seed import seed
from managed_apparaten.emulator.server import Server
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.graph.auth import SignIn, credential
from managed_apparaten.graph.clouds import at

READER = registrations.given()[0]


@dataclass(frozen=True, slots=True)
class Place:
    server: Server
    ca: Path

    def sign_in(self, mode: str, client_id: str = READER.id, **given: str) -> SignIn:
        cloud = at(self.server.url)
        assert cloud is not None
        return SignIn(mode, cloud, self.server.front.tenant.identity()[0], client_id, given, self.ca)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    tenant, file = Tenant.open(None, clock=lambda: datetime.now(UTC)), tmp_path_factory.mktemp("ca") / "ca.pem"
    seed(tenant)
    with served(serving.server(tenant, authority_file=file)) as running:
        yield Place(running, file)
    tenant.close()


def test_a_secret_opens_the_door(place: Place) -> None:
    sign_in = place.sign_in("secret", AZURE_CLIENT_SECRET=registrations.known_secret(READER.name))
    with credential(sign_in) as found:
        token = found.get_token("https://graph.microsoft.com/.default")
    assert place.server.front.authority.bearer(token.token)[0] == READER
