"""Transports that keep to the published limits of the service and wait when it asks for patience."""

from collections.abc import Callable
from dataclasses import dataclass

from managed_apparaten.core.clock import Clock
from managed_apparaten.graph.request import Transport
from managed_apparaten.graph.retry import Patient


@dataclass(frozen=True, slots=True)
class Wait:
    """A pause that is about to begin."""

    seconds: float
    why: str


def patient(transport: Transport, clock: Clock, on_wait: Callable[[Wait], None] | None = None) -> Patient:
    """A way to one tenant that obeys its limits: what a reader and a writer of that tenant share."""
    return Patient(transport, clock)
