"""Functions and actions that the embedded tenant serves are in Microsoft's own clients, on the versions that it has them on."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from scripts import generate_graph_operations as generator
from scripts import generate_graph_roots
from tests.conformance.conftest import Tally
from tests.conformance.oracle import PACKAGES

from managed_apparaten.emulator.odata.metadata import load
from managed_apparaten.emulator.service import operations
from managed_apparaten.emulator.service.collections import COLLECTIONS
from managed_apparaten.emulator.service.intune import devices

pytestmark = pytest.mark.conformance
WITH = {"getAuditActivityTypes": "category", "retrieveMyRequestById": "id", "getRoleScopeTagsByIds": "ids",
        "getPlatformSupportedProperties": "platform", "getLicensesForApp": "bundleId"}  # fmt: skip
"""Functions with an argument, which the folder of their request builder is named after too."""


def folder(version: str, route: str) -> Path:
    """The folder in which a client keeps the request builder of a route."""
    found = importlib.util.find_spec(PACKAGES[version])
    assert found is not None
    [root] = found.submodule_search_locations or []
    path = Path(root) / "generated"
    for part in route.split("/"):
        name = f"{part}With{WITH[part][0].upper()}{WITH[part][1:]}" if part in WITH else part
        path /= "item" if part == operations.ID else re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
    return path


def has(version: str, route: str) -> bool:
    return any(folder(version, route).glob("*_request_builder.py"))


@pytest.mark.parametrize("item", operations.TABLE, ids=lambda item: f"{item.method} {item.route}")
def test_an_operation_is_where_microsoft_s_clients_have_it(item: operations.Operation, tally: Tally) -> None:
    assert (has("beta", item.route), has("v1.0", item.route)) == (not item.former, item.stable)
    tally(
        "operations",
        "functions and actions of collections, on the versions on which the clients have them",
        1,
    )


def test_a_collection_is_where_microsoft_s_clients_have_it(tally: Tally) -> None:
    for version in PACKAGES:
        served = {item.path for item in COLLECTIONS if load(version).find(item.type) is not None}
        assert served == {item.path for item in COLLECTIONS if has(version, item.path)}
        tally(
            "operations",
            f"collections, on the versions on which the clients have them ({version})",
            len(served),
        )


def test_the_packaged_operations_are_those_of_microsoft_s_clients(tally: Tally) -> None:
    assert generator.render() == generator.TARGET.read_text("utf-8")
    tally(
        "operations",
        "functions and actions without an effect here, made from the clients' request builders",
        len(operations.UNMODELLED),
    )


def test_the_packaged_names_of_paths_are_those_of_microsoft_s_clients() -> None:
    assert generate_graph_roots.render() == (generator.TARGET.parent / "roots.json").read_text("utf-8")


def test_remote_actions_on_devices_are_where_microsoft_s_clients_have_them(tally: Tally) -> None:
    for name in devices.V1_ACTIONS | devices.BETA_ACTIONS:
        route = f"{devices.PATH}/{operations.ID}/{name}"
        assert (has("beta", route), has("v1.0", route)) == (True, name in devices.V1_ACTIONS), name
    tally("operations", "remote actions on devices, likewise", len(devices.V1_ACTIONS | devices.BETA_ACTIONS))


def test_an_operation_that_nobody_has_is_found_nowhere() -> None:
    assert not has("beta", "deviceManagement/operationApprovalRequests/getMyRequests")
    assert not has("v1.0", "deviceManagement/noSuchThing")
