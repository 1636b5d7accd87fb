"""AppLocker through its CSP: what Windows starts. Device scope; rules of several profiles add up.

In a collection that is enforced and has any rule, a program needs a rule that allows it and none that denies it. A collection that
audits lets everything start and writes it down: the mode is of the collection, never of a rule. `NotConfigured` with rules counts as
enforced: that is what Windows makes of it (Microsoft Learn, endpoint-security-app-control-policy, on managed installer).

A condition on a publisher looks at the signature and at the names that the maker put in the file, product and file name, so that
another name on the disk changes nothing; a condition on a path looks at the name on the disk. A program by its publisher is named by
O, L, S and C of the certificate in capitals, a packaged app by the whole subject. `*` stands for anything, each of the three by itself.
https://learn.microsoft.com/windows/client-management/mdm/applocker-csp
Microsoft Learn, "Understanding the publisher rule condition in AppLocker"
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any
from xml.etree import ElementTree

from ..intents import Intents
from ..question import NOTHING, App, Policy, Question, Says

TYPE = "windows10CustomConfiguration"
URI = re.compile(
    r"(?i)^\./(?:device/)?vendor/msft/applocker/applicationlaunchrestrictions/[^/]+/(EXE|MSI|Script|StoreApps|DLL)/Policy$"
)
COLLECTIONS = {"exe": "Exe", "msi": "Msi", "script": "Script", "storeapps": "Appx", "dll": "Dll"}
EVERYONE = "S-1-1-0"
COLLECTION_OF = {"executable": "Exe", "installer": "Msi"}
BASE_32 = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH_OF_DIGEST = 13
FOLDERS: Mapping[str, tuple[str, ...]] = {
    "%WINDIR%": ("C:\\Windows",),
    "%SYSTEM32%": ("C:\\Windows\\System32", "C:\\Windows\\SysWOW64"),
    "%PROGRAMFILES%": ("C:\\Program Files", "C:\\Program Files (x86)"),
    "%OSDRIVE%": ("C:",),
}
"""Path variables of AppLocker (Microsoft Learn, "Understanding the path rule condition in AppLocker")."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program as AppLocker sees it; None is what the identifier does not tell."""

    collection: str
    publisher: str | None = None
    product: str | None = None
    binary: str | None = None
    """The name in the file."""
    file: str | None = None
    """The name on the disk."""
    path: str | None = None
    """Where it is."""
    digest: str | None = None
    """Of a packaged app: the end of its family name, which is made of the subject that signed it."""


def program(app: App) -> Program | None:
    """What an identifier of the catalogue says about a program in a folder of the user's own; ids of stores say nothing to AppLocker."""
    if app.type == "package-family-name":
        name, _, end = app.value.rpartition("_")
        return Program(
            "Appx", product=name or app.value, digest=end if len(end) == LENGTH_OF_DIGEST else None
        )
    if app.type == "publisher":
        return Program("Exe", publisher=app.value)
    sort = COLLECTION_OF.get(app.type)
    if sort is None:
        return None
    return Program(
        sort,
        publisher=app.signer or None,
        binary=app.value,
        file=app.called or app.value,
        path=app.path or None,
    )


def digest_of(subject: str) -> str:
    """The end of the family names of what this subject signs: 64 bits of its SHA-256, in Crockford's base 32 (Microsoft Learn, "Package
    identity overview", publisher id)."""
    bits = "".join(f"{byte:08b}" for byte in hashlib.sha256(subject.encode("utf-16-le")).digest()[:8]) + "0"
    return "".join(BASE_32[int(bits[at : at + 5], 2)] for at in range(0, 65, 5))


def knows(policy: Policy) -> bool:
    """Whether one of its OMA-URIs is AppLocker's."""
    return policy.body["@odata.type"].endswith(f".{TYPE}") and any(
        URI.match(s["omaUri"]) for s in policy.body["omaSettings"]
    )


def says(policy: Policy, asked: Question, _: Intents) -> Says:
    """What this profile's own collections do; `together` adds up several."""
    return together((policy,), asked)


