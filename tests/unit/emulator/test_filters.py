"""What a filter compares: moments, types of literals, types of objects, and the values that an answer shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.unit.emulator.conftest import APPS, CATALOG, COMPLIANCE, Client, group_target, open_tenant, valid

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.odata.literals import moment, read, span

FILTERS = "/beta/deviceManagement/assignmentFilters"
MANAGED = "/beta/deviceManagement/managedDevices"
EVENTUAL = {"ConsistencyLevel": "eventual"}


def names(client: Client, url: str, **headers: str) -> list[str]:
    answer = client("GET", url, **headers)
    assert answer.status == 200, (url, answer.body)
    return [one.get("displayName") or one.get("name") for one in answer.body["value"]]


@pytest.mark.parametrize("text", [
    "2026-11-01T01:00:00+01:00", "2026-11-01T00:00:00.0000000Z", "2026-11-01T00:00Z", "2026-10-31T19:30:00.0-04:30", "2026-11-01",
])  # fmt: skip
def test_a_moment_is_the_same_however_it_is_written(text: str) -> None:
    assert moment(text) == moment("2026-11-01T00:00:00Z")
    assert moment("2026-10-31T23:59:59.9999999Z") < moment(text) < moment("2026-11-01T00:00:00.0000001Z")


def test_a_duration_is_as_long_as_it_is() -> None:
    assert span("PT90M") == span("PT1H30M") < span("P1D") == span("PT24H")
    assert span("-PT1S") < span("PT0S") < span("PT0.0000001S")
    assert read("duration'PT1H'") == read("PT1H")


@pytest.mark.parametrize(
    "text",
    ["2026-13-01", "2026-11-01T25:00:00Z", "--------------", "T:.Z+-T:.Z", "PT", "12345678901234567890"],
)
def test_what_looks_like_a_moment_is_no_literal(text: str) -> None:
    assert read(text) is None


def test_moments_are_compared_as_moments(client: Client) -> None:
    url, body = valid("ios_compliance")
    client.make(url, body)
    for test, found in (
        ("eq 2026-11-21T09:00:00.0000000Z", 1), ("eq 2026-11-21T10:00:00%2B01:00", 1), ("ne 2026-11-21T04:00:00-05:00", 0),
        ("ge 2026-11-21T09:00:00.000Z", 1), ("gt 2026-11-21T09:30:00%2B01:00", 1), ("lt 2026-11-21T09:00:00.0000001Z", 1),
        ("gt 2026-11-20", 1), ("lt 2026-11-21", 0),
    ):  # fmt: skip
        assert len(names(client, f"{COMPLIANCE}?$filter=lastModifiedDateTime {test}")) == found, test


@pytest.mark.parametrize(("url", "operands"), [
    (f"{COMPLIANCE}?$filter=displayName eq 1", "'Edm.String' and 'Edm.Int32' for operator kind 'Equal'"),
    (f"{COMPLIANCE}?$filter=displayName ne true", "'Edm.String' and 'Edm.Boolean' for operator kind 'NotEqual'"),
    (f"{COMPLIANCE}?$filter=lastModifiedDateTime ge '2026-11-01T00:00:00Z'",
     "'Edm.DateTimeOffset' and 'Edm.String' for operator kind 'GreaterThanOrEqual'"),
    (f"{COMPLIANCE}?$filter=microsoft.graph.iosCompliancePolicy/passcodeRequired eq 'true'", "'Edm.Boolean' and 'Edm.String'"),
    (f"{COMPLIANCE}?$filter=microsoft.graph.iosCompliancePolicy/passcodeMinimumLength eq 'abc'", "'Edm.Int32' and 'Edm.String'"),
    (f"{APPS}?$filter=displayName in ('x', 2.5)", "'Edm.String' and 'Edm.Double' for operator kind 'Equal'"),
    (f"{APPS}?$filter=microsoft.graph.managedApp/appAvailability eq 1", "'microsoft.graph.managedAppAvailability' and 'Edm.Int32'"),
    (f"{APPS}?$filter=microsoft.graph.managedApp/appAvailability eq microsoft.graph.installIntent'global'",
     "'microsoft.graph.managedAppAvailability' and 'microsoft.graph.installIntent'"),
    (f"{CATALOG}?$filter=templateReference/templateId eq 5", "'Edm.String' and 'Edm.Int32'"),
    ("/v1.0/users?$filter=accountEnabled eq 'true'", "'Edm.Boolean' and 'Edm.String'"),
    ("/v1.0/users?$filter=createdDateTime ge 'x'", "'Edm.DateTimeOffset' and 'Edm.String'"),
    ("/v1.0/users?$filter=identities/any(i:i/issuer eq 1)", "'Edm.String' and 'Edm.Int32'"),
    ("/v1.0/groups?$filter=groupTypes/any(t:t eq 1)", "'Edm.String' and 'Edm.Int32'"),
])  # fmt: skip
def test_a_literal_of_another_type_is_refused(client: Client, url: str, operands: str) -> None:
    answer = client("GET", url)
    assert (answer.status, answer.code) == (400, "BadRequest")
    assert answer.message.startswith(
        f"A binary operator with incompatible types was detected. Found operand types {operands}"
    )


@pytest.mark.parametrize("url", [
    f"{MANAGED}?$filter=complianceState eq 'nonsense'", f"{CATALOG}?$filter=platforms has 'iOS,nonsense'",
    f"{CATALOG}?$filter=platforms eq microsoft.graph.deviceManagementConfigurationPlatforms'nonsense'",
])  # fmt: skip
def test_a_member_that_the_enum_lacks_is_refused(client: Client, url: str) -> None:
    answer = client("GET", url)
    assert (answer.status, answer.code) == (400, "BadRequest")
    assert answer.message.endswith("nonsense' is not a valid enumeration type constant.")


@pytest.mark.parametrize("url", [
    f"{MANAGED}?$filter=complianceState eq 'NonCompliant' and userId ne 6f9619ff-8b86-d011-b42d-00c04fc964ff",
    f"{MANAGED}?$filter=userId eq null", f"{CATALOG}?$filter=platforms has 'iOS,macOS'",
    "/v1.0/users?$filter=assignedLicenses/any(l:l/skuId eq '6f9619ff-8b86-d011-b42d-00c04fc964ff')",
    "/v1.0/users?$filter=id eq 6f9619ff-8b86-d011-b42d-00c04fc964ff",
])  # fmt: skip
def test_literals_that_public_clients_write_are_taken(client: Client, url: str) -> None:
    assert client("GET", url).status == 200


@pytest.mark.parametrize(
    "name", ["nonsense", "microsoft.graph.nonsense", "microsoft.graph.iosStoreApp", "microsoft.graph.entity"]
)
def test_a_type_that_no_object_can_be_of_is_refused(client: Client, name: str) -> None:
    answer = client("GET", f"{COMPLIANCE}?$filter=isof('{name}')")
    assert (answer.status, answer.code) == (400, "BadRequest")


def test_a_filter_sees_what_the_answer_shows(client: Client) -> None:
    """The stored default of what is computed on the way out was compared."""
    url, body = valid("mobile_app")
    for name in ("assigned", "bare"):
        made = client.make(url, {**body, "displayName": name})
        if name == "assigned":
            one = {
                "@odata.type": "#microsoft.graph.mobileAppAssignment",
                "intent": "required",
                **group_target(),
            }
            assert client("POST", f"{made}/assign", {"mobileAppAssignments": [one]}).status in (200, 204)
    shown = {one["displayName"]: one["isAssigned"] for one in client("GET", url).body["value"]}
    assert shown == {"assigned": True, "bare": False}
    assert names(client, f"{url}?$filter=isAssigned eq true") == ["assigned"]
    assert names(client, f"{url}?$filter=isAssigned eq false") == ["bare"]


def test_a_filter_sees_the_numbers_that_the_answer_shows(without: Callable[..., Client]) -> None:
    client = without("unsupported-query-refused")
    for kind, name in (("ios_app_protection", "deployedAppCount"), ("ios_app_restrictions", "settingCount")):
        url, body = valid(kind)
        client.make(url, body)
        assert client("GET", url).body["value"][0][name] == 1
        assert [len(names(client, f"{url}?$filter={name} eq {number}")) for number in (0, 1)] == [0, 1]


@pytest.mark.parametrize("path", [
    "users/microsoft.graph.group", "groups/microsoft.graph.user", "users/microsoft.graph.group/$count",
    "groups/{id}/members/microsoft.graph.mobileApp", "groups/{id}/members/microsoft.graph.nonsense",
])  # fmt: skip
def test_a_cast_to_what_no_object_there_can_be_is_refused(zilverdam: Client, path: str) -> None:
    group = zilverdam("GET", "/v1.0/groups?$top=1").body["value"][0]["id"]
    segment = path.removesuffix("/$count").rpartition("/")[2]
    answer = zilverdam("GET", f"/v1.0/{path.replace('{id}', group)}", **EVENTUAL)
    assert (answer.status, answer.message) == (400, f"Resource not found for the segment '{segment}'.")


@pytest.mark.parametrize("path", ["users/microsoft.graph.user", "groups/{id}/members/microsoft.graph.user"])
def test_a_cast_in_the_directory_needs_the_header(zilverdam: Client, path: str) -> None:
    url = f"/v1.0/{path.replace('{id}', zilverdam('GET', '/v1.0/groups?$top=1').body['value'][0]['id'])}?$count=true"
    assert (zilverdam("GET", url).status, zilverdam("GET", url, **EVENTUAL).status) == (400, 200)


@pytest.mark.parametrize(
    "rule",
    [
        "nonsense",
        "(device.model)",
        '(device.model -eq "x"',
        '(device.nonsense -eq "x")',
        '(device.model -gt "x")',
    ],
)
def test_an_assignment_filter_whose_rule_is_none_is_refused_with_the_switch(
    client: Client, rule: str
) -> None:
    assert client("POST", FILTERS, {"displayName": "f", "platform": "iOS", "rule": rule}).status == 201
    client = Client(open_tenant(Behaviours().with_("filter-rule-parsed")))
    sent = {"displayName": "f", "platform": "iOS", "rule": '(device.model -startsWith "iPad")'}
    assert client("POST", FILTERS, {**sent, "rule": rule}).status == 400
    made = client.make(FILTERS, sent)
    assert (
        client("PATCH", made, {"rule": rule}).status,
        client("PATCH", made, {"rule": sent["rule"].upper()}).status,
    ) == (400, 200)


@pytest.mark.parametrize("argument", ["5", "null", "true", "2026-11-01"])
@pytest.mark.parametrize(("path", "function"), [
    (APPS, "contains(displayName,{})"), (APPS, "not startswith(displayName,{})"), (MANAGED, "contains(deviceName,{})"),
    ("/v1.0/users", "startswith(userPrincipalName,{})"), ("/v1.0/groups/{id}/members", "startswith(displayName,{})"),
])  # fmt: skip
def test_a_function_of_text_takes_text(zilverdam: Client, path: str, function: str, argument: str) -> None:
    """E4: an empty answer would hide the fault of a client."""
    group = zilverdam("GET", "/v1.0/groups?$top=1").body["value"][0]["id"]
    url = f"{path.replace('{id}', group)}?$count=true&$filter={function.format(argument)}"
    answer = zilverdam("GET", url, **EVENTUAL)
    assert (answer.status, "No function signature" in answer.message) == (400, True)
