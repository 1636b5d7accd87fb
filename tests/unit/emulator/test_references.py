"""References between device configurations: a certificate of a network profile (E15; Microsoft365DSC, IntuneManagement#114)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.unit.emulator.conftest import CONFIGURATIONS, Client

from managed_apparaten.emulator.core.http import Request

GRAPH = "microsoft.graph."
ADDRESS = "https://graph.microsoft.com/beta/deviceManagement/deviceConfigurations"
SCEP, ROOT, WIFI = (
    "windows81SCEPCertificateProfile",
    "windows81TrustedRootCertificate",
    "windowsWifiEnterpriseEAPConfiguration",
)


def make(client: Client, kind: str, **values: object) -> str:
    return client.make(CONFIGURATIONS, {"@odata.type": f"#{GRAPH}{kind}", "displayName": kind, **values})


def last(url: str) -> str:
    return url.rsplit("/", 1)[1]


def address(url: str) -> str:
    return f"{ADDRESS}('{last(url)}')"


@pytest.fixture
def root(client: Client) -> str:
    return make(client, ROOT)


@pytest.fixture
def certificate(client: Client) -> str:
    """The root certificate of a profile that has none yet."""
    return f"{make(client, SCEP)}/{GRAPH}{SCEP}/rootCertificate"


@pytest.fixture
def certificates(client: Client) -> str:
    return f"{make(client, WIFI)}/{GRAPH}{WIFI}/rootCertificatesForServerValidation"


def test_a_single_reference_is_put_read_and_taken_away(client: Client, root: str, certificate: str) -> None:
    """The requests of Microsoft365DSC."""
    assert client("GET", certificate).status == client("GET", f"{certificate}/$ref").status == 404
    assert client("PUT", f"{certificate}/$ref", {"@odata.id": address(root)}).status == 204
    shown = client("GET", certificate).body
    assert (shown["id"], shown["@odata.type"], shown["displayName"]) == (last(root), f"#{GRAPH}{ROOT}", ROOT)
    assert (
        client("GET", f"{certificate}/$ref")
        .body["@odata.id"]
        .endswith(f"deviceConfigurations('{last(root)}')")
    )
    assert client("GET", f"{certificate}?$select=displayName").body.keys() >= {"id", "displayName"}
    assert client("DELETE", f"{certificate}/$ref").status == 204
    assert [client("GET", certificate).status, client("GET", root).status] == [404, 200]
    assert client("DELETE", f"{certificate}/$ref").status == 404


def test_a_list_of_references_takes_one_more_by_post(client: Client, root: str, certificates: str) -> None:
    """IntuneManagement#114: PUT has no route there."""
    other = make(client, ROOT)
    assert client("GET", certificates).body["value"] == []
    for one in (root, other, root):
        assert client("POST", f"{certificates}/$ref", {"@odata.id": address(one)}).status == 204
    assert {one["id"] for one in client("GET", certificates).body["value"]} == {last(root), last(other)}
    assert client("GET", f"{certificates}/$count").body == "2"
    assert len(client("GET", f"{certificates}/$ref").body["value"]) == 2
    refused = client("PUT", f"{certificates}/$ref", {"@odata.id": address(root)})
    assert "template ~/singleton/navigation/key/cast/navigation/$ref with http verb PUT" in refused.message
    assert client("DELETE", f"{certificates}/{last(other)}/$ref").status == 204
    assert client("DELETE", f"{certificates}/$ref?$id={address(root)}").status == 204
    assert client("DELETE", f"{certificates}/$ref").status == 400
    assert client("GET", certificates).body["value"] == []


def test_one_in_a_list_is_not_addressed_by_its_key(
    client: Client, root: str, certificates: str, without: Callable[..., Client]
) -> None:
    """microsoft-graph-docs#5919."""
    assert client("POST", f"{certificates}/$ref", {"@odata.id": address(root)}).status == 204
    answer = client("GET", f"{certificates}/{last(root)}")
    assert "template ~/singleton/navigation/key/cast/navigation/key with http verb GET" in answer.message
    kinder = without("no-key-behind-a-reference")
    url = f"{make(kinder, WIFI)}/{GRAPH}{WIFI}/rootCertificatesForServerValidation"
    made = kinder("POST", url, {"@odata.type": f"#{GRAPH}{ROOT}", "displayName": "x"}).body["id"]
    assert kinder("GET", f"{url}/{made}").body["id"] == made


