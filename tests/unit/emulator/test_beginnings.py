"""Paths that Graph has outside of what is served here are told from those that it does not have (E14, E15)."""

from __future__ import annotations

import pytest
from tests.unit.emulator.conftest import Client


def _not_served(client: Client, method: str, url: str, body: object = None) -> tuple[int, str]:
    answer = client(method, url, body)
    return answer.status, answer.headers.get("x-embedded-tenant", "")


@pytest.mark.parametrize("url", [
    "/beta/officeConfiguration/clientConfigurations", "/beta/pfxUserCertificates", "/beta/pfxUserCertificates/x",
    "/v1.0/education/users",
])  # fmt: skip
def test_what_only_a_reference_page_or_an_sdk_has_is_not_served(client: Client, url: str) -> None:
    assert _not_served(client, "GET", url) == (490, "not-served")


@pytest.mark.parametrize(
    "url", ["/v1.0/officeConfiguration/clientConfigurations", "/v1.0/pfxUserCertificates", "/beta/nonsense"]
)
def test_what_neither_has_is_refused_as_graph_does(client: Client, url: str) -> None:
    assert _not_served(client, "GET", url) == (400, "")


@pytest.mark.parametrize(("method", "below"), [
    ("PATCH", ""), ("POST", "/setMobileDeviceManagementAuthority"), ("DELETE", ""), ("GET", "/branding"),
])  # fmt: skip
def test_what_graph_has_for_an_organisation_and_nobody_needs_here_is_not_served(
    zilverdam: Client, method: str, below: str
) -> None:
    organisation = zilverdam("GET", "/v1.0/organization").body["value"][0]["id"]
    body: object = None if method == "GET" else {"marketingNotificationEmails": []}
    assert _not_served(zilverdam, method, f"/v1.0/organization/{organisation}{below}", body) == (
        490,
        "not-served",
    )
