"""A door into the embedded tenant that counts what a network would make us wait for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from managed_apparaten.cli.target import EmbeddedTransport
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, send_one_by_one


@dataclass
class Counting:
    """Every request is an HTTP request; what is sent at once is one round of the network's latency."""

    tenant: Tenant
    sent: list[GraphRequest] = field(default_factory=list)
    rounds: int = 0

    def send(self, request: GraphRequest) -> GraphResponse:
        self.rounds += 1
        return self._answer(request)

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        self.rounds += 1
        return send_one_by_one(self._answer, requests)

    def _answer(self, request: GraphRequest) -> GraphResponse:
        self.sent.append(request)
        return EmbeddedTransport(InProcess(self.tenant)).send(request)
