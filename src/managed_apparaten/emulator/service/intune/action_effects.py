"""What actions change that their parameters do not tell, for actions that need no module of their own: one row an action.

Sources: the reference page of each; how long a pause is: description of featureUpdatesPauseExpiryDateTime in v1.0-Prod.csdl @ f54f11b.
That importOffice365DeviceConfigurationPolicies finds nothing is chosen: no tenant here has policies of Office 365.
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
UPDATE_RING = "windowsUpdateForBusinessConfiguration"
PAUSES = {"extendFeatureUpdatesPause": "feature", "extendQualityUpdatesPause": "quality"}
"""Actions of RING: the portal sends them behind the cast (its traffic, in notes of 2023 and later)."""
FOR_WORK = "deviceManagement/androidForWorkSettings"
ONBOARDING = "deviceManagement/oemWarrantyInformationOnboarding/{id}"


CHANGES: Mapping[str, Values] = {
    f"{FOR_WORK}/completeSignup": {"bindStatus": "boundAndValidated"},
    f"{FOR_WORK}/unbind": {"bindStatus": "notBound"},
    f"{ONBOARDING}/disable": {"enabled": False},
    f"{ONBOARDING}/enable": {"enabled": True},
    "deviceManagement/templates/importOffice365DeviceConfigurationPolicies": {},
}
"""Route of an action -> the values that it gives to its object."""


def extend_pause(call: Call, ring: Stored, action: str) -> Reply:
    """Extend the pause of the updates of a ring: it ends a while from now."""
    refuse_parameters(call)
    ends = format_timestamp(call.tenant.clock() + PAUSE_LENGTH)
    after = replace(ring, body={**ring.body, f"{PAUSES[action]}UpdatesPauseExpiryDateTime": ends})
    call.store.replace(after)
    return Reply(204, None, audited_write(ring, after))


def get_single_object(call: Call, route: str) -> Stored:
    """The single object that an action is bound to."""
    path = route.rpartition("/")[0]
    kind = path.rpartition("/")[2]
    return call.store.get(STORE_COLLECTION, path) or Stored(STORE_COLLECTION, path, kind, {}, {})
