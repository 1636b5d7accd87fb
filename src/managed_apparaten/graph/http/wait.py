"""What is said about a wait, and how long a service asks to wait."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from managed_apparaten.core.clock import Clock
from managed_apparaten.graph.errors import TransportFailed

Why = Literal["asked", "down", "unreachable", "budget"]
"""`asked`: the service said that we are too fast. `down`: it cannot answer for a moment. `unreachable`: no connection, or no answer.
`budget`: we have sent all that the published limits allow for now."""
Service = Literal["Intune", "Entra ID"]


@dataclass(frozen=True, slots=True)
class Wait:
    """A pause that is about to begin."""

    seconds: float
    why: Why
    service: Service


class OutOfTime(TransportFailed):
    """Not sent: the time that one tenant may take is over."""

    def __init__(self) -> None:
        super().__init__("", sent=False, lasting=True)


class WaitInterrupted(TransportFailed):
    """A wait that ended before its time: the time of the run is over, or somebody asked to stop. What was waited for was not sent."""

    def __init__(self, message: str) -> None:
        super().__init__(message, sent=False, lasting=True)


OnWait = Callable[[Wait], None]


def ignore_wait(_wait: Wait) -> None:
    """Nobody is told."""


OnList = Callable[[int, int], None]
"""Told each time a list was read to its end: how many were, and of how many."""


def ignore_list(_done: int, _total: int) -> None:
    """Nobody is told."""


def service_behind(path: str) -> Service:
    """Which product answers a path: for people, not for limits."""
    return "Intune" if path.startswith(("/deviceManagement", "/deviceAppManagement")) else "Entra ID"


def retry_after(headers: Mapping[str, str], clock: Clock) -> float | None:
    """Seconds that a Retry-After header asks for: a whole number, a fraction or a date; None when absent or unreadable."""
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.replace(".", "", 1).isdigit() and text.isascii():
        return float(text)
    when, now = _date(text), _date(headers.get("date", "")) or clock.now()
    return max(0.0, (when - now).total_seconds()) if when else None


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
