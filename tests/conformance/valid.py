"""Valid bodies of every type that can be created in the embedded tenant, made from the metadata by a seeded chance."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.unit.emulator.conftest import VALID, block_rule, catalog_body

from managed_apparaten.emulator.odata import ranges
from managed_apparaten.emulator.odata.metadata import Metadata, Property, Type, load
from managed_apparaten.emulator.service.body_rules import IOS_STORE_APP_REQUIRED, SYNCED_APPS
from managed_apparaten.emulator.service.collections import COLLECTIONS, Collection

SAMPLES: dict[str, Any] = {
    "Edm.String": "x", "Edm.Boolean": True, "Edm.Int32": 3, "Edm.Int64": 3, "Edm.Double": 1.5, "Edm.Duration": "PT1H",
    "Edm.DateTimeOffset": "2026-11-21T09:00:00Z", "Edm.Date": "2026-11-21", "Edm.TimeOfDay": "09:00:00",
    "Edm.Guid": "6f9619ff-8b86-d011-b42d-00c04fc964ff", "Edm.Binary": "eA==", "Edm.Byte": 3, "Edm.Int16": 3, "Edm.Single": 1.5,
    "Edm.Untyped": None,
}  # fmt: skip
ADDRESSES: dict[str, dict[str, str]] = {
    "iPv4CidrRange": {"cidrAddress": "192.0.2.0/24"}, "iPv6CidrRange": {"cidrAddress": "2001:db8::/32"},
    "iPv4Range": {"lowerAddress": "192.0.2.1", "upperAddress": "192.0.2.9"},
    "iPv6Range": {"lowerAddress": "2001:db8::1", "upperAddress": "2001:db8::9"},
}  # fmt: skip
"""Type -> a valid range (behaviour `ip-ranges-valid`)."""
DEPTH = 3
CONDITIONAL_ACCESS: dict[str, Any] = {
    "displayName": "a name", "state": "disabled",
    "conditions": {"applications": {"includeApplications": ["All"]}, "users": {"includeUsers": ["All"]}},
    "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
}  # fmt: skip
NEEDED: dict[str, dict[str, Any]] = {
    "ipNamedLocation": {"ipRanges": [{"@odata.type": "#microsoft.graph.iPv4CidrRange", **ADDRESSES["iPv4CidrRange"]}]},
    "countryNamedLocation": {"countriesAndRegions": ["NL"]}, "vppToken": {"token": "dA=="},
    "deviceEnrollmentLimitConfiguration": {"limit": 5},
    "user": {"accountEnabled": True, "mailNickname": "u", "userPrincipalName": "u@zilverdam.example", "passwordProfile": {"password": "x"}},
    "deviceEnrollmentPlatformRestrictionConfiguration": {"platformType": "ios", "platformRestriction": {"platformBlocked": True}},
    **{name: {"packageId": "app:a.b"} for name in ("androidManagedStoreAppConfiguration", "androidForWorkMobileAppConfiguration")},
}  # fmt: skip
"""Type -> what the service demands of it beside a name: behaviours of conditional access, enrolment and app configuration."""


UNMADE = ("whatIfAnalysisResult", "namedLocation")
"""Types that are not abstract in the metadata and that nobody creates: the result of an analysis, and the base of named locations."""
POLICY_SET_STATUS = ("status", "errorCode")


def creatable(version: str) -> Iterator[tuple[Collection, Type]]:
    """Every concrete type of every collection that takes a POST; apps that come from a store, and results of an analysis, excepted."""
    metadata = load(version)
    for collection in COLLECTIONS:
        if "POST" in collection.methods and metadata.find(collection.type) is not None:
            names = [
                name
                for name in concrete(version, collection.type)
                if name not in UNMADE and not synced(metadata, name)
            ]
            yield from ((collection, metadata.get(name)) for name in names)


def synced(metadata: Metadata, name: str) -> bool:
    return any(metadata.is_a(name, base) for base in SYNCED_APPS)


@cache
def concrete(version: str, base: str) -> tuple[str, ...]:
    """Types that are the base or derive from it and are not abstract."""
    metadata = load(version)
    found = (metadata.get(name) for name in metadata.names() if metadata.is_a(name, base))
    return tuple(one.name for one in found if not one.abstract)


def writable(found: Type) -> list[Property]:
    """Properties that a client may set; of a policy set the service refuses two (`policy-set-status-refused`)."""
    kept = POLICY_SET_STATUS if found.name == "policySet" else ()
    return [
        one
        for one in found.properties.values()
        if not one.ignored and one.name != "id" and one.name not in kept
    ]


def body(
    chance: random.Random, version: str, collection: Collection, found: Type, size: int = 8
) -> dict[str, Any]:
    """A body of some properties, with what the type demands."""
    if collection.type == "deviceManagementConfigurationPolicy":
        return catalog_body()
    if collection.type == "conditionalAccessPolicy":
        return copy.deepcopy(CONDITIONAL_ACCESS)
    if collection.type == "deviceManagementExportJob":
        return {
            "@odata.type": "#microsoft.graph.deviceManagementExportJob",
            "reportName": "AppInvRawData",
            "format": "csv",
        }
    made = members(chance, version, found, size, 0)
    named = {collection.name: "a name"} if collection.name else {}
    made |= {"@odata.type": f"#microsoft.graph.{found.name}", **named}
    if collection.type == "deviceCompliancePolicy":
        made["scheduledActionsForRule"] = block_rule()
    if collection.type == "group":
        made |= {"mailEnabled": False, "mailNickname": "g", "securityEnabled": True}
    if load(version).is_a(found.name, "iosStoreApp"):
        made |= {key: VALID["mobile_app"][1][key] for key in IOS_STORE_APP_REQUIRED} | {
            "minimumSupportedOperatingSystem": {"v11_0": True}
        }
    return made | NEEDED.get(found.name, {})


def members(chance: random.Random, version: str, found: Type, size: int, depth: int) -> dict[str, Any]:
    """Some properties of a type, and those that a nested value cannot do without."""
    every = [one for one in writable(found) if depth < DEPTH or one.shape != "complex"]
    chosen = {one.name: one for one in chance.sample(every, min(size, len(every)))}
    needed = {
        one.name: one
        for one in writable(found)
        if one.type == "Edm.String" and not one.nullable and not one.collection
    }
    made = {name: value(chance, version, one, depth) for name, one in (needed | chosen).items()}
    return made | {
        name: chance.randint(*stated)
        for name, stated in documented(found).items()
        if isinstance(made.get(name), int)
    }


def documented(found: Type) -> dict[str, tuple[int, int]]:
    """Property -> least and greatest number by the reference page of the type, or of the nearest base."""
    lineage = reversed((found.name, *found.ancestors))
    return {key: (row[0], row[1]) for name in lineage for key, row in ranges.table().get(name, {}).items()}


def value(chance: random.Random, version: str, declared: Property, depth: int) -> Any:
    """A value that fits a property."""
    one = _single(chance, version, declared, depth)
    return [one] if declared.collection else one


def _single(chance: random.Random, version: str, declared: Property, depth: int) -> Any:
    metadata = load(version)
    if declared.shape == "enum":
        return chance.choice([name for name in metadata.enums[declared.type] if name != "unknownFutureValue"])
    if declared.shape == "primitive":
        return SAMPLES[declared.type]
    found = metadata.get(chance.choice(concrete(version, declared.type)))
    if found.name in ADDRESSES:
        return {"@odata.type": f"#microsoft.graph.{found.name}", **ADDRESSES[found.name]}
    return {"@odata.type": f"#microsoft.graph.{found.name}", **members(chance, version, found, 3, depth + 1)}