@pytest.mark.parametrize("body", [{}, {"@odata.id": 1}, {"@odata.id": f"{ADDRESS}/nobody"}])
def test_a_reference_to_nothing_is_refused(client: Client, certificate: str, body: dict[str, object]) -> None:
    assert client("PUT", f"{certificate}/$ref", body).status in (400, 404)
    assert client("GET", certificate).status == 404


def test_a_reference_leads_to_an_object_of_its_type_only(client: Client, certificate: str) -> None:
    assert (
        "not assignable"
        in client("PUT", f"{certificate}/$ref", {"@odata.id": address(make(client, SCEP))}).message
    )
    refused = client("POST", CONFIGURATIONS, {
        "@odata.type": f"#{GRAPH}{SCEP}", "displayName": "x", "rootCertificate@odata.bind": address(make(client, SCEP)),
    })  # fmt: skip
    assert "not assignable" in refused.message


def test_a_reference_is_bound_with_the_object_that_refers(client: Client, root: str) -> None:
    made = make(client, SCEP, **{"rootCertificate@odata.bind": address(root)})
    url = f"{made}/{GRAPH}{SCEP}/rootCertificate"
    assert client("GET", url).body["id"] == last(root)
    other = make(client, ROOT)
    body = {"@odata.type": f"#{GRAPH}{SCEP}", "rootCertificate@odata.bind": address(other)}
    assert client("PATCH", made, body).status < 300
    assert client("GET", url).body["id"] == last(other)
    assert (
        client(
            "POST",
            CONFIGURATIONS,
            {**body, "displayName": "x", "rootCertificate@odata.bind": address("x/nobody")},
        ).status
        == 404
    )


def test_what_is_referred_to_is_created_changed_and_deleted_through_its_owner(
    client: Client, certificates: str, certificate: str
) -> None:
    """The reference pages of windows81TrustedRootCertificate."""
    body = {"@odata.type": f"#{GRAPH}{ROOT}", "displayName": "made"}
    made = client("POST", certificates, body)
    assert (made.status, made.body["displayName"]) == (201, "made")
    assert client("GET", f"{CONFIGURATIONS}/{made.body['id']}").body["displayName"] == "made"
    assert (
        "not assignable" in client("POST", certificates, {**body, "@odata.type": f"#{GRAPH}{SCEP}"}).message
    )
    assert client("PUT", f"{certificate}/$ref", {"@odata.id": address(f"x/{made.body['id']}")}).status == 204
    changed = client("PATCH", certificate, {"@odata.type": f"#{GRAPH}{ROOT}", "displayName": "changed"})
    assert (changed.status, changed.body["displayName"]) == (200, "changed")
    assert client("GET", f"{CONFIGURATIONS}/{made.body['id']}").body["displayName"] == "changed"
    assert client("DELETE", certificate).status == 204
    assert (
        client("GET", f"{CONFIGURATIONS}/{made.body['id']}").status
        == client("GET", certificate).status
        == 404
    )
    assert client("GET", certificates).body["value"] == []


def test_two_casts_stand_in_one_path(client: Client) -> None:
    vpn, scep, root = (
        "windowsPhone81VpnConfiguration",
        "windowsPhone81SCEPCertificateProfile",
        "windowsPhone81TrustedRootCertificate",
    )
    identity = f"{make(client, vpn)}/{GRAPH}{vpn}/identityCertificate"
    profile = make(client, scep)
    assert client("PUT", f"{identity}/$ref", {"@odata.id": address(profile)}).status == 204
    url = f"{identity}/{GRAPH}{scep}/rootCertificate"
    assert client("PUT", f"{url}/$ref", {"@odata.id": address(make(client, root))}).status == 204
    assert client("GET", url).body["displayName"] == root
    assert client("GET", f"{profile}/{GRAPH}{scep}/rootCertificate").body == {**client("GET", url).body, "@odata.context": client(
        "GET", f"{profile}/{GRAPH}{scep}/rootCertificate").body["@odata.context"]}  # fmt: skip
    assert client("GET", f"{identity}/{GRAPH}windowsPhone81ImportedPFXCertificateProfile").status in (
        400,
        404,
    )
    assert (
        client("GET", f"{identity}/rootCertificate").message
        == "Resource not found for the segment 'rootCertificate'."
    )


def test_a_list_of_references_refuses_what_it_does_not_know(client: Client, certificates: str) -> None:
    for option in (
        "$filter=garbage(((",
        "$orderby=garbage",
        "$select=garbage",
        "$expand=assignments",
        "$top=many",
        "$garbage=1",
    ):
        assert client("GET", f"{certificates}?{option}").status == 400, option


