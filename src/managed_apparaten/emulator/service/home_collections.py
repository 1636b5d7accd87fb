"""Tells in which collection the objects of a type are, their home collection.

A navigation property that leads to objects with a home collection is a reference to them and does not contain
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from managed_apparaten.emulator.odata.metadata import Metadata, load
from managed_apparaten.emulator.service.collections import COLLECTIONS, INTUNE_ROOTS

CONFIGURATIONS = "deviceManagement/deviceConfigurations"
"""Path of the device configurations, the home of many types that derive from `deviceConfiguration`."""
REFERENCED = (CONFIGURATIONS, "deviceManagement/derivedCredentials")
"""Collections to which clients make references: a certificate of a network profile (Microsoft365DSC,
IntuneManagement)."""


@cache
def load_homes(version: str) -> Mapping[str, str]:
    """Return type -> path of its own collection, for the types that have one.

    A row of `COLLECTIONS` goes before what the roots of Intune lead to in the metadata.
    """
    metadata = load(version)
    paths_by_type: dict[str, str] = {}
    for root_name in sorted(INTUNE_ROOTS):
        root = metadata.find(root_name)
        if root is None:
            continue
        for name, nav in root.navigation.items():
            if nav.collection:
                paths_by_type[nav.type] = f"{root_name}/{name}"
    return paths_by_type | {collection.type: collection.path for collection in COLLECTIONS}


def find_home(metadata: Metadata, type_name: str) -> str:
    """Return the path of the home collection of a type; empty when its objects are inside other objects.

    Every type of device configuration has the same home.
    """
    paths_by_type = load_homes(metadata.version)
    if type_name in paths_by_type:
        return paths_by_type[type_name]
    return CONFIGURATIONS if metadata.is_a(type_name, "deviceConfiguration") else ""


def list_homes(metadata: Metadata, type_name: str) -> tuple[str, ...]:
    """Return the collections in which an object of a type can be: its home, and those of the types that
    derive from it.
    """
    derived = (path for name, path in load_homes(metadata.version).items() if metadata.is_a(name, type_name))
    return tuple(dict.fromkeys((find_home(metadata, type_name), *derived)))


@cache
def list_derived_navigations(version: str, type_name: str) -> frozenset[str]:
    """Return the navigation properties that a type, or a type that derives from it, has."""
    metadata = load(version)
    return frozenset(
        nav
        for name in metadata.names()
        if metadata.is_a(name, type_name)
        for nav in metadata.get(name).navigation
    )
