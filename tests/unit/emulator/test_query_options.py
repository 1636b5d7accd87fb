"""No query option is ignored: each is obeyed or refused, on every route that the tenant serves (E4, E11, E14, B8)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.unit.emulator.conftest import COMPLIANCE, CONFIGURATIONS, Client, open_tenant, valid

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.core.errors import NOT_SERVED
from managed_apparaten.emulator.core.http import Request
from managed_apparaten.emulator.odata.metadata import VERSIONS, load
from managed_apparaten.emulator.service import routes
from managed_apparaten.emulator.service.collections import COLLECTIONS, INTUNE_ROOTS, collection_from_metadata
from managed_apparaten.emulator.service.directory import queries
from managed_apparaten.emulator.worlds.seed import seed

NONSENSE = (
    "$filter=garbage(((", "$filter=nonsense eq 'x'", "$filter=displayName like 'x'", "$orderby=nonsense", "$orderby=id sideways",
    "$select=nonsense", "$select=microsoft.graph.nonsense/id", "$expand=nonsense", "$expand=nonsense($select=x)", "$search=nonsense",
    '$search="nonsense:x"', "$count=perhaps", "$top=many", "$skip=-1", "$skiptoken=nonsense", "$apply=groupby((id))", "$compute=1 as x",
    "$format=xml", "$nonsense=1", "$levels=max", "$deltatoken=x", "$select=", "$orderby=%20", "$expand=", "$filter=", "$select=id,",
)  # fmt: skip
EVENTUAL = {"ConsistencyLevel": "eventual"}
MANAGED = "/beta/deviceManagement/managedDevices"


def reading_routes(client: Client) -> Iterator[str]:
    """Every route that answers a GET: collections, objects, what they contain and lead to, functions, by rows and by metadata."""
    for version in VERSIONS:
        metadata = load(version)
        templates = {route for method, route in routes.list_routes() if method == "GET"}
        for root in INTUNE_ROOTS:
            for nav in metadata.get(root).navigation:
                templates.add(f"{root}/{nav}")
                if collection_from_metadata(version, (root, nav)) is not None:
                    templates |= {f"{root}/{nav}/$count", f"{root}/{nav}/{{id}}"}
        for collection in COLLECTIONS:
            if metadata.find(collection.type) is not None:
                templates |= {
                    f"{collection.path}/{{id}}/{nav}" for nav in metadata.get(collection.type).navigation
                }
                templates |= {f"{collection.path}/$count", f"{collection.path}/{{id}}"}
        for template in sorted(templates):
            yield f"/{version}/{_filled(client, template)}"


def _filled(client: Client, template: str) -> str:
    """The route with the id of an object that is there, where there is one."""
    head, placeholder, rest = template.partition("{id}")
    if not placeholder:
        return template
    collection = head.strip("/").removeprefix("beta/").removeprefix("v1.0/")
    listed = client("GET", f"/beta/{collection}?$top=1")
    found = listed.body.get("value") if listed.status == 200 else None
    return f"{head}{found[0]['id'] if found else 'x'}{rest.replace('{id}', 'x')}"


def test_nonsense_in_a_query_option_is_refused_on_every_route(zilverdam: Client) -> None:
    """E4: members, memberOf, a user's devices and others took any $filter and answered with everybody."""
    answered, wrong = 0, []
    for url in dict.fromkeys(reading_routes(zilverdam)):
        plain = zilverdam("GET", url, **EVENTUAL).status
        answered += plain == 200
        for option in NONSENSE:
            status = zilverdam("GET", f"{url}?{option}", **EVENTUAL).status
            if not 400 <= status < 500:
                wrong.append((url, option, status))
    assert wrong == []
    assert answered > 300, "the walk must reach what is served"


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
def test_a_write_takes_no_query_option_but_of_what_it_answers(client: Client, method: str) -> None:
    url, body = valid("ios_compliance")
    made = client.make(url, body)
    target = url if method == "POST" else made
    for option in ("$filter=garbage(((", "$select=nonsense", "$expand=nonsense", "$top=1", "$nonsense=1"):
        assert client(method, f"{target}?{option}", body).status == 400, option
    assert [one["displayName"] for one in client("GET", url).body["value"]] == [body["displayName"]], (
        "nothing was written"
    )
    assert client("POST", f"{made}/assign?$top=1", {"assignments": []}).status == 400


def test_a_write_obeys_select_and_expand_in_its_answer(client: Client) -> None:
    url, body = valid("ios_app_restrictions")
    made = client("POST", f"{url}?$select=name&$expand=settings", body)
    assert (made.status, {*made.body}) == (
        201,
        {"@odata.context", "id", "name", "settings@odata.context", "settings"},
    )
    assert client("DELETE", f"{url}/{made.body['id']}?$expand=settings").status == 204


