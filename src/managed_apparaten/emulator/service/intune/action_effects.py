"""The effects of actions that their parameters do not tell, for actions that need no module of their own.

Sources: the reference page of each; how long a pause lasts: description of featureUpdatesPauseExpiryDateTime
in v1.0-Prod.csdl @ f54f11b. That importOffice365DeviceConfigurationPolicies finds nothing is chosen: no
tenant here has policies of Office 365.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service.call import Call, Reply, audited_write, format_timestamp
from managed_apparaten.emulator.service.intune.actions import refuse_parameters
from managed_apparaten.emulator.service.singletons import STORE_COLLECTION

Values = dict[str, JSON]
PAUSE_LENGTH = timedelta(days=35)
"""How long an extended pause lasts, from the moment of the action."""
UPDATE_RING = "windowsUpdateForBusinessConfiguration"
"""Graph type of an update ring for Windows."""
PAUSES = {"extendFeatureUpdatesPause": "feature", "extendQualityUpdatesPause": "quality"}
"""Action of an update ring -> the sort of updates that it pauses.

The portal sends these actions behind a type cast (its traffic, in notes of 2023 and later)."""
FOR_WORK = "deviceManagement/androidForWorkSettings"
ONBOARDING = "deviceManagement/oemWarrantyInformationOnboarding/{id}"


CHANGES: Mapping[str, Values] = {
    f"{FOR_WORK}/completeSignup": {"bindStatus": "boundAndValidated"},
    f"{FOR_WORK}/unbind": {"bindStatus": "notBound"},
    f"{ONBOARDING}/disable": {"enabled": False},
    f"{ONBOARDING}/enable": {"enabled": True},
    "deviceManagement/templates/importOffice365DeviceConfigurationPolicies": {},
}
"""Route of an action -> the values that it gives to the properties of its object."""


def extend_pause(call: Call, update_ring: Stored, action: str) -> Reply:
    """Extend the pause of an update ring, so that it ends `PAUSE_LENGTH` from now."""
    refuse_parameters(call)
    ends = format_timestamp(call.tenant.clock() + PAUSE_LENGTH)
    after = replace(
        update_ring, body={**update_ring.body, f"{PAUSES[action]}UpdatesPauseExpiryDateTime": ends}
    )
    call.store.replace(after)
    return Reply(204, None, audited_write(update_ring, after))


def get_single_object(call: Call, route: str) -> Stored:
    """Return the single object to which an action is bound."""
    path = route.rpartition("/")[0]
    kind = path.rpartition("/")[2]
    return call.store.get(STORE_COLLECTION, path) or Stored(STORE_COLLECTION, path, kind, {}, {})
