"""Evaluation of assignment filters: a preview of a rule, the results for one device, and the policies with a
filter that reach it.

Reference:
https://learn.microsoft.com/graph/api/resources/intune-policyset-deviceandappmanagementassignmentfilter
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
"""Name under which the store keeps whether filters are on."""
COLUMNS = {"DeviceId": "id", "DeviceName": "deviceName", "OS": "operatingSystem", "OSVersion": "osVersion", "UPN": "userPrincipalName",
           "Manufacturer": "manufacturer", "Model": "model"}  # fmt: skip
"""Column of a preview -> property of the device."""
PLATFORMS = {"iOS": "iOS", "macOS": "macOS", "windows10AndLater": "Windows", "android": "Android", "androidForWork": "Android",
             "androidAOSP": "Android"}  # fmt: skip
"""Platform of a filter -> operatingSystem of a device."""
Arguments = Mapping[str, str]


def get_state(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `getState`: whether filters are on."""
    enabled = call.store.setting(ENABLED_SETTING)
    return answer_complex(
        call, "assignmentFilterState", {"enabled": True if enabled is None else bool(enabled)}
    )


def switch_filters(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `enable`: switch filters on or off."""
    is_enabled = parse_parameters(call, ("enable",))["enable"]
    if not isinstance(is_enabled, bool):
        raise errors.schema_mismatch("enable")
    call.store.keep_setting(ENABLED_SETTING, is_enabled)
    return Reply(204)


def preview_rule(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `evaluateAssignmentFilter`: the devices of a platform for which a rule holds, one page of them."""
    data = parse_parameters(call, ("data",))["data"]
    body = call.validator.complex(data, "assignmentFilterEvaluateRequest", "data")
    try:
        test = compile_rule(str(body.get("rule") or ""))
    except InvalidRule:
        raise errors.bad_request("The rule of the assignment filter is not valid.", intune=True) from None
    system = PLATFORMS.get(str(body.get("platform")), "")
    search = str(body.get("search") or "").lower()
    matching: list[dict[str, JSON]] = []
    for device in call.store.objects((MANAGED,)):
        is_of_platform = device.body.get("operatingSystem") == system
        if is_of_platform and test(device.body) and search in str(device.body.get("deviceName")).lower():
            matching.append({**device.body, "id": device.id})
    start = int(body.get("skip") or 0)
    size = int(body.get("top") or 0) or len(matching)
    rows: list[JSON] = [
        [device.get(source) for source in COLUMNS.values()] for device in matching[start : start + size]
    ]
    schema: list[JSON] = [{"Column": name, "PropertyType": "String"} for name in COLUMNS]
    return Reply(200, {"TotalRowCount": len(matching), "Schema": schema, "Values": rows, "SessionId": ""})


def get_device_status(call: Call, _: str, __: Arguments) -> Reply:
    """Answer `getAssignmentFiltersStatusDetails`: the results of filters for one device and one policy.

    Without filters in the request these are the filters that the policy uses.
    """
    names = ("managedDeviceId", "payloadId", "userId", "assignmentFilterIds", "top", "skip")
    body = parse_parameters(call, names)
    device = writing.find_stored(call, get_collection(MANAGED), parse_text(body, "managedDeviceId"))
    requested_ids = body.get("assignmentFilterIds") or []
    if not isinstance(requested_ids, list) or not all(isinstance(name, str) for name in requested_ids):
        raise errors.schema_mismatch("assignmentFilterIds")
    used = dict(_list_used_filters(call, str(body.get("payloadId") or "")))
    summaries: list[JSON] = []
    for filter_id in requested_ids or used:
        assignment_filter = call.store.get(FILTERS, filter_id)
        if assignment_filter is not None:
            kind = used.get(filter_id, "none")
            summaries.append(_summarise(call, device, assignment_filter, kind))
    properties: list[JSON] = [
        {"name": name, "value": str(device.body.get(name) or "")}
        for name in ("deviceName", "manufacturer", "model", "osVersion", "ownerType")
    ]
    details: dict[str, JSON] = {
        "managedDeviceId": device.id,
        "payloadId": body.get("payloadId"),
        "userId": body.get("userId"),
        "deviceProperties": properties,
        "evalutionSummaries": summaries,  # spelled so in Graph
    }
    return answer_complex(call, "assignmentFilterStatusDetails", details)


def _list_used_filters(call: Call, policy_id: str) -> Iterator[tuple[str, str]]:
    """Yield the filters in the assignments of a policy, each with `include` or `exclude`; of all policies for
    an empty id.
    """
    for item in call.store.objects(ASSIGNABLE):
        if policy_id and item.id != policy_id:
            continue
        for assignment in item.nav.get("assignments", ()):
            target = get_target(assignment)
            if target.get(FILTER_ID):
                yield str(target[FILTER_ID]), str(target.get(FILTER_KIND) or "none")


def _summarise(call: Call, device: Stored, assignment_filter: Stored, kind: str) -> dict[str, JSON]:
    """Return the result of a filter for a device; `kind` is include, exclude or none."""
    body = assignment_filter.body
    result = "match" if matches(str(body.get("rule") or ""), device.body) else "notMatch"
    return {
        "assignmentFilterId": assignment_filter.id,
        "assignmentFilterDisplayName": body.get("displayName"),
        "assignmentFilterPlatform": body.get("platform"),
        "assignmentFilterLastModifiedDateTime": body.get("lastModifiedDateTime"),
        "assignmentFilterType": kind,
        "evaluationDateTime": call.now(),
        "evaluationResult": result,
        "assignmentFilterTypeAndEvaluationResults": [
            {"assignmentFilterType": kind, "evaluationResult": result}
        ],
    }


def list_filtered_policies(call: Call, object_id: str, _: Arguments) -> Reply:
    """Answer `assignmentFilterEvaluationStatusDetails`: the policies that reach a device, or its user, with a
    filter.

    Whether the filter lets the device through does not count.
    """
    device = writing.find_stored(call, get_collection(MANAGED), object_id)
    targeting = Targeting(call.store)
    policies: list[JSON] = []
    for item in call.store.objects(ASSIGNABLE):
        without_filter = [
            {**assignment, "target": {**assignment["target"], FILTER_ID: None}}
            for assignment in item.nav.get("assignments", ())
            if get_target(assignment).get(FILTER_ID)
        ]
        if targeting.reaches(without_filter, device):
            policies.append({"id": f"{device.id}_{item.id}", "payloadId": item.id})
    context = call.context(f"{MANAGED}('{device.id}')/assignmentFilterEvaluationStatusDetails")
    return Reply(200, {"@odata.context": context, "value": policies})
