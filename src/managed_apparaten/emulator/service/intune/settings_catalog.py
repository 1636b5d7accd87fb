"""The settings catalog: does a configurationPolicy hold only settings that exist, with values that exist, where they belong?

Data: an extract of public setting definitions (`_graph/settings.json`, its source and commits in the file).
Reference: https://learn.microsoft.com/graph/api/resources/intune-deviceconfigv2-devicemanagementconfigurationsettingdefinition
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import orjson

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON

INSTANCE_TYPES = {
    "choice": "ChoiceSetting", "choiceCollection": "ChoiceSettingCollection", "simple": "SimpleSetting",
    "simpleCollection": "SimpleSettingCollection", "groupCollection": "GroupSettingCollection",
}  # fmt: skip
DEFINITION_TYPES = {
    "choice": "ChoiceSetting", "choiceCollection": "ChoiceSettingCollection", "simple": "SimpleSetting",
    "simpleCollection": "SimpleSettingCollection", "groupCollection": "SettingGroupCollection",
}  # fmt: skip
PREFIX = "#microsoft.graph.deviceManagementConfiguration"


@dataclass(frozen=True, slots=True)
class SettingDefinition:
    """One setting definition."""

    id: str
    kind: str
    """A key of KINDS."""
    display_name: str
    name: str
    platform: str
    technologies: str
    category: str
    root: str
    parents: tuple[str, ...]
    """Settings under which it may stand; empty: at the top."""
    options: tuple[str, ...]
    default: str | None


@dataclass(frozen=True, slots=True)
class Catalog:
    """All known definitions by id."""

    definitions: dict[str, SettingDefinition]
    source: JSON


@cache
def load() -> Catalog:
    """The packaged extract."""
    raw = orjson.loads((files("managed_apparaten.emulator._graph") / "settings.json").read_bytes())
    return Catalog({row[0]: _parse_row(row) for row in raw["definitions"]}, raw["source"])


def _parse_row(row: list[JSON]) -> SettingDefinition:
    name, kind, display, key, platform, technologies, category, root, parents, options, default = row
    return SettingDefinition(
        name,
        kind,
        display,
        key,
        platform,
        technologies,
        category,
        root,
        tuple(parents),
        tuple(options),
        default,
    )


def represent_definition(definition: SettingDefinition) -> dict[str, JSON]:
    """A definition as `configurationSettings` shows it (the part that is known)."""
    return {
        "@odata.type": f"{PREFIX}{DEFINITION_TYPES[definition.kind]}Definition", "id": definition.id, "name": definition.name,
        "displayName": definition.display_name, "categoryId": definition.category, "rootDefinitionId": definition.root,
        "applicability": {"platform": definition.platform, "technologies": definition.technologies},
        **({"defaultOptionId": definition.default, "options": [{"itemId": option} for option in definition.options]}
           if definition.kind.startswith("choice") else {}),
    }  # fmt: skip


def list_definitions(catalog: Catalog, setting: Mapping[str, JSON]) -> list[JSON]:
    """The definitions that a setting of a policy and its children name, as far as the extract has them."""
    return [
        represent_definition(found)
        for name in _list_definition_ids(setting)
        if (found := catalog.definitions.get(name))
    ]


def _list_definition_ids(value: JSON) -> Iterator[str]:
    if isinstance(value, Mapping):
        if "settingDefinitionId" in value:
            yield str(value["settingDefinitionId"])
        for inner in value.values():
            yield from _list_definition_ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _list_definition_ids(inner)


@dataclass(frozen=True, slots=True)
class CatalogRules:
    """Which checks are on."""

    extract: bool
    """What the extract lacks does not exist."""
    definitions: bool
    platform: bool
    parents: bool


def check(
    catalog: Catalog, settings: list[dict[str, JSON]], platforms: str, technologies: str, rules: CatalogRules
) -> None:
    """Refuse settings that the catalog does not know or that stand in the wrong place; raises GraphError."""
    seen: set[str] = set()
    for setting in settings:
        instance = setting.get("settingInstance")
        if not isinstance(instance, dict):
            raise errors.schema_mismatch("settingInstance")
        top = errors.shown(instance.get("settingDefinitionId"))
        if rules.parents and top in seen:
            raise errors.bad_request(f"Setting {top} is present more than once in the policy.", intune=True)
        seen.add(top)
        for parent, child in _walk(instance, None):
            _check_instance(catalog, child, parent, (platforms, technologies), rules)


def _walk(instance: dict[str, JSON], parent: str | None) -> Iterator[tuple[str | None, dict[str, JSON]]]:
    yield parent, instance
    own = instance.get("settingDefinitionId")
    for key in ("choiceSettingValue", "groupSettingValue"):
        yield from _walk_children(instance.get(key), own)
    for key in ("choiceSettingCollectionValue", "groupSettingCollectionValue"):
        for value in instance.get(key) or ():
            yield from _walk_children(value, own)


def _walk_children(value: JSON, parent: str | None) -> Iterator[tuple[str | None, dict[str, JSON]]]:
    for child in (value or {}).get("children") or ():
        yield from _walk(child, parent)


def _check_instance(
    catalog: Catalog,
    instance: dict[str, JSON],
    parent: str | None,
    target: tuple[str, str],
    rules: CatalogRules,
) -> None:
    name = errors.shown(instance.get("settingDefinitionId"))
    definition = catalog.definitions.get(name)
    if definition is None:
        if rules.extract and rules.definitions:
            raise errors.bad_request(f"Setting Definition {name} was not found.", intune=True)
        return
    if rules.definitions:
        expected = f"{PREFIX}{INSTANCE_TYPES[definition.kind]}Instance"
        if instance.get("@odata.type") != expected:
            raise errors.bad_request(f"Setting {name} expects an instance of type {expected}.", intune=True)
        for value in _list_choices(instance):
            _check_option(definition, value)
    if rules.platform:
        _check_target(definition, target)
    if rules.parents and not _is_in_place(definition, parent):
        raise errors.bad_request(f"Setting {name} cannot stand under {parent or 'the policy'}.", intune=True)


def _is_in_place(definition: SettingDefinition, parent: str | None) -> bool:
    if definition.parents:
        return parent in definition.parents
    return parent is None or definition.root != definition.id


def _list_choices(instance: dict[str, JSON]) -> list[JSON]:
    single = instance.get("choiceSettingValue")
    return [*([single] if single else []), *(instance.get("choiceSettingCollectionValue") or ())]


def _check_option(definition: SettingDefinition, value: JSON) -> None:
    """Text: microsoft/intune-my-macs#20."""
    if value.get("value") not in definition.options:
        expected = ", ".join(definition.options)
        text = f"Selected Option {errors.shown(value.get('value'))} does not match with the list of expected options: {expected}"
        raise errors.bad_request(text, intune=True)


def _check_target(definition: SettingDefinition, target: tuple[str, str]) -> None:
    platforms, technologies = (set(text.split(",")) for text in target)
    if not platforms & set(definition.platform.split(",")):
        raise errors.bad_request(
            f"Setting {definition.id} is not applicable to platform {target[0]}.", intune=True
        )
    if not technologies & set(definition.technologies.split(",")):
        raise errors.bad_request(
            f"Setting {definition.id} is not applicable to technologies {target[1]}.", intune=True
        )
