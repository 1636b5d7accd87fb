"""Export jobs of reports: created, polled, and downloaded as a zip with one file, by a URL that carries its own signature.

Sources: intune/device-management/reports/export-graph-apis.md, 2025-02-28 (states, times, address, formats, localisation);
ref-graph-available-reports.md, 2025-09-08 (reports); what live exports do beyond that: github rknightion/graph2otel@dfd9ef7. The
storage is another authority than Graph: it takes no token, and answers 400 to a request that brings one.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON, Request, Response
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service import representation
from managed_apparaten.emulator.service.call import (
    Call,
    Reply,
    TenantContext,
    audited_write,
    format_timestamp,
)
from managed_apparaten.emulator.service.collections import Collection
from managed_apparaten.emulator.service.intune import report_filter
from managed_apparaten.emulator.service.intune.reports import (
    COLUMN_ALIASES,
    REPORTS,
    Row,
    ServedReport,
    capitalise,
)

PATH = "deviceManagement/reports/exportJobs"
STORAGE_NAMES = re.compile(r"https://[a-z0-9]+\.blob\.core\.windows\.net")
STORAGE, SECOND_STORAGE = (
    "https://amsua0101repexpstorage.blob.core.windows.net",
    "https://amsub0201repexpstorage.blob.core.windows.net",
)
"""Where the files are when a tenant is reached without a network; names of the form that the page shows."""
NEVER = "0001-01-01T00:00:00Z"
DURATION, VALIDITY = timedelta(seconds=10), timedelta(hours=6)
LOCALISED = "localizedValuesAsAdditionalColumn"
TEXT_SUFFIX = "_loc"
"""Suffix of the column that holds the text of a number."""


def create(call: Call, collection: Collection) -> Reply:
    """POST of a job, which completes after DURATION."""
    sent = call.body()
    found = call.validator.resolve(sent, collection.type)
    body = call.validator.entity(sent, found)
    name = str(body.get("reportName") or "")
    if name not in REPORTS:
        raise errors.bad_request(
            f"PostExportJobAsync not supported for reportType {name}", intune=True
        )  # text: MicrosoftDocs/memdocs#2823
    if body.get("format", "csv") not in ("csv", "json"):
        raise errors.bad_request(f"The format '{body['format']}' is not available.", intune=True)
    if body.get("search") and not call.on("export-search-ignored"):
        raise errors.bad_request("The parameter 'search' is not supported.", intune=True)
    _parse_columns(call.tenant, REPORTS[name], body.get("select") or ())
    _parse_filter(call.tenant, name, str(body.get("filter") or ""))
    job = {
        **body,
        "format": body.get("format", "csv"),
        "status": "notStarted",
        "requestDateTime": call.now(),
        "expirationDateTime": NEVER,
    }
    item = Stored(collection.path, f"{name}_{call.new_id(collection.path)}", found.name, job, {})
    call.store.insert([item])
    answer = {
        "@odata.context": representation.context_url(call, collection, item.id),
        **representation.represent_object(call, collection, _with_expiry(call.tenant, item)),
    }
    return Reply(201, answer, audited_write(None, item))


def with_current_state(tenant: TenantContext, item: Stored) -> Stored:
    """The job in its state now; a completed one has its URL and when that expires."""
    return _with_expiry(
        tenant,
        item if (done := _progress(tenant, item)) is None else replace(item, body={**item.body, **done}),
    )


def _with_expiry(tenant: TenantContext, item: Stored) -> Stored:
    asked = _requested_at(item)
    if (
        tenant.behaviours.on("export-expiry-when-done")
        or asked is None
        or item.body.get("expirationDateTime") != NEVER
    ):
        return item
    return replace(item, body={**item.body, "expirationDateTime": format_timestamp(asked + VALIDITY)})


def _progress(tenant: TenantContext, item: Stored) -> dict[str, JSON] | None:
    asked, now = _requested_at(item), tenant.clock()
    if asked is None:
        return None
    ready = asked + (DURATION if tenant.behaviours.on("export-takes-time") else timedelta())
    if now < ready:
        return None if now < asked + DURATION / 2 else {"status": "inProgress"}
    ends = format_timestamp(ready + VALIDITY)
    url = f"{tenant.storage or STORAGE}{_file_path(tenant, item)}?sv=2019-02-02&sr=b&sig={_signature(item)}&se={ends[:19]}Z&sp=r"
    return {"status": "completed", "url": url, "expirationDateTime": ends}


def _requested_at(item: Stored) -> datetime | None:
    """When a job was asked for; None for one that was put in from elsewhere, which stays in the state that it came in."""
    if item.body.get("reportName") not in REPORTS:
        return None
    try:
        found = datetime.fromisoformat(str(item.body.get("requestDateTime")))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _file_path(tenant: TenantContext, item: Stored) -> str:
    account = next((found.id for found in tenant.store.objects(("organization",))), "reports")
    return f"/{account}/{item.id}.zip"


def is_storage_url(url: str) -> bool:
    """Whether an absolute URL leads to a storage."""
    return STORAGE_NAMES.match(url) is not None


def download(tenant: TenantContext, request: Request) -> Response:
    """The file, for whoever has the whole address while it is valid.

    Statuses and codes: learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes.
    """
    if tenant.behaviours.on("storage-refuses-tokens") and request.header("Authorization") is not None:
        return storage_error(400, "InvalidAuthenticationInfo")
    if request.method not in ("GET", "HEAD"):
        return storage_error(405, "UnsupportedHttpVerb")
    address = request.url.split("/", 3)[-1]
    item = tenant.store.get(PATH, address.partition("?")[0].rpartition("/")[2].removesuffix(".zip"))
    shown = with_current_state(tenant, item) if item is not None else None
    url = str(shown.body.get("url") or "") if shown is not None else ""
    if (
        item is None
        or shown is None
        or url.split("/", 3)[-1] != address
        or str(shown.body.get("expirationDateTime")) <= format_timestamp(tenant.clock())
    ):
        return storage_error(403, "AuthenticationFailed")
    try:
        file = _zip_report(tenant, item)
    except errors.GraphError:  # a job from elsewhere, with columns or a filter that POST would have refused
        return storage_error(404, "BlobNotFound")
    return Response(200, {"Content-Type": "application/octet-stream", "x-ms-blob-type": "BlockBlob"}, file)


def storage_error(status: int, code: str) -> Response:
    """A refusal in the form of Azure's storage."""
    body = f'<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code></Error>'
    return Response(status, {"Content-Type": "application/xml", "x-ms-error-code": code}, body.encode())


