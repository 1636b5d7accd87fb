"""A name that the type has is never called unknown, in $expand, $select and $filter: it is served, or not served and said so (E14)."""

from __future__ import annotations

import pytest
from tests.unit.emulator.conftest import (
    APPS,
    COMPLIANCE,
    CONFIGURATIONS,
    IOS_MAM,
    Client,
    group_target,
    valid,
)

from managed_apparaten.emulator.core.errors import NOT_SERVED

GRAPH = "microsoft.graph."
IOS, ANDROID = f"{GRAPH}iosCompliancePolicy", f"{GRAPH}androidDeviceOwnerCompliancePolicy"
UNKNOWN = "Could not find a property named '{}' on type 'microsoft.graph.{}'."


@pytest.fixture
def policies(client: Client) -> list[str]:
    """An iOS and an Android policy, each assigned to a group."""
    made = [client.make(*valid(kind)) for kind in ("ios_compliance", "android_device_owner_compliance")]
    for url in made:
        assert client("POST", f"{url}/assign", {"assignments": [group_target()]}).status == 200
    return made


def test_expand_through_a_cast_counts_for_objects_of_that_type(client: Client, policies: list[str]) -> None:
    """E14: the answer was 400, that deviceCompliancePolicy has no property of that name."""
    for way in (IOS, IOS.removeprefix("microsoft.")):
        listed = client("GET", f"{COMPLIANCE}?$expand={way}/assignments")
        assert listed.status == 200, listed.body
        shown = {one["@odata.type"]: len(one.get("assignments", "")) for one in listed.body["value"]}
        assert shown == {f"#{IOS}": 1, f"#{ANDROID}": 0}
        assert len(client("GET", f"{policies[0]}?$expand={way}/assignments").body["assignments"]) == 1
        assert "assignments" not in client("GET", f"{policies[1]}?$expand={way}/assignments").body
    both = client("GET", f"{COMPLIANCE}?$expand={IOS}/assignments,{ANDROID}/assignments($select=id)").body[
        "value"
    ]
    assert [len(one["assignments"]) for one in both] == [1, 1]
    behind = client("GET", f"{COMPLIANCE}/{IOS}?$expand={IOS}/assignments").body["value"]
    assert [len(one["assignments"]) for one in behind] == [1]
    nested = f"{IOS}/scheduledActionsForRule($expand=scheduledActionConfigurations)"
    [rule] = client("GET", f"{policies[0]}?$expand={nested}").body["scheduledActionsForRule"]
    assert len(rule["scheduledActionConfigurations"]) == 1


@pytest.mark.parametrize(("url", "expand"), [
    (APPS, f"{GRAPH}win32LobApp/contentVersions"), (CONFIGURATIONS, f"{GRAPH}iosScepCertificateProfile/rootCertificate"),
    (COMPLIANCE, f"{IOS}/deviceStatuses"), ("/v1.0/groups", f"members/{GRAPH}user"), ("/v1.0/groups", "members/$ref"),
    ("/v1.0/groups", "owners/$count"), ("/v1.0/groups", "members/id"), ("/v1.0/groups", "*"), ("/v1.0/users", f"memberOf/{GRAPH}group"),
    (IOS_MAM, "*"), ("/v1.0/groups", f"members($expand={GRAPH}user/manager)"),
])  # fmt: skip
def test_what_graph_has_and_the_tenant_does_not_expand_is_not_served(
    client: Client, url: str, expand: str
) -> None:
    """E14."""
    asked = client("GET", f"{url}?$expand={expand}")
    assert (asked.status, "Could not find" in asked.message) == (NOT_SERVED, False), asked.body
    assert asked.headers["x-embedded-tenant"] == "not-served"


