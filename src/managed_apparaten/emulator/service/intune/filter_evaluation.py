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
from managed_apparaten.emulator.service.intune.actions import ASSIGNABLE, parse_parameters, parse_text
from managed_apparaten.emulator.service.intune.assignments import FILTER_ID, get_target
from managed_apparaten.emulator.service.intune.filter_rules import InvalidRule, compile_rule, matches
from managed_apparaten.emulator.service.intune.functions import answer_complex
from managed_apparaten.emulator.service.intune.targeting import FILTER_KIND, FILTERS, MANAGED, Targeting

ENABLED_SETTING = "filters/enabled"
COLUMNS = {"DeviceId": "id", "DeviceName": "deviceName", "OS": "operatingSystem", "OSVersion": "osVersion", "UPN": "userPrincipalName",
           "Manufacturer": "manufacturer", "Model": "model"}  # fmt: skip
PLATFORMS = {"iOS": "iOS", "macOS": "macOS", "windows10AndLater": "Windows", "android": "Android", "androidForWork": "Android",
             "androidAOSP": "Android"}  # fmt: skip
"""Platform of a filter -> operatingSystem of a device."""
Arguments = Mapping[str, str]


def get_state(call: Call, _: str, __: Arguments) -> Reply:
    """`getState`: whether filters are switched on."""
    enabled = call.store.setting(ENABLED_SETTING)
    return answer_complex(
        call, "assignmentFilterState", {"enabled": True if enabled is None else bool(enabled)}
    )


def switch_filters(call: Call, _: str, __: Arguments) -> Reply:
    """`enable`: switch filters on or off."""
    wanted = parse_parameters(call, ("enable",))["enable"]
    if not isinstance(wanted, bool):
        raise errors.schema_mismatch("enable")
    call.store.keep_setting(ENABLED_SETTING, wanted)
    return Reply(204)


def preview_rule(call: Call, _: str, __: Arguments) -> Reply:
    """`evaluateAssignmentFilter`: the devices of a platform for which a rule holds."""
    body = call.validator.complex(
        parse_parameters(call, ("data",))["data"], "assignmentFilterEvaluateRequest", "data"
    )
    try:
        test = compile_rule(str(body.get("rule") or ""))
    except InvalidRule:
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


def get_device_status(call: Call, _: str, __: Arguments) -> Reply:
    """`getAssignmentFiltersStatusDetails`: what filters say of one device, for one policy."""
    names = ("managedDeviceId", "payloadId", "userId", "assignmentFilterIds", "top", "skip")
    body = parse_parameters(call, names)
    device = writing.find_stored(call, get_collection(MANAGED), parse_text(body, "managedDeviceId"))
    wanted = body.get("assignmentFilterIds") or []
    if not isinstance(wanted, list) or not all(isinstance(one, str) for one in wanted):
        raise errors.schema_mismatch("assignmentFilterIds")
    used = dict(_list_used_filters(call, str(body.get("payloadId") or "")))
    chosen = [one for one in (wanted or used) if call.store.get(FILTERS, one) is not None]
    summaries: list[JSON] = [_summarise(call, device, one, used.get(one, "none")) for one in chosen]
    properties: list[JSON] = [
        {"name": name, "value": str(device.body.get(name) or "")}
        for name in ("deviceName", "manufacturer", "model", "osVersion", "ownerType")
    ]
    return answer_complex(call, "assignmentFilterStatusDetails", {
        "managedDeviceId": device.id, "payloadId": body.get("payloadId"), "userId": body.get("userId"), "deviceProperties": properties,
        "evalutionSummaries": summaries,
    })  # fmt: skip


def _list_used_filters(call: Call, payload: str) -> Iterator[tuple[str, str]]:
    """(filter, include or exclude) in the assignments of a policy."""
    for item in call.store.objects(ASSIGNABLE):
        for found in item.nav.get("assignments", ()) if not payload or item.id == payload else ():
            target = get_target(found)
            if target.get(FILTER_ID):
                yield str(target[FILTER_ID]), str(target.get(FILTER_KIND) or "none")


def _summarise(call: Call, device: Stored, filter_id: str, kind: str) -> dict[str, JSON]:
    found = call.store.get(FILTERS, filter_id)
    assert found is not None
    result = "match" if matches(str(found.body.get("rule") or ""), device.body) else "notMatch"
    return {
        "assignmentFilterId": filter_id, "assignmentFilterDisplayName": found.body.get("displayName"),
        "assignmentFilterPlatform": found.body.get("platform"),
        "assignmentFilterLastModifiedDateTime": found.body.get("lastModifiedDateTime"),
        "assignmentFilterType": kind, "evaluationDateTime": call.now(), "evaluationResult": result,
        "assignmentFilterTypeAndEvaluationResults": [{"assignmentFilterType": kind, "evaluationResult": result}],
    }  # fmt: skip


def list_filtered_policies(call: Call, object_id: str, _: Arguments) -> Reply:
    """`assignmentFilterEvaluationStatusDetails`: the policies with a filter that name a device or its person."""
    device = writing.find_stored(call, get_collection(MANAGED), object_id)
    targeting, found = Targeting(call.store), []
    for item in call.store.objects(ASSIGNABLE):
        filtered = [one for one in item.nav.get("assignments", ()) if get_target(one).get(FILTER_ID)]
        bare = [{**one, "target": {**one["target"], FILTER_ID: None}} for one in filtered]
        if targeting.reaches(bare, device):
            found.append({"id": f"{device.id}_{item.id}", "payloadId": item.id})
    context = call.context(f"{MANAGED}('{device.id}')/assignmentFilterEvaluationStatusDetails")
    return Reply(200, {"@odata.context": context, "value": found})
