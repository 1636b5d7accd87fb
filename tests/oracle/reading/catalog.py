"""A settings catalog policy as values by definition: choices as their option, collections as sets, groups as dicts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

JSON = Any


def values(policy: JSON) -> dict[str, JSON]:
    """Every setting of the policy, however deep it stands in groups; a group collection is a tuple of such dicts as well."""
    return dict(pair for setting in policy["settings"] for pair in _instance(setting["settingInstance"]))


def _instance(instance: JSON) -> Iterator[tuple[str, JSON]]:
    name = instance["settingDefinitionId"]
    if (choice := instance.get("choiceSettingValue")) is not None:
        yield name, choice["value"]
        yield from _children(choice)
    elif (simple := instance.get("simpleSettingValue")) is not None:
        yield name, simple["value"]
    elif (many := instance.get("simpleSettingCollectionValue")) is not None:
        yield name, frozenset(item["value"] for item in many)
    elif (groups := instance.get("groupSettingCollectionValue")) is not None:
        yield name, tuple(sorted((tuple(sorted(_children(group), key=repr)) for group in groups), key=repr))
        for group in groups:
            yield from _children(group)
    else:
        raise ValueError(f"no value that is known in {name}")


def _children(parent: JSON) -> Iterator[tuple[str, JSON]]:
    for child in parent.get("children") or ():
        yield from _instance(child)
