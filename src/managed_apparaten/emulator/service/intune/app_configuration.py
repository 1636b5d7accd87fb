"""Settings of the settings catalog in app configuration policies for managed apps.

Reference: https://learn.microsoft.com/graph/api/resources/intune-mam-targetedmanagedappconfiguration
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.service import writing
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.collections import get_collection
from managed_apparaten.emulator.service.intune.actions import parse_parameters

MANAGED_APPS = "deviceAppManagement/targetedManagedAppConfigurations"


def change_settings(call: Call, object_id: str, _: Mapping[str, str]) -> Reply:
    """Answer `changeSettings`: replace the settings of the settings catalog in an app configuration policy."""
    item = writing.find_stored(call, get_collection(MANAGED_APPS), object_id)
    sent = parse_parameters(call, ("settings",))["settings"]
    checked = call.validator.contained(sent, "deviceManagementConfigurationSetting", "settings", {})
    if any(not isinstance(setting.get("settingInstance"), dict) for setting in checked):
        raise errors.schema_mismatch("settingInstance")
    settings = [{**setting, "id": str(index)} for index, setting in enumerate(checked)]
    version = f'"{call.new_id("version")}"'
    body = {**item.body, "lastModifiedDateTime": call.now(), "version": version}
    after = replace(item, body=body, nav={**item.nav, "settings": settings})
    call.store.replace(after)
    return Reply(204, None, audited_write(item, after))
