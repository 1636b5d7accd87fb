"""A way to a tenant that takes down the shape of every answer, for who made this without a tenant of their own.

Here because it stands between two sides that do not know each other: our requests, and the embedded tenant, which knows Graph's own
words and plays recordings back.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.private_files import write_private
from managed_apparaten.core.digest import JSON
from managed_apparaten.emulator.recording.file import dumped
from managed_apparaten.emulator.recording.shape import Outline
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.exchange import BATCH
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, Transport
from managed_apparaten.render.escape import visible
from managed_apparaten.render.pieces import line, wrapped

_NAMED = 20
"""Unknown names that are told."""
_LIKE_GRAPH = re.compile(r"(#microsoft\.graph\.)?[a-z][A-Za-z]{0,59}", re.ASCII)
"""Names that are told: letters only, as Graph's are. What a service puts there may be anything."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A transport that changes nothing on its way. The parts of a batch are exchanges of their own: how they travelled is ours."""

    inner: Transport
    outline: Outline

    def send(self, request: GraphRequest) -> GraphResponse:
        """Send one request and take the answer down."""
        answer = self.inner.send(request)
        self._note(request, answer)
        return answer

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """The same for several; one without an answer leaves nothing."""
        answers = self.inner.send_all(requests)
        for request, answer in zip(requests, answers, strict=True):
            if isinstance(answer, GraphResponse):
                self._note(request, answer)
        return answers

    def _note(self, request: GraphRequest, answer: GraphResponse) -> None:
        if request.path != BATCH:
            self.outline.note(
                request.method, f"/{request.api}{request.path}", request.headers, answer.status, answer.body
            )
            return
        for asked, part in _parts(request, answer):
            url = f"/{request.api}{asked['url']}"
            self.outline.note(
                asked["method"], url, asked.get("headers", {}), part["status"], part.get("body")
            )


def _parts(
    request: GraphRequest, answer: GraphResponse
) -> Iterator[tuple[Mapping[str, JSON], Mapping[str, JSON]]]:
    """What was asked, with the part that answers it."""
    parts = answer.body.get("responses") if isinstance(answer.body, dict) else None
    asked = {part["id"]: part for part in request.body["requests"]}
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, dict) and type(part.get("status")) is int and part.get("id") in asked:
            yield asked[part["id"]], part


def keep(outline: Outline, file: Path, context: Context) -> None:
    """Write the recording where only its owner reads it, and say what is in it."""
    words = context.words
    file.parent.mkdir(parents=True, exist_ok=True)
    write_private(file, dumped(outline.exchanges), context.written)
    told = {"seen": words.number(outline.seen), "kept": words.number(len(outline.exchanges))}
    output.show(
        wrapped(words.say("cli.record.written", file=visible(file.as_posix()), **told), output.width())
    )
    output.tell(wrapped(words.say("cli.record.shapes"), output.width()))
    named = [
        f"  {stand_in} = {name}" for name, stand_in in outline.unknown.items() if _LIKE_GRAPH.fullmatch(name)
    ]
    if named:
        output.tell(wrapped(words.say("cli.record.unknown"), output.width()))
        output.tell(map(line, named[:_NAMED]))
