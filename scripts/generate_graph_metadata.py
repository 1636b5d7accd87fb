"""Write the embedded tenant's Graph metadata from the source of Microsoft's generated SDK models.

Microsoft publishes msgraph-sdk (v1.0) and msgraph-beta-sdk (beta) as generated code: one file a type, holding a
table of JSON names and readers. This script reads those files as syntax trees (nothing of them is imported) and keeps
the types that an app or device policy can touch. What the SDKs do not tell (abstract, nullable, Int64) is in
`overlay.json`, written by hand with its sources.

    python scripts/generate_graph_metadata.py            # needs both SDK packages installed, writes _graph/*.json
    python scripts/generate_graph_metadata.py --check    # exit 1 when the packaged files differ

Format of the result: see `managed_apparaten.emulator.metadata`.
"""

from __future__ import annotations

import argparse
import ast
import importlib.metadata
import importlib.util
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src" / "managed_apparaten" / "emulator" / "_graph"
PACKAGES = {"v1.0": ("msgraph", "msgraph-sdk"), "beta": ("msgraph_beta", "msgraph-beta-sdk")}

ROOTS = (
    "AndroidManagedStoreAccountEnterpriseSettings", "AssignmentFilterEvaluationStatusDetails", "AuditEvent", "ConditionalAccessPolicy",
    "ConditionalAccessRoot", "ConditionalAccessTemplate", "DetectedApp", "DeviceAndAppManagementAssignmentFilter",
    "DeviceCategory", "DeviceCompliancePolicy", "DeviceComplianceScript", "DeviceConfiguration", "DeviceCustomAttributeShellScript",
    "DeviceEnrollmentConfiguration", "DeviceHealthScript", "DeviceManagementCompliancePolicy", "DeviceManagementConfigurationPolicy",
    "DeviceManagementConfigurationSettingDefinition", "DeviceManagementExportJob", "DeviceManagementReusablePolicySetting",
    "DeviceManagementScript", "DeviceManagementSettings", "DeviceShellScript", "GroupPolicyConfiguration",
    "IdentitySecurityDefaultsEnforcementPolicy", "IosLobAppProvisioningConfiguration", "ManagedAppPolicy", "ManagedAppRegistration",
    "ManagedAppStatus", "ManagedDevice", "ManagedDeviceMobileAppConfiguration", "MobileApp", "MobileAppCategory", "NamedLocation",
    "NotificationMessageTemplate", "OperationApprovalPolicy", "OperationApprovalRequest", "PolicySet", "RestrictedAppsViolation",
    "RoleAssignment", "RoleDefinition", "RoleScopeTag",
    "TargetedManagedAppConfiguration", "TermsAndConditions", "VppToken", "WindowsAutopilotDeviceIdentity", "WindowsDriverUpdateProfile",
    "WindowsFeatureUpdateProfile", "WindowsQualityUpdateProfile",
)  # fmt: skip
"""Classes whose properties, navigation and derived types are all followed."""

SHALLOW = (
    "Device", "DeviceAppManagement", "DeviceManagement", "DirectoryObject", "Group", "Organization", "ServicePrincipal", "SubscribedSku",
    "User",
)  # fmt: skip
"""Directory classes and Intune's roots (beta's SDK has lost one): structural properties are followed, navigation is only named,
as it reaches all of Graph."""

NO_DESCENT = {"Entity", "DirectoryObject", "PolicyBase", "PolicyDeletableItem"}
"""Bases whose derived types are not pulled in."""

INLINE = {("ConditionalAccessGrantControls", "authenticationStrength")}
"""(class, property) of an entity that stands inside a complex value and is written with it: exports of kennethvs/cabaseline202510
@ 284ca1a show it there."""

