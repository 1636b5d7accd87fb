"""Export jobs, their files and lists spoiled on purpose; each function makes what a fault row needs.

What really happens: github rknightion/graph2otel@dfd9ef7 (a completed job without its address, bare quotes, rows of another length,
500 of the query broker, all live), cartography-cncf/cartography PR#2913 (jobs that strand or fail), microsoft-graph-docs#18143 (a page
of auditEvents that hangs), #21659 (lists that are incomplete).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from managed_apparaten.emulator.core.http import JSON, Response
from managed_apparaten.emulator.faults import answers
from managed_apparaten.emulator.faults.answers import Change, Moment
from managed_apparaten.emulator.service.intune.export_jobs import NEVER, storage_error

JOBS = r"/exportJobs(/|\(|$)"
FILES = r"\.zip$"
WRONG_STORAGE = "https://repexpstorage.elsewhere.example"
BROKER = answers.refusal(
    500,
    "UnknownError",
    "Rate limit reached because of too many requests to query broker. Please retry after sometime.",
    intune=True,
)
"""The throttle of the reports' own database, in the words that graph2otel saw."""


def job(**changed: JSON) -> Change:
    """A job that is asked after, with other properties; the answer to its POST stays as it is."""
    return _polled(lambda found: {**found, **changed})


def stranded() -> Change:
    """A job that never gets further than in progress."""
    return job(status="inProgress", url=None, expirationDateTime=NEVER)


def elsewhere(root: str) -> Change:
    """A job whose file is on another host."""
    return _polled(
        lambda found: (
            {**found, "url": found["url"].replace(_root(found["url"]), root, 1)}
            if found.get("url")
            else found
        )
    )


def _polled(change: Callable[[dict[str, JSON]], dict[str, JSON]]) -> Change:
    return answers.objects(
        lambda moment, found: change(found) if moment.request.method == "GET" and "status" in found else found
    )


def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def expired(_moment: Moment) -> Response:
    """Refuse the download as if the address had expired already."""
    return storage_error(403, "AuthenticationFailed")


def file(change: Callable[[bytes], bytes]) -> Change:
    """The one file in a zip made into another; the zip stays a proper one."""
    return _archive(lambda members: {name: change(data) for name, data in members.items()})


def second_member() -> Change:
    """A zip with two files."""
    return _archive(lambda members: {**members, "readme.txt": b"x"})


def _archive(change: Callable[[Mapping[str, bytes]], Mapping[str, bytes]]) -> Change:
    def changed(moment: Moment) -> Response:
        if moment.response.status != 200 or not moment.response.body.startswith(b"PK"):
            return moment.response
        with zipfile.ZipFile(io.BytesIO(moment.response.body)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in change(members).items():
                archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
        return replace(moment.response, body=packed.getvalue())

    return changed


def bare_quotes(data: bytes) -> bytes:
    """A quote inside the first field of each row that has no quotes around it."""
    return _rows(data, lambda row: row[:1] + b'"' + row[1:] if row[:1] != b'"' else row)


def short_row(data: bytes) -> bytes:
    """The first row with its last field gone."""
    return _rows(data, lambda row: row.rpartition(b",")[0], most=1)


def long_row(data: bytes) -> bytes:
    """The first row with a field too many."""
    return _rows(data, lambda row: row + b",x", most=1)


def _rows(data: bytes, change: Callable[[bytes], bytes], most: int | None = None) -> bytes:
    """Lines after the header made into others."""
    lines = data.split(b"\r\n")
    last = len(lines) if most is None else 1 + most
    return b"\r\n".join(
        change(line) if line and 0 < number < last else line for number, line in enumerate(lines)
    )


def header_only(data: bytes) -> bytes:
    """A table without rows."""
    return data.partition(b"\r\n")[0] + b"\r\n"


def last_page(_moment: Moment, found: JSON) -> JSON:
    """A page that says it is the last one, though there are more."""
    return {name: value for name, value in found.items() if name != "@odata.nextLink"}
