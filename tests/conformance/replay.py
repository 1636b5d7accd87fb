"""Documented examples, sent to the embedded tenant: what each needs first, and what is sent in the end.

An example's URL holds placeholders such as `{deviceCompliancePolicyId}`: the objects are created by requests, or put in through the back
door where Graph has no request that makes them. What a list asks for gets objects that pass and objects that fail.
"""

from __future__ import annotations

import copy
import json
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson
from tests.conformance.asked import Asked, Facts, parse
from tests.conformance.corpus import Example
from tests.conformance.planting import Planted, Planting, cast_of
from tests.conformance.valid import CONDITIONAL_ACCESS, NEEDED
from tests.unit.emulator.conftest import GROUP, NOW, VALID, Answer, block_rule, catalog_body, group_target

from managed_apparaten.emulator.core.http import Request, Response
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata import metadata
from managed_apparaten.emulator.odata.metadata import Navigation
from managed_apparaten.emulator.service import reading
from managed_apparaten.emulator.service.body_rules import SYNCED_APPS
from managed_apparaten.emulator.service.collections import (
    BY_PATH,
    COLLECTIONS,
    Collection,
    collection_from_metadata,
)
from managed_apparaten.emulator.service.default_members import find_list_of_default
from managed_apparaten.emulator.service.home_collections import find_home
from managed_apparaten.emulator.service.unmodelled_operations import ID, load_signatures
from managed_apparaten.emulator.tenant import Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed

