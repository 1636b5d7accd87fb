"""A snapshot in the place of a tenant: load it, say how old it is and what it cannot answer, and never write."""

from collections.abc import Sequence
from dataclasses import dataclass

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.diagnostics import NotReached, Sources, tell_problems
from managed_apparaten.cli.planfiles import not_plain
from managed_apparaten.core.clock import SystemClock
from managed_apparaten.core.files import FileRefused, read_regular_file
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, send_one_by_one
from managed_apparaten.graph.snapshot.file import MAX_BYTES, Snapshot, SnapshotInvalid, load, moment_text
from managed_apparaten.render.pieces import wrapped
from managed_apparaten.workflow.check import Ready
from managed_apparaten.workflow.snapshot import age_of, problems, remarks


def snapshot(context: Context) -> Snapshot:
    """The snapshot that was named. Raises `NotReached` when the file holds none."""
    if context.snapshot is None:
        raise ValueError(f"{context.tenant} is no file")
    try:
        return load(read_regular_file(context.snapshot, MAX_BYTES))
    except SnapshotInvalid as invalid:
        raise NotReached(invalid.diagnostic, context) from invalid
    except FileRefused as refused:
        raise NotReached(not_plain(refused), context) from refused


def answerable(context: Context, ready: Ready, sources: Sources, *, aside: bool) -> None:
    """Say of which moment the answers are; raises `NotReached` with everything that this snapshot cannot know."""
    found, now = snapshot(context), SystemClock().now()
    days = age_of(found, now).days
    age = context.words.count("cli.snapshot.age", days) if days else context.words.say("cli.snapshot.today")
    text = context.words.say("cli.snapshot.header", date=moment_text(found), age=age)
    (output.tell if aside else output.show)(wrapped(text, output.width(), "  ", first=""))
    if unknown := problems(ready, found):
        raise NotReached(unknown[0], context, *unknown[1:], sources=sources)
    tell_problems(remarks(found, now), context)


@dataclass(frozen=True, slots=True)
class Nowhere:
    """A transport that sends nothing: the last of several doors that are shut for who would write to a snapshot."""

    def send(self, request: GraphRequest) -> GraphResponse:
        """Raises `TransportFailed`."""
        raise TransportFailed(f"a snapshot has no {request.path}", sent=False, lasting=True)

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """The same for each."""
        return send_one_by_one(self.send, requests)