def members(client: Client, query: str, **headers: str) -> list[str]:
    group = client("GET", "/v1.0/groups?$filter=displayName eq 'sg-rol-college'").body["value"][0]["id"]
    answer = client("GET", f"/v1.0/groups/{group}/members{query}", **headers)
    assert answer.status == 200, answer.body
    return [one["displayName"] for one in answer.body["value"]]


def test_a_filter_on_members_is_obeyed(zilverdam: Client) -> None:
    """E4."""
    everybody = members(zilverdam, "")
    chosen = everybody[0]
    assert len(everybody) > 1
    assert members(zilverdam, f"?$filter=displayName eq '{chosen}'") == [chosen]
    assert members(zilverdam, f"?$filter=displayName ne '{chosen}'&$count=true", **EVENTUAL) == everybody[1:]
    cast = "/microsoft.graph.user?$count=true&$orderby=displayName desc"
    assert members(zilverdam, cast, **EVENTUAL) == sorted(everybody, key=str.lower, reverse=True)


def test_a_users_devices_are_filtered_as_devices_are(zilverdam: Client) -> None:
    """E4."""
    device = zilverdam("GET", f"{MANAGED}?$filter=operatingSystem eq 'iOS'&$top=1").body["value"][0]
    url = f"/beta/users/{device['userId']}/managedDevices"
    everything = zilverdam("GET", url).body["value"]
    ios = zilverdam("GET", f"{url}?$filter=operatingSystem eq 'iOS'&$select=id,operatingSystem").body["value"]
    assert [one["id"] for one in ios] == [one["id"] for one in everything if one["operatingSystem"] == "iOS"]
    assert {*ios[0]} == {"@odata.type", "id", "operatingSystem"}
    assert zilverdam("GET", f"{url}?$filter=operatingSystem eq 'BeOS'").body["value"] == []
    assert zilverdam("GET", f"{url}?$filter=osVersion eq '1'").status == 400


@pytest.mark.parametrize(("query", "status"), [
    ("startswith(displayName,'sg')&$orderby=displayName", 400), ("startswith(displayName,'sg')&$orderby=displayName&$count=true", 200),
    ("displayName ne 'x'", 400), ("displayName ne 'x'&$count=true", 200), ("endswith(displayName,'x')&$count=true", 400),
    ("endswith(mail,'x')", 400), ("endswith(mail,'x')&$count=true", 200), ("description eq 'x'", 400),
        ("description eq 'x'&$count=true", 200),
    ("displayName eq null&$count=true", 200),
    ("displayName eq null", 400), ("securityEnabled eq null&$count=true", 400), ("contains(displayName,'x')&$count=true", 400),
    ("createdDateTime ge 2021-11-01&$count=true", 400),
])  # fmt: skip
def test_what_a_filter_on_groups_may_be_follows_microsofts_table(
    zilverdam: Client, query: str, status: int
) -> None:
    """E11."""
    assert zilverdam("GET", f"/v1.0/groups?$filter={query}", **EVENTUAL).status == status


@pytest.mark.parametrize(("query", "code", "message"), [
    ("groups?$filter=startswith(displayName,'a')&$orderby=displayName", "Request_UnsupportedQuery",
     "Sorting not supported for current query."),
    ("users?$filter=endsWith(mail,'@outlook.com')", "Request_UnsupportedQuery", "Unsupported Query."),
    ("groups?$filter=createdDateTime ge 2021-11-01&$count=true", "Request_UnsupportedQuery",
     "The request uses a filter property that is not indexed"),
    ("users/$count", "Request_BadRequest", "$count is not currently supported."),
    ('groups?$search="displayName:a"', "Request_UnsupportedQuery",
     "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'"),
    ("users?$orderby=createdDateTime desc", "Request_UnsupportedQuery", "Unsupported sort property 'createdDateTime' for 'User'."),
    ("groups/{id}/members?$orderby=displayName", "BadRequest",
     "Given expression for $orderby Microsoft.OData.UriParser.SingleValueOpenPropertyAccessNode is not supported"),
])  # fmt: skip
def test_refusals_of_the_directory_have_microsofts_texts(
    zilverdam: Client, query: str, code: str, message: str
) -> None:
    answer = zilverdam("GET", f"/v1.0/{_filled(zilverdam, query)}")
    assert (answer.status, answer.code, answer.message) == (400, code, message)


def test_a_count_without_the_header_is_passed_over(zilverdam: Client) -> None:
    assert "@odata.count" not in zilverdam("GET", "/v1.0/groups?$count=true").body
    assert zilverdam("GET", "/v1.0/groups?$count=true", **EVENTUAL).body["@odata.count"] > 1


