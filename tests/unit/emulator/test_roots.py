"""`deviceManagement` itself: what it shows, $select, and its settings (E8 of the evidence)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.emulator.conftest import Client

ROOT = "/v1.0/deviceManagement"
SETTINGS = "/beta/deviceManagement/settings"
DEFAULTS = {
    "deviceComplianceCheckinThresholdDays": 30,
    "isScheduledActionEnabled": True,
    "secureByDefault": False,
}


def test_a_working_tenant_is_active_and_shows_all_settings(client: Client) -> None:
    """E8: two keys of settings were absent, and the subscription was pending."""
    body = client("GET", ROOT).body
    assert (body["subscriptionState"], body["settings"], body["id"]) == (
        "active",
        DEFAULTS,
        "deviceManagement",
    )
    assert body["intuneAccountId"] != "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize(
    ("select", "keys"),
    [
        ("subscriptionState", {"subscriptionState"}), ("settings,intuneAccountId", {"settings", "intuneAccountId"}),
        ("SubscriptionState", {"subscriptionState"}), ("id", set()),
    ],
)  # fmt: skip
def test_select_chooses(client: Client, select: str, keys: set[str]) -> None:
    """E8: $select was passed over."""
    answer = client("GET", f"{ROOT}?$select={select}")
    assert answer.status == 200
    assert {key for key in answer.body if "@" not in key} == {"id", *keys}


def test_select_of_something_else_is_refused(client: Client) -> None:
    """E8: so that no client takes silence for an answer."""
    answer = client("GET", f"{ROOT}?$select=secureByDefault")
    assert (
        answer.status,
        "'secureByDefault' on type 'microsoft.graph.deviceManagement'" in answer.message,
    ) == (400, True)
    assert client("GET", f"{SETTINGS}?$select=nothing").status == 400
    assert {key for key in client("GET", f"{SETTINGS}?$select=secureByDefault").body if "@" not in key} == {
        "secureByDefault"
    }


def test_beta_shows_what_a_recorded_answer_shows(client: Client, without: Callable[..., Client]) -> None:
    """E8: GET of beta was refused; recorded are seven properties, of which settings is null."""
    body = client("GET", "/beta/deviceManagement").body
    assert {key for key in body if "@" not in key} == {
        "id", "settings", "maximumDepTokens", "intuneAccountId", "lastReportAggregationDateTime",
        "deviceComplianceReportSummarizationDateTime", "legacyPcManangementEnabled", "unlicensedAdminstratorsEnabled",
    }  # fmt: skip
    assert (body["settings"], body["maximumDepTokens"], body["unlicensedAdminstratorsEnabled"]) == (
        None,
        100,
        True,
    )
    assert body["@odata.context"] == "https://graph.microsoft.com/beta/$metadata#deviceManagement"
    chosen = client("GET", "/beta/deviceManagement?$select=settings,subscriptionState").body
    assert (chosen["settings"]["secureByDefault"], chosen["subscriptionState"]) == (False, "active")
    documented = without("beta-root-shows-little")
    assert documented("GET", "/beta/deviceManagement").body["settings"]["secureByDefault"] is False
    documented.tenant.close()


@pytest.mark.parametrize(("switched_off", "days"), [((), 30), (("root-settings-replaced",), 20)])
def test_a_part_of_the_settings_puts_the_rest_back_unless_that_is_switched_off(
    client: Client, without: Callable[..., Client], switched_off: tuple[str, ...], days: int
) -> None:
    """E8: secureByDefault is written through PATCH of deviceManagement; what a part does to the rest is not known."""
    tenant = without(*switched_off) if switched_off else client
    sent: list[Any] = [{"deviceComplianceCheckinThresholdDays": 20}, {"secureByDefault": True}]
    assert [tenant("PATCH", ROOT, {"settings": settings}).status for settings in sent] == [200, 200]
    shown = tenant("GET", SETTINGS).body
    assert (shown["secureByDefault"], shown["deviceComplianceCheckinThresholdDays"]) == (True, days)
    assert tenant("GET", ROOT).body["settings"] == {
        **DEFAULTS,
        "secureByDefault": True,
        "deviceComplianceCheckinThresholdDays": days,
    }


def test_a_state_that_was_written_stays_and_a_wrong_one_is_refused(
    client: Client, without: Callable[..., Client]
) -> None:
    """E8: active is what nobody wrote."""
    assert client("PATCH", ROOT, {"subscriptionState": "warning"}).body["subscriptionState"] == "warning"
    assert client("GET", ROOT).body["subscriptionState"] == "warning"
    assert client("PATCH", ROOT, {"subscriptionState": "asleep"}).status == 400
    assert client("PATCH", ROOT, {"settings": {"secureByDefault": "yes"}}).status == 400
    pending = without("subscription-active")
    assert pending("GET", ROOT).body["subscriptionState"] == "pending"
    pending.tenant.close()