def together(policies: tuple[Policy, ...], asked: Question) -> Says:
    """The verdict of all profiles that reach the device."""
    wanted = program(asked.app)
    if asked.device.enrolment != "joined" or wanted is None:
        return NOTHING
    collections = [
        c
        for policy in policies
        for c in _collections(policy)
        if c.get("Type") == wanted.collection and len(c)
    ]
    enforced = [c for c in collections if c.get("EnforcementMode") != "AuditOnly"]
    marks = frozenset({"audited"}) if collections and not _lets(collections, wanted) else frozenset[str]()
    return (
        Says(_lets(enforced, wanted), marks if len(enforced) < len(collections) else frozenset())
        if enforced
        else Says(marks=marks)
    )


def _collections(policy: Policy) -> Iterator[ElementTree.Element]:
    for setting in policy.body["omaSettings"]:
        match = URI.match(setting["omaUri"])
        if match:
            found = ElementTree.fromstring(setting["value"])
            if found.tag != "RuleCollection" or found.get("Type") != COLLECTIONS[match[1].lower()]:
                raise ValueError(f"{setting['omaUri']} holds {found.tag} {found.get('Type')}")
            yield found


def _lets(collections: list[ElementTree.Element], wanted: Program) -> bool:
    rules = [
        rule for collection in collections for rule in collection if rule.get("UserOrGroupSid") == EVERYONE
    ]
    matching = {rule.get("Action") for rule in rules if _matches(rule, wanted)}
    return "Deny" not in matching and "Allow" in matching


def _matches(rule: ElementTree.Element, wanted: Program) -> bool:
    conditions = rule.find("Conditions")
    exceptions = rule.find("Exceptions")
    found = conditions is not None and any(_meets(condition, wanted) for condition in conditions)
    return found and not (
        exceptions is not None and any(_meets(exception, wanted) for exception in exceptions)
    )


def _meets(condition: ElementTree.Element, wanted: Program) -> bool:
    """A condition on something that the identifier does not tell is met when something else that it does tell is."""
    if condition.tag == "FilePathCondition":
        path = condition.get("Path", "")
        if wanted.path is not None:
            return any(
                fnmatchcase(wanted.path.lower(), one.lower().replace("[", "[[]")) for one in _places(path)
            )
        return path == "*" or bool(wanted.file and path.lower().endswith("\\" + wanted.file.lower()))
    if condition.tag != "FilePublisherCondition":
        return False
    sides: Mapping[str, Any] = {
        "PublisherName": wanted.publisher,
        "ProductName": wanted.product,
        "BinaryName": wanted.binary,
    }
    asked = {name: condition.get(name, "*") for name in sides if condition.get(name, "*") != "*"}
    if (
        wanted.digest is not None
        and "PublisherName" in asked
        and digest_of(asked.pop("PublisherName")) != wanted.digest
    ):
        return False
    told = {name: sides[name] for name in asked if sides[name] is not None}
    return not asked or bool(told and all(_same(asked[name], value) for name, value in told.items()))


def _places(path: str) -> list[str]:
    """A path with its variable filled in."""
    variable = next((name for name in FOLDERS if path.upper().startswith(name)), None)
    return [folder + path[len(variable) :] for folder in FOLDERS[variable]] if variable else [path]


def _same(one: str, other: str) -> bool:
    """AppLocker compares without case. A rule for programs names four parts of the subject that a signature shows in full."""
    left, right = one.casefold(), other.casefold()
    return left == right or (left.startswith("o=") and _four(left) == _four(right))


def _four(subject: str) -> dict[str, str]:
    """Organisation, place, state and country of a subject."""
    found: dict[str, str] = {}
    name = ""
    for part in subject.split(","):
        before, equals, value = part.partition("=")
        if equals and before.strip().isalnum():
            name = {"st": "s"}.get(before.strip(), before.strip())
            found[name] = value
        elif name:
            found[name] += f",{part}"
    return {name: value.strip().strip('"') for name, value in found.items() if name in ("o", "l", "s", "c")}
