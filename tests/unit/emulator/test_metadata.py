"""The packaged metadata, and how far it agrees with an independent extraction of Microsoft's metadata."""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path
from typing import Any

import pytest
from scripts import generate_graph_metadata

from managed_apparaten.emulator.odata.metadata import VERSIONS, load

FACTS = Path(__file__).resolve().parents[4] / "shared" / "facts" / "graph-types.json"
POLICY_TYPES = (
    "iosManagedAppProtection",
    "iosCompliancePolicy",
    "androidManagedAppProtection",
    "windows10CompliancePolicy",
    "iosStoreApp",
)
BETA_TYPES = (
    "androidDeviceOwnerCompliancePolicy",
    "androidDeviceOwnerGeneralDeviceConfiguration",
    "windowsManagedAppProtection",
)
SDK_READS = {"Edm.Int64": "Edm.Int32", "Edm.Byte": "Edm.Int32", "Edm.Single": "Edm.Double"}
"""Type of published metadata -> type that the SDK, and an extraction from it, takes it for."""
EXCUSED = {
    **{
        f"{owner}{text}": "the extraction takes an entity without a base for a complex type"
        for owner, name in (
            ("conditionalAccessRoot", "namedLocations"),
            ("conditionalAccessRoot", "policies"),
            ("organization", "partnerInformation"),
        )
        for text in (f".{name}: only on one side", f"/{name}: navigation")
    },
    **{
        f"organization{text}": "the extraction takes an entity without a base for a complex type"
        for text in (".partnerInformation: only on one side", "/partnerInformation: navigation")
    },
    **{
        f"conditionalAccessGrantControls{text}": "exports show the strength inside the controls: INLINE of the generator"
        for text in (".authenticationStrength: only on one side", "/authenticationStrength: navigation")
    },
    "deviceAppManagement: base": "the SDK has it without a base; its id is added when it is shown",
    "managedAppStatusRaw.content: only on one side": "of type Json, which the SDK has no reader for",
}
"""Difference -> reason."""


def facts() -> dict[str, Any]:
    return (
        json.loads(FACTS.read_text("utf-8"))
        if FACTS.exists()
        else {"v1.0": {}, "beta": {}, "enums": {"v1.0": {}, "beta": {}}}
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_every_type_assembles_and_points_only_at_what_exists(version: str) -> None:
    metadata = load(version)
    for name in metadata.names():
        found = metadata.get(name)
        assert found.entity == ("entity" in (name, *found.ancestors))
        for declared in found.properties.values():
            known = (
                declared.type.startswith("Edm.")
                or declared.type in metadata.enums
                or metadata.find(declared.type) is not None
            )
            assert known, f"{name}.{declared.name}: {declared.type}"


def test_versions_hold_the_types_they_should() -> None:
    assert all(load(version).find(name) for version in VERSIONS for name in POLICY_TYPES)
    assert all(load("beta").find(name) and not load("v1.0").find(name) for name in BETA_TYPES)


@pytest.mark.parametrize(
    ("version", "root", "least"),
    [("v1.0", "deviceManagement", 57), ("beta", "deviceManagement", 170), ("v1.0", "deviceAppManagement", 15),
     ("beta", "deviceAppManagement", 25), ("v1.0", "conditionalAccessRoot", 4), ("beta", "conditionalAccessRoot", 4)],
)  # fmt: skip
def test_what_the_roots_lead_to_is_there_with_its_types(version: str, root: str, least: int) -> None:
    """E15: a navigation property of Intune's and conditional access's roots leads to a type of the metadata."""
    metadata = load(version)
    navigation = metadata.get(root).navigation
    assert len(navigation) >= least
    assert [name for name, nav in navigation.items() if metadata.find(nav.type) is None] == []


def test_overlay_names_only_types_and_properties_that_exist() -> None:
    folder = Path(__file__).resolve().parents[3] / "src" / "managed_apparaten" / "emulator" / "_graph"
    overlay = json.loads((folder / "overlay.json").read_text("utf-8"))
    beta, stable = load("beta"), load("v1.0")
    for name, properties in overlay["serverDefaults"].items():
        found = {
            *(beta.get(name).properties if beta.find(name) else {}),
            *(stable.get(name).properties if stable.find(name) else {}),
        }
        assert set(properties) <= found, name


def differences(version: str) -> list[str]:
    """Where our metadata and the extraction disagree about a type that both have.

    Names that are taken from another source than the SDK (``evidence``, ``former``) must be absent from the extraction.
    """
    metadata, found = load(version), []
    for name, other in sorted(facts()[version].items()):
        ours = metadata.find(name)
        if ours is None:
            continue
        base = metadata.get(ours.ancestors[0]) if ours.ancestors else None
        inherited = {*base.properties, *base.navigation} if base else set()
        if (ours.ancestors[0] if ours.ancestors else None) != other["base"]:
            found.append(f"{name}: base")
        own = {
            key: value
            for key, value in ours.properties.items()
            if key not in inherited and key != "id" and not value.evidence
        }
        theirs = {key: value for key, value in other["properties"].items() if key != "id"}
        found += [f"{name}.{key}: only on one side" for key in sorted(set(own) ^ set(theirs))]
        for key in sorted(set(own) & set(theirs)):
            expected = (theirs[key]["type"], bool(theirs[key].get("collection")))
            if (own[key].type, own[key].collection) != expected and SDK_READS.get(own[key].type) != expected[
                0
            ]:
                found.append(f"{name}.{key}: {own[key].type}{[own[key].collection]} {expected}")
        leading = {key for key, nav in ours.navigation.items() if key not in inherited and not nav.former}
        found += [f"{name}/{key}: navigation" for key in sorted(leading ^ set(other["navigation"]))]
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_types_agree_with_the_independent_extraction(version: str) -> None:
    assert [line for line in differences(version) if line not in EXCUSED] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_enums_agree_with_the_independent_extraction(version: str) -> None:
    ours, theirs = load(version).enums, facts()["enums"][version]
    assert {
        name: members for name, members in theirs.items() if name in ours and list(ours[name]) != members
    } == {}


def installed(version: str) -> bool:
    """Whether the SDK that the packaged metadata was made from is here, in the same version."""
    source = load(version).source
    try:
        return importlib.metadata.version(source["package"]) == source["version"]
    except importlib.metadata.PackageNotFoundError:
        return False


def test_packaged_metadata_is_what_the_script_makes_of_the_sdk_and_the_evidence() -> None:
    if all(installed(version) for version in VERSIONS):
        made = generate_graph_metadata.render()
        assert {
            version: (generate_graph_metadata.TARGET / f"{version}.json").read_text("utf-8") == made[version]
            for version in VERSIONS
        } == dict.fromkeys(VERSIONS, True)
