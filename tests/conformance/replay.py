"""Microsoft's documented examples, sent to the embedded tenant: what each needs first, what came, and whether that is right.

An example's URL holds placeholders such as `{deviceCompliancePolicyId}`: its parents are created, or picked from the
seeded world where they cannot be. What differs from the documents on purpose is in `overlay.json`, each with its source.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.unit.emulator.conftest import GROUP, VALID, Answer, Client, block_rule, catalog_body, group_target, open_tenant

from managed_apparaten.emulator import metadata
from managed_apparaten.emulator.rules import SYNCED_APPS
from managed_apparaten.emulator.seed import seed
from managed_apparaten.emulator.served import ALL, BY_PATH, SINGLETONS, Collection
from managed_apparaten.emulator.store import Stored

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "facts" / "graph-examples.json"
PLACEHOLDER = re.compile(r"\{[^}]*\}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
CONCRETE = {
    "deviceCompliancePolicy": "iosCompliancePolicy", "deviceConfiguration": "iosGeneralDeviceConfiguration", "mobileApp": "iosStoreApp",
    "managedApp": "managedIOSStoreApp", "mobileLobApp": "iosLobApp", "managedMobileLobApp": "managedIOSLobApp",
    "managedAppPolicy": "windowsManagedAppProtection", "managedAppProtection": "iosManagedAppProtection",
    "targetedManagedAppProtection": "iosManagedAppProtection", "managedDeviceMobileAppConfiguration": "iosMobileAppConfiguration",
    "deviceEnrollmentConfiguration": "deviceEnrollmentLimitConfiguration", "managedAppStatus": "managedAppStatusRaw",
    "windowsInformationProtection": "windowsManagedAppProtection",
}  # fmt: skip
"""Abstract type -> the one that stands for it."""
WINDOWS = "windowsAppIdentifier"
ASSIGNMENT = {"mobileApps": {"intent": "required"}}
APPROVALS = BY_PATH[("deviceManagement", "operationApprovalRequests")]
PARAMETERS = {"mobileApps": "mobileAppAssignments"}


_FILE = {"@odata.type": "#microsoft.graph.windowsInformationProtectionAppLockerFile", "displayName": "f", "file": "ZmlsZQ=="}
WRITTEN: dict[str, dict[str, Any]] = {"exemptAppLockerFiles": _FILE, "protectedAppLockerFiles": _FILE,
                                      "roleAssignments": {"displayName": "a", "resourceScopes": []}}  # fmt: skip
"""Contained collection -> a member of it, where members are made one by one."""


@dataclass(frozen=True, slots=True)
class Example:
    """One documented exchange."""

    api: str
    resource: str
    operation: str
    method: str
    url: str
    request: Any
    headers: Mapping[str, str]
    status: int | None
    """None: the page shows no answer."""
    response: Any
    source: str

    @property
    def path(self) -> str:
        """URL without host, version and query."""
        return re.sub(r"^https?://[^/]+/(v1\.0|beta)/?", "", self.url).partition("?")[0]

    @property
    def version(self) -> str:
        """API version in its URL, which is not always that of its page."""
        return "v1.0" if "/v1.0/" in self.url else "beta"

    @property
    def name(self) -> str:
        """What a report calls it."""
        return f"{self.api} {self.method} /{self.path} ({self.resource}, {self.operation})"


def examples() -> list[Example]:
    """The corpus, or nothing where it is absent."""
    rows = json.loads(CORPUS.read_text("utf-8")) if CORPUS.exists() else []
    return [
        Example(
            row["api"], row["resource"], row["operation"], row["method"], row["url"], row["request_body"], row["request_headers"],
            row["response_status"], row["response_body"], f"{row['source_repo']} {row['source_path']}",
        )
        for row in rows
    ]  # fmt: skip


def collection_of(example: Example) -> Collection | None:
    """The collection that serves it, if one does."""
    parts = [part for part in address_parts(example.path) if part]
    if len(parts) == 1 and parts[0] in SINGLETONS:
        return Collection(parts[0], parts[0]) if metadata.load(example.version).find(parts[0]) is not None else None
    lower = {tuple(part.lower() for part in path): served for path, served in BY_PATH.items()}
    keys = (tuple(part.lower() for part in parts[:n]) for n in (3, 2, 1))
    found = next((lower[key] for key in keys if key in lower), None)
    return found if found and metadata.load(example.version).find(found.type) is not None else None


def address_query(example: Example) -> str:
    """Path and query without host and version; one URL spans lines on its page, of which the corpus has the first."""
    return example.url.partition(f"/{example.version}/")[2] + ("'0'])" if example.url.endswith("(ids=[") else "")


def address_parts(path: str) -> list[str]:
    """Segments of a path; a documented placeholder stays one segment."""
    return path.strip("/").split("/")


class Replayer:
    """Sends examples to one seeded tenant, each with parents of its own."""

    def __init__(self, corpus: list[Example]) -> None:
        self.tenant = open_tenant()
        seed(self.tenant)
        self.inserted = 0
        self.client = Client(self.tenant, "documents")
        self.bodies = {
            (example.api, type_name(example)): example.request
            for example in corpus
            if example.method == "POST" and example.operation == "create" and isinstance(example.request, dict)
        }

    def send(self, example: Example, collection: Collection | None) -> Answer:
        """Create what it needs and send it; what is bound to no collection is sent as it stands."""
        url = self._filled(example, collection) if collection else f"/{example.version}/{address_query(example)}"
        headers = {key.replace("-", "_"): value for key, value in example.headers.items()}
        body = example.request
        if isinstance(body, dict) and "{id}" in str(body.get("@odata.id")):
            body = {**body, "@odata.id": body["@odata.id"].replace("{id}", self._seeded(BY_PATH[("users",)]))}
        if example.operation == "cancelmyrequest":
            body = {"id": self._seeded(APPROVALS)}
        if example.operation == "cancelapproval":
            self.tenant.approvals.decide(url.split("/")[-2], "approved")
        return replace(self.client, person=self._person(example))(example.method, url, body, **headers)

    def _person(self, example: Example) -> str:
        """Who signed in, for what Graph answers to people only."""
        if example.operation in ("approve", "reject", "cancelapproval") or example.path == "me":
            return str(self.client("GET", "/beta/users?$top=1").body["value"][0]["userPrincipalName"])
        return ""

    def _filled(self, example: Example, collection: Collection) -> str:
        """The URL with ids of objects that exist."""
        parts = address_parts(example.path)
        length = len(collection.path.split("/"))
        ids: list[str] = []
        for index, part in enumerate(parts):
            if PLACEHOLDER.fullmatch(part):
                ids.append(self._parent(example, collection) if index == length else self._child(example, parts[:index], ids))
                parts[index] = ids[-1]
        if example.method == "GET" and len(parts) <= length + 1 and not ids and collection.path not in SINGLETONS:
            self._parent(example, collection)
        _, _, query = example.url.partition("?")
        return f"/{example.version}/{'/'.join(parts)}" + (f"?{query}" if query else "")

    def _parent(self, example: Example, collection: Collection) -> str:
        """An object of the example's type in its collection, or in the collection of that type."""
        kind = type_name(example)
        if not metadata.load("beta").is_a(kind, collection.type):
            kind = collection.type
        kind = "windowsManagedAppProtection" if collection.union and WINDOWS in str(example.request) else CONCRETE.get(kind, kind)
        home = next(found for found in ALL if found.type == kind and found.path in collection.union) if collection.union else collection
        if home.type == "managedAppStatus":
            return self._inserted(home, kind)
        if "POST" not in home.methods:
            return self._seeded(home)
        if kind in SYNCED_APPS:
            return self._inserted(home, kind)
        for api, body in ((example.api, self.bodies.get((example.api, kind))), ("beta", None)):
            answer = self.client("POST", f"/{api}/{home.path}", minimal(kind, home, body))
            if answer.status == 201:
                return str(answer.body["id"])
        raise AssertionError(f"no {kind} could be made for {example.name}: {answer.body}")

    def _inserted(self, home: Collection, kind: str) -> str:
        """An app that comes from a store's synchronisation, put in through the back door."""
        self.inserted += 1
        object_id = str(uuid.UUID(int=self.inserted))
        self.tenant.insert([Stored(home.path, object_id, kind, {"displayName": kind}, {})])
        return object_id

    def _seeded(self, home: Collection) -> str:
        if home.type == "operationApprovalRequest":
            return self._asked()
        if home.type == "directoryObject":
            gone = self.client.make("/v1.0/groups", minimal("group", BY_PATH[("groups",)], None))
            self.client("DELETE", gone)
        found = self.client("GET", f"/beta/{home.path}?$top=1").body.get("value") or [{"id": GROUP}]
        return str(found[0]["id"])

    def _asked(self) -> str:
        """A request for approval that waits."""
        self.inserted += 1
        url, body = VALID["ios_compliance"]
        self.tenant.approvals.require("compliance")
        asked = self.client("POST", url, {**body, "displayName": str(self.inserted)}, x_msft_approval_justification="d2h5")
        self.tenant.approvals.require()
        return asked.headers["x-msft-approval-code"]

    def _child(self, example: Example, parts: list[str], ids: list[str]) -> str:
        """An object in a contained collection of the parent."""
        owner = f"/beta/{'/'.join(parts[:-1])}"
        if parts[-1] == "assignments":
            root = parts[1]
            body = {**group_target(), **ASSIGNMENT.get(root, {})}
            self.client("POST", f"{owner}/assign", {PARAMETERS.get(root, "assignments"): [body]})
        if parts[-1] == "apps":
            app = {"mobileAppIdentifier": {"@odata.type": "#microsoft.graph.iosMobileAppIdentifier", "bundleId": "com.example"}}
            self.client("POST", f"{owner}/targetApps", {"apps": [app], "appGroupType": "selectedPublicApps"})
        if "policySets" in parts:
            added = [{"@odata.type": "#microsoft.graph.mobileAppPolicySetItem", "payloadId": GROUP}]
            self.client("POST", f"{owner}/update", {"addedPolicySetItems": added, "assignments": [group_target()]})
        if parts[-1] in WRITTEN:
            self.client("POST", f"{owner}/{parts[-1]}", WRITTEN[parts[-1]])
        if parts[-1] == "members":
            member = self._seeded(BY_PATH[("users",)])
            self.client("POST", f"{owner}/members/$ref", {"@odata.id": f"https://graph.microsoft.com/beta/directoryObjects/{member}"})
        answer = self.client("GET", f"{owner}/{parts[-1]}")
        found = answer.body.get("value") if answer.status == 200 else None
        return str(found[0]["id"]) if found else GROUP


