"""The tenant that commands work against: embedded, reached in process, or real, reached over HTTPS through the same requests.

What only one of them needs is imported for that one.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
import orjson

from managed_apparaten.apply import journal, lock
from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.waiting import lister, waiter
from managed_apparaten.core import assumptions
from managed_apparaten.core.clock import Clock, SystemClock
from managed_apparaten.graph.errors import TransportFailed, Unreadable
from managed_apparaten.graph.http.deadline import DeadlineClock, DeadlineTransport
from managed_apparaten.graph.http.rate_limit import retrying_transport
from managed_apparaten.graph.http.request import (
    GraphRequest,
    GraphResponse,
    Transport,
    body_bytes,
    send_one_by_one,
)
from managed_apparaten.graph.http.retry import RetryingTransport
from managed_apparaten.graph.http.size_limit import memory_weight, size_limit_of
from managed_apparaten.graph.http.wait import ignore_wait
from managed_apparaten.graph.http.write_count import WriteCountingTransport
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.tenant import TenantFinder, TenantWriter
from managed_apparaten.graph.write.approvals import ApprovalDoor
from managed_apparaten.graph.write.writer import Writer
from managed_apparaten.policy.model import Organisation
from managed_apparaten.render.escape import visible
from managed_apparaten.render.pieces import wrapped
from managed_apparaten.workflow.apply import approval_door

if TYPE_CHECKING:
    from managed_apparaten.emulator.core.behaviour import Behaviours
    from managed_apparaten.emulator.doors.in_process import InProcess
    from managed_apparaten.emulator.recording.shape import Outline
    from managed_apparaten.emulator.tenant import Tenant
    from managed_apparaten.emulator.worlds.scale import Size

GRAPH = "https://graph.microsoft.com"
WORLD = "zilverdam"
"""The seed that fits the example organisation."""


@dataclass(frozen=True, slots=True)
class EmbeddedTransport:
    """Requests of ours as exchanges of the embedded tenant."""

    door: InProcess

    def send(self, request: GraphRequest) -> GraphResponse:
        """Send one request and parse the answer; a refusal that is not JSON comes back without body. Hung up on is not answered."""
        from managed_apparaten.emulator.faults.fault_table import Unanswered

        headers = {"Content-Type": "application/json", "Accept": "application/json", **request.headers}
        try:
            status, answered, raw = self.door.send(
                request.method, f"{GRAPH}/{request.api}{request.path}", headers, body_bytes(request)
            )
        except Unanswered as lost:
            raise TransportFailed(str(lost), sent=str(lost) in ("reset", "timeout")) from lost
        heavy = memory_weight(raw, status)
        try:
            parsed = orjson.loads(raw) if raw else None
        except orjson.JSONDecodeError:
            if 200 <= status < 300:
                raise Unreadable("a spoiled document where JSON belongs", status) from None
            parsed = None
        return GraphResponse(status, parsed, {name.lower(): value for name, value in answered.items()}, heavy)

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """One after the other: in process there is nothing to wait for."""
        return send_one_by_one(self.send, requests)


@dataclass(frozen=True, slots=True)
class Target:
    """A tenant that can be read and written."""

    reader: TenantFinder
    writer: TenantWriter
    approvals: ApprovalDoor | None = None
    """Where its requests for approval are read; None for a tenant that is not there."""


@contextmanager
def opened(context: Context, organisation: Organisation, outline: Outline | None = None) -> Iterator[Target]:
    """The tenant of the command line, signed in to. Raises a `ClickException` that says what is missing.

    `outline` takes down the shape of all that it answers.
    """
    if context.snapshot:
        from managed_apparaten.cli.snapshots import Nowhere, snapshot
        from managed_apparaten.graph.snapshot.reader import SnapshotReader

        yield Target(SnapshotReader(snapshot(context)), Writer(Nowhere()))
        return
    with _way(context, organisation) as way:
        transport = WriteCountingTransport(
            patiently(_recorded(way, outline) if outline else way, context), context.written
        )
        root = GRAPH if context.embedded else context.cloud_of(organisation).graph
        largest = size_limit_of(assumptions.effective_value(organisation.assumptions, assumptions.READING))
        reader = Reader(transport, root, lister(context.words), largest)
        yield Target(reader, Writer(transport), approval_door(transport, root, organisation))


def _recorded(way: Transport, outline: Outline) -> Transport:
    from managed_apparaten.cli.shape_recording import Recording

    return Recording(way, outline)


def clock_of(context: Context) -> Clock:
    """The clock on which this command waits: not past its end, and not after somebody asked to stop."""
    return DeadlineClock(
        SystemClock(), math.inf if context.until is None else context.until, context.interrupt.is_asked
    )


def patiently(way: Transport, context: Context) -> Transport:
    """The way, patient until the end when there is one; a tenant in process has no limits to keep to."""
    clock, told = clock_of(context), ignore_wait if context.member else waiter(context.words)
    made = RetryingTransport(way, clock) if context.embedded else retrying_transport(way, clock, told)
    return made if context.until is None else DeadlineTransport(made, clock, context.until)


@contextmanager
def _way(context: Context, organisation: Organisation) -> Iterator[Transport]:
    if context.embedded:
        from managed_apparaten.emulator.doors.in_process import InProcess

        with embedded(context) as tenant:
            yield EmbeddedTransport(InProcess(tenant))
    else:
        from managed_apparaten.cli.real_tenant import signed_in

        with signed_in(context, organisation) as way:
            yield way


@contextmanager
def embedded(
    context: Context, behaviours: Behaviours | None = None, size: Size | None = None
) -> Iterator[Tenant]:
    """The tenant of this state directory; one that is not there yet is made and filled first."""
    from managed_apparaten.emulator.tenant import Tenant, seeded_ids
    from managed_apparaten.emulator.worlds.seed import seed

    path = context.tenant_file
    fresh = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        tenant = Tenant.open(path, clock=SystemClock().now, behaviours=behaviours, new_id=seeded_ids(WORLD))
        try:
            if fresh:
                seed(tenant, world=WORLD, size=size)
                output.tell(
                    wrapped(
                        context.words.say("cli.tenant.seeded", path=str(path), world=WORLD),
                        output.PIPED_WIDTH,
                    )
                )
            yield tenant
        finally:
            tenant.close()
    except (
        sqlite3.Error,
        UnicodeDecodeError,
    ) as problem:  # the second where SQLite names what is spoilt in the file
        raise click.ClickException(
            context.words.say("cli.tenant.broken", path=visible(str(path)), problem=str(problem))
        ) from problem


def remove(context: Context) -> bool:
    """Delete the embedded tenant with its journal and lock; whether there was one."""
    path = context.tenant_file
    there = path.exists()
    for file in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        file.unlink(missing_ok=True)
    for file in (context.desk / journal.NAME, context.desk / lock.NAME):
        file.unlink(missing_ok=True)
    return there
