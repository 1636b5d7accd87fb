"""Write the embedded tenant's Graph metadata: Microsoft's SDK packages, joined with other public sources.

Microsoft publishes msgraph-sdk (v1.0) and msgraph-beta-sdk (beta) as generated code: one file for each type,
with a table of JSON names and readers. This script reads those files as syntax trees and imports nothing of
them. It keeps the types that device and app management, conditional access, and policies of apps and devices
use. To them it adds the facts in `scripts/graph_evidence/`, which `scripts.collect_graph_evidence` writes:
published metadata (which types are abstract, which properties may be null or are narrower), documented pages,
and keys, members and nulls in real exports and recorded requests. Further facts about the service are in
`overlay.json`, written by hand with their sources.

    python -m scripts.generate_graph_metadata           # needs both SDK packages; writes _graph/*.json
    python -m scripts.generate_graph_metadata --check   # exit 1 when the packaged files differ

The format of the result is described in `managed_apparaten.emulator.odata.metadata`.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

from scripts.graph_models import Field, Models
from scripts.graph_union import Union

EVIDENCE = Path(__file__).resolve().parent / "graph_evidence"
TARGET = Path(__file__).resolve().parent.parent / "src" / "managed_apparaten" / "emulator" / "_graph"
PACKAGES = {"v1.0": ("msgraph", "msgraph-sdk"), "beta": ("msgraph_beta", "msgraph-beta-sdk")}

ROOTS = (
    "AndroidManagedStoreAccountEnterpriseSettings", "AssignmentFilterEvaluationStatusDetails", "AuditEvent", "ConditionalAccessPolicy",
    "ConditionalAccessRoot", "ConditionalAccessTemplate", "DetectedApp", "DeviceAndAppManagementAssignmentFilter", "DeviceAppManagement",
    "DeviceManagement", "IdentitySecurityDefaultsEnforcementPolicy", "NamedLocation",
    "DeviceCategory", "DeviceCompliancePolicy", "DeviceComplianceScript", "DeviceConfiguration", "DeviceCustomAttributeShellScript",
    "DeviceEnrollmentConfiguration", "DeviceHealthScript", "DeviceManagementCompliancePolicy", "DeviceManagementConfigurationPolicy",
    "DeviceManagementConfigurationSettingDefinition", "DeviceManagementExportJob", "DeviceManagementReusablePolicySetting",
    "DeviceManagementScript", "DeviceManagementSettings", "DeviceShellScript", "GroupPolicyConfiguration",
    "IosLobAppProvisioningConfiguration", "ManagedAppPolicy", "ManagedAppRegistration", "ManagedAppStatus", "ManagedDevice",
    "ManagedDeviceMobileAppConfiguration", "MobileApp", "MobileAppCategory", "NotificationMessageTemplate", "OperationApprovalPolicy",
    "OperationApprovalRequest", "PolicySet", "RestrictedAppsViolation", "RoleAssignment", "RoleDefinition", "RoleScopeTag",
    "TargetedManagedAppConfiguration", "TermsAndConditions", "VppToken", "WindowsAutopilotDeviceIdentity", "WindowsDriverUpdateProfile",
    "WindowsFeatureUpdateProfile", "WindowsQualityUpdateProfile",
)  # fmt: skip
"""Classes whose properties, navigation and derived types are all followed."""

SHALLOW = ("Device", "DirectoryObject", "Group", "Organization", "ServicePrincipal", "SubscribedSku", "User")
"""Directory classes: the types of their properties are followed. Their navigation is only named, because it
leads to all of Graph.
"""

NO_DESCENT = {"Entity", "DirectoryObject", "PolicyBase", "PolicyDeletableItem"}
"""Bases whose derived types are not included because of them."""

INLINE = {("ConditionalAccessGrantControls", "authenticationStrength")}
"""(class, property) of an entity that is inside a complex value and is written with it, as exports of
kennethvs/cabaseline202510 @ 284ca1a show.
"""


def graph_name(class_name: str) -> str:
    """Return a class name as Graph writes it: `iosCompliancePolicy` for `IosCompliancePolicy`; a namespace
    stays before it.
    """
    namespace, dot, name = class_name.rpartition(".")
    return f"{namespace}{dot}{name[:1].lower()}{name[1:]}"


def operation_types() -> list[str]:
    """Return the classes of parameters and answers of the packaged operations
    (`generate_graph_operations.py`).
    """
    found: set[str] = set()
    for _, _, parameters, answer, _ in json.loads((TARGET / "operations.json").read_text("utf-8"))[
        "operations"
    ]:
        for text in (*parameters.values(), answer):
            name = text.removeprefix("[]").split(" ")[0]
            if name and not name.startswith("Edm."):
                found.add(name[:1].upper() + name[1:])
    return sorted(found)


def former_enums() -> list[str]:
    """Return the enums to which names in `former.json` lead; where the SDK has such an enum, its members are
    used.
    """
    facts = json.loads((EVIDENCE / "former.json").read_text("utf-8"))
    return sorted({name[:1].upper() + name[1:] for version in PACKAGES for name in facts[f"{version} enums"]})


def describe(models: Models) -> dict[str, Any]:
    """Return the types and enums in scope, by name, in the packaged form."""
    types: dict[str, dict[str, object]] = {}
    enums: dict[str, list[str]] = {}
    named = [name for name in (*operation_types(), *former_enums()) if name in models.files]
    enums |= {graph_name(name): models.members(name) for name in named if models.is_enum(name)}
    todo: list[tuple[str, bool]] = [
        (name, False) for name in named if not models.is_enum(name)
    ]  # taken last: what is followed wins
    todo += [(name, True) for name in ROOTS if name in models.files]
    todo += [(name, False) for name in SHALLOW if name in models.files]
    while todo:
        name, deep = todo.pop()
        if graph_name(name) in types:
            continue
        base = models.base(name)
        properties: dict[str, str] = {}
        navigation: dict[str, str] = {}
        for item in (
            models.fields(name) if name != "Entity" else [Field("id", "Edm.String", False, False, True)]
        ):
            mark = "[]" if item.collection else ""
            if models.is_enum(item.target):
                enums[graph_name(item.target)] = models.members(item.target)
            follow = deep
            foreign = item.target not in models.files and not item.target.startswith("Edm.")
            inline = (name, item.name) in INLINE
            if not inline and (foreign or (item.target in models.files and models.is_entity(item.target))):
                navigation[item.name] = mark + graph_name(item.target)
                follow = deep and item.target not in SHALLOW
            else:
                target = item.target if item.target.startswith("Edm.") else graph_name(item.target)
                properties[item.name] = (
                    mark + target + (" flags" if item.flags else "") + (" ro" if item.read_only else "")
                )
                follow = True
            if follow and item.target in models.files and not models.is_enum(item.target):
                todo.append((item.target, deep))
        types[graph_name(name)] = _entry(models, name, properties, navigation)
        if base is not None:
            todo.append((base, deep and base not in NO_DESCENT))
        if name not in NO_DESCENT and name not in SHALLOW:
            todo += [(child, deep) for child in models.derived.get(name, [])]
    return {"types": dict(sorted(types.items())), "enums": dict(sorted(enums.items()))}


def _entry(
    models: Models, name: str, properties: dict[str, str], navigation: dict[str, str]
) -> dict[str, object]:
    base = models.base(name)
    entry: dict[str, object] = {
        "base": graph_name(base) if base else None,
        "entity": models.is_entity(name),
        "properties": properties,
    }
    if navigation:
        entry["navigation"] = navigation
    return entry


def sdk(version: str) -> dict[str, Any]:
    """Return the types and enums of one API version as the SDK alone describes them."""
    package, distribution = PACKAGES[version]
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"{distribution} is not installed")
    return describe(Models(Path(spec.submodule_search_locations[0]) / "generated" / "models"))


def render() -> dict[str, str]:
    """Return the packaged text for each API version, one type a line, so that a changed source gives a
    readable diff.
    """
    raws = {version: sdk(version) for version in PACKAGES}
    union = Union(EVIDENCE, raws)
    return {version: _text(version, union.joined(version)) for version in PACKAGES}


def _text(version: str, joined: dict[str, Any]) -> str:
    _, distribution = PACKAGES[version]
    source = {"package": distribution, "version": importlib.metadata.version(distribution), "api": version}
    parts = [f'"source": {json.dumps(source)}', f'"evidence": {json.dumps(joined["evidence"], indent=0)}']
    for key in ("enums", "types"):
        lines = ",\n".join(
            f"{json.dumps(name)}: {json.dumps(value, separators=(',', ':'))}"
            for name, value in joined[key].items()
        )
        parts.append(f'"{key}": {{\n{lines}\n}}')
    return "{" + ",\n".join(parts) + "}\n"


def main() -> int:
    """Write or check the packaged files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="compare with the packaged files and write nothing"
    )
    check = parser.parse_args().check
    stale = 0
    for version, text in render().items():
        path = TARGET / f"{version}.json"
        if check:
            stale += not path.exists() or path.read_text("utf-8") != text
        else:
            path.write_text(text, "utf-8")
            print(f"{path.name}: {len(text):,} bytes")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