@pytest.mark.parametrize(("expand", "message"), [
    (f"{IOS}/nope", UNKNOWN.format("nope", "iosCompliancePolicy")), (f"{GRAPH}nope/assignments", f"segment '{GRAPH}nope'"),
    (f"{GRAPH}auditEvent/assignments", f"segment '{GRAPH}auditEvent'"), ("nope", UNKNOWN.format("nope", "deviceCompliancePolicy")),
    ("nope/$ref", UNKNOWN.format("nope", "deviceCompliancePolicy")), ("displayName", "Only navigation properties can be expanded."),
    (f"{IOS}/passcodeRequired", "Property 'passcodeRequired' on type 'microsoft.graph.iosCompliancePolicy' is not a navigation property"),
    ("scheduledActionsForRule($expand=nope)", UNKNOWN.format("nope", "deviceComplianceScheduledActionForRule")),
    ("scheduledActionsForRule($expand=ruleName)", "Only navigation properties can be expanded."),
    ("deviceStatuses", "The property 'deviceStatuses' cannot be used in the $expand query option."),
    ("assignments/any(a:a/id eq 'x')", "a condition cannot be expanded"), (f"{IOS}/assignments/any()", "a condition cannot be expanded"),
    ("assignments(id)", "an option with a value was expected"),
])  # fmt: skip
def test_any_other_name_is_refused_with_what_is_true(client: Client, expand: str, message: str) -> None:
    """E14."""
    asked = client("GET", f"{COMPLIANCE}?$expand={expand}")
    assert (asked.status, message in asked.message) == (400, True), asked.body


@pytest.mark.parametrize("query", ["$expand=members/any(m:m/id eq 'x')", "$expand=owners/all(o:o/id eq 'x')"])
@pytest.mark.parametrize("path", ["groups", "groups/delta"])
def test_a_condition_is_not_expanded(zilverdam: Client, path: str, query: str) -> None:
    """E14: the text said that an option of that name is not supported inside $expand."""
    asked = zilverdam("GET", f"/v1.0/{path}?{query}")
    assert (asked.status, "a condition cannot be expanded" in asked.message) == (400, True), asked.body


@pytest.mark.parametrize(
    "query",
    ["$select=owners", "$select=id,memberOf", "$select=members/id", "$select=owners&$deltatoken=latest"],
)
def test_what_delta_does_not_show_is_not_served(zilverdam: Client, query: str) -> None:
    """E14: groups/delta?$select=owners said that a group has no owners."""
    asked = zilverdam("GET", f"/v1.0/groups/delta?{query}")
    assert (asked.status, "Could not find" in asked.message) == (NOT_SERVED, False), asked.body


@pytest.mark.parametrize("query", ["$expand=members", "$expand=owners"])
def test_delta_takes_no_expand(zilverdam: Client, query: str) -> None:
    """microsoft-graph-docs#6349: $select takes members along, $expand does not."""
    assert zilverdam("GET", f"/v1.0/groups/delta?{query}").message.endswith(
        "The query option '$expand' is not supported here. ($expand)"
    )


@pytest.mark.parametrize("path", [
    "groups?$select=members", "groups?$select=members/id", "users?$select=manager", "groups?$filter=members/any(m:m/id eq 'x')",
    "groups?$filter=owners/any()", "groups?$filter=owners/$count eq 0", "users?$filter=manager/id eq 'x'",
    "groups?$expand=members($select=memberOf)", "groups?$select=assignedLabels/displayName",
])  # fmt: skip
def test_a_property_that_leads_on_is_not_served_where_it_is_not_modelled(
    zilverdam: Client, path: str
) -> None:
    """E14: the text said that the type has no such property."""
    asked = zilverdam("GET", f"/v1.0/{path}", ConsistencyLevel="eventual")
    assert (asked.status, asked.headers["x-embedded-tenant"]) == (NOT_SERVED, "not-served"), asked.body


@pytest.mark.parametrize(
    "path",
    [
        "groups?$select=nope",
        "groups?$select=nope/id",
        "groups?$filter=nope/any()",
        "groups/delta?$select=nope",
    ],
)
def test_a_name_that_is_not_there_is_called_unknown(zilverdam: Client, path: str) -> None:
    asked = zilverdam("GET", f"/v1.0/{path}")
    assert (asked.status, "Could not find a property named 'nope" in asked.message) == (400, True), asked.body


def test_a_selection_of_intune_too(client: Client) -> None:
    assert client("GET", f"{COMPLIANCE}?$select=assignments").status == NOT_SERVED
    assert client("GET", f"{COMPLIANCE}?$select={IOS}/assignments").status == NOT_SERVED
    assert (
        UNKNOWN.format("nope", "iosCompliancePolicy")
        in client("GET", f"{COMPLIANCE}?$select={IOS}/nope").message
    )
