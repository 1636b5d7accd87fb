"""Where objects of a type have a collection of their own, so that a navigation property that leads to them is a reference."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from managed_apparaten.emulator.odata.metadata import Metadata, load
from managed_apparaten.emulator.service.collections import COLLECTIONS, INTUNE_ROOTS

CONFIGURATIONS = "deviceManagement/deviceConfigurations"
REFERENCED = (CONFIGURATIONS, "deviceManagement/derivedCredentials")
"""Collections whose objects clients let others refer to: a certificate of a network profile (Microsoft365DSC, IntuneManagement)."""


@cache
def load_homes(version: str) -> Mapping[str, str]:
    """Type -> path of the collection of its own, for those that have one."""
    metadata = load(version)
    roots = [(name, found) for name in sorted(INTUNE_ROOTS) if (found := metadata.find(name)) is not None]
    named = {
        nav.type: f"{name}/{key}"
        for name, root in roots
        for key, nav in root.navigation.items()
        if nav.collection
    }
    return named | {item.type: item.path for item in COLLECTIONS}


def find_home(metadata: Metadata, kind: str) -> str:
    """The collection that objects of a type stand in; empty when they stand inside another object.

    A kind of device configuration stands among all of them.
    """
    known = load_homes(metadata.version)
    if kind in known:
        return known[kind]
    return CONFIGURATIONS if metadata.is_a(kind, "deviceConfiguration") else ""


def list_homes(metadata: Metadata, kind: str) -> tuple[str, ...]:
    """The collections in which an object of a type can stand: its own, and those of the types that derive from it."""
    derived = (path for name, path in load_homes(metadata.version).items() if metadata.is_a(name, kind))
    return tuple(dict.fromkeys((find_home(metadata, kind), *derived)))


@cache
def list_derived_navigations(version: str, kind: str) -> frozenset[str]:
    """The navigation properties that a type or one that derives from it has."""
    metadata = load(version)
    return frozenset(
        nav for name in metadata.names() if metadata.is_a(name, kind) for nav in metadata.get(name).navigation
    )
