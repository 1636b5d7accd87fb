"""Evaluation of assignment filters: a preview of a rule, the results for one device, and the policies with a filter for it.

Reference: https://learn.microsoft.com/graph/api/resources/intune-policyset-deviceandappmanagementassignmentfilter
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service import writing
from managed_apparaten.emulator.service.call import Call, Reply
from managed_apparaten.emulator.service.collections import get_collection
from managed_apparaten.emulator.service.intune.actions import ASSIGNABLE, parameters, text_of
from managed_apparaten.emulator.service.intune.assignments import FILTER_ID, target_of
from managed_apparaten.emulator.service.intune.filter_rules import NotARule, compiled, holds
from managed_apparaten.emulator.service.intune.functions import complex_value
from managed_apparaten.emulator.service.intune.targeting import FILTER_KIND, FILTERS, MANAGED, Targeting

SWITCH = "filters/enabled"
COLUMNS = {"DeviceId": "id", "DeviceName": "deviceName", "OS": "operatingSystem", "OSVersion": "osVersion", "UPN": "userPrincipalName",
           "Manufacturer": "manufacturer", "Model": "model"}  # fmt: skip
PLATFORMS = {"iOS": "iOS", "macOS": "macOS", "windows10AndLater": "Windows", "android": "Android", "androidForWork": "Android",
             "androidAOSP": "Android"}  # fmt: skip
"""Platform of a filter -> operatingSystem of a device."""
Arguments = Mapping[str, str]


def state(call: Call, _: str, __: Arguments) -> Reply:
    """`getState`: whether filters are switched on."""
    enabled = call.store.setting(SWITCH)
    return complex_value(
        call, "assignmentFilterState", {"enabled": True if enabled is None else bool(enabled)}
    )


def enable(call: Call, _: str, __: Arguments) -> Reply:
    """`enable`: switch filters on or off."""
    wanted = parameters(call, ("enable",))["enable"]
    if not isinstance(wanted, bool):
        raise errors.schema_mismatch("enable")
    call.store.keep_setting(SWITCH, wanted)
    return Reply(204)


def preview(call: Call, _: str, __: Arguments) -> Reply:
    """`evaluateAssignmentFilter`: the devices of a platform for which a rule holds."""
    body = call.validator.complex(
        parameters(call, ("data",))["data"], "assignmentFilterEvaluateRequest", "data"
    )
    try:
        test = compiled(str(body.get("rule") or ""))
    except NotARule:
        raise errors.bad_request("The rule of the assignment filter is not valid.", intune=True) from None
    system, wanted = PLATFORMS.get(str(body.get("platform")), ""), str(body.get("search") or "").lower()
    found = [
        device.body | {"id": device.id} for device in call.store.objects((MANAGED,))
        if device.body.get("operatingSystem") == system and test(device.body) and wanted in str(device.body.get("deviceName")).lower()
    ]  # fmt: skip
    start, size = int(body.get("skip") or 0), int(body.get("top") or 0) or len(found)
    rows: list[JSON] = [
        [device.get(source) for source in COLUMNS.values()] for device in found[start : start + size]
    ]
    schema: list[JSON] = [{"Column": name, "PropertyType": "String"} for name in COLUMNS]
    return Reply(200, {"TotalRowCount": len(found), "Schema": schema, "Values": rows, "SessionId": ""})


def status(call: Call, _: str, __: Arguments) -> Reply:
    """`getAssignmentFiltersStatusDetails`: what filters say of one device, for one policy."""
    names = ("managedDeviceId", "payloadId", "userId", "assignmentFilterIds", "top", "skip")
    body = parameters(call, names)
    device = writing.find_stored(call, get_collection(MANAGED), text_of(body, "managedDeviceId"))
    wanted = body.get("assignmentFilterIds") or []
    if not isinstance(wanted, list) or not all(isinstance(one, str) for one in wanted):
        raise errors.schema_mismatch("assignmentFilterIds")
    used = dict(_used(call, str(body.get("payloadId") or "")))
    chosen = [one for one in (wanted or used) if call.store.get(FILTERS, one) is not None]
    summaries: list[JSON] = [_summary(call, device, one, used.get(one, "none")) for one in chosen]
    properties: list[JSON] = [
        {"name": name, "value": str(device.body.get(name) or "")}
        for name in ("deviceName", "manufacturer", "model", "osVersion", "ownerType")
    ]
    return complex_value(call, "assignmentFilterStatusDetails", {
        "managedDeviceId": device.id, "payloadId": body.get("payloadId"), "userId": body.get("userId"), "deviceProperties": properties,
        "evalutionSummaries": summaries,
    })  # fmt: skip


def _used(call: Call, payload: str) -> Iterator[tuple[str, str]]:
    """(filter, include or exclude) in the assignments of a policy."""
    for item in call.store.objects(ASSIGNABLE):
        for found in item.nav.get("assignments", ()) if not payload or item.id == payload else ():
            target = target_of(found)
            if target.get(FILTER_ID):
                yield str(target[FILTER_ID]), str(target.get(FILTER_KIND) or "none")


def _summary(call: Call, device: Stored, filter_id: str, kind: str) -> dict[str, JSON]:
    found = call.store.get(FILTERS, filter_id)
    assert found is not None
    result = "match" if holds(str(found.body.get("rule") or ""), device.body) else "notMatch"
    return {
        "assignmentFilterId": filter_id, "assignmentFilterDisplayName": found.body.get("displayName"),
        "assignmentFilterPlatform": found.body.get("platform"),
        "assignmentFilterLastModifiedDateTime": found.body.get("lastModifiedDateTime"),
        "assignmentFilterType": kind, "evaluationDateTime": call.now(), "evaluationResult": result,
        "assignmentFilterTypeAndEvaluationResults": [{"assignmentFilterType": kind, "evaluationResult": result}],
    }  # fmt: skip


def of_device(call: Call, object_id: str, _: Arguments) -> Reply:
    """`assignmentFilterEvaluationStatusDetails`: the policies with a filter that name a device or its person."""
    device = writing.find_stored(call, get_collection(MANAGED), object_id)
    targeting, found = Targeting(call.store), []
    for item in call.store.objects(ASSIGNABLE):
        filtered = [one for one in item.nav.get("assignments", ()) if target_of(one).get(FILTER_ID)]
        bare = [{**one, "target": {**one["target"], FILTER_ID: None}} for one in filtered]
        if targeting.reaches(bare, device):
            found.append({"id": f"{device.id}_{item.id}", "payloadId": item.id})
    context = call.context(f"{MANAGED}('{device.id}')/assignmentFilterEvaluationStatusDetails")
    return Reply(200, {"@odata.context": context, "value": found})