def test_pages_of_a_counted_list_hold_every_object_once(client: Client) -> None:
    """A list that was counted gave its first page again and again."""
    path, body = valid("ios_compliance")
    for number in range(5):
        client.make(path, {**body, "displayName": str(number)})
    url, names = f"{COMPLIANCE}?$top=2&$count=true", []
    for _ in range(3):
        body = client("GET", url).body
        assert body["@odata.count"] == 5
        names += [one["displayName"] for one in body["value"]]
        url = body.get("@odata.nextLink", "")
    assert (names, url) == (["0", "1", "2", "3", "4"], "")


@pytest.mark.parametrize(
    "name", ["DO NOT DELETE", "a contains b", "x ne y", "endswith(a)", "it''s not (all) and or"]
)
def test_words_in_a_literal_are_no_operators(client: Client, name: str) -> None:
    """B8: a group with such a name was answered with a demand for the header."""
    client.make(
        "/v1.0/groups",
        {
            "displayName": name.replace("''", "'"),
            "mailEnabled": False,
            "mailNickname": "g",
            "securityEnabled": True,
        },
    )
    answer = client("GET", f"/v1.0/groups?$filter=displayName eq '{name}'")
    assert (answer.status, len(answer.body["value"])) == (200, 1)


RECORDED = (
    "/beta/deviceAppManagement/mobileApps?$filter=(isof('microsoft.graph.iosStoreApp') or (isof('microsoft.graph.managedIOSStoreApp') and "
    "microsoft.graph.managedApp/appAvailability eq microsoft.graph.managedAppAvailability'global')) and "
    "(microsoft.graph.managedApp/appAvailability eq null or isAssigned eq true)&$orderby=displayName&",
    "/beta/deviceManagement/configurationSettings?&$filter=categoryId eq 'ce3ba7d1-c101-4ab6-bf2a-0c683e921bf8' and "
    "visibility has 'settingsCatalog' and (applicability/platform has 'none')",
    "/beta/deviceAppManagement/mobileAppConfigurations?"
    "$filter=microsoft.graph.androidManagedStoreAppConfiguration/appSupportsOemConfig eq true",
    "/beta/deviceManagement/deviceConfigurations?$select=id,microsoft.graph.unsupportedDeviceConfiguration/originalEntityTypeName&&top=1000",
    "/beta/deviceAppManagement/managedAppPolicies?_=1760087442283",
    # CIPP-API
    "/beta/deviceAppManagement/managedAppPolicies?$orderby=displayName",
    "/beta/deviceAppManagement/mobileAppConfigurations?$expand=assignments&$orderby=displayName",
    "/beta/deviceManagement/deviceCompliancePolicies?$expand=assignments&$orderby=displayName",
    "/beta/deviceManagement/managedDevices?$expand=windowsProtectionState&$top=1",
    "/beta/deviceManagement/managedDevices?$filter=serialnumber eq 'x' and deviceName eq 'y'",
    "/v1.0/groups?$filter=resourceProvisioningOptions/Any(x:x eq 'Team')&$select=id,displayName",
    # IntuneManagement 3.1.6
    "/beta/deviceManagement/deviceHealthScripts?$filter=isGlobalScript%20eq%20false",
    "/beta/deviceAppManagement/mobileAppConfigurations?$filter=microsoft.graph.androidManagedStoreAppConfiguration/appSupportsOemConfig eq "
    "false or isof('microsoft.graph.androidManagedStoreAppConfiguration') eq false",
    # IntuneAssignmentChecker
    "/beta/deviceManagement/configurationPolicies?$filter=platforms has 'linux' and technologies has 'linuxMdm'",
)  # fmt: skip


@pytest.mark.parametrize("url", RECORDED)
def test_what_the_portal_and_public_clients_ask_is_answered(zilverdam: Client, url: str) -> None:
    """E10: portal requests recorded by terraform-provider-microsoft365, and queries in the source of the clients named."""
    assert zilverdam("GET", url).status == 200


def test_functions_names_and_numbers_in_a_filter_say_what_they_say(client: Client) -> None:
    """E10: isof compared with true or false, properties in another case, the number of members, an order by name."""
    for kind, name in (("ios_compliance", "b"), ("android_device_owner_compliance", "A")):
        url, body = valid(kind)
        client.make(url, {**body, "displayName": name})
    ios = "isof('microsoft.graph.iosCompliancePolicy')"
    for text, names in (
        (f"{ios} eq false", ["A"]), (f"{ios} eq true", ["b"]), (f"{ios} ne true", ["A"]), (f"not {ios}", ["A"]),
        ("DISPLAYNAME eq 'a'", ["A"]),
    ):  # fmt: skip
        assert [
            one["displayName"] for one in client("GET", f"{COMPLIANCE}?$filter={text}").body["value"]
        ] == names, text
    assert client("GET", f"{COMPLIANCE}?$filter={ios} eq 'false'").status == 400
    assert [
        one["displayName"] for one in client("GET", f"{COMPLIANCE}?$orderby=displayName").body["value"]
    ] == ["A", "b"]
    assert [
        one["displayName"] for one in client("GET", f"{COMPLIANCE}?$orderby=displayName desc").body["value"]
    ] == ["b", "A"]


