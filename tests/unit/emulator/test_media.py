"""Size and Content-Type of a request, the level of metadata in an answer, and writes of whole collections (E13 of the evidence)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from tests.unit.emulator.conftest import APPS, CATALOG, COMPLIANCE, IOS_MAM, Client, group_target, valid

BODY = orjson.dumps({"displayName": "TEMPLATE", "roleScopeTagIds": ["0"], "brandingOptions": "none"})
TEMPLATES = "/beta/deviceManagement/notificationMessageTemplates"
GRAPH = "https://graph.microsoft.com/beta/"


@pytest.mark.parametrize(
    "sort",
    [
        "text/plain",
        "text/plain; charset=utf-8",
        "application/x-www-form-urlencoded",
        "application/xml",
        "json",
    ],
)
def test_a_body_that_says_it_is_no_json_is_refused(
    client: Client, without: Callable[..., Client], sort: str
) -> None:
    """E13: `text/plain` was taken (learn.microsoft.com/graph/errors: 415; Exchange: 400, microsoft-graph-docs#4648)."""
    answer = client("POST", TEMPLATES, BODY, Content_Type=sort)
    assert (answer.status, answer.code) == (415, "UnsupportedMediaType")
    assert client("GET", TEMPLATES).body["value"] == []
    other = without("content-type-415")
    answer = other("POST", TEMPLATES, BODY, Content_Type=sort)
    assert (answer.status, answer.code) == (400, "RequestBodyRead")
    other.tenant.close()


@pytest.mark.parametrize(
    "sort", ["application/json", "application/json;odata.metadata=minimal; charset=utf-8", "Application/JSON"]
)
def test_a_body_of_json_is_taken_and_so_is_no_body(client: Client, sort: str) -> None:
    """E13: what does not say text/plain is no worse off."""
    made = client("POST", TEMPLATES, BODY, Content_Type=sort)
    assert made.status == 201
    assert client("DELETE", f"{TEMPLATES}/{made.body['id']}", Content_Type="text/plain").status == 204


@pytest.mark.parametrize(
    ("spaces", "status"), [(4 * 2**20 - len(BODY), 201), (4 * 2**20 - len(BODY) + 1, 413)]
)
def test_four_megabytes_are_the_limit_in_process_too(client: Client, spaces: int, status: int) -> None:
    """E13: 413 (microsoft-graph-docs, concepts/onenote-images-files.md), in Graph's shape."""
    answer = client("POST", TEMPLATES, BODY + b" " * spaces)
    assert answer.status == status
    if status == 413:
        assert (answer.code, answer.message) == ("BadRequest", "The maximum request length supported is 4MB.")
        assert "request-id" in answer.body["error"]["innerError"]


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "application/json;odata.metadata=most"])
def test_an_answer_in_a_form_that_graph_lacks_is_refused(client: Client, accept: str) -> None:
    """E13: learn.microsoft.com/graph/errors, 406."""
    assert client("GET", TEMPLATES, Accept=accept).status == 406


@pytest.mark.parametrize(
    "accept",
    ["*/*", "application/json", "text/html, */*;q=0.1", "application/*", "", "application/json, text/plain"],
)
def test_what_clients_send_is_accepted(client: Client, accept: str) -> None:
    """E13: no client that was seen is refused."""
    assert client("GET", TEMPLATES, Accept=accept).status == 200


def level(client: Client, url: str, name: str) -> Any:
    answer = client("GET", url, Accept=f"application/json;odata.metadata={name}")
    assert answer.status == 200
    assert f"odata.metadata={name}" in answer.headers["Content-Type"]
    return answer.body


def test_none_leaves_annotations_out_but_for_links_and_counts(client: Client) -> None:
    """E13: OData JSON Format 4.01, section 3.1.3."""
    client.make(*valid("ios_compliance"))
    body = level(client, f"{COMPLIANCE}?$expand=assignments", "none")
    assert not [key for key in (*body, *body["value"][0]) if "@" in key]
    for number in range(30):
        client.make(CATALOG, {**valid("ios_app_restrictions")[1], "name": str(number)})
    assert "@odata.nextLink" in level(client, CATALOG, "none")