def test_what_a_reference_leads_to_asks_for_its_own_permission(client: Client) -> None:
    """An Autopilot profile leads to a device configuration, which another permission opens."""
    profile, join = "activeDirectoryWindowsAutopilotDeploymentProfile", "windowsDomainJoinConfiguration"
    made = client.make("/beta/deviceManagement/windowsAutopilotDeploymentProfiles", {
        "@odata.type": f"#{GRAPH}{profile}", "displayName": "p", "domainJoinConfiguration@odata.bind": address(make(client, join)),
    })  # fmt: skip
    url = f"{made}/{GRAPH}{profile}/domainJoinConfiguration"

    def status(method: str, *roles: str) -> int:
        body = b'{"@odata.type": "#microsoft.graph.windowsDomainJoinConfiguration", "displayName": "changed"}'
        return client.tenant.handle(
            Request(method, url, {}, b"" if method == "GET" else body, "tester", roles=frozenset(roles))
        ).status

    service, configuration = (
        "DeviceManagementServiceConfig.ReadWrite.All",
        "DeviceManagementConfiguration.ReadWrite.All",
    )
    assert [status(method, service) for method in ("GET", "PATCH", "DELETE")] == [403, 403, 403]
    assert [status(method, service, configuration) for method in ("GET", "PATCH", "DELETE")] == [
        200,
        200,
        204,
    ]


def test_one_reference_is_no_list_and_a_list_is_not_one(client: Client, zilverdam: Client) -> None:
    root = make(client, ROOT)
    body = {
        "@odata.type": f"#{GRAPH}{SCEP}",
        "displayName": "x",
        "rootCertificate@odata.bind": [address(root)],
    }
    assert client("POST", CONFIGURATIONS, body).status == 400
    group, person = (
        zilverdam("GET", f"/v1.0/{path}?$top=1").body["value"][0]["id"] for path in ("groups", "users")
    )
    bound = f"https://graph.microsoft.com/v1.0/users/{person}"
    assert zilverdam("PATCH", f"/v1.0/groups/{group}", {"members@odata.bind": bound}).status == 400


@pytest.mark.parametrize("form", [
    "{id}", "https://evil.example/beta/deviceManagement/deviceConfigurations('{id}')", "deviceConfigurations('{id}')",
    "http://graph.microsoft.com/beta/deviceManagement/deviceConfigurations('{id}')", f"{ADDRESS}('{{id}}", f"{ADDRESS}/{{id}}/x",
    f"{ADDRESS}", f"{ADDRESS}/{{id}}?x=1", f"{ADDRESS}/{{id}}/assignments",
])  # fmt: skip
def test_an_address_that_is_none_of_graph_is_refused(
    client: Client, root: str, certificate: str, certificates: str, form: str
) -> None:
    """E17: the id at the end of any text was taken."""
    sent = form.replace("{id}", last(root))
    for method, url in (("PUT", certificate), ("POST", certificates)):
        refused = client(method, f"{url}/$ref", {"@odata.id": sent})
        assert (refused.status, refused.message) == (400, "Invalid URL format specified in payload."), (
            refused.body
        )
    body = {"@odata.type": f"#{GRAPH}{SCEP}", "displayName": "x", "rootCertificate@odata.bind": sent}
    assert (
        client("POST", CONFIGURATIONS, body).message
        == "Invalid URL format specified in @odata.bind for rootCertificate"
    )
    assert client("GET", certificate).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "deviceManagement/deviceCompliancePolicies",
        "deviceAppManagement/mobileApps",
        "users",
        "directoryObjects",
    ],
)
def test_an_object_of_another_collection_is_not_found(
    client: Client, root: str, certificate: str, path: str
) -> None:
    """E17."""
    sent = f"https://graph.microsoft.com/beta/{path}/{last(root)}"
    assert client("PUT", f"{certificate}/$ref", {"@odata.id": sent}).status == 404
    body = {"@odata.type": f"#{GRAPH}{SCEP}", "displayName": "x", "rootCertificate@odata.bind": sent}
    assert client("POST", CONFIGURATIONS, body).status == 404
    assert client("PUT", f"{certificate}/$ref", {"@odata.id": address(root)}).status == 204
    assert client("DELETE", f"{certificate}/$ref?$id={sent}").status == 404
    assert client("DELETE", f"{certificate}/$ref?$id={address(root)}").status == 204