def type_name(example: Example) -> str:
    """The type that the example's page is about: `ioscompliancepolicy` -> `iosCompliancePolicy`."""
    return NAMES.get(example.resource, example.resource)


NAMES = {name.lower(): name for version in ("beta", "v1.0") for name in metadata.load(version).names()}


def minimal(kind: str, home: Collection, documented: Any) -> dict[str, Any]:
    """A body that is accepted: the documented one, or as little as possible, with what the documents omit."""
    body = dict(documented) if documented else {home.name: "parent"}
    if metadata.load("beta").get(home.type).derived:
        body.setdefault("@odata.type", f"#microsoft.graph.{kind}")
    if home.type == "deviceCompliancePolicy":
        body["scheduledActionsForRule"] = block_rule()
    if home.type == "deviceManagementConfigurationPolicy":
        body = catalog_body()
    if home.type == "policySet":
        body = {key: value for key, value in body.items() if key not in ("status", "errorCode")}
    if home.type == "group":
        body = {"displayName": "g", "mailEnabled": False, "mailNickname": "g", "securityEnabled": True}
    if kind == "iosStoreApp" and not documented:
        body = {**VALID["mobile_app"][1], "minimumSupportedOperatingSystem": {"v11_0": True}}
    return body


def documented_object(example: Example) -> Any:
    """The documented answer; reference pages of Intune show one object as the value of `value`."""
    body = example.response
    return body["value"] if isinstance(body, dict) and isinstance(body.get("value"), dict) else body


def missing_keys(documented: Any, given: Any, kind: str, at: str = "") -> Iterator[str]:
    """Keys that the documented answer has and the given one has not, as `type/key/...`."""
    if isinstance(documented, dict) and isinstance(given, dict):
        for key, value in documented.items():
            if key.startswith("@") or "@odata." in key:
                continue
            if key not in given:
                yield f"{kind}{at}/{key}"
            else:
                yield from missing_keys(value, given[key], kind, f"{at}/{key}")
    elif isinstance(documented, list) and isinstance(given, list) and documented and given:
        best = min((list(missing_keys(documented[0], item, kind, at)) for item in given), key=len)
        yield from best
