"""AppLocker through its CSP: what Windows starts. Device scope; rules of several profiles add up.

In a collection that is enforced and has any rule, a program needs a rule that allows it and none that denies it. A
collection that audits lets everything start and writes it down. `NotConfigured` with rules counts as enforced: that is
what Windows makes of it (Microsoft Learn, endpoint-security-app-control-policy, on managed installer).
https://learn.microsoft.com/windows/client-management/mdm/applocker-csp
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from ..intents import Intents
from ..question import NOTHING, App, Policy, Question, Says

TYPE = "windows10CustomConfiguration"
URI = re.compile(r"(?i)^\./(?:device/)?vendor/msft/applocker/applicationlaunchrestrictions/[^/]+/(EXE|MSI|Script|StoreApps|DLL)/Policy$")
COLLECTIONS = {"exe": "Exe", "msi": "Msi", "script": "Script", "storeapps": "Appx", "dll": "Dll"}
EVERYONE = "S-1-1-0"


@dataclass(frozen=True, slots=True)
class Program:
    """A program as AppLocker sees it; None is what the identifier does not tell."""

    collection: str
    publisher: str | None = None
    product: str | None = None
    binary: str | None = None
    path: str | None = None


def program(app: App) -> Program | None:
    """What an identifier of the catalogue says about a program; a winget id says nothing that AppLocker knows."""
    if app.type == "package-family-name":
        return Program("Appx", product=app.value.rpartition("_")[0] or app.value)
    if app.type == "publisher":
        return Program("Exe", publisher=app.value)
    return Program("Exe", binary=app.value) if app.type == "executable" else None


def knows(policy: Policy) -> bool:
    """Whether one of its OMA-URIs is AppLocker's."""
    return policy.body["@odata.type"].endswith(f".{TYPE}") and any(URI.match(s["omaUri"]) for s in policy.body["omaSettings"])


def says(policy: Policy, asked: Question, _: Intents) -> Says:
    """What this profile's own collections do; `together` adds up several."""
    return together((policy,), asked)


def together(policies: tuple[Policy, ...], asked: Question) -> Says:
    """The verdict of all profiles that reach the device."""
    wanted = program(asked.app)
    if asked.device.enrolment != "joined" or wanted is None:
        return NOTHING
    collections = [c for policy in policies for c in _collections(policy) if c.get("Type") == wanted.collection and len(c)]
    enforced = [c for c in collections if c.get("EnforcementMode") != "AuditOnly"]
    marks = frozenset({"reported"}) if collections and not _lets(collections, wanted) else frozenset[str]()
    return Says(_lets(enforced, wanted), marks if len(enforced) < len(collections) else frozenset()) if enforced else Says(marks=marks)


def _collections(policy: Policy) -> Iterator[ElementTree.Element]:
    for setting in policy.body["omaSettings"]:
        match = URI.match(setting["omaUri"])
        if match:
            found = ElementTree.fromstring(setting["value"])
            if found.tag != "RuleCollection" or found.get("Type") != COLLECTIONS[match[1].lower()]:
                raise ValueError(f"{setting['omaUri']} holds {found.tag} {found.get('Type')}")
            yield found


def _lets(collections: list[ElementTree.Element], wanted: Program) -> bool:
    rules = [rule for collection in collections for rule in collection if rule.get("UserOrGroupSid") == EVERYONE]
    matching = {rule.get("Action") for rule in rules if _matches(rule, wanted)}
    return "Deny" not in matching and "Allow" in matching


def _matches(rule: ElementTree.Element, wanted: Program) -> bool:
    conditions = rule.find("Conditions")
    exceptions = rule.find("Exceptions")
    found = conditions is not None and any(_meets(condition, wanted) for condition in conditions)
    return found and not (exceptions is not None and any(_meets(exception, wanted) for exception in exceptions))


def _meets(condition: ElementTree.Element, wanted: Program) -> bool:
    """A condition on something that the identifier does not tell is met when something else that it does tell is."""
    if condition.tag == "FilePathCondition":
        path = condition.get("Path", "")
        return path == "*" or bool(wanted.binary and path.lower().endswith("\\" + wanted.binary.lower()))
    if condition.tag != "FilePublisherCondition":
        return False
    sides: Mapping[str, Any] = {"PublisherName": wanted.publisher, "ProductName": wanted.product, "BinaryName": wanted.binary}
    asked = {name: condition.get(name, "*") for name in sides if condition.get(name, "*") != "*"}
    told = {name: sides[name] for name in asked if sides[name] is not None}
    return not asked or bool(told and all(_same(asked[name], value) for name, value in told.items()))


def _same(one: str, other: str) -> bool:
    """AppLocker compares without case. A publisher of the catalogue may be the organisation alone, without the whole distinguished name."""
    left, right = one.casefold(), other.casefold()
    return left == right or f"o={right}," in f"{left},".replace(", ", ",").replace('"', "")
