"""Numbers outside the valid values that Microsoft's pages state (E13 of the evidence: `passcodeMinimumLength: 99` was taken)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.emulator.conftest import COMPLIANCE, CONFIGURATIONS, Client, open_tenant, valid

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.odata import ranges
from managed_apparaten.emulator.odata.metadata import load

WIPE = {"@odata.type": "#microsoft.graph.iosGeneralDeviceConfiguration", "displayName": "p"}
LATE = [
    {"ruleName": "r", "scheduledActionConfigurations": [{"actionType": "block", "gracePeriodHours": 8761}]}
]
CASES: tuple[tuple[str, str, dict[str, Any], str, int], ...] = (
    (
        "too much",
        COMPLIANCE,
        {**valid("ios_compliance")[1], "passcodeMinimumLength": 99},
        "passcodeMinimumLength",
        400,
    ),
    (
        "too little",
        COMPLIANCE,
        {**valid("ios_compliance")[1], "passcodeMinimumLength": 3},
        "passcodeMinimumLength",
        400,
    ),
    ("least", COMPLIANCE, {**valid("ios_compliance")[1], "passcodeMinimumLength": 4}, "", 201),
    ("greatest", COMPLIANCE, {**valid("ios_compliance")[1], "passcodeMinimumLength": 14}, "", 201),
    ("unset", COMPLIANCE, {**valid("ios_compliance")[1], "passcodeMinimumLength": None}, "", 201),
    (
        "in a contained action",
        COMPLIANCE,
        {**valid("ios_compliance")[1], "scheduledActionsForRule": LATE},
        "gracePeriodHours",
        400,
    ),
    (
        "of another type",
        CONFIGURATIONS,
        {**WIPE, "passcodeSignInFailureCountBeforeWipe": 12},
        "passcodeSignInFailureCountBeforeWipe",
        400,
    ),
    ("of another type, well", CONFIGURATIONS, {**WIPE, "passcodeSignInFailureCountBeforeWipe": 11}, "", 201),
)


@pytest.mark.parametrize(
    ("url", "body", "name", "status"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_a_create_keeps_to_the_documented_valid_values(
    client: Client, url: str, body: dict[str, Any], name: str, status: int
) -> None:
    """E13."""
    answer = client("POST", url, body)
    assert answer.status == status
    if name:
        assert f"{name} must be a number from" in answer.message
        assert client("GET", url).body["value"] == []


def test_a_change_does_too_and_the_switch_lets_everything_through(
    client: Client, without: Callable[..., Client]
) -> None:
    """E13."""
    url = client.make(*valid("ios_compliance"))
    sent = {"@odata.type": "#microsoft.graph.iosCompliancePolicy", "passcodeMinimumLength": 99}
    assert client("PATCH", url, sent).status == 400
    assert client("GET", url).body["passcodeMinimumLength"] == 6
    free = without("documented-ranges")
    assert free("PATCH", free.make(*valid("ios_compliance")), sent).status < 300
    free.tenant.close()


def test_every_range_is_of_a_property_of_its_type_and_names_its_page() -> None:
    """The data file beside the metadata."""
    table = ranges.table()
    assert sum(len(own) for own in table.values()) > 150
    for name, own in table.items():
        known = load("beta").find(name) or load("v1.0").find(name)
        assert known is not None
        for key, (least, most, page) in own.items():
            assert known.properties[key].type == "Edm.Int32", (name, key)
            assert least <= most
            assert page.startswith("intune-")


GRAPH = "#microsoft.graph."
WRONG = [
    ("iPv4CidrRange", ("999.1.1.1/40",)), ("iPv4CidrRange", ("192.0.2.0/33",)), ("iPv4CidrRange", ("192.0.2.0",)),
    ("iPv4CidrRange", ("2001:db8::/32",)), ("iPv4CidrRange", ("192.0.2.0/255.255.255.0",)), ("iPv4CidrRange", ("",)),
    ("iPv6CidrRange", ("192.0.2.0/24",)), ("iPv6CidrRange", ("2001:db8::/129",)), ("iPv6CidrRange", ("2001:db8::%eth0/64",)),
    ("iPv4Range", ("192.0.2.9", "192.0.2.1")), ("iPv4Range", ("192.0.2.999", "192.0.3.1")), ("iPv4Range", ("2001:db8::1", "2001:db8::2")),
    ("iPv6Range", ("192.0.2.1", "192.0.2.9")), ("iPv6Range", ("2001:db8::1", "x")),
]  # fmt: skip
RIGHT = [
    ("iPv4CidrRange", ("192.0.2.0/24",)), ("iPv4CidrRange", ("192.0.2.1/32",)), ("iPv6CidrRange", ("2001:db8::/32",)),
    ("iPv4Range", ("192.0.2.1", "192.0.2.1")), ("iPv6Range", ("2001:db8::1", "2001:db8::ff")),
]  # fmt: skip
LOCATIONS = "/v1.0/identity/conditionalAccess/namedLocations"


def addressed(kind: str, addresses: tuple[str, ...]) -> dict[str, str]:
    names = ("cidrAddress",) if len(addresses) == 1 else ("lowerAddress", "upperAddress")
    return {"@odata.type": GRAPH + kind, **dict(zip(names, addresses, strict=True))}


@pytest.mark.parametrize(
    ("kind", "addresses", "status"), [*((*row, 400) for row in WRONG), *((*row, 201) for row in RIGHT)]
)
def test_addresses_are_addresses_wherever_they_stand(
    kind: str, addresses: tuple[str, ...], status: int
) -> None:
    client = Client(open_tenant(Behaviours().with_("ip-ranges-of-intune-valid")))
    found = addressed(kind, addresses)
    boundary = {"@odata.type": f"{GRAPH}windows10NetworkBoundaryConfiguration", "displayName": "b", "windowsNetworkIsolationPolicy": {
        "enterpriseIPRanges": [addressed(*RIGHT[0]), found]}}  # fmt: skip
    assert client("POST", CONFIGURATIONS, boundary).status == status
    place = {"@odata.type": f"{GRAPH}ipNamedLocation", "displayName": "p", "ipRanges": [found]}
    if "Cidr" in kind:
        answer = client("POST", LOCATIONS, place)
        assert answer.status == status
        assert status == 201 or repr(addresses[0])[1:-1] in answer.message
    client.tenant.close()


def test_a_range_without_a_type_of_its_own_is_of_the_declared_one(client: Client) -> None:
    rule = {"name": "r", "remoteAddressRanges": [{"lowerAddress": "192.0.2.9", "upperAddress": "192.0.2.1"}]}
    vpn = {"@odata.type": f"{GRAPH}windows10VpnConfiguration", "displayName": "v", "trafficRules": [rule]}
    strict = Client(open_tenant(Behaviours().with_("ip-ranges-of-intune-valid")))
    assert strict("POST", CONFIGURATIONS, vpn).status == 400
    assert client("POST", CONFIGURATIONS, vpn).status == 201
    strict.tenant.close()
