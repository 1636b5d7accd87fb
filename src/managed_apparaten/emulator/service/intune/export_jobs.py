"""Export jobs of reports: created, polled, and downloaded as a zip with one file, by a URL that carries its
own signature.

Sources: intune/device-management/reports/export-graph-apis.md, 2025-02-28 (states, times, address, formats,
localisation); ref-graph-available-reports.md, 2025-09-08 (reports); what live exports do beyond that: github
rknightion/graph2otel@dfd9ef7. The storage is another service than Graph: it takes no token, and answers 400
to a request that brings one.
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
"""Addresses of Azure storage."""
STORAGE, SECOND_STORAGE = (
    "https://amsua0101repexpstorage.blob.core.windows.net",
    "https://amsub0201repexpstorage.blob.core.windows.net",
)
"""Addresses of the storage when a tenant is reached without a network, in the form that the page shows."""
NEVER = "0001-01-01T00:00:00Z"
"""The time that stands for none."""
DURATION, VALIDITY = timedelta(seconds=10), timedelta(hours=6)
"""How long a job takes, and how long its file can be downloaded."""
LOCALISED = "localizedValuesAsAdditionalColumn"
"""The localizationType that writes texts beside numbers; any other writes them in their place."""
TEXT_SUFFIX = "_loc"
"""Ending of the column that holds the text of a number."""


def create(call: Call, collection: Collection) -> Reply:
    """Answer POST of a job, which completes after `DURATION`; refuse what the report does not have."""
    sent_body = call.body()
    job_type = call.validator.resolve(sent_body, collection.type)
    body = call.validator.entity(sent_body, job_type)
    name = str(body.get("reportName") or "")
    if name not in REPORTS:
        # Text: MicrosoftDocs/memdocs#2823.
        raise errors.bad_request(f"PostExportJobAsync not supported for reportType {name}", intune=True)
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
    item = Stored(collection.path, f"{name}_{call.new_id(collection.path)}", job_type.name, job, {})
    call.store.insert([item])
    shown_item = _with_expiry(call.tenant, item)
    answer = {
        "@odata.context": representation.context_url(call, collection, item.id),
        **representation.represent_object(call, collection, shown_item),
    }
    return Reply(201, answer, audited_write(None, item))


def with_current_state(tenant: TenantContext, item: Stored) -> Stored:
    """Return a job in its state now; a completed one has its URL and the time when that expires."""
    progress = _progress(tenant, item)
    if progress is not None:
        item = replace(item, body={**item.body, **progress})
    return _with_expiry(tenant, item)


def _with_expiry(tenant: TenantContext, item: Stored) -> Stored:
    """Return a job that is not completed with an expiration too, unless the tenant shows that only at the
    end.
    """
    requested = _requested_at(item)
    is_unset = item.body.get("expirationDateTime") == NEVER
    if tenant.behaviours.on("export-expiry-when-done") or requested is None or not is_unset:
        return item
    return replace(item, body={**item.body, "expirationDateTime": format_timestamp(requested + VALIDITY)})


def _progress(tenant: TenantContext, item: Stored) -> dict[str, JSON] | None:
    """Return the properties that follow from the time since a job was requested; None as long as it has not
    started.
    """
    requested, now = _requested_at(item), tenant.clock()
    if requested is None:
        return None
    ready = requested + (DURATION if tenant.behaviours.on("export-takes-time") else timedelta())
    if now < ready:
        return None if now < requested + DURATION / 2 else {"status": "inProgress"}
    ends = format_timestamp(ready + VALIDITY)
    root, signature = tenant.storage or STORAGE, _signature(item)
    query = f"sv=2019-02-02&sr=b&sig={signature}&se={ends[:19]}Z&sp=r"
    url = f"{root}{_file_path(tenant, item)}?{query}"
    return {"status": "completed", "url": url, "expirationDateTime": ends}


def _requested_at(item: Stored) -> datetime | None:
    """Return when a job was requested; None for one that a seed or an import put in, which keeps its state."""
    if item.body.get("reportName") not in REPORTS:
        return None
    try:
        requested = datetime.fromisoformat(str(item.body.get("requestDateTime")))
    except ValueError:
        return None
    return requested if requested.tzinfo else requested.replace(tzinfo=UTC)


def _file_path(tenant: TenantContext, item: Stored) -> str:
    """Return the path of the file in the storage."""
    account_id = next(
        (organization.id for organization in tenant.store.objects(("organization",))), "reports"
    )
    return f"/{account_id}/{item.id}.zip"


def is_storage_url(url: str) -> bool:
    """Return whether an absolute URL leads to a storage."""
    return STORAGE_NAMES.match(url) is not None


def download(tenant: TenantContext, request: Request) -> Response:
    """Return the file of a report to everybody who has its whole address, as long as that is valid.

    Statuses and codes: learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes.
    """
    if tenant.behaviours.on("storage-refuses-tokens") and request.header("Authorization") is not None:
        return storage_error(400, "InvalidAuthenticationInfo")
    if request.method not in ("GET", "HEAD"):
        return storage_error(405, "UnsupportedHttpVerb")
    address = request.url.split("/", 3)[-1]
    job_id = address.partition("?")[0].rpartition("/")[2].removesuffix(".zip")
    item = tenant.store.get(PATH, job_id)
    if item is None:
        return storage_error(403, "AuthenticationFailed")
    job = with_current_state(tenant, item).body
    is_right_address = str(job.get("url") or "").split("/", 3)[-1] == address
    is_expired = str(job.get("expirationDateTime")) <= format_timestamp(tenant.clock())
    if not is_right_address or is_expired:
        return storage_error(403, "AuthenticationFailed")
    try:
        file = _zip_report(tenant, item)
    except errors.GraphError:  # a job from elsewhere, with columns or a filter that POST would have refused
        return storage_error(404, "BlobNotFound")
    return Response(200, {"Content-Type": "application/octet-stream", "x-ms-blob-type": "BlockBlob"}, file)


def storage_error(status: int, code: str) -> Response:
    """Return a refusal in the form of Azure storage."""
    body = f'<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code></Error>'
    return Response(status, {"Content-Type": "application/xml", "x-ms-error-code": code}, body.encode())


def _zip_report(tenant: TenantContext, item: Stored) -> bytes:
    """Return the file of a completed job: a zip with the report in it."""
    file_format = str(item.body.get("format"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo(f"{item.id}.{file_format}", (2026, 1, 1, 0, 0, 0))
        archive.writestr(member, _write_report(tenant, item, file_format), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _write_report(tenant: TenantContext, item: Stored, file_format: str) -> bytes:
    """Return the report as a CSV or JSON file, with the columns and rows that the job asks for."""
    report_name = str(item.body["reportName"])
    report = REPORTS[report_name]
    columns = _parse_columns(tenant, report, item.body.get("select") or ())
    test = _parse_filter(tenant, report_name, str(item.body.get("filter") or ""))
    replaces_numbers = str(item.body.get("localizationType") or LOCALISED) != LOCALISED
    rows = (
        _represent_row(report, row, columns, replaces_numbers) for row in report.rows(tenant) if test(row)
    )
    names: list[str] = []
    for column in columns:
        names += _column_names(report, column, replaces_numbers)
    if file_format == "json":
        values = [{name: row.get(name, "") for name in names} for row in rows]
        return orjson.dumps({"values": values} if tenant.behaviours.on("export-json-in-values") else values)
    return _write_csv(names, rows)


def _write_csv(names: list[str], rows: Iterable[Row]) -> bytes:
    """Return rows as CSV with a byte order mark, as Intune writes it."""
    text = io.StringIO()
    writer: csv.DictWriter[Any] = csv.DictWriter(
        text, names, restval="", extrasaction="ignore", lineterminator="\r\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _column_names(report: ServedReport, column: str, replaces_numbers: bool) -> tuple[str, ...]:
    """Return the names of the columns in the file for one column: a column of numbers has one of texts beside
    it.
    """
    if replaces_numbers or column not in report.localised:
        return (column,)
    return (column, column + TEXT_SUFFIX)


def _represent_row(report: ServedReport, row: Row, columns: Mapping[str, str], replaces_numbers: bool) -> Row:
    """Return a row with the selected columns; numbers have their text beside them, or in their place."""
    shown_row: Row = {}
    for name, source in columns.items():
        value = row.get(source)
        shown_row[name] = "" if value is None else value
        if source in report.localised:
            text = report.localised[source](value)
            shown_row[name if replaces_numbers else name + TEXT_SUFFIX] = text
    return shown_row


def _parse_columns(tenant: TenantContext, report: ServedReport, select: Iterable[str]) -> dict[str, str]:
    """Return the selected columns: their names in the file -> their names in the report.

    Without a selection these are all columns. Refuses a column that the report lacks.
    """
    names = list(select)
    if not names:
        return {name: name for name in report.columns}
    columns: dict[str, str] = {}
    for name in names:
        source = _find_column(tenant, report, name)
        if source is None:
            raise errors.bad_request(f"The column '{name}' cannot be selected.", intune=True)
        columns[name] = source
    return columns


def _find_column(tenant: TenantContext, report: ServedReport, name: str) -> str | None:
    """Return the column of a report that a name in `select` means; None when there is none."""
    if name in report.columns:
        return name
    number_column = name.removesuffix(TEXT_SUFFIX)
    if number_column in report.localised and not tenant.behaviours.on("export-loc-not-selectable"):
        return number_column
    if report.legacy and tenant.behaviours.on("export-column-aliases"):
        column = COLUMN_ALIASES.get(capitalise(name), capitalise(name))
        return column if column in report.columns else None
    return None


def _parse_filter(tenant: TenantContext, report_name: str, text: str) -> report_filter.Test:
    """Return the filter of a job as a test of a row; refuse one without the column that the report needs."""
    report, on = REPORTS[report_name], tenant.behaviours.on
    test, columns = report_filter.compile_filter(
        text, report.filters, either=not on("export-filter-or-refused"), fold=on("filter-ignores-case")
    )
    if report.needs and report.needs not in columns:
        raise errors.bad_request(f"Report '{report_name}' needs a filter on {report.needs}.", intune=True)
    return test


def _signature(item: Stored) -> str:
    """Return the signature in the URL of a job's file."""
    return hashlib.sha256(f"{item.id}{item.body['requestDateTime']}".encode()).hexdigest()
