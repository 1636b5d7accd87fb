"""Folders of exported policies, whichever tool wrote them: one object a file, and to which collection it belongs.

Three conventions, read from the tools themselves: IntuneCD 2.6.0 (JSON or YAML, folders such as `Settings Catalog`, names
in place of ids), Micke-K/IntuneManagement 3.1.6 (JSON with full OData annotations, folders such as `SettingsCatalog`,
`MigrationTable.json` with the names of groups) and SkipToTheEndpoint/OpenIntuneBaseline, which publishes the latter.
Bodies come out as a client would send them: without annotations other than `@odata.type`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson
import yaml

from ..http import JSON

LARGEST = 8 * 2**20
"""Bytes of one file."""
MOST = 500_000
"""Values in one file: YAML can say a great deal in a few lines."""
SUFFIXES = (".json", ".yaml", ".yml")
BESIDE = ("MigrationTable.json", "Assignment Report/report.json", "Assignment Report/report.yaml")
"""Files that hold no object, by the end of their path."""
COMPANION = "_Settings"
OLD_ID = re.compile(r"_((?:[A-Z]_)?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$|__(\w+)$", re.ASCII)
CONTEXT = re.compile(r"\$metadata#([A-Za-z]+(?:/[A-Za-z]+)*)")
_CATALOG, _FILTERS = "deviceManagement/configurationPolicies", "deviceManagement/assignmentFilters"
_TEMPLATES, _TAGS = "deviceManagement/notificationMessageTemplates", "deviceManagement/roleScopeTags"
_ADMX, _INTENTS = "deviceManagement/groupPolicyConfigurations", "deviceManagement/intents"
_SCRIPTS, _SHELL = "deviceManagement/deviceManagementScripts", "deviceManagement/deviceShellScripts"
_ATTRIBUTES, _HEALTH = "deviceManagement/deviceCustomAttributeShellScripts", "deviceManagement/deviceHealthScripts"
_ACCESS = "identity/conditionalAccess/policies"
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
}  # fmt: skip
"""Folder -> collection, for objects that do not say their type; the deepest folder that is known decides."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One exported object."""

    path: str
    """Below the folder, with slashes."""
    body: dict[str, JSON]
    folder: str
    """Collection by its context or folder; empty when neither tells."""
    old_id: str
    """Its id in the tenant it comes from, if the export tells."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that holds no object."""

    path: str
    why: str
    """`large`, `text` (no such text encoding), `format` (no JSON or YAML), `shape` (no object), or `beside` (not meant to be one)."""


@dataclass(frozen=True, slots=True)
class Export:
    """What a folder holds, sorted by path."""

    pieces: tuple[Piece, ...]
    unread: tuple[Unread, ...]
    groups: Mapping[str, str]
    """Id -> name of groups, from the migration table."""


class _NotRead(Exception):
    """`args[0]`: why, as in Unread."""


def read(folder: Path) -> Export:
    """Everything in a folder; links to other folders are not followed, what begins with a dot is passed over. Raises OSError."""
    pieces: list[Piece] = []
    unread: list[Unread] = []
    groups: dict[str, str] = {}
    for path, file in sorted((file.relative_to(folder).as_posix(), file) for file in _files(folder)):
        try:
            found = _loaded(file)
            if path.endswith(BESIDE):
                groups |= _named_groups(found)
                raise _NotRead("beside")
            pieces.append(_piece(path, file, found))
        except _NotRead as problem:
            unread.append(Unread(path, str(problem)))
    return Export(tuple(pieces), tuple(unread), groups)


def _files(folder: Path) -> Iterator[Path]:
    for found in folder.iterdir():
        if found.name.startswith("."):
            continue
        if found.is_dir():
            yield from () if found.is_symlink() else _files(found)
        elif found.suffix.lower() in SUFFIXES:
            yield found


def _piece(path: str, file: Path, found: JSON) -> Piece:
    main = file.with_name(file.stem.removesuffix(COMPANION) + file.suffix)
    if file.stem.endswith(COMPANION) and main.exists():
        raise _NotRead("beside")
    if not isinstance(found, dict):
        raise _NotRead("shape")
    named = OLD_ID.search(file.stem)
    old_id = str(found.get("id") or (named[1] or named[2] if named else ""))
    return Piece(path, cleaned(found), placed(path, found), old_id)


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
    return {str(row.get("Id")): str(row.get("DisplayName")) for row in rows if row.get("Type") == "Group" and row.get("DisplayName")}


def cleaned(value: JSON) -> JSON:
    """The same without what full OData metadata adds: links, contexts, types of properties, bound actions."""
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: cleaned(inner) for key, inner in value.items() if not _annotation(key)}


def _annotation(key: str) -> bool:
    return ("@odata." in key and key != "@odata.type") or key.startswith("#")


def _loaded(file: Path) -> JSON:
    with file.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise _NotRead("large")
    text = _text(data)
    try:
        if file.suffix.lower() == ".json":
            return orjson.loads(text)
        found = yaml.CSafeLoader(text).get_single_data()
        _measure(found)
        return orjson.loads(orjson.dumps(found))
    except (orjson.JSONDecodeError, orjson.JSONEncodeError, yaml.YAMLError, RecursionError, ValueError):
        raise _NotRead("format") from None


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