READERS = {
    "get_bool_value": "Edm.Boolean", "get_str_value": "Edm.String", "get_int_value": "Edm.Int32", "get_float_value": "Edm.Double",
    "get_datetime_value": "Edm.DateTimeOffset", "get_date_value": "Edm.Date", "get_time_value": "Edm.TimeOfDay",
    "get_timedelta_value": "Edm.Duration", "get_uuid_value": "Edm.Guid", "get_bytes_value": "Edm.Binary",
}  # fmt: skip
PRIMITIVES = {
    "str": "Edm.String", "int": "Edm.Int32", "bool": "Edm.Boolean", "float": "Edm.Double", "UUID": "Edm.Guid", "bytes": "Edm.Binary",
    "datetime": "Edm.DateTimeOffset", "date": "Edm.Date", "timedelta": "Edm.Duration", "time": "Edm.TimeOfDay",
}  # fmt: skip
HEAD = re.compile(r"^class (\w+)\(([^)]*)\)", re.M)


@dataclass(frozen=True, slots=True)
class Field:
    """One JSON property of a model: `target` is an Edm name or a class name."""

    name: str
    target: str
    collection: bool
    flags: bool
    read_only: bool


@dataclass(slots=True)
class Models:
    """The model folder of one SDK, parsed class by class when asked."""

    folder: Path
    files: dict[str, Path] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    derived: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in sorted(self.folder.glob("*.py")):
            head = HEAD.search(path.read_text("utf-8"))
            if head is None:
                continue
            base = head[2].split(",")[0].strip()
            self.files[head[1]] = path
            self.bases[head[1]] = base
            self.derived.setdefault(base, []).append(head[1])

    def is_enum(self, name: str) -> bool:
        """Whether a class is an enum."""
        return self.bases.get(name) == "str"

    def base(self, name: str) -> str | None:
        """The class it derives from, when that is a model."""
        base = self.bases[name]
        return base if base in self.files else None

    def is_entity(self, name: str) -> bool:
        """Whether a class derives from Entity."""
        current: str | None = name
        while current is not None and current != "Entity":
            current = self.base(current)
        return current == "Entity"

    def tree(self, name: str) -> ast.ClassDef:
        """The syntax tree of a class."""
        module = ast.parse(self.files[name].read_text("utf-8"))
        return next(node for node in module.body if isinstance(node, ast.ClassDef))

    def members(self, name: str) -> list[str]:
        """Members of an enum in declared order, which is the order of the metadata."""
        found: list[str] = []
        for node in self.tree(name).body:
            if isinstance(node, ast.Assign):
                value = node.value.elts[0] if isinstance(node.value, ast.Tuple) else node.value
                if isinstance(value, ast.Constant):
                    found.append(str(value.value))
        return found

    def fields(self, name: str) -> list[Field]:
        """Own JSON properties, in the SDK's order."""
        body = {node.name: node for node in self.tree(name).body if isinstance(node, ast.FunctionDef)}
        writers = dict(_writers(body["serialize"]))
        return [_field(key, call, writers) for key, call in _readers(body["get_field_deserializers"]) if not key.startswith("@")]


def _readers(function: ast.FunctionDef) -> list[tuple[str, ast.Call]]:
    found: list[tuple[str, ast.Call]] = []
    for node in ast.walk(function):
        if not isinstance(node, ast.AnnAssign) or not isinstance(node.value, ast.Dict):
            continue
        for key, value in zip(node.value.keys, node.value.values, strict=True):
            assert isinstance(key, ast.Constant)
            assert isinstance(value, ast.Lambda)
            assert isinstance(value.body, ast.Call)
            call = value.body.args[2]
            assert isinstance(call, ast.Call)
            found.append((str(key.value), call))
    return found


def _writers(function: ast.FunctionDef) -> list[tuple[str, str]]:
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return [
        (str(call.args[0].value), call.func.attr)
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.args and isinstance(call.args[0], ast.Constant)
    ]


