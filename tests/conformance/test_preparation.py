"""What the replayer makes of an example before it sends it, and how a report names what became of it (issue 10, E17)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.conformance.corpus import of_row
from tests.conformance.effects import Note, Outcome, altered
from tests.conformance.replay import Prepared, assign_parameter, concrete
from tests.conformance.report import excused_effect, kind_of
from tests.unit.emulator.conftest import Answer

from managed_apparaten.emulator.odata import metadata

pytestmark = pytest.mark.conformance
ENROLMENT = "deviceManagement/deviceEnrollmentConfigurations/{deviceEnrollmentConfigurationId}"


def row(
    url: str, api: str = "beta", method: str = "GET", resource: str = "deviceenrollmentlimitconfiguration"
) -> dict[str, Any]:
    return {
        "api": api, "resource": resource, "operation": "get", "method": method, "url": url, "request_body": None, "request_headers": {},
        "response_status": 200, "response_body": None, "source_repo": "r", "source_path": "p",
    }  # fmt: skip


@pytest.mark.parametrize(("version", "api", "wanted"), [
    ("v1", "beta", "beta"), ("v1", "v1.0", "v1.0"), ("v1.0", "beta", "v1.0"), ("beta", "v1.0", "beta"),
])  # fmt: skip
def test_a_version_that_graph_lacks_is_that_of_the_page(version: str, api: str, wanted: str) -> None:
    """E17, devicemanagementautopilotevent: pages of beta write `/v1/`."""
    assert (
        of_row(row(f"https://graph.microsoft.com/{version}/deviceManagement/autopilotEvents", api)).version
        == wanted
    )


@pytest.mark.parametrize(("path", "wanted"), [
    ("deviceAppManagement/managedEBooks", "managedEBookAssignments"), ("deviceAppManagement/mobileApps", "mobileAppAssignments"),
    ("deviceManagement/hardwareConfigurations", "hardwareConfigurationAssignments"),
    ("deviceManagement/deviceShellScripts", "deviceManagementScriptAssignments"),
    ("deviceManagement/deviceConfigurations", "assignments"), ("deviceManagement/deviceCategories", "assignments"),
])  # fmt: skip
def test_assignments_are_made_by_the_parameter_that_the_clients_send(path: str, wanted: str) -> None:
    """E17, managedebookassignment, hardwareconfigurationassignment: the action has a parameter of its own name."""
    assert assign_parameter(path) == wanted


@pytest.mark.parametrize(
    "kind",
    ["depEnrollmentBaseProfile", "deviceConfiguration", "groupPolicyPresentation", "mobileAppRelationship"],
)
def test_a_type_that_can_be_made_stands_for_an_abstract_one(kind: str) -> None:
    """E17, depenrollmentbaseprofile."""
    found = metadata.load("beta").get(concrete(kind))
    assert not found.abstract
    assert metadata.load("beta").is_a(found.name, kind)


def test_what_changed_in_another_object_is_named() -> None:
    assert altered({"a": 1, "b": [1], "c": 2}, {"a": 1, "b": [2], "d": 3}) == ["b", "c", "d"]


def outcome(
    method: str, effect: str, text: str, path: str = ENROLMENT, kind: str = "deviceEnrollmentConfiguration"
) -> Outcome:
    example = of_row(row(f"https://graph.microsoft.com/beta/{path}", method=method))
    return Outcome(Prepared(example, method, "", kind=kind), Answer(200, {}, {}), (Note(effect, text),))


@pytest.mark.parametrize(("effect", "text", "kind"), [
    ("the answer has the values that were sent", "/priority: 8, 1", "differs"),
    ("a later read shows the changed values", "/deviceEnrollmentConfigurationType: 'limit', 'platformRestrictions'", "differs"),
    ("in the list nothing else changed", "x_Limit changed: priority", "differs"),
    ("in the list nothing else changed", "x_Limit changed: limit, priority", "wrong"),
    ("in the list nothing else changed", "x_Limit changed: displayName", "wrong"),
    ("a later read shows the changed values", "/limit: 8, 1", "wrong"),
    ("a later read shows the changed values", "/deviceEnrollmentConfigurationType: 'platformRestrictions', 'limit'", "wrong"),
    ("a later read shows the changed values", "", "documented"),
])  # fmt: skip
def test_an_effect_that_differs_with_a_source_is_not_called_documented(
    effect: str, text: str, kind: str
) -> None:
    """E17: the comparison says that it differs and why; another effect of the same example is wrong."""
    assert kind_of(outcome("PATCH", effect, text)) == kind


def test_an_excuse_for_priorities_is_one_of_enrolment_only() -> None:
    effect, text = "in the list nothing else changed", "x changed: priority"
    elsewhere = outcome(
        "DELETE", effect, text, "deviceManagement/deviceCategories/{deviceCategoryId}", "deviceCategory"
    )
    assert excused_effect(elsewhere, effect, text) is None


def test_what_left_graph_has_a_source() -> None:
    """E17: `any more` is said only of what the packaged metadata lacks."""
    gone = {
        "v1.0": ("telecomExpenseManagementPartner",),
        "beta": ("groupPolicyUploadedCategory", "groupPolicyUploadedDefinition"),
    }
    assert [
        name for version, names in gone.items() for name in names if metadata.load(version).find(name)
    ] == []
