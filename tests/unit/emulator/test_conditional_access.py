"""Conditional access policies, named locations and security defaults (issue 10, E15)."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.emulator.conftest import GROUP, NOW, Client, open_tenant

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service.directory.conditional_access import MAX_POLICIES
from managed_apparaten.emulator.service.directory.conditional_access import POLICIES as PATH
from managed_apparaten.emulator.tenant import Tenant, seeded_ids

POLICIES, LOCATIONS = f"/v1.0/{PATH}", "/v1.0/identity/conditionalAccess/namedLocations"
DELETED = "/beta/identity/conditionalAccess/deletedItems"
DEFAULTS = "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy"
POLICY: dict[str, Any] = {
    "displayName": "Phones need compliance", "state": "enabledForReportingButNotEnforced",
    "conditions": {
        "clientAppTypes": ["mobileAppsAndDesktopClients"], "applications": {"includeApplications": ["Office365"]},
        "users": {"includeUsers": ["All"], "excludeGroups": [GROUP]}, "platforms": {"includePlatforms": ["android", "iOS"]},
    },
    "grantControls": {"operator": "OR", "builtInControls": ["compliantDevice", "compliantApplication"]},
}  # fmt: skip


@pytest.fixture
def here(client: Client) -> Client:
    """A tenant with the group that the policy leaves out."""
    client.tenant.insert([Stored("groups", GROUP, "group", {"displayName": "break glass"}, {})])
    return client


def body(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(POLICY), **changes}


def conditions(**changes: Any) -> dict[str, Any]:
    return body(conditions={**copy.deepcopy(POLICY["conditions"]), **changes})


def grant(*controls: str, operator: str = "OR", **more: Any) -> dict[str, Any]:
    return body(grantControls={"operator": operator, "builtInControls": list(controls), **more})


def test_a_policy_reads_back_with_the_nulls_and_empty_lists_of_true_exports(here: Client) -> None:
    """E15: the shape of exports of kennethvs/cabaseline202510 and of the documented examples."""
    made = here("POST", POLICIES, POLICY)
    assert made.status == 201, made.body
    assert (made.body["modifiedDateTime"], made.body["sessionControls"]) == (None, None)
    found = here("GET", f"{POLICIES}/{made.body['id']}").body
    asked, users = found["conditions"], found["conditions"]["users"]
    assert [asked[name] for name in ("locations", "devices", "clientApplications", "insiderRiskLevels")] == [
        None
    ] * 4
    assert [asked[name] for name in ("userRiskLevels", "signInRiskLevels", "servicePrincipalRiskLevels")] == [
        [],
        [],
        [],
    ]
    assert (users["includeGroups"], users["excludeGroups"], users["excludeGuestsOrExternalUsers"]) == (
        [],
        [GROUP],
        None,
    )
    assert asked["platforms"] == {"includePlatforms": ["android", "iOS"], "excludePlatforms": []}
    assert asked["applications"]["excludeApplications"] == asked["applications"]["includeUserActions"] == []
    assert (found["grantControls"]["termsOfUse"], found["grantControls"]["authenticationStrength"]) == (
        [],
        None,
    )


def test_a_change_answers_204_and_keeps_what_it_leaves_out(
    here: Client, without: Callable[..., Client]
) -> None:
    url = here.make(POLICIES, POLICY)
    answer = here("PATCH", url, {"conditions": {"signInRiskLevels": ["high"]}, "state": "enabled"})
    assert (answer.status, answer.body) == (204, "")
    found = here("GET", url).body
    assert (found["state"], found["conditions"]["signInRiskLevels"], found["conditions"]["users"]["excludeGroups"]) == (
        "enabled", ["high"], [GROUP],
    )  # fmt: skip
    assert found["modifiedDateTime"] is not None
    assert here("PATCH", url, {"conditions": {"platforms": None}}).status == 204
    assert here("GET", url).body["conditions"]["platforms"] is None
    other = without("conditional-access-patch-merges")
    assert (
        other("PATCH", other.make(POLICIES, POLICY), {"conditions": {"signInRiskLevels": ["high"]}}).status
        == 400
    )


REFUSED: tuple[tuple[dict[str, Any], str], ...] = (
    ({}, "1007: "), (body(state="on"), "1007: "), (body(colour="red"), "1007: "), (body(conditions=None), "1007: "),
    ({key: POLICY[key] for key in ("displayName", "conditions", "grantControls")}, "1007: "),
    ({**POLICY, "@odata.type": "#microsoft.graph.whatIfAnalysisResult"}, "1007: "),
    (conditions(platforms={"includePlatforms": ["ios"], "colour": 1}), "1007: "),
    (conditions(clientAppTypes=None), "1007: "), (conditions(clientAppTypes=[]), "1064: "),
    (conditions(applications={"includeApplications": []}), "application rule"),
    (conditions(applications={"includeApplications": ["All"], "includeUserActions": ["urn:user:registersecurityinfo"]}), "1012: "),
    (conditions(users={"excludeUsers": ["GuestsOrExternalUsers"]}), "user rule"), (conditions(users=None), "user rule"),
    (conditions(users={"includeUsers": ["Everybody"]}), "Invalid user value: Everybody"),
    (conditions(users={"includeUsers": ["All"], "excludeUsers": ["All"]}), "Invalid user value: All"),
    (conditions(users={"includeGroups": ["sg-role"]}), "1054: Invalid group value: sg-role"),
    (conditions(users={"includeRoles": ["Global Administrator"]}), "Invalid role value"),
    (conditions(applications={"includeApplications": ["Outlook"]}), "Invalid application value"),
    (conditions(locations={"includeLocations": ["All"], "excludeLocations": [GROUP]}), "Invalid location value"),
    (conditions(platforms={"excludePlatforms": ["iOS"]}), "no platform"),
    (body(grantControls=None), "at least one"), (grant(), "at least one"), (grant("mfa", operator="XOR"), "1032: "),
    (body(grantControls={"builtInControls": ["mfa"]}), "1032: "), (grant("block", "mfa"), "1032: "),
    (grant("passwordChange", "mfa"), "InvalidPasswordResetControl"),
    (grant(authenticationStrength={"id": GROUP}), "Invalid authentication strength"),
)  # fmt: skip


@pytest.mark.parametrize(("sent", "text"), REFUSED)
def test_what_is_no_policy_is_refused(here: Client, sent: dict[str, Any], text: str) -> None:
    answer = here("POST", POLICIES, sent)
    assert (answer.status, answer.code) == (400, "BadRequest")
    assert text in answer.message
    assert "_version" not in answer.message
    assert here("GET", POLICIES).body["value"] == []


@pytest.mark.parametrize("sent", [
    grant("block"), grant("passwordChange", "mfa", operator="AND"), grant("approvedApplication"),
    body(grantControls=None, sessionControls={"signInFrequency": {"isEnabled": True, "type": "hours", "value": 4}}),
    conditions(applications={"includeUserActions": ["urn:user:registerdevice"]}),
    conditions(users={"includeGroups": [GROUP]}, locations={"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]}),
    conditions(devices={"deviceFilter": {"mode": "exclude", "rule": "device.isCompliant -eq True"}}),
    conditions(users={"includeUsers": ["All"], "excludeGuestsOrExternalUsers": {
        "guestOrExternalUserTypes": "internalGuest,serviceProvider",
        "externalTenants": {"@odata.type": "#microsoft.graph.conditionalAccessAllExternalTenants", "membershipKind": "all"}}}),
])  # fmt: skip
def test_other_policies_are_taken(here: Client, sent: dict[str, Any]) -> None:
    url = here.make(POLICIES, sent)
    assert here("GET", url).body["displayName"] == sent["displayName"]
    assert here("PATCH", url, {"description": "d"}).status == 204


def test_client_apps_that_are_left_out_are_all(here: Client) -> None:
    sent = body()
    del sent["conditions"]["clientAppTypes"]
    assert here("GET", here.make(POLICIES, sent)).body["conditions"]["clientAppTypes"] == ["all"]


def test_a_strength_is_filled_in_by_its_id(here: Client) -> None:
    url = here.make(
        "/beta/" + PATH, grant(authenticationStrength={"id": "00000000-0000-0000-0000-000000000004"})
    )
    strength = here("GET", url).body["grantControls"]["authenticationStrength"]
    assert (strength["displayName"], strength["policyType"]) == ("Phishing-resistant MFA", "builtIn")
    assert (
        here("GET", url.replace("/beta/", "/v1.0/")).body["grantControls"]["authenticationStrength"]["id"]
        == strength["id"]
    )
    assert (
        here(
            "PATCH", url, {"grantControls": {"authenticationStrength": None, "builtInControls": ["mfa"]}}
        ).status
        == 204
    )
    assert here("GET", url).body["grantControls"]["authenticationStrength"] is None


def test_public_checks_find_what_they_ask(here: Client) -> None:
    """E15: the filter of zerotrustassessment 24824."""
    made = here("POST", POLICIES, body(state="enabled")).body["id"]
    here.make(POLICIES, grant("mfa"))
    query = "?$filter=state eq 'enabled' and grantControls/builtInControls/any(bc:bc eq 'compliantDevice')"
    query += "&$select=id,grantControls,conditions"
    [found] = here("GET", f"/beta/{PATH}{query}").body["value"]
    assert found["id"] == made
    assert {"displayName", "state"}.isdisjoint(found)
    for bad in (
        "$filter=state",
        "$filter=conditions eq 'x'",
        "$orderby=colour",
        "$select=colour",
        "$expand=conditions",
    ):
        assert here("GET", f"/beta/{PATH}?{bad}").status == 400


def test_no_more_than_195(here: Client) -> None:
    here.tenant.insert(
        Stored(PATH, f"{number}", "conditionalAccessPolicy", {"state": "disabled"}, {})
        for number in range(MAX_POLICIES - 1)
    )
    url = here.make(POLICIES, POLICY)
    assert "195" in here("POST", POLICIES, POLICY).message
    assert here("PATCH", url, {"state": "disabled"}).status == 204


def test_a_deleted_policy_is_restored_within_thirty_days() -> None:
    moment = [NOW]
    tenant = Tenant.open(None, clock=lambda: moment[0], new_id=seeded_ids("test"))
    here = Client(tenant)
    here.tenant.insert([Stored("groups", GROUP, "group", {"displayName": "break glass"}, {})])
    url = here.make(POLICIES, POLICY)
    policy = url.rpartition("/")[2]
    assert here("DELETE", url).status == 204
    assert here("GET", url).code == "Request_ResourceNotFound"
    [found] = here("GET", f"{DELETED}/policies").body["value"]
    assert (found["id"], found["deletedDateTime"] is None) == (policy, False)
    assert here("GET", f"{DELETED}/policies?$filter=state eq 'x'").status == 400
    assert here("GET", f"{DELETED}/policies/{policy}?$select=displayName").status == 400
    assert here("GET", f"{DELETED}/policies/{policy}").body["displayName"] == POLICY["displayName"]
    assert here("POST", f"{DELETED}/policies/{policy}/restore").body["id"] == policy
    back = here("GET", url).body
    assert (back["conditions"]["users"]["excludeGroups"], back["deletedDateTime"]) == ([GROUP], None)
    here("DELETE", url)
    moment[0] += timedelta(days=31)
    assert here("GET", f"{DELETED}/policies").body["value"] == []
    assert here("POST", f"{DELETED}/policies/{policy}/restore").status == 404
    tenant.close()


def test_a_policy_that_is_deleted_twice_is_gone(here: Client) -> None:
    url = here.make(POLICIES, POLICY)
    here("DELETE", url)
    gone = f"{DELETED}/policies/{url.rpartition('/')[2]}"
    assert here("DELETE", gone).status == 204
    assert here("GET", gone).status == 404


def test_a_delete_is_for_good_when_nothing_is_kept(without: Callable[..., Client]) -> None:
    here = without("conditional-access-delete-soft")
    here("DELETE", here.make(POLICIES, POLICY))
    assert here("GET", f"{DELETED}/policies").body["value"] == []


ADDRESSES = {"@odata.type": "#microsoft.graph.ipNamedLocation", "displayName": "Stadhuis", "isTrusted": True,
             "ipRanges": [{"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "192.0.2.0/24"}]}  # fmt: skip
COUNTRIES = {
    "@odata.type": "#microsoft.graph.countryNamedLocation",
    "displayName": "Landen",
    "countriesAndRegions": ["NL"],
}


def test_named_locations(here: Client, without: Callable[..., Client]) -> None:
    url = here.make(LOCATIONS, ADDRESSES)
    found = here("GET", url).body
    assert (found["@odata.type"], found["isTrusted"], found["modifiedDateTime"] is None) == (
        ADDRESSES["@odata.type"],
        True,
        False,
    )
    country = here.make(LOCATIONS, COUNTRIES)
    assert [
        one["displayName"]
        for one in here("GET", f"{LOCATIONS}?$filter=isof('microsoft.graph.ipNamedLocation')").body["value"]
    ] == ["Stadhuis"]
    for bad in ({**ADDRESSES, "ipRanges": []}, {**COUNTRIES, "countriesAndRegions": ["Nederland"]}, {"displayName": "x"},
                {**ADDRESSES, "displayName": ""}, {**COUNTRIES, "colour": "red"}):  # fmt: skip
        assert here("POST", LOCATIONS, bad).status == 400
    place = country.rpartition("/")[2]
    policy = here.make(POLICIES, conditions(locations={"includeLocations": [place]}))
    assert "used by" in here("DELETE", country).message
    assert "trusted" in here("DELETE", url).message
    trusted = {"@odata.type": ADDRESSES["@odata.type"], "isTrusted": False}
    assert (here("PATCH", url, trusted).status, here("DELETE", url).status) == (204, 204)
    here("DELETE", policy)
    assert here("DELETE", country).status == 204
    assert len(here("GET", f"{DELETED}/namedLocations").body["value"]) == 2
    other = without("named-location-trusted-kept")
    assert other("DELETE", other.make(LOCATIONS, ADDRESSES)).status == 204


def test_security_defaults_and_policies_that_are_on_exclude_each_other(here: Client) -> None:
    assert (here("GET", DEFAULTS).body["isEnabled"], here("PATCH", DEFAULTS, {"isEnabled": True}).status) == (
        False,
        204,
    )
    assert here("GET", DEFAULTS).body["isEnabled"] is True
    assert "Security defaults" in here("POST", POLICIES, body(state="enabled")).message
    url = here.make(POLICIES, POLICY)
    assert here("PATCH", url, {"state": "enabled"}).status == 400
    assert here("PATCH", DEFAULTS, {"isEnabled": False}).status == 204
    assert here("PATCH", url, {"state": "enabled"}).status == 204
    assert here("PATCH", DEFAULTS, {"isEnabled": True}).status == 400
    assert here("PATCH", DEFAULTS, {"isEnabled": "yes"}).status == 400


def test_an_approved_application_is_refused_where_that_is_switched_on() -> None:
    tenant = open_tenant(Behaviours().with_("conditional-access-approved-application"))
    assert "retired" in Client(tenant)("POST", POLICIES, grant("approvedApplication")).message
    tenant.close()


def test_people_and_groups_that_the_tenant_lacks_are_refused_where_that_is_switched_on() -> None:
    tenant = open_tenant(Behaviours().with_("conditional-access-unknown-members"))
    client = Client(tenant)
    assert "1054: Invalid group value" in client("POST", POLICIES, POLICY).message
    assert (
        "Invalid user value" in client("POST", POLICIES, conditions(users={"includeUsers": [GROUP]})).message
    )
    tenant.insert([Stored("groups", GROUP, "group", {}, {})])
    assert client("POST", POLICIES, POLICY).status == 201
    tenant.close()


def test_writes_of_entra_are_no_audit_events_of_intune(here: Client) -> None:
    here.make(POLICIES, POLICY)
    assert here("GET", "/beta/deviceManagement/auditEvents").body["value"] == []
    assert here.tenant.audit()[-1].type == "conditionalAccessPolicy"