def _field(key: str, call: ast.Call, writers: dict[str, str]) -> Field:
    assert isinstance(call.func, ast.Attribute)
    reader, writer = call.func.attr, writers.get(key)
    if reader in READERS:
        return Field(key, READERS[reader], False, False, writer is None)
    argument = call.args[0]
    target = argument.attr if isinstance(argument, ast.Attribute) else argument.id if isinstance(argument, ast.Name) else ""
    if reader == "get_collection_of_primitive_values":
        return Field(key, PRIMITIVES[target], True, False, writer is None)
    many = reader.startswith("get_collection_of")
    flags = reader == "get_collection_of_enum_values" and writer == "write_enum_value"
    return Field(key, target, many and not flags, flags, writer is None)


def graph_name(class_name: str) -> str:
    """`IosCompliancePolicy` as Graph calls it."""
    return class_name[:1].lower() + class_name[1:]


def operation_types() -> list[str]:
    """Classes of the parameters and answers of the packaged operations (`generate_graph_operations.py`)."""
    found: set[str] = set()
    for _, _, parameters, answer, _ in json.loads((TARGET / "operations.json").read_text("utf-8"))["operations"]:
        for text in (*parameters.values(), answer):
            name = text.removeprefix("[]").split(" ")[0]
            if name and not name.startswith("Edm."):
                found.add(name[:1].upper() + name[1:])
    return sorted(found)


def describe(models: Models) -> dict[str, object]:
    """Types and enums in scope, by name, in the packaged form."""
    types: dict[str, dict[str, object]] = {}
    enums: dict[str, list[str]] = {}
    named = [name for name in operation_types() if name in models.files]
    enums |= {graph_name(name): models.members(name) for name in named if models.is_enum(name)}
    todo: list[tuple[str, bool]] = [(name, False) for name in named if not models.is_enum(name)]  # taken last: what is followed wins
    todo += [(name, True) for name in ROOTS if name in models.files]
    todo += [(name, False) for name in SHALLOW if name in models.files]
    while todo:
        name, deep = todo.pop()
        if graph_name(name) in types:
            continue
        base = models.base(name)
        properties: dict[str, str] = {}
        navigation: dict[str, str] = {}
        for item in models.fields(name) if name != "Entity" else [Field("id", "Edm.String", False, False, True)]:
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
                properties[item.name] = mark + target + (" flags" if item.flags else "") + (" ro" if item.read_only else "")
                follow = True
            if follow and item.target in models.files and not models.is_enum(item.target):
                todo.append((item.target, deep))
        types[graph_name(name)] = _entry(models, name, properties, navigation)
        if base is not None:
            todo.append((base, deep and base not in NO_DESCENT))
        if name not in NO_DESCENT and name not in SHALLOW:
            todo += [(child, deep) for child in models.derived.get(name, [])]
    return {"types": dict(sorted(types.items())), "enums": dict(sorted(enums.items()))}


def _entry(models: Models, name: str, properties: dict[str, str], navigation: dict[str, str]) -> dict[str, object]:
    base = models.base(name)
    entry: dict[str, object] = {"base": graph_name(base) if base else None, "entity": models.is_entity(name), "properties": properties}
    if navigation:
        entry["navigation"] = navigation
    return entry


def render(version: str) -> str:
    """The packaged text for one API version: one type a line, so that a change of SDK reads as a diff."""
    package, distribution = PACKAGES[version]
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"{distribution} is not installed")
    described = describe(Models(Path(spec.submodule_search_locations[0]) / "generated" / "models"))
    source = {"package": distribution, "version": importlib.metadata.version(distribution), "api": version}
    parts = [f'"source": {json.dumps(source)}']
    for key in ("enums", "types"):
        table = described[key]
        assert isinstance(table, dict)
        lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(value, separators=(',', ':'))}" for name, value in table.items())
        parts.append(f'"{key}": {{\n{lines}\n}}')
    return "{" + ",\n".join(parts) + "}\n"


def main() -> int:
    """Write or check the packaged files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the packaged files and write nothing")
    check = parser.parse_args().check
    stale = 0
    for version in PACKAGES:
        path, text = TARGET / f"{version}.json", render(version)
        if check:
            stale += not path.exists() or path.read_text("utf-8") != text
        else:
            path.write_text(text, "utf-8")
            print(f"{path.name}: {len(text):,} bytes")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