BLANK = re.compile(r"\{[^}]*\}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
"""A placeholder, or an id of the documentation's own tenant."""
OPAQUE = re.compile(r"(?=[^/]*\d)[A-Za-z0-9_=-]{24,}")
"""An id of Exchange and its like."""
REFERENCE = re.compile(rf"/(directoryObjects|users|groups|devices)/({BLANK.pattern})")
OF_TYPE = re.compile(r"microsoft\.graph\.(\w+)/")
"""A property of a derived type in a condition."""
ROOTS = {"deviceManagement": "deviceManagement", "deviceAppManagement": "deviceAppManagement", "directory": "directory",
         "identity": "identityContainer", "policies": "policyRoot", "me": "user"}  # fmt: skip
"""Objects of which there is one -> their types."""
CONCRETE = {
    "deviceCompliancePolicy": "iosCompliancePolicy", "deviceConfiguration": "iosGeneralDeviceConfiguration", "mobileApp": "iosStoreApp",
    "managedApp": "managedIOSStoreApp", "mobileLobApp": "iosLobApp", "managedMobileLobApp": "managedIOSLobApp",
    "managedAppPolicy": "windowsManagedAppProtection", "managedAppProtection": "iosManagedAppProtection",
    "targetedManagedAppProtection": "iosManagedAppProtection", "managedDeviceMobileAppConfiguration": "iosMobileAppConfiguration",
    "deviceEnrollmentConfiguration": "deviceEnrollmentLimitConfiguration", "managedAppStatus": "managedAppStatusRaw",
    "windowsInformationProtection": "windowsManagedAppProtection", "managedAppRegistration": "iosManagedAppRegistration",
    "namedLocation": "countryNamedLocation",
}  # fmt: skip
"""Abstract type -> the one that stands for it."""
IDENTIFIED = {"windowsAppIdentifier": "windowsManagedAppProtection", "androidMobileAppIdentifier": "androidManagedAppProtection",
              "iosMobileAppIdentifier": "iosManagedAppProtection"}  # fmt: skip
"""Identifier of an app -> the policy that takes it."""
SETTINGS = re.compile(r"microsoft\.graph\.(\w+App)AssignmentSettings")
"""Settings of an assignment, named after the app that they fit."""
ASSIGNMENT = {"mobileApps": {"intent": "required"}}
OPERATIONS = frozenset(found.name for found in load_signatures())
"""Names of functions and actions: none is a key, however long."""
APPROVALS = BY_PATH[("deviceManagement", "operationApprovalRequests")]
_FILE = {
    "@odata.type": "#microsoft.graph.windowsInformationProtectionAppLockerFile",
    "displayName": "f",
    "file": "ZmlsZQ==",
}
WRITTEN: dict[str, dict[str, Any]] = {"exemptAppLockerFiles": _FILE, "protectedAppLockerFiles": _FILE,
                                      "roleAssignments": {"displayName": "a", "resourceScopes": []}}  # fmt: skip
"""Contained collection -> a member of it, where members are made one by one."""
DIRECTORY: dict[str, Facts] = {
    "groups": {"displayName": "g", "mailEnabled": False, "mailNickname": "g", "securityEnabled": True},
    "users": {"displayName": "u", "userPrincipalName": "u@zilverdam.example", "accountEnabled": True},
    "devices": {"displayName": "d", "accountEnabled": True},
}
"""What an object of the directory has at least."""
MANY_PAGES = 200
DOWN, UP = ("members", "transitivemembers"), ("memberof", "transitivememberof")


Handle = Callable[[Request], Response]


class Session:
    """Requests to a tenant, or to one that a test has made wrong on purpose."""

    def __init__(self, handle: Handle, actor: str = "documents") -> None:
        self._handle, self._actor = handle, actor

    def __call__(
        self,
        method: str,
        url: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        person: str = "",
    ) -> Answer:
        data = b"" if body is None else orjson.dumps(body)
        response = self._handle(Request(method, url, dict(headers or {}), data, self._actor, person=person))
        is_json = response.headers.get("Content-Type", "").startswith("application/json")
        return Answer(response.status, orjson.loads(response.body) if response.body and is_json else response.body.decode(),
                      dict(response.headers))  # fmt: skip

    def every(self, url: str, headers: Mapping[str, str] | None = None) -> list[dict[str, Any]] | None:
        """Items of all pages, of a very long list the first ones; None when the list is refused or is none."""
        answer = self("GET", url, headers=headers)
        return self.pages(answer, headers)[0] if _is_list(answer) else None

    def pages(
        self, answer: Answer, headers: Mapping[str, str] | None = None
    ) -> tuple[list[dict[str, Any]], bool]:
        """Items of a page and those that follow it, and whether the links lead on: no page comes twice."""
        found, seen = list(answer.body["value"]), set()
        for _ in range(MANY_PAGES):
            following = answer.body.get("@odata.nextLink")
            if not following:
                break
            if following in seen:
                return found, False
            seen.add(following)
            answer = self("GET", following, headers=headers)
            if not _is_list(answer):
                return found, False
            found += answer.body["value"]
        return found, True


def _is_list(answer: Answer) -> bool:
    return (
        answer.status == 200 and isinstance(answer.body, dict) and isinstance(answer.body.get("value"), list)
    )


@dataclass(slots=True)
class Prepared:
    """One example, ready to be sent."""

    example: Example
    method: str
    url: str
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    person: str = ""
    collection: str = ""
    """URL of the list that the request is about: where the object stands, or will stand."""
    target: str = ""
    """URL of the object that it is about, if it is about one."""
    kind: str = ""
    """Type of that object, or of the items of that list."""
    sent: Any = None
    """The body with which the object was made, if it was made by a request."""
    passing: list[str] = field(default_factory=list)
    """Ids that the list must hold."""
    failing: list[str] = field(default_factory=list)
    """Ids that it must not hold."""
    asked: Asked | None = None
    unmade: str = ""
    """What could not be made for it."""


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def tick(self) -> None:
        """Go on a second."""
        self.now += timedelta(seconds=1)


class Replayer:
    """Sends examples to one seeded tenant, each with objects of its own."""

    def __init__(self, corpus: list[Example], wrong: Callable[[Handle], Handle] | None = None) -> None:
        """`wrong`: what a test puts between the session and the tenant."""
        self.clock = Clock()
        self.tenant = Tenant.open(None, clock=self.clock, new_id=seeded_ids("test"))
        seed(self.tenant)
        self.made = 0
        self.session = Session(wrong(self.tenant.handle) if wrong else self.tenant.handle)
        self.plain = Session(self.tenant.handle)
        self.somebody = str(self.plain("GET", "/beta/users?$top=1").body["value"][0]["userPrincipalName"])
        self.bodies = {
            (example.api, example.kind): example.request
            for example in corpus
            if example.method == "POST"
            and example.operation == "create"
            and isinstance(example.request, dict)
        }

    def prepare(self, example: Example) -> Prepared:
        """Make what the example needs."""
        self.clock.tick()
        ready = Prepared(example, example.method, "", example.request, dict(example.headers))
        Route(self, ready).fill()
        ready.body = self._filled_body(ready)
        if example.operation in ("approve", "reject", "cancelapproval") or example.path.startswith("me"):
            ready.person = self.somebody
        if example.operation == "cancelapproval":
            self.tenant.approvals.decide(ready.target.rsplit("/", 1)[1], "approved")
        return ready

    def send(self, ready: Prepared) -> Answer:
        """The request itself."""
        return self.session(ready.method, ready.url, ready.body, ready.headers, ready.person)

    def _filled_body(self, ready: Prepared) -> Any:
        if ready.example.operation == "cancelmyrequest":
            return {"id": self.asked_for()}
        if ready.body is None:
            return None
        text = json.dumps(ready.body)
        return json.loads(REFERENCE.sub(lambda found: f"/{found[1]}/{self.referred(found[1])}", text))

    def referred(self, collection: str) -> str:
        """Somebody or something of the directory that exists."""
        return self.insert_directory("users" if collection == "directoryObjects" else collection, {})

    def number(self) -> int:
        """The next of a series."""
        self.made += 1
        return self.made

    def fresh(self) -> str:
        """An id that nothing has."""
        return str(uuid.UUID(int=self.number()))

    def insert(
        self, path: str, kind: str, body: Facts, nav: dict[str, list[dict[str, Any]]] | None = None
    ) -> str:
        """Put an object in through the back door."""
        object_id = self.fresh()
        self.tenant.insert([Stored(path, object_id, kind, body, nav or {})])
        return object_id

    def insert_directory(self, path: str, facts: Facts) -> str:
        """A user, group or device."""
        number = self.number()
        own = {
            "users": {"displayName": f"u{number}", "userPrincipalName": f"u{number}@zilverdam.example"}
        }.get(path, {})
        kind = path.removesuffix("s")
        return self.insert(path, kind, {**DIRECTORY[path], **own, **whole(kind, facts)})

    def asked_for(self) -> str:
        """A request for approval that waits."""
        url, body = VALID["ios_compliance"]
        self.tenant.approvals.require("compliance")
        answer = self.plain(
            "POST",
            url,
            {**body, "displayName": str(self.number())},
            {"x-msft-approval-justification": "d2h5"},
        )
        self.tenant.approvals.require()
        return answer.headers["x-msft-approval-code"]


def whole(kind: str, facts: Facts) -> Facts:
    """The same with every property of the values that are objects, as a service would keep them."""
    found = metadata.load("beta").find(kind)
    if found is None:
        return facts

    def filled(value: Any, inner: str) -> Any:
        known = metadata.load("beta").find(inner)
        if isinstance(value, list):
            return [filled(one, inner) for one in value]
        return {**known.template, **value} if known and isinstance(value, dict) else value

    return {
        key: filled(value, found.properties[key].type) if key in found.properties else value
        for key, value in facts.items()
    }


def collection_at(parts: list[str], version: str) -> Collection | None:
    """The collection that a path names, in any case, if it is served and this version has its type."""
    lower = tuple(part.lower() for part in parts)
    found = next(
        (served for path, served in BY_PATH.items() if tuple(part.lower() for part in path) == lower), None
    )
    return found if found and metadata.load(version).find(found.type) is not None else None


def assign_parameter(path: str) -> str:
    """The parameter of the `assign` of a collection that takes assignments with targets."""
    found = next((one.parameters for one in load_signatures() if one.route == f"{path}/{ID}/assign"), {})
    return next((name for name, kind in found.items() if kind.endswith("Assignment")), "assignments")


def concrete(kind: str) -> str:
    """The type itself, or for an abstract one a type that can stand for it."""
    metadata_of = metadata.load("beta")
    found = metadata_of.find(kind)
    if kind in CONCRETE or found is None or not found.abstract:
        return CONCRETE.get(kind, kind)
    derived = (
        name
        for name in sorted(metadata_of.names())
        if metadata_of.is_a(name, kind) and not metadata_of.get(name).abstract
    )
    return next(derived, kind)


def related(kind: str, nav: str, version: str) -> Navigation | None:
    """A navigation property of a type, by its name in any case."""
    found = metadata.load(version).find(kind)
    return (
        next((there for name, there in found.navigation.items() if name.lower() == nav.lower()), None)
        if found
        else None
    )


@dataclass(slots=True)
class Route:
    """Fills one path from left to right."""

    replayer: Replayer
    ready: Prepared

    def fill(self) -> None:
        """Make what the URL names, and the objects that a list asks for."""
        example = self.ready.example
        parts = [part for part in example.path.split("/") if part]
        if self._needs_planting(parts) and self._planted_path(parts):
            return
        self._fill(parts)
        if self.ready.unmade and self._planted_path(parts):
            self.ready.unmade = ""

    def _fill(self, parts: list[str]) -> None:
        example = self.ready.example
        filled: list[str] = []
        kind = ""
        listed = 0
        for index, part in enumerate(parts):
            if index and listed == index and self._is_key(part):
                after = parts[index + 1 :]
                filled.append(self._made(filled, kind, after))
                self.ready.target = self._url(filled)
            else:
                filled.append(self._argued(filled, part))
                below = self._below(filled, kind, index)
                if below:
                    kind, listed = below.type, index + 1 if below.collection else 0
                    self.ready.collection = self._url(filled) if below.collection else ""
                    if not below.collection:
                        self.ready.target, self.ready.sent = self._url(filled), None
                        if example.method == "GET" and index == len(parts) - 1 and parts[0] in DIRECTORY:
                            self._refer([*filled, "$ref"], self.replayer.insert_directory("users", {}), "PUT")
                elif part in ROOTS and index == 0:
                    kind = ROOTS[part]
                elif (
                    index
                    and parts[index - 1] in ROOTS
                    and example.operation in ("create", "list", "get", "update", "delete")
                ):
                    listed = index + 1
                    self.ready.collection, kind = self._url(filled), example.kind
        self.ready.kind = kind
        self.ready.url = self._url(filled)
        query = REFERENCE.sub(lambda found: f"/{found[1]}/{self.replayer.referred(found[1])}", example.query)
        if filled[-1:] == ["$ref"] and "$id=" in query:
            self._refer(filled, query.rsplit("/", 1)[1])
        self.ready.url += f"?{query}" if query else ""
        if example.method == "GET":
            Witnesses(self, filled).place()

    def _needs_planting(self, parts: list[str]) -> bool:
        """Whether a path has what no request makes: an object of the type of a cast, or a single object that another one has."""
        version, kind = self.ready.example.version, ROOTS.get(parts[0], "")
        for index in range(1, len(parts)):
            if cast_of(parts[index]) and 1 < index < len(parts) - 1:
                return True
            served = collection_at(parts[: index + 1], version)
            found = None if served else related(kind, parts[index], version)
            if found and not found.collection and index > 1:
                owner = metadata.load(version).get(kind)
                refers = bool(
                    find_home(metadata.load("beta"), found.type)
                    or find_list_of_default(metadata.load(version), owner, parts[index])
                )
                if index < len(parts) - 1 or refers or self.ready.method == "DELETE":
                    return True
            kind = served.type if served else found.type if found else kind
        return False

    def _planted_path(self, parts: list[str]) -> bool:
        """Plant what a path needs; False where it is none that can be planted."""
        example, replayer = self.ready.example, self.replayer
        version, lengths = example.version, range(2, len(parts) + 1)
        served = (
            (
                number,
                collection_at(parts[:number], version)
                or collection_from_metadata(version, tuple(parts[:number])),
            )
            for number in lengths
        )
        length, collection = next(((number, found) for number, found in served if found), (0, None))
        if collection is None or collection.page == "directory" or collection.path in reading.COMPUTED:
            return False
        planting = Planting(
            lambda item: replayer.tenant.insert([item]),
            replayer.fresh,
            example.kind,
            self._is_key,
            list(parts),
            collection,
        )
        listed = self.ready.method == "POST"
        planted = planting.plant(length, filled=not listed)
        if planted is None:
            return False
        self._ready_for(planted)
        return True

    def _ready_for(self, planted: Planted) -> None:
        """Say what the planted path names."""
        ready = self.ready
        ready.url, ready.kind, ready.sent = (
            self._url(planted.parts),
            planted.last.kind or planted.last.declared,
            None,
        )
        if planted.rest:
            filled = [self.replayer.fresh() if part.startswith("{") else part for part in planted.parts]
            ready.url, ready.unmade = self._url(filled), f"no {planted.rest[0]} in {planted.last.nav}"
            return
        if planted.last.many:
            end = planted.last.at if planted.last.at >= 0 else None
            ready.collection = self._url(planted.parts[:end])
            ready.target = ready.url if end is not None else ""
        else:
            ready.collection, ready.target = "", ready.url
        if ready.method == "GET" and ready.collection == ready.url:
            ready.asked = parse(ready.example.query)
            ready.passing = [planted.made]
        ready.url += f"?{ready.example.query}" if ready.example.query else ""

    def _url(self, parts: list[str]) -> str:
        return f"/{self.ready.example.version}/{'/'.join(parts)}"

    @staticmethod
    def _is_key(part: str) -> bool:
        return part not in OPERATIONS and bool(BLANK.fullmatch(part) or OPAQUE.fullmatch(part))

    def _argued(self, filled: list[str], part: str) -> str:
        """A function, with the id of an object of its collection where it asks for one."""
        collection = collection_at(filled, self.ready.example.version) if "(id='" in part else None
        return re.sub(r"\(id='[^']*'\)", f"(id='{self.top(collection, [])}')", part) if collection else part

    def _below(self, filled: list[str], kind: str, index: int) -> Navigation | None:
        """What a path ends in, when it ends in a collection or in an object that another one has."""
        found = collection_at(filled, self.ready.example.version)
        if found:
            return Navigation(found.type, collection=True)
        if index == 0 or not (self.ready.target or filled[0] in ROOTS):
            return None
        return related(kind, filled[-1], self.ready.example.version)

    def _made(self, filled: list[str], kind: str, after: list[str]) -> str:
        """The id of an object in a collection."""
        example = self.ready.example
        collection = collection_at(filled, example.version)
        if collection:
            return self.top(collection, after)
        found = self._contained(filled, kind, after)
        if found:
            return found
        self.ready.unmade = (
            f"no {kind or filled[-1]} in {'/'.join(part for part in filled if not BLANK.fullmatch(part))}"
        )
        return GROUP

    def top(self, collection: Collection, after: list[str]) -> str:
        """An object of the example's type in its collection, or in the collection of that type."""
        example, replayer = self.ready.example, self.replayer
        kind = example.kind if metadata.load("beta").is_a(example.kind, collection.type) else collection.type
        kind = self._fitting(collection, concrete(kind))
        home = next(
            (found for found in COLLECTIONS if found.type == kind and found.path in collection.union),
            collection,
        )
        if home.type == "operationApprovalRequest":
            return replayer.asked_for()
        if home.path == "directory/deletedItems":
            return self.deleted_group()
        if home.page == "directory" and home.path in DIRECTORY:
            return self._member_above(home, after)
        if "POST" in home.methods and kind not in SYNCED_APPS and (made := self.posted(home, kind)):
            return made
        made = replayer.insert(
            home.path, kind, {home.name: f"{kind} {replayer.number()}"} if home.name else {}
        )
        if replayer.plain("GET", f"/beta/{home.path}/{made}").status == 200:
            return made
        found = replayer.plain("GET", f"/beta/{home.path}?$top=1").body.get("value")
        self.ready.unmade = "" if found else f"no {kind} in {home.path}"
        return str(found[0]["id"]) if found else GROUP

    def _fitting(self, collection: Collection, kind: str) -> str:
        """The type that what is sent fits, where an action takes what belongs to one type only."""
        text = str(self.ready.example.request)
        if collection.union:
            return next((policy for name, policy in IDENTIFIED.items() if name in text), kind)
        found = SETTINGS.search(text) if collection.type == "mobileApp" else None
        return found[1] if found and metadata.load("beta").is_a(found[1], "mobileApp") else kind

    def posted(self, home: Collection, kind: str) -> str:
        """The id of an object made by a request; empty when it is refused."""
        example, replayer = self.ready.example, self.replayer
        for api, body in ((example.api, replayer.bodies.get((example.api, kind))), ("beta", None)):
            sent = minimal(kind, home, body)
            answer = replayer.plain("POST", f"/{api}/{home.path}", sent)
            if answer.status == 201:
                self.ready.sent = sent
                return str(answer.body["id"])
        return ""

    def _member_above(self, home: Collection, after: list[str]) -> str:
        """An object of the directory; one in a group where the example looks for its groups."""
        replayer = self.replayer
        made = replayer.insert_directory(home.path, {})
        if home.path == "users" and after[:1] == ["managedDevices"]:
            number = replayer.number()
            owner = {
                "userId": made,
                "deviceName": f"d{number}",
                "operatingSystem": "iOS",
                "managedDeviceOwnerType": "company",
            }
            replayer.insert("deviceManagement/managedDevices", "managedDevice", owner)
        return made

    def deleted_group(self) -> str:
        """A group that was deleted."""
        self.replayer.clock.tick()
        made = self.replayer.plain("POST", "/v1.0/groups", DIRECTORY["groups"]).body["id"]
        self.replayer.plain("DELETE", f"/v1.0/groups/{made}")
        return str(made)

    def _contained(self, filled: list[str], kind: str, after: list[str]) -> str:
        """An object in a collection below another object."""
        owner, nav, session = f"/beta/{'/'.join(filled[:-1])}", filled[-1], self.replayer.plain
        self.ready.sent = None
        if after[:1] == ["$ref"]:
            made = self.replayer.insert_directory("users", {})
            return made if self._refer([*filled, "$ref"], made) else ""
        self._by_action(owner, nav, filled)
        wanted, concrete = self._wanted(kind), self._concrete(kind)
        listed = session.every(f"{owner}/{nav}") or []
        if fitting := [item for item in listed if _stands_for(str(item.get("@odata.type", kind)), wanted)]:
            return str(fitting[0]["id"])
        documented = self.replayer.bodies.get((self.ready.example.api, concrete)) or self.replayer.bodies.get(
            ("beta", concrete)
        )
        for body in (WRITTEN.get(nav), documented, {}):
            if body is not None:
                answer = session(
                    "POST",
                    f"{owner}/{nav}",
                    {"@odata.type": f"#microsoft.graph.{concrete}", **_named(concrete), **body},
                )
                if answer.status == 201:
                    return str(answer.body["id"])
        listed = self._planted(filled, concrete) or listed
        return str(listed[-1]["id"]) if listed else ""

    def _wanted(self, kind: str) -> str:
        """The type that an object of this type is to have: the page's own, if it is one of these."""
        return self.ready.example.kind if metadata.load("beta").is_a(self.ready.example.kind, kind) else kind

    def _concrete(self, kind: str) -> str:
        """The type that is made where one of this type is wanted."""
        return concrete(self._wanted(kind))

    def _planted(self, filled: list[str], kind: str) -> list[dict[str, Any]]:
        """A new owner with one object in the collection, put in through the back door; `filled` then names it."""
        if metadata.load("beta").find(kind) is None:
            return []
        if len(filled) == len(("root", "collection")):
            self.replayer.insert("/".join(filled), kind, _named(kind))
            return self.replayer.plain.every(f"/beta/{'/'.join(filled)}") or []
        owner = collection_at(filled[:-2], "beta")
        if owner is None:
            return []
        child = {"id": self.replayer.fresh(), "@odata.type": f"#microsoft.graph.{kind}"}
        own = concrete(owner.type)
        filled[-2] = self.replayer.insert(owner.path, own, {owner.name: "owner"}, {filled[-1]: [child]})
        listed = self.replayer.plain.every(f"/beta/{'/'.join(filled)}")
        return listed or []

    def _by_action(self, owner: str, nav: str, filled: list[str]) -> None:
        """Contained objects that an action makes."""
        session, root = self.replayer.plain, filled[1] if len(filled) > 1 else ""
        if nav == "assignments":
            body = {**group_target(), **ASSIGNMENT.get(root, {})}
            session("POST", f"{owner}/assign", {assign_parameter("/".join(filled[:2])): [body]})
        if nav == "apps":
            app = {
                "mobileAppIdentifier": {
                    "@odata.type": "#microsoft.graph.iosMobileAppIdentifier",
                    "bundleId": "com.example",
                }
            }
            session("POST", f"{owner}/targetApps", {"apps": [app], "appGroupType": "selectedPublicApps"})
        if "policySets" in filled:
            added = [{"@odata.type": "#microsoft.graph.mobileAppPolicySetItem", "payloadId": GROUP}]
            session(
                "POST", f"{owner}/update", {"addedPolicySetItems": added, "assignments": [group_target()]}
            )
        if nav == "members":
            self._refer([*filled, "$ref"], self.replayer.insert_directory("users", {}))

    def _refer(self, parts: list[str], object_id: str, method: str = "POST") -> bool:
        """Write a reference, if there is such a route."""
        body = {"@odata.id": f"https://graph.microsoft.com/beta/directoryObjects/{object_id}"}
        return self.replayer.plain(method, f"/beta/{'/'.join(parts)}", body).status == 204

    def contained_member(self, filled: list[str]) -> str:
        """An object in the contained collection that an example lists."""
        return self._contained(filled, self.ready.kind, [])


@dataclass(slots=True)
class Witnesses:
    """Objects that pass, and objects that fail, what a list is asked for."""

    path: Route
    filled: list[str]

    def place(self) -> None:
        """Put them in, and note their ids."""
        ready = self.path.ready
        cast = self.filled[-1].rpartition("graph.")[2] if "graph." in self.filled[-1] else ""
        base = self.filled[: -1 if cast or self.filled[-1] == "$count" else None]
        url = f"/{ready.example.version}/{'/'.join(base)}"
        if url != ready.collection or (
            ready.target and ready.target.count("/") >= ready.collection.count("/")
        ):
            return
        try:
            ready.asked = parse(ready.example.query)
        except ValueError:
            return
        nav = base[-1].lower()
        if base[0] in DIRECTORY and len(base) == 3 and nav in (*DOWN, *UP):
            self._across(base, nav, cast)
        elif (collection := collection_at(base, ready.example.version)) is not None:
            self._along(collection, cast)
        elif len(base) > 2 and (made := self.path.contained_member(base)):
            self.filled[: len(base)] = base
            ready.url = f"/{ready.example.version}/{'/'.join(self.filled)}" + (
                f"?{ready.example.query}" if ready.example.query else ""
            )
            ready.collection = f"/{ready.example.version}/{'/'.join(base)}"
            ready.passing.append(made)

    def facts(self) -> Iterator[tuple[bool, Facts]]:
        """Whether an object passes, and the properties that make it so: two that pass, in an order that is not that of their making."""
        asked = self.path.ready.asked or Asked()
        number = self.path.replayer.number()
        descending = bool(asked.order) and asked.order[0][1]
        for ending in ("a", "b") if descending else ("b", "a"):
            facts: Facts = {}
            for condition in asked.conditions:
                facts = {**facts, **condition.passing}
            for order, _ in asked.order:
                plain = f"{facts.get(order, 'w')}{ending}{number}"
                if (
                    isinstance(facts.get(order, ""), str)
                    and "Date" not in order
                    and asked.passes({**facts, order: plain})
                ):
                    facts = {**facts, order: plain}
            yield True, facts
        for condition in asked.conditions:
            others = [found.passing for found in asked.conditions if found is not condition]
            yield (
                False,
                {key: value for facts in (*others, condition.failing) for key, value in facts.items()},
            )

    def _note(self, passes: bool, object_id: str) -> None:
        (self.path.ready.passing if passes else self.path.ready.failing).append(object_id)

    def _along(self, collection: Collection, cast: str) -> None:
        """Objects of a collection."""
        replayer, ready = self.path.replayer, self.path.ready
        if collection.path == "directory/deletedItems":
            ready.passing += [self.path.deleted_group() for _ in range(2)]
        elif collection.path in DIRECTORY:
            for passes, facts in self.facts():
                self._note(passes, replayer.insert_directory(collection.path, facts))
        elif ready.asked and not ready.asked.conditions and not cast:
            made = self.path.top(collection, [])
            if self.path.replayer.plain("GET", f"/beta/{collection.path}/{made}").status == 200:
                self._note(True, made)
        else:
            named = OF_TYPE.search(ready.example.query)
            kind = concrete(cast or (named[1] if named else collection.type))
            for passes, facts in self.facts():
                self._note(
                    passes,
                    replayer.insert(
                        collection.path,
                        kind,
                        {**({collection.name: "w"} if collection.name else {}), **facts},
                    ),
                )
        for name, _ in ready.asked.expand if ready.asked else ():
            for made in ready.passing:
                self.path.contained_member([*collection.path.split("/"), made, name])

    def _across(self, base: list[str], nav: str, cast: str) -> None:
        """Objects at the other end of an edge: members, or groups that hold the owner."""
        replayer, owner = self.path.replayer, base[1]
        here = f"{cast}s" if cast else "users" if nav in DOWN else "groups"
        if here not in DIRECTORY:
            return
        deep = nav.startswith("transitive")
        between = replayer.insert_directory("groups", {"displayName": "zz between"}) if deep else ""
        if between:
            self._edge(*((owner, between) if nav in DOWN else (between, owner)))
        for index, (passes, facts) in enumerate(self.facts()):
            made = replayer.insert_directory(here, facts)
            near = between if deep and index == 0 else owner
            self._edge(*((near, made) if nav in DOWN else (made, near)))
            self._note(passes, made)
        if nav in DOWN and not cast:
            made = replayer.insert_directory("groups", next(self.facts())[1])
            self._edge(owner, made)
            self._note(True, made)
        if cast:
            stranger = "groups" if cast == "user" else "users"
            if nav in DOWN:
                first = next(self.facts())[1]
                made = replayer.insert_directory(stranger, first)
                self._edge(owner, made)
                self._note(False, made)

    def _edge(self, parent: str, child: str) -> None:
        body = {"@odata.id": f"https://graph.microsoft.com/v1.0/directoryObjects/{child}"}
        answer = self.path.replayer.plain("POST", f"/v1.0/groups/{parent}/members/$ref", body)
        assert answer.status == 204, answer.body


def _stands_for(annotation: str, wanted: str) -> bool:
    """Whether an object of a type will do where one of another is wanted: the same, or for an abstract one any that derives from it."""
    kind, found = annotation.removeprefix("#microsoft.graph."), metadata.load("beta").find(wanted)
    return kind == wanted or (
        found is not None and found.abstract and metadata.load("beta").is_a(kind, wanted)
    )


def _named(kind: str) -> Facts:
    """What an object of a type is called."""
    found = metadata.load("beta").find(kind)
    return {
        key: f"a {kind}"
        for key in ("displayName", "name")
        if found and key in found.properties and not found.properties[key].ignored
    }


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
        body = dict(DIRECTORY["groups"])
    if kind == "conditionalAccessPolicy":
        body = copy.deepcopy(CONDITIONAL_ACCESS)
    body = {**NEEDED.get(kind, {}), **body}
    if kind == "iosStoreApp" and not documented:
        body = {**VALID["mobile_app"][1], "minimumSupportedOperatingSystem": {"v11_0": True}}
    return body
