"""Names in paths that the reference and earlier metadata have and Microsoft's SDKs lack (E15)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scripts import graph_csdl, graph_documents, graph_former
from tests.unit.emulator.conftest import Client

from managed_apparaten.emulator.core.errors import NOT_SERVED
from managed_apparaten.emulator.odata.metadata import VERSIONS, load

MANAGEMENT = "/beta/deviceManagement"
FENCE = {"@odata.type": "#microsoft.graph.circularGeofenceManagementCondition", "displayName": "f", "uniqueName": "f", "latitude": 52.1,
         "longitude": 4.6, "radiusInMeters": 250.0, "applicablePlatforms": ["androidForWork"]}  # fmt: skip
FACTS = json.loads(
    (Path(__file__).parents[3] / "scripts" / "graph_evidence" / "former.json").read_text("utf-8")
)
LEADING = [
    (version, name, key)
    for version in VERSIONS
    for name, table in FACTS[f"{version} navigation"].items()
    for key in table
]


@pytest.mark.parametrize(("version", "name", "key"), LEADING, ids=lambda part: str(part))
def test_every_name_leads_to_a_type(version: str, name: str, key: str) -> None:
    """E15: and says of itself that the SDKs lack it."""
    nav = load(version).get(name).navigation[key]
    assert nav.former
    assert load(version).find(nav.type) is not None


def test_a_type_that_the_sdks_have_is_not_declared_again() -> None:
    assert not load("beta").get("deviceManagement").navigation["managedDevices"].former


def test_an_object_of_a_collection_that_the_sdks_lack_is_made_and_changed(client: Client) -> None:
    """E15: managementConditions; its types derive from an abstract one, and none of their texts may be absent."""
    url = client.make(f"{MANAGEMENT}/managementConditions", FENCE)
    assert (
        client("PATCH", url, {"@odata.type": FENCE["@odata.type"], "radiusInMeters": 10}).body[
            "radiusInMeters"
        ]
        == 10
    )
    assert client("GET", url).body["latitude"] == 52.1
    assert client("POST", f"{MANAGEMENT}/managementConditions", {**FENCE, "latitude": None}).status in (
        201,
        400,
    )
    assert client("POST", f"{MANAGEMENT}/managementConditions", {"displayName": "x"}).status == 400
    assert (
        client(
            "GET", f"{MANAGEMENT}/managementConditions/getManagementConditionsForPlatform(platform='iOS')"
        ).body["value"]
        == []
    )
    assert client("DELETE", url).status == 204


def test_a_collection_below_a_single_object(client: Client) -> None:
    """E15: userExperienceAnalyticsRegressionSummary/modelRegression."""
    url = f"{MANAGEMENT}/userExperienceAnalyticsRegressionSummary"
    assert client("GET", url).status == 200
    made = client.make(f"{url}/modelRegression", {"unit": "u", "value": 2.5})
    assert client("GET", made).body["value"] == 2.5


def test_a_warranty_onboarding_is_enabled_and_disabled(client: Client) -> None:
    """E17."""
    url = client.make(f"{MANAGEMENT}/oemWarrantyInformationOnboarding", {"oemName": "o", "enabled": True})
    for action, enabled in (("disable", False), ("enable", True)):
        assert client("POST", f"{url}/{action}").status == 204
        assert client("GET", url).body["enabled"] is enabled


@pytest.mark.parametrize(("method", "path", "body"), [
    ("GET", "deviceManagement/managementConditions", None), ("POST", "deviceManagement/managementConditions", FENCE),
    ("GET", "deviceAppManagement/sideLoadingKeys", None), ("GET", "deviceManagement/reports/reportSchedules", None),
    ("GET", "deviceManagement/userExperienceAnalyticsRegressionSummary", None),
    ("GET", "deviceManagement/managementConditions/getManagementConditionsForPlatform(platform='iOS')", None),
])  # fmt: skip
def test_the_names_have_a_switch(
    client: Client, without: Callable[..., Client], method: str, path: str, body: Any
) -> None:
    assert client(method, f"/beta/{path}", body).status in (200, 201)
    refused = without("documented-names")(method, f"/beta/{path}", body)
    assert (refused.status, refused.code) == (400, "BadRequest")


def test_what_a_report_shows_refused_is_gone(client: Client) -> None:
    """microsoft-graph-docs#21648: pages and metadata of 2022 have deviceStatuses of an app. v1.0 is what its metadata of 2026 says."""
    assert {"deviceStatuses", "userStatuses", "installSummary"}.isdisjoint(
        load("beta").get("mobileApp").navigation
    )
    assert client("GET", f"{MANAGEMENT}/telecomExpenseManagementPartners").status == 200
    assert client("GET", "/v1.0/deviceManagement/telecomExpenseManagementPartners").status == 400


