"""Settings of a settings catalog policy as Graph wants them: groups, choices, texts and lists of texts.

https://learn.microsoft.com/graph/api/resources/intune-deviceconfigv2-devicemanagementconfigurationsettinginstance (beta only)
"""

from collections.abc import Mapping, Sequence

from managed_apparaten.compile.kind import Kind, Permissions
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core.cause import Causes
from managed_apparaten.core.digest import JSON
from managed_apparaten.policy.model import Text

POLICY = Kind(
    name="settings_catalog",
    title=Text(nl="Instellingen", en="Settings"),
    platform=None,
    odata_type="microsoft.graph.deviceManagementConfigurationPolicy",
    collection="deviceManagement/configurationPolicies",
    permissions=Permissions(
        "DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All"
    ),
    order=30,
    name_property="name",
    update="PUT",
    item_reads=("settings", "assignments"),
    filtered=True,
    unordered=frozenset({"/roleScopeTagIds"}),
)
"""How every settings catalog policy is read, written and compared; a kind replaces its name, platform, definitions, and what it serves
and compiles. PUT replaces all settings."""

_TYPE = "#microsoft.graph.deviceManagementConfiguration"


def setting(instance: JSON) -> JSON:
    """A setting at the top of a policy."""
    return {"@odata.type": f"{_TYPE}Setting", "settingInstance": instance}


def groups(definition: str, members: Sequence[Sequence[Traced]]) -> JSON:
    """A group collection: the settings of each of its groups."""
    return {
        "@odata.type": f"{_TYPE}GroupSettingCollectionInstance",
        "settingDefinitionId": definition,
        "groupSettingCollectionValue": [{"children": list(children)} for children in members],
    }


def choice(definition: str, option: str) -> JSON:
    """A choice; the option's id is the definition's with `_option` behind it."""
    value = {"@odata.type": f"{_TYPE}ChoiceSettingValue", "value": f"{definition}_{option}", "children": []}
    return {
        "@odata.type": f"{_TYPE}ChoiceSettingInstance",
        "settingDefinitionId": definition,
        "choiceSettingValue": value,
    }


def switch(definition: str, on: bool) -> JSON:
    """A choice between true and false."""
    return choice(definition, "true" if on else "false")


def text(definition: str, value: str) -> JSON:
    """One text."""
    return {
        "@odata.type": f"{_TYPE}SimpleSettingInstance",
        "settingDefinitionId": definition,
        "simpleSettingValue": _string(value),
    }


def texts(definition: str, listed: Mapping[str, Causes]) -> JSON:
    """A list of texts, sorted, each with its own reasons."""
    return {
        "@odata.type": f"{_TYPE}SimpleSettingCollectionInstance",
        "settingDefinitionId": definition,
        "simpleSettingCollectionValue": [because(_string(value), *listed[value]) for value in sorted(listed)],
    }


def instances(body: JSON) -> dict[str, tuple[str, JSON]]:
    """Setting instances of a body by definition, each with its pointer; those within groups as well. Of equals the last one stands."""
    found: dict[str, tuple[str, JSON]] = {}
    for index, one in enumerate(body.get("settings") or ()):
        _collect(one.get("settingInstance") or {}, f"/settings/{index}/settingInstance", found)
    return found


def _collect(instance: JSON, pointer: str, found: dict[str, tuple[str, JSON]]) -> None:
    found[str(instance.get("settingDefinitionId"))] = (pointer, instance)
    for place, group in enumerate(instance.get("groupSettingCollectionValue") or ()):
        for number, child in enumerate(group.get("children") or ()):
            _collect(child, f"{pointer}/groupSettingCollectionValue/{place}/children/{number}", found)


def listed(body: JSON, definition: str) -> dict[str, str] | None:
    """The texts of a list, each with its pointer; None when the body does not have the list."""
    found = instances(body).get(definition)
    if found is None:
        return None
    pointer, instance = found
    values = enumerate(instance.get("simpleSettingCollectionValue") or ())
    return {
        value["value"]: f"{pointer}/simpleSettingCollectionValue/{place}/value" for place, value in values
    }


def _string(value: str) -> JSON:
    return {"@odata.type": f"{_TYPE}StringSettingValue", "value": value}