def test_full_annotates_an_object_as_a_true_export_does(client: Client) -> None:
    """E13: OpenIntuneBaseline @ 75c4825, `MacOS - OIB - Compliance - U - Device Health` and its like."""
    url = client.make(*valid("ios_compliance"))
    client("POST", f"{url}/assign", {"assignments": [group_target()]})
    path = f"deviceManagement/deviceCompliancePolicies('{url.rsplit('/', 1)[1]}')"
    body = level(
        client,
        f"{url}?$expand=assignments,scheduledActionsForRule($expand=scheduledActionConfigurations)",
        "full",
    )
    typed = f"{path}/microsoft.graph.iosCompliancePolicy"
    expected = {
        "@odata.type": "#microsoft.graph.iosCompliancePolicy", "@odata.id": path, "@odata.editLink": typed,
        "roleScopeTagIds@odata.type": "#Collection(String)", "createdDateTime@odata.type": "#DateTimeOffset",
        "passcodeRequiredType@odata.type": "#microsoft.graph.requiredPasswordType",
        "restrictedApps@odata.type": "#Collection(microsoft.graph.appListItem)",
        "assignments@odata.navigationLink": f"{GRAPH}{typed}/assignments",
        "assignments@odata.associationLink": f"{GRAPH}{typed}/assignments/$ref",
        "userStatuses@odata.navigationLink": f"{GRAPH}{typed}/userStatuses",
        "#microsoft.graph.assign": {"title": "microsoft.graph.assign",
                                    "target": f"{GRAPH}{path}/microsoft.graph.deviceCompliancePolicy/microsoft.graph.assign"},
    }  # fmt: skip
    assert {key: body[key] for key in expected} == expected
    assert not [
        key
        for key in ("version@odata.type", "passcodeRequired@odata.type", "osMaximumVersion@odata.type")
        if key in body
    ]
    assert body["restrictedApps"][0]["@odata.type"] == "#microsoft.graph.appListItem"
    assert (
        body["scheduledActionsForRule"][0]["@odata.type"]
        == "#microsoft.graph.deviceComplianceScheduledActionForRule"
    )
    [assignment] = body["assignments"]
    assert assignment["@odata.id"].endswith(f"/assignments('{assignment['id']}')")


def test_full_annotates_lists_and_what_is_below_an_object(client: Client) -> None:
    """E13: settings of a catalogue policy and durations of app protection, as exports show them."""
    policy = client.make(*valid("ios_app_restrictions"))
    [setting] = level(client, f"{policy}/settings", "full")["value"]
    own = f"deviceManagement/configurationPolicies('{policy.rsplit('/', 1)[1]}')/settings('0')"
    assert (setting["@odata.type"], setting["@odata.id"]) == (
        "#microsoft.graph.deviceManagementConfigurationSetting",
        own,
    )
    assert setting["settingDefinitions@odata.navigationLink"] == f"{GRAPH}{own}/settingDefinitions"
    client.make(*valid("ios_app_protection"))
    [shown] = level(client, IOS_MAM, "full")["value"]
    assert shown["periodOfflineBeforeWipeIsEnforced@odata.type"] == "#Duration"
    assert shown["@odata.editLink"] == f"deviceAppManagement/iosManagedAppProtections('{shown['id']}')"
    assert "#microsoft.graph.targetApps" in shown


def test_an_object_with_full_metadata_can_be_sent_back(client: Client) -> None:
    """E13: that is how exports are imported."""
    body = level(client, client.make(*valid("mobile_app")), "full")
    assert (
        client("POST", APPS, {key: value for key, value in body.items() if not key.startswith("#")}).status
        == 201
    )


@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
@pytest.mark.parametrize("url", [COMPLIANCE, IOS_MAM, CATALOG, APPS])
def test_a_collection_of_intune_has_no_route_that_writes_it_whole(
    client: Client, method: str, url: str
) -> None:
    """E13: CIPP#2834 and msgraph-sdk-dotnet#2922 for PATCH."""
    answer = client(method, url, {"displayName": "x"})
    assert (answer.status, answer.code) == (400, "No method match route template")
    path = url.removeprefix("/beta/")
    said = f"No OData route exists that match template ~/singleton/navigation with http verb {method} for request "
    assert answer.message == f"{said}/StatelessDeviceConfigurationFEService/{path}."


def test_the_directory_answers_405_and_so_does_intune_when_that_is_switched(
    client: Client, without: Callable[..., Client]
) -> None:
    """E13: the report is of Intune."""
    assert client("PATCH", "/v1.0/groups", {"displayName": "x"}).status == 405
    older = without("no-route-to-write-a-collection")
    assert older("PATCH", COMPLIANCE, {"displayName": "x"}).status == 405
    older.tenant.close()


def test_a_post_on_an_object_has_no_route(client: Client) -> None:
    """E13: the neighbour."""
    url = client.make(*valid("ios_compliance"))
    answer = client("POST", url, {"displayName": "x"})
    assert (answer.status, "~/singleton/navigation/key with http verb POST" in answer.message) == (400, True)
