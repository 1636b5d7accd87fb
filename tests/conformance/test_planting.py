"""Objects that the replayer plants for a path, and what it says of paths that leave out a cast (E17)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.conformance.corpus import of_row
from tests.conformance.planting import cast_of
from tests.conformance.replay import Replayer
from tests.conformance.report import OVERLAY, fits
from tests.unit.emulator.conftest import Answer

from managed_apparaten.emulator.odata.metadata import load
from managed_apparaten.emulator.service.home_collections import list_derived_navigations

pytestmark = pytest.mark.conformance
GRAPH = "microsoft.graph."
VALUE = "deviceManagement/groupPolicyConfigurations/{a}/definitionValues/{b}/presentationValues/{c}"
SCEP = f"deviceManagement/deviceConfigurations/{{a}}/{GRAPH}iosScepCertificateProfile/rootCertificate"


def row(path: str, resource: str, method: str = "GET") -> dict[str, Any]:
    return {
        "api": "beta", "resource": resource, "operation": "get", "method": method, "url": f"https://graph.microsoft.com/beta/{path}",
        "request_body": None, "request_headers": {}, "response_status": 200, "response_body": None, "source_repo": "r", "source_path": "p",
    }  # fmt: skip


@pytest.fixture(scope="module")
def replayer() -> Replayer:
    return Replayer([])


@pytest.mark.parametrize(("path", "resource", "kind"), [
    (SCEP, "iostrustedrootcertificate", "iosTrustedRootCertificate"),
    (f"deviceAppManagement/mobileApps/{{a}}/{GRAPH}iosVppApp/assignedLicenses/{{b}}", "iosvppappassigneddevicelicense",
     "iosVppAppAssignedDeviceLicense"),
    (f"deviceManagement/templates/{{a}}/{GRAPH}securityBaselineTemplate/deviceStates/{{b}}", "securitybaselinedevicestate", ""),
    ("deviceManagement/intents/{a}/settings/{b}", "devicemanagementstringsettinginstance", "deviceManagementStringSettingInstance"),
    (VALUE, "grouppolicypresentationvaluetext", "groupPolicyPresentationValueText"),
    (f"{VALUE}/presentation/definition", "grouppolicydefinition", ""),
    (f"{VALUE}/presentation/definition/presentations/{{d}}", "grouppolicypresentationtext", "groupPolicyPresentationText"),
    (f"{VALUE}/presentation/definition/definitionFile/{GRAPH}groupPolicyUploadedDefinitionFile/groupPolicyOperations/{{d}}",
     "grouppolicyoperation", ""),
])  # fmt: skip
def test_a_path_has_an_object_of_the_type_that_its_page_is_about(
    replayer: Replayer, path: str, resource: str, kind: str
) -> None:
    ready = replayer.prepare(of_row(row(path, resource)))
    answer = replayer.send(ready)
    assert (ready.unmade, answer.status) == ("", 200), answer.body
    assert answer.body.get("@odata.type", "").removeprefix(f"#{GRAPH}") in (kind, "") or not kind


def test_a_single_object_is_there_to_be_deleted(replayer: Replayer) -> None:
    ready = replayer.prepare(of_row(row(f"{VALUE}/presentation", "grouppolicypresentationtext", "DELETE")))
    assert replayer.session("GET", ready.target).status == 200
    assert replayer.send(ready).status == 204
    assert replayer.session("GET", ready.target).status == 404


def test_what_follows_an_unknown_name_is_left_and_said_to_be_unmade(replayer: Replayer) -> None:
    cast = f"deviceManagement/deviceConfigurations/{{a}}/{GRAPH}windowsUpdateForBusinessConfiguration"
    ready = replayer.prepare(of_row(row(f"{cast}/deviceUpdateStates/{{b}}", "windowsupdatestate")))
    assert "{" not in ready.url
    assert ready.unmade == "no deviceUpdateStates in deviceManagement/deviceConfigurations"
    assert replayer.send(ready).message == "Resource not found for the segment 'deviceUpdateStates'."


def test_a_function_is_no_cast() -> None:
    assert [cast_of(one) for one in (f"{GRAPH}iosVppApp", "graph.user", f"{GRAPH}managedDeviceOverview()", f"{GRAPH}nonsense", "user")] == [
        "iosVppApp", "user", "", "", ""]  # fmt: skip


@pytest.mark.parametrize(("path", "kind"), [
    ("deviceManagement/deviceConfigurations", "deviceConfiguration"), ("deviceAppManagement/mobileApps", "mobileApp"),
    ("deviceManagement/templates", "deviceManagementTemplate"),
])  # fmt: skip
def test_a_page_that_leaves_out_the_cast_differs_for_every_name_of_a_derived_type(
    path: str, kind: str
) -> None:
    """No name that the declared type has is excused, nor one that nobody has."""
    own = set(load("beta").get(kind).navigation)

    def excused(nav: str) -> bool:
        example = of_row(row(f"{path}/{{id}}/{nav}", "x"))
        answer = Answer(
            400,
            {"error": {"code": "BadRequest", "message": f"Resource not found for the segment '{nav}'."}},
            {},
        )
        return any("cast" in one["reason"] and fits(one, example, answer) for one in OVERLAY["answers"])

    names = (
        list_derived_navigations("beta", kind)
        - own
        - {"latestUpgradeCatalogPackage", "referencedCatalogPackage"}
    )
    assert [nav for nav in sorted(names) if not excused(nav)] == []
    assert [nav for nav in sorted({*own, "nonsense"}) if excused(nav)] == []