def test_the_number_of_members_is_an_advanced_query(zilverdam: Client) -> None:
    url = "/v1.0/users?$filter=assignedLicenses/$count"
    assert zilverdam("GET", f"{url} ne 0").status == 400
    every = zilverdam("GET", "/v1.0/users?$count=true&$top=1", **EVENTUAL).body["@odata.count"]
    some, none = (
        zilverdam("GET", f"{url} {test}&$count=true&$top=1", **EVENTUAL).body["@odata.count"]
        for test in ("gt 0", "eq 0")
    )
    assert (some + none, some > 0) == (every, True)
    assert (
        zilverdam("GET", "/v1.0/users?$filter=displayName/$count eq 0&$count=true", **EVENTUAL).status == 400
    )


def test_an_enum_is_compared_by_member(client: Client) -> None:
    """E10: `has` and typed literals compare what they say."""
    url, body = valid("ios_app_restrictions")
    client.make(url, body)
    for query, number in (
        ("platforms has 'iOS'", 1), ("platforms has 'macOS'", 0), ("technologies has 'mdm'", 1),
        ("technologies has 'mdm,appleRemoteManagement'", 1),
        ("platforms eq microsoft.graph.deviceManagementConfigurationPlatforms'iOS'", 1),
        ("platforms eq microsoft.graph.deviceManagementConfigurationPlatforms'macOS'", 0),
    ):  # fmt: skip
        answer = client("GET", f"{url}?$filter={query}")
        assert (answer.status, len(answer.body["value"])) == (200, number), query
    assert client("GET", f"{CONFIGURATIONS}?$filter=displayName has 'x'").status == 400


def test_a_filter_on_devices_that_is_not_supported_can_be_passed_over(zilverdam: Client) -> None:
    """Reports say that the service does so (microsoft-graph-docs-contrib#235): the dangerous case can be switched on."""
    url = f"{MANAGED}?$filter=deviceEnrollmentType eq 'appleBulkWithoutUser'&$top=1"
    assert zilverdam("GET", url).status == 400
    tenant = open_tenant(Behaviours().with_("device-filters-ignored"))
    seed(tenant)
    careless = Client(tenant)
    assert len(careless("GET", url).body["value"]) == 1
    assert careless("GET", f"{MANAGED}?$filter=garbage(((").status == 400
    tenant.close()


@pytest.mark.parametrize("path", [
    "/v1.0/me/messages", "/v1.0/teams", "/beta/users/{id}/calendar", "/beta/groups/{id}/events", "/v1.0/sites/root",
])  # fmt: skip
def test_what_graph_has_and_the_tenant_does_not_serve_says_so(zilverdam: Client, path: str) -> None:
    """E14: it used to answer as Graph answers about an object that is not there."""
    person = str(zilverdam("GET", "/v1.0/users?$top=1").body["value"][0]["userPrincipalName"])
    response = zilverdam.tenant.handle(
        Request("GET", _filled(zilverdam, path), {}, b"", "tester", person=person)
    )
    assert response.status == NOT_SERVED
    assert b"EmbeddedTenantDoesNotServeThis" in response.body
    assert response.headers["x-embedded-tenant"] == "not-served"


@pytest.mark.parametrize(
    "path", ["/v1.0/nonsense", "/beta/deviceManagement/nonsense", f"{COMPLIANCE}/x/nonsense/y"]
)
def test_what_graph_does_not_have_is_answered_as_graph_answers(client: Client, path: str) -> None:
    assert client("GET", path).status in (400, 404)


def test_the_table_of_the_directory_names_properties_that_there_are() -> None:
    metadata = load("beta")
    for kind in queries.COLLECTIONS.values():
        known = {name.lower() for name in (*metadata.get(kind).properties, *metadata.get(kind).navigation)}
        table = queries.supported_filters(metadata, (kind,))
        names = {*table.operators, *table.advanced}
        assert {name for name in names if name.partition("/")[0].lower() not in known} <= UNKNOWN
        assert names


UNKNOWN = {"hostnames/any/$it"}
"""On the page, and not (any more) in the metadata of the SDK."""


def test_nothing_is_passed_over_with_a_skip_of_nothing(zilverdam: Client) -> None:
    url = "/beta/deviceManagement/detectedApps"
    assert (
        zilverdam("GET", f"{url}?$skip=0&$top=3").body["value"]
        == zilverdam("GET", f"{url}?$top=3").body["value"]
    )
    for refused in (f"{url}?$skip=-1", f"{url}?$skip=", f"{COMPLIANCE}?$skip=0"):
        assert zilverdam("GET", refused).status == 400
