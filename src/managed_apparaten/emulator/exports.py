"""Export jobs of reports: ask, wait, fetch a zip with one CSV from an address that carries its own signature.

Source: learn.microsoft.com/mem/intune/fundamentals/reports-export-graph-apis and -available-reports (names, columns, states,
an address without a token that expires). Reports: those about discovered apps.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from . import errors, filters, inventory, view
from .address import DEFAULT_ROOT
from .call import Call, Reply, World, changed, timestamp
from .http import JSON, Response
from .served import EQ, Collection
from .store import Stored

PATH = "deviceManagement/reports/exportJobs"
ROUTE = "/exports/"
"""Where the files are; stands for the blob storage that Intune points to."""
DURATION, VALID = timedelta(seconds=10), timedelta(hours=6)
Row = dict[str, str]


def _raw_data(world: World) -> Iterator[Row]:
    for app in world.store.objects((inventory.DETECTED,)):
        for device in inventory.on_devices(world, app):
            yield {**_app(world, app), "ApplicationId": app.id, **_device(device)}


def _aggregate(world: World) -> Iterator[Row]:
    for app in world.store.objects((inventory.DETECTED,)):
        yield {**_app(world, app), "ApplicationId": app.id, "DeviceCount": str(app.body.get("deviceCount", 0))}


_RAW = (
    "ApplicationKey", "ApplicationName", "ApplicationPublisher", "ApplicationShortVersion", "ApplicationVersion", "DeviceId", "DeviceName",
    "EmailAddress", "OSDescription", "OSVersion", "Platform", "UserId", "UserName",
)  # fmt: skip
PLATFORMS = {
    "windows": "Windows", "macOS": "MacOS", "ios": "IOS", "androidWorkProfile": "AndroidWorkProfile",
    "androidDedicatedAndFullyManaged": "AndroidFullyManagedDedicated", "androidDeviceAdministrator": "AndroidDeviceAdministrator",
}  # fmt: skip
"""`platform` of a detected app -> what reports call it; behaviour `export-platform-names`."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report on discovered apps."""

    columns: tuple[str, ...]
    filters: frozenset[str]
    """Columns that a filter may name."""
    rows: Callable[[World], Iterator[Row]]
    needs: str = ""
    """The column that the filter must name."""


REPORTS: Mapping[str, Report] = {
    "AppInvRawData": Report(_RAW, frozenset(_RAW) - {"ApplicationKey"}, _raw_data),
    "AppInvByDevice": Report((*_RAW, "ApplicationId"), frozenset(_RAW) - {"ApplicationKey"}, _raw_data, "DeviceId"),
    "DevicesByAppInv": Report(_RAW, frozenset({"ApplicationKey"}), _raw_data, "ApplicationKey"),
    "AppInvAggregate": Report(
        ("ApplicationId", "ApplicationKey", "ApplicationName", "ApplicationPublisher", "ApplicationShortVersion", "ApplicationVersion",
         "DeviceCount", "Platform"), frozenset(), _aggregate,
    ),
}  # fmt: skip


def create(call: Call, collection: Collection) -> Reply:
    """POST of a job; it is done by itself a little later."""
    sent = call.body()
    found = call.validator.resolve(sent, collection.type)
    body = call.validator.entity(sent, found)
    name = str(body.get("reportName") or "")
    if name not in REPORTS:
        raise errors.bad_request(f"Report '{name}' is not available for export.", intune=True)
    if body.get("format", "csv") != "csv":
        raise errors.bad_request("Only the csv format is available.", intune=True)
    report, wanted = REPORTS[name], str(body.get("filter") or "")
    unknown = [column for column in body.get("select") or () if column not in report.columns]
    if unknown or (wanted and not report.filters):
        raise errors.bad_request(f"Report '{name}' cannot use '{unknown[0] if unknown else wanted}'.", intune=True)
    if report.needs not in wanted:
        raise errors.bad_request(f"Report '{name}' needs a filter on {report.needs}.", intune=True)
    _test(call.world, name, wanted)
    now = call.world.clock()
    job = {**body, "format": "csv", "status": "notStarted", "requestDateTime": timestamp(now), "expirationDateTime": timestamp(now + VALID)}
    item = Stored(collection.path, f"{name}_{call.new_id(collection.path)}", found.name, job, {})
    call.store.insert([item])
    answer = {"@odata.context": view.context(call, collection, item.id), **view.entity(call, collection, item)}
    return Reply(201, answer, changed(None, item))


