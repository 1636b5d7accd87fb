"""Folders of exported policies, whichever tool wrote them: one object a file, and to which collection it belongs.

Three conventions, read from the tools themselves: IntuneCD 2.6.0 (JSON or YAML, folders such as `Settings Catalog`, names
in place of ids), Micke-K/IntuneManagement 3.1.6 (JSON with full OData annotations, folders such as `SettingsCatalog`,
`MigrationTable.json` with the names of groups) and SkipToTheEndpoint/OpenIntuneBaseline, which publishes the latter.
Collections of templates (jorgeasaurus/IntuneHydrationKit) put several objects into one file, and KelvinTegelaar/CIPP an object as text
into another. Bodies come out as a client would send them: without annotations other than `@odata.type` and bindings.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson
import yaml

from managed_apparaten.emulator.core.http import JSON

LARGEST = 8 * 2**20
"""Bytes of one file."""
MOST = 500_000
"""Values in one file: YAML can say a great deal in a few lines."""
SUFFIXES = (".json", ".yaml", ".yml")
BESIDE = ("MigrationTable.json", "Assignment Report/report.json", "Assignment Report/report.yaml")
"""Files that hold no object, by the end of their path."""
COMPANION = "_Settings"
WITHIN = ("RAWJson", "RawJSON", "rawJson")
"""Keys under which CIPP keeps an object as text."""
TRAILING = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[\]}])')
"""A comma after the last item, outside of text: PowerShell 7 reads over it, JSON does not have it."""
SETTINGS = "deviceManagement/settings"
"""Stands for the settings of the tenant, which are no collection."""
OLD_ID = re.compile(r"_((?:[A-Z]_)?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$|__(\w+)$", re.ASCII)
CONTEXT = re.compile(r"\$metadata#([A-Za-z]+(?:/[A-Za-z]+)*)")
_CATALOG, _FILTERS = "deviceManagement/configurationPolicies", "deviceManagement/assignmentFilters"
_TEMPLATES, _TAGS = "deviceManagement/notificationMessageTemplates", "deviceManagement/roleScopeTags"
_ADMX, _INTENTS = "deviceManagement/groupPolicyConfigurations", "deviceManagement/intents"
_SCRIPTS, _SHELL = "deviceManagement/deviceManagementScripts", "deviceManagement/deviceShellScripts"
_ATTRIBUTES, _HEALTH = (
    "deviceManagement/deviceCustomAttributeShellScripts",
    "deviceManagement/deviceHealthScripts",
)
_ACCESS, _ENROLMENT = "identity/conditionalAccess/policies", "deviceManagement/deviceEnrollmentConfigurations"
_REUSABLE, _ASSISTANCE = (
    "deviceManagement/reusablePolicySettings",
    "deviceManagement/remoteAssistancePartners",
)
IN_COMPANION: Mapping[str, str] = {_ADMX: "definitionValues", _INTENTS: "settings"}
"""Collection -> the member of its objects that IntuneManagement keeps in a file beside."""
FOLDERS: Mapping[str, str] = {
    "Settings Catalog": _CATALOG, "Filters": _FILTERS, "Scope Tags": _TAGS, "Message Templates": _TEMPLATES,
    "Device Categories": "deviceManagement/deviceCategories", "Roles": "deviceManagement/roleDefinitions",
    "Group Policy Configurations": _ADMX, "Management Intents": _INTENTS, "Powershell": _SCRIPTS, "Shell": _SHELL,
    "Custom Attributes": _ATTRIBUTES, "Proactive Remediations": _HEALTH, "Conditional Access": _ACCESS,
    "SettingsCatalog": _CATALOG, "AssignmentFilters": _FILTERS, "ScopeTags": _TAGS, "Notifications": _TEMPLATES, "Groups": "groups",
    "RoleDefinitions": "deviceManagement/roleDefinitions", "AdministrativeTemplates": _ADMX, "EndpointSecurity": _INTENTS,
    "PowerShellScripts": _SCRIPTS, "MacScripts": _SHELL, "MacCustomAttributes": _ATTRIBUTES, "DeviceHealthScripts": _HEALTH,
    "TermsAndConditions": "deviceManagement/termsAndConditions", "PolicySets": "deviceAppManagement/policySets",
    "ConditionalAccess": _ACCESS, "NamedLocations": "identity/conditionalAccess/namedLocations",
    "Device Management Settings": SETTINGS, "App Configuration": "deviceAppManagement/mobileAppConfigurations",
    "Enrollment Configurations": _ENROLMENT, "ESP": _ENROLMENT, "Windows": "deviceManagement/windowsAutopilotDeploymentProfiles",
    "Driver Updates": "deviceManagement/windowsDriverUpdateProfiles", "Feature Updates": "deviceManagement/windowsFeatureUpdateProfiles",
    "Quality Updates": "deviceManagement/windowsQualityUpdateProfiles", "Reusable Policy Settings": _REUSABLE,
    "Autopilot Devices": "deviceManagement/windowsAutopilotDeviceIdentities", "Remote Assistance": _ASSISTANCE,
    "DynamicGroups": "groups", "StaticGroups": "groups",
}  # fmt: skip
"""Folder -> collection, for objects that do not say their type; the deepest folder that is known decides."""


@dataclass(frozen=True, slots=True)
class ExportedObject:
    """One exported object."""

    path: str
    """Below the folder, with slashes."""
    body: dict[str, JSON]
    folder: str
    """Collection by its context or folder; empty when neither tells."""
    old_id: str
    """Its id in the tenant it comes from, if the export tells."""


@dataclass(frozen=True, slots=True)
class UnusableFile:
    """A file that holds no object."""

    path: str
    why: str
    """`plain` (no regular file), `large`,
    `text` (no such text encoding), `format` (no JSON or YAML), `shape` (no object), or `beside` (not meant to be one)."""


@dataclass(frozen=True, slots=True)
class Export:
    """What a folder holds, sorted by path."""

    pieces: tuple[ExportedObject, ...]
    unread: tuple[UnusableFile, ...]
    groups: Mapping[str, str]
    """Id -> name of groups, from the migration table."""


class _NotRead(Exception):
    """`args[0]`: why, as in Unread."""


def read(folder: Path) -> Export:
    """Everything in a folder; links to other folders are not followed, what begins with a dot is passed over. Raises OSError."""
    pieces: list[ExportedObject] = []
    unread: list[UnusableFile] = []
    groups: dict[str, str] = {}
    for path, file in sorted((file.relative_to(folder).as_posix(), file) for file in _files(folder)):
        try:
            found = _loaded(file)
            if path.endswith(BESIDE):
                groups |= _named_groups(found)
                raise _NotRead("beside")
            pieces += _pieces(path, file, found)
        except _NotRead as problem:
            unread.append(UnusableFile(path, str(problem)))
    return Export(tuple(pieces), tuple(unread), groups)


def _files(folder: Path) -> Iterator[Path]:
    for found in folder.iterdir():
        if found.name.startswith("."):
            continue
        if found.is_dir():
            yield from () if found.is_symlink() else _files(found)
        elif found.suffix.lower() in SUFFIXES:
            yield found


def _pieces(path: str, file: Path, found: JSON) -> Iterator[ExportedObject]:
    """The object of a file, or the objects that it lists."""
    main = file.with_name(file.stem.removesuffix(COMPANION) + file.suffix)
    if file.stem.endswith(COMPANION) and main.exists():
        raise _NotRead("beside")
    listed = _listed(found)
    if listed is None:
        yield _piece(path, file, found)
        return
    for number, item in enumerate(listed, 1):
        yield _piece(path, file, item, f"#{number}")


def _listed(found: JSON) -> list[JSON] | None:
    """Objects in a list, which is all that a file holds beside annotations; None for anything else."""
    if (
        isinstance(found, dict)
        and len(inner := [value for key, value in found.items() if "@" not in key]) == 1
    ):
        found = inner[0]
    return (
        found if isinstance(found, list) and found and all(isinstance(item, dict) for item in found) else None
    )


def _within(found: dict[str, JSON]) -> dict[str, JSON]:
    """The object that another holds as text; otherwise itself."""
    text = next((found[key] for key in WITHIN if isinstance(found.get(key), str)), None)
    try:
        inner = orjson.loads(text) if text is not None else found
    except orjson.JSONDecodeError:
        raise _NotRead("format") from None
    if not isinstance(inner, dict):
        raise _NotRead("shape")
    named = not (inner.keys() & {"displayName", "name"}) and found.get("Displayname")
    return {**inner, "displayName": named} if named else inner


def _piece(path: str, file: Path, found: JSON, place: str = "") -> ExportedObject:
    if not isinstance(found, dict):
        raise _NotRead("shape")
    found = _within(found)
    companion, collection = file.with_name(f"{file.stem}{COMPANION}{file.suffix}"), placed(path, found)
    if not place and collection in IN_COMPANION and companion.exists():
        listed = _loaded(companion)
        found = {
            **found,
            IN_COMPANION[collection]: listed.get("value") if isinstance(listed, dict) else listed,
        }
    named = OLD_ID.search(file.stem)
    old_id = str(found.get("id") or (named[1] or named[2] if named else ""))
    return ExportedObject(path + place, cleaned(found), collection, old_id)


def placed(path: str, body: dict[str, JSON]) -> str:
    """The collection of an object, by its context or its folder; empty when neither tells."""
    context = CONTEXT.search(str(body.get("@odata.context") or ""))
    if context:
        return context[1]
    folders = path.split("/")[-2::-1]
    return next((FOLDERS[name] for name in folders if name in FOLDERS), "")


def _named_groups(table: JSON) -> dict[str, str]:
    rows = table.get("Objects") if isinstance(table, dict) else None
    rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return {
        str(row.get("Id")): str(row.get("DisplayName"))
        for row in rows
        if row.get("Type") == "Group" and row.get("DisplayName")
    }


def cleaned(value: JSON) -> JSON:
    """The same without what full OData metadata adds: links, contexts, types of properties, bound actions."""
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: cleaned(inner) for key, inner in value.items() if not _annotation(key)}


def _annotation(key: str) -> bool:
    return ("@odata." in key and key != "@odata.type" and not key.endswith("@odata.bind")) or key.startswith(
        "#"
    )


def _loaded(file: Path) -> JSON:
    with os.fdopen(os.open(file, os.O_RDONLY | os.O_NONBLOCK), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise _NotRead("plain")
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise _NotRead("large")
    text = _text(data)
    try:
        if file.suffix.lower() == ".json":
            return _parsed(text)
        found = yaml.CSafeLoader(text).get_single_data()
        _measure(found)
        return orjson.loads(orjson.dumps(found))
    except (orjson.JSONDecodeError, orjson.JSONEncodeError, yaml.YAMLError, RecursionError, ValueError):
        raise _NotRead("format") from None


def _parsed(text: str) -> JSON:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return orjson.loads(TRAILING.sub(lambda found: found[1] or "", text))


def _text(data: bytes) -> str:
    try:
        return decoded(data)
    except UnicodeDecodeError:
        raise _NotRead("text") from None


def decoded(data: bytes) -> str:
    """Text of a file: PowerShell writes UTF-8 or UTF-16, with a byte order mark."""
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")


def _measure(value: JSON) -> None:
    """Refuse what unfolds to too much, through aliases of aliases."""
    waiting, seen = [value], 0
    while waiting:
        found = waiting.pop()
        inner = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
        seen += len(inner)
        if seen > MOST:
            raise _NotRead("large")
        waiting.extend(inner)