def test_an_operation_that_is_known_and_not_served_is_said(client: Client) -> None:
    """E14."""
    url = f"{MANAGEMENT}/userExperienceAnalyticsRegressionSummary/summarizeDeviceRegressionPerformance(summarizeBy='model')"
    assert client("GET", url).status == NOT_SERVED


@pytest.mark.parametrize(("kind", "key"), [
    ("userExperienceAnalyticsAppHealthApplicationPerformance", "allOrgsHealthScore"), ("userExperienceAnalyticsBaseline", "overallScore"),
    ("userExperienceAnalyticsOverview", "state"), ("operationApprovalRequest", "operationApprovalPolicies"),
])  # fmt: skip
def test_a_property_that_a_resource_page_shows_and_a_request_sends_is_known(kind: str, key: str) -> None:
    """E15: published metadata at hand is older than the page."""
    assert load("beta").get(kind).properties[key].evidence == "documents"


CSDL = """<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="microsoft.graph" Alias="graph">
<EntityType Name="deviceManagement" BaseType="graph.entity"><NavigationProperty Name="fences" Type="Collection(graph.fence)"/>
<NavigationProperty Name="unwritten" Type="graph.fence"/><NavigationProperty Name="gone" Type="graph.gone"/></EntityType>
<EntityType Name="entity" Abstract="true"><Property Name="id" Type="Edm.String"/></EntityType>
<EntityType Name="fence" BaseType="graph.entity" Abstract="true"><Property Name="on" Type="Edm.Boolean" Nullable="false"/>
<Property Name="name" Type="Edm.String" Nullable="false"/><Property Name="kinds" Type="graph.fenceKind"/></EntityType>
<EntityType Name="circle" BaseType="graph.fence"/><EntityType Name="gone" BaseType="graph.entity"/>
<EnumType Name="fenceKind"><Member Name="a"/></EnumType>
<Function Name="near" IsBound="true"><Parameter Name="this" Type="Collection(graph.fence)"/><Parameter Name="to" Type="Edm.String"/>
<ReturnType Type="Collection(graph.fence)"/></Function>
<Action Name="turn" IsBound="true"><Parameter Name="this" Type="graph.fence"/></Action>
<Action Name="grow" IsBound="true"><Parameter Name="this" Type="graph.circle"/></Action>
</Schema></edmx:DataServices></edmx:Edmx>"""
PAGE = """``` http
GET /deviceManagement/fences/near(to='parameterValue')
POST /deviceManagement/fences/{fenceId}/turn
POST /deviceManagement/fences/{fenceId}/grow
GET /deviceManagement/gone
GET /deviceManagement/imagined
```
"""


def test_a_name_counts_when_pages_and_metadata_have_it(tmp_path: Path) -> None:
    """E15: a page alone may misspell, metadata alone may hold what no page ever showed."""
    (tmp_path / "intune-fencing-fence-list.md").write_text(PAGE, "utf-8")
    (tmp_path / "metadata.csdl").write_text(CSDL, "utf-8")
    types = {
        "entity": {"base": None, "properties": {}},
        "deviceManagement": {"base": "entity", "properties": {}},
    }
    raw: dict[str, Any] = {"types": types, "enums": {}}
    schema, paths = graph_csdl.read(tmp_path / "metadata.csdl"), graph_former.paths(tmp_path)
    gone = frozenset({("deviceManagement", "gone")})
    found = graph_former.former(
        graph_former.Given(raw, (schema,), paths, frozenset(), frozenset(), gone)
    ).sorted()
    assert found["navigation"] == {"deviceManagement": {"fences": "[]fence"}}
    assert set(found["types"]) == {"circle", "fence"}
    assert found["types"]["fence"]["properties"] == {
        "on": "Edm.Boolean",
        "name": "Edm.String required",
        "kinds": "fenceKind nullable",
    }
    assert found["enums"] == {"fenceKind": ["a"]}
    assert found["operations"] == [
        ["GET", "deviceManagement/fences/near", {"to": "Edm.String"}, "[]fence"], ["POST", "deviceManagement/fences/{id}/turn", {}, ""]
    ]  # fmt: skip
    known = frozenset({("POST", "deviceManagement/fences/{id}/turn")})
    again = graph_former.former(graph_former.Given(raw, (schema,), paths, known, frozenset(), gone))
    assert [row[1] for row in again.operations] == ["deviceManagement/fences/near"]


def test_bodies_of_requests_tell_their_properties(tmp_path: Path) -> None:
    text = """``` http
PATCH https://graph.microsoft.com/beta/deviceManagement/x
Content-type: application/json

{"@odata.type": "#microsoft.graph.x", "score": 1, "inner": [{"@odata.type": "microsoft.graph.y", "name": "n"}]}
```
"""
    (tmp_path / "intune-devices-x-update.md").write_text(text, "utf-8")
    assert graph_documents.sent(tmp_path) == {("x", "score"), ("x", "inner"), ("y", "name")}
