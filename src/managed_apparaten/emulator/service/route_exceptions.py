"""Exceptions of single routes: what they refuse, change in a request or leave out of an answer, unlike all
other routes.

Each is a behaviour from a public report: microsoft-graph-docs#20380 (export jobs),
microsoft/Intune-PowerShell-SDK#114 and microsoft-graph-docs#15693 (`ne`), microsoft-graph-docs#13645 and
#18963 (a detected app by its id). That filters of devices can be ignored is in `list_queries`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.service.call import Call, Reply
from managed_apparaten.emulator.service.intune.check_ins import MANAGED
from managed_apparaten.emulator.service.intune.export_limits import PATH as EXPORTS

DEVICES = tuple(MANAGED.split("/"))
DETECTED = ("deviceManagement", "detectedApps")
AUDITS = ("auditLogs", "directoryAudits")
AUDIT_PERMISSIONS = ("AuditLog.Read.All", "Directory.Read.All")
"""Permissions of which one is enough for the directory's audit log: graph/api/directoryaudit-list."""
QUOTED = re.compile(r"('(?:[^']|'')*')")
"""A text between single quotes in a filter."""


def adjust_request(call: Call) -> Call:
    """Return the request as its route takes it; raise GraphError for one that the route refuses."""
    segments = call.url.segments
    if call.request.method == "GET" and segments == EXPORTS and call.on("export-jobs-not-listed"):
        raise errors.no_route(
            "singleton/navigation/navigation", "GET", "/deviceManagement/reports/exportJobs"
        )
    if segments[:2] == AUDITS:
        _check_audits(call)
    if segments == (*DEVICES, "$count") and call.on("devices-not-counted"):
        raise errors.no_route("singleton/navigation/$count", "GET", "/deviceManagement/managedDevices/$count")
    if segments == DEVICES and call.query.filter:
        return _replace_ne_operator(call, call.query.filter)
    if segments == DETECTED and call.query.filter and call.on("detected-app-filters-ignored"):
        return replace(call, query=replace(call.query, filter=None))
    return call


def adjust_reply(call: Call, reply: Reply) -> Reply:
    """Return the answer as the client gets it: a detected app that is read by its id can lack its name and
    count.
    """
    segments = call.url.segments
    is_detected_app = segments[:2] == DETECTED and len(segments) == 3
    if not is_detected_app or not isinstance(reply.body, dict) or not call.on("detected-app-item-blank"):
        return reply
    body = dict(reply.body)
    for name, blank in (("displayName", None), ("deviceCount", 0)):
        if name in body:
            body[name] = blank
    return replace(reply, body=body)


def _check_audits(call: Call) -> None:
    """Refuse a caller without a permission for the directory's audit log."""
    roles = call.request.roles
    if roles is not None and roles.isdisjoint(AUDIT_PERMISSIONS):
        raise errors.forbidden(AUDIT_PERMISSIONS, intune=False)


def _replace_ne_operator(call: Call, text: str) -> Call:
    """Return the call with `ne` in its filter read as `eq`, where the behaviour is on; texts in the filter
    stay as they are.
    """
    if call.on("device-filter-ne-as-eq"):
        parts = QUOTED.split(text)
        text = "".join(
            part if part.startswith("'") else re.sub(r"(?<=\s)ne(?=\s)", "eq", part) for part in parts
        )
        return replace(call, query=replace(call.query, filter=text))
    return call