def current(world: World, item: Stored, root: str) -> Stored:
    """The job as it stands now: with an address once it is done."""
    asked = datetime.fromisoformat(str(item.body["requestDateTime"])[:26] + "+00:00")
    now = world.clock()
    if world.behaviours.on("export-takes-time") and now < asked + DURATION:
        return replace(item, body={**item.body, "status": "notStarted" if now < asked + DURATION / 2 else "inProgress"})
    url = f"{root or DEFAULT_ROOT}{ROUTE}{item.id}.zip?sig={_signature(item)}"
    return replace(item, body={**item.body, "status": "completed", "url": url})


def download(world: World, path: str, query: str) -> Response:
    """The file, for whoever has the whole address while it is valid; no token is asked."""
    item = world.store.get(PATH, path.removeprefix(ROUTE).removesuffix(".zip"))
    if item is None or query != f"sig={_signature(item)}" or str(item.body["expirationDateTime"]) <= timestamp(world.clock()):
        return Response(403, {"Content-Type": "application/xml"}, b"<?xml version='1.0'?><Error><Code>AuthenticationFailed</Code></Error>")
    return Response(200, {"Content-Type": "application/zip"}, _zipped(world, item))


def _zipped(world: World, item: Stored) -> bytes:
    name = str(item.body["reportName"])
    columns = item.body.get("select") or REPORTS[name].columns
    test = _test(world, name, str(item.body.get("filter") or ""))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(row for row in REPORTS[name].rows(world) if test(row, ""))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            zipfile.ZipInfo(f"{item.id}.csv", (2026, 1, 1, 0, 0, 0)), text.getvalue().encode("utf-8-sig"), zipfile.ZIP_DEFLATED
        )
    return packed.getvalue()


def _test(world: World, name: str, text: str) -> filters.Test:
    if not text:
        return lambda _row, _kind: True
    supported = filters.Supported(dict.fromkeys(REPORTS[name].filters, EQ))
    return filters.compile_filter(text, supported, lambda _kind, _base: False, fold=world.behaviours.on("filter-ignores-case"))


def _app(world: World, app: Stored) -> Row:
    version, platform = str(app.body.get("version") or ""), str(app.body.get("platform") or "")
    return {
        "ApplicationKey": hashlib.sha256(app.id.encode()).hexdigest(), "ApplicationName": str(app.body.get("displayName") or ""),
        "ApplicationPublisher": str(app.body.get("publisher") or ""), "ApplicationShortVersion": version, "ApplicationVersion": version,
        "Platform": PLATFORMS.get(platform, "Other") if world.behaviours.on("export-platform-names") else platform,
    }  # fmt: skip


def _device(device: Stored) -> Row:
    values: dict[str, JSON] = device.body
    return {
        "DeviceId": device.id, "DeviceName": str(values.get("deviceName") or ""), "EmailAddress": str(values.get("emailAddress") or ""),
        "OSDescription": str(values.get("operatingSystem") or ""), "OSVersion": str(values.get("osVersion") or ""),
        "UserId": str(values.get("userId") or ""), "UserName": str(values.get("userDisplayName") or ""),
    }  # fmt: skip


def _signature(item: Stored) -> str:
    return hashlib.sha256(f"{item.id}{item.body['requestDateTime']}".encode()).hexdigest()