def _zip_report(tenant: TenantContext, item: Stored) -> bytes:
    kind = str(item.body.get("format"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo(f"{item.id}.{kind}", (2026, 1, 1, 0, 0, 0))
        archive.writestr(member, _write_report(tenant, item, kind), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _write_report(tenant: TenantContext, item: Stored, kind: str) -> bytes:
    name = str(item.body["reportName"])
    report = REPORTS[name]
    columns = _parse_columns(tenant, report, item.body.get("select") or ())
    test = _parse_filter(tenant, name, str(item.body.get("filter") or ""))
    replaced = str(item.body.get("localizationType") or LOCALISED) != LOCALISED
    rows = (_represent_row(report, row, columns, replaced) for row in report.rows(tenant) if test(row))
    names = [name for column in columns for name in _column_names(report, column, replaced)]
    if kind == "json":
        values = [{name: row.get(name, "") for name in names} for row in rows]
        return orjson.dumps({"values": values} if tenant.behaviours.on("export-json-in-values") else values)
    return _write_csv(names, rows)


def _write_csv(names: list[str], rows: Iterable[Row]) -> bytes:
    text = io.StringIO()
    writer: csv.DictWriter[Any] = csv.DictWriter(
        text, names, restval="", extrasaction="ignore", lineterminator="\r\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _column_names(report: ServedReport, column: str, replaced: bool) -> tuple[str, ...]:
    return (column,) if replaced or column not in report.localised else (column, column + TEXT_SUFFIX)


def _represent_row(report: ServedReport, row: Row, columns: Mapping[str, str], replaced: bool) -> Row:
    """A row with the chosen columns; those with numbers have their text beside them or in their place."""
    made: Row = {}
    for shown, source in columns.items():
        value = row.get(source)
        text = report.localised[source](value) if source in report.localised else None
        made[shown] = text if text is not None and replaced else "" if value is None else value
        if text is not None and not replaced:
            made[shown + TEXT_SUFFIX] = text
    return made


def _parse_columns(tenant: TenantContext, report: ServedReport, chosen: Iterable[str]) -> dict[str, str]:
    """Columns as they are written -> as the report calls them; a choice that the report lacks is refused."""
    wanted = list(chosen)
    if not wanted:
        return {name: name for name in report.columns}
    found: dict[str, str] = {}
    for name in wanted:
        source = _find_column(tenant, report, name)
        if source is None:
            raise errors.bad_request(f"The column '{name}' cannot be selected.", intune=True)
        found[name] = source
    return found


def _find_column(tenant: TenantContext, report: ServedReport, name: str) -> str | None:
    if name in report.columns:
        return name
    if name.removesuffix(TEXT_SUFFIX) in report.localised and not tenant.behaviours.on(
        "export-loc-not-selectable"
    ):
        return name.removesuffix(TEXT_SUFFIX)
    if report.legacy and tenant.behaviours.on("export-column-aliases"):
        found = COLUMN_ALIASES.get(capitalise(name), capitalise(name))
        return found if found in report.columns else None
    return None


def _parse_filter(tenant: TenantContext, name: str, text: str) -> report_filter.Test:
    report, on = REPORTS[name], tenant.behaviours.on
    test, asked = report_filter.compile_filter(
        text, report.filters, either=not on("export-filter-or-refused"), fold=on("filter-ignores-case")
    )
    if report.needs and report.needs not in asked:
        raise errors.bad_request(f"Report '{name}' needs a filter on {report.needs}.", intune=True)
    return test


def _signature(item: Stored) -> str:
    return hashlib.sha256(f"{item.id}{item.body['requestDateTime']}".encode()).hexdigest()
