"""The settings catalog: checks that a policy holds only settings that exist, with values that exist, where
they belong.

Data: an extract of public setting definitions (`_graph/settings.json`; its source and commits are in the
file). Reference:
https://learn.microsoft.com/graph/api/resources/intune-deviceconfigv2-devicemanagementconfigurationsettingdefinition
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
"""Kind of a setting -> part of the Graph type of an instance of it."""
DEFINITION_TYPES = {
    "choice": "ChoiceSetting", "choiceCollection": "ChoiceSettingCollection", "simple": "SimpleSetting",
    "simpleCollection": "SimpleSettingCollection", "groupCollection": "SettingGroupCollection",
}  # fmt: skip
"""Kind of a setting -> part of the Graph type of its definition."""
PREFIX = "#microsoft.graph.deviceManagementConfiguration"
"""What all these types begin with."""


@dataclass(frozen=True, slots=True)
class SettingDefinition:
    """One setting definition of the catalog."""

    id: str
    kind: str
    """A key of INSTANCE_TYPES."""
    display_name: str
    name: str
    platform: str
    """Platforms to which the setting applies, with commas between them."""
    technologies: str
    """Technologies to which it applies, with commas between them."""
    category: str
    root: str
    """Id of the definition at the top, under which this one is."""
    parents: tuple[str, ...]
    """Ids of the settings under which it can be; empty for a setting at the top."""
    options: tuple[str, ...]
    """Values of a choice."""
    default: str | None


@dataclass(frozen=True, slots=True)
class Catalog:
    """All definitions of the extract, by id."""

    definitions: dict[str, SettingDefinition]
    source: JSON


@cache
def load() -> Catalog:
    """Return the packaged extract."""
    raw = orjson.loads((files("managed_apparaten.emulator._graph") / "settings.json").read_bytes())
    return Catalog({row[0]: _parse_row(row) for row in raw["definitions"]}, raw["source"])


def _parse_row(row: list[JSON]) -> SettingDefinition:
    """Return a definition from a row of the extract."""
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
    """Return a definition as `configurationSettings` shows it, as far as the extract has it."""
    body: dict[str, JSON] = {
        "@odata.type": f"{PREFIX}{DEFINITION_TYPES[definition.kind]}Definition",
        "id": definition.id,
        "name": definition.name,
        "displayName": definition.display_name,
        "categoryId": definition.category,
        "rootDefinitionId": definition.root,
        "applicability": {"platform": definition.platform, "technologies": definition.technologies},
    }
    if definition.kind.startswith("choice"):
        body["defaultOptionId"] = definition.default
        body["options"] = [{"itemId": option} for option in definition.options]
    return body


def list_definitions(catalog: Catalog, setting: Mapping[str, JSON]) -> list[JSON]:
    """Return the definitions that a setting of a policy and its children name, as far as the extract has
    them.
    """
    definitions = []
    for definition_id in _list_definition_ids(setting):
        definition = catalog.definitions.get(definition_id)
        if definition is not None:
            definitions.append(represent_definition(definition))
    return definitions


def _list_definition_ids(value: JSON) -> Iterator[str]:
    """Yield the ids of definitions in a value, at any depth."""
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
    """Whether a setting that the extract lacks is refused."""
    definitions: bool
    """Whether settings must exist, with the type and the options of their definition."""
    platform: bool
    """Whether settings must apply to the platforms and technologies of the policy."""
    parents: bool
    """Whether settings must be under the right parent, and at the top only once."""


def check(
    catalog: Catalog,
    settings: list[dict[str, JSON]],
    platforms: str,
    technologies: str,
    rules: CatalogRules,
) -> None:
    """Refuse settings that the catalog does not have, or that do not belong in this place or this policy.

    `platforms` and `technologies` are those of the policy, with commas between them. Raises GraphError.
    """
    top_level_ids: set[str] = set()
    for setting in settings:
        instance = setting.get("settingInstance")
        if not isinstance(instance, dict):
            raise errors.schema_mismatch("settingInstance")
        definition_id = errors.shown(instance.get("settingDefinitionId"))
        if rules.parents and definition_id in top_level_ids:
            raise errors.bad_request(
                f"Setting {definition_id} is present more than once in the policy.", intune=True
            )
        top_level_ids.add(definition_id)
        for parent, child in _walk(instance, None):
            _check_instance(catalog, child, parent, (platforms, technologies), rules)


def _walk(instance: dict[str, JSON], parent: str | None) -> Iterator[tuple[str | None, dict[str, JSON]]]:
    """Yield an instance and all instances below it, each after the id of the setting above it."""
    yield parent, instance
    definition_id = instance.get("settingDefinitionId")
    for key in ("choiceSettingValue", "groupSettingValue"):
        yield from _walk_children(instance.get(key), definition_id)
    for key in ("choiceSettingCollectionValue", "groupSettingCollectionValue"):
        for value in instance.get(key) or ():
            yield from _walk_children(value, definition_id)


def _walk_children(value: JSON, parent: str | None) -> Iterator[tuple[str | None, dict[str, JSON]]]:
    """Yield the instances below a value."""
    for child in (value or {}).get("children") or ():
        yield from _walk(child, parent)


def _check_instance(
    catalog: Catalog,
    instance: dict[str, JSON],
    parent: str | None,
    target: tuple[str, str],
    rules: CatalogRules,
) -> None:
    """Refuse one setting that breaks a rule; `target` are the platforms and the technologies of the policy."""
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
    """Return whether a setting can be under this parent; None stands for the top of the policy."""
    if definition.parents:
        return parent in definition.parents
    return parent is None or definition.root != definition.id


def _list_choices(instance: dict[str, JSON]) -> list[JSON]:
    """Return the values of a choice, of which there can be several."""
    single = instance.get("choiceSettingValue")
    return [*([single] if single else []), *(instance.get("choiceSettingCollectionValue") or ())]


def _check_option(definition: SettingDefinition, value: JSON) -> None:
    """Refuse a value that is no option of the definition. Text: microsoft/intune-my-macs#20."""
    if value.get("value") not in definition.options:
        expected = ", ".join(definition.options)
        text = f"Selected Option {errors.shown(value.get('value'))} does not match with the list of expected options: {expected}"
        raise errors.bad_request(text, intune=True)


def _check_target(definition: SettingDefinition, target: tuple[str, str]) -> None:
    """Refuse a setting that applies to none of the platforms, or none of the technologies, of the policy."""
    platforms, technologies = (set(text.split(",")) for text in target)
    if not platforms & set(definition.platform.split(",")):
        raise errors.bad_request(
            f"Setting {definition.id} is not applicable to platform {target[0]}.", intune=True
        )
    if not technologies & set(definition.technologies.split(",")):
        raise errors.bad_request(
            f"Setting {definition.id} is not applicable to technologies {target[1]}.", intune=True
        )
