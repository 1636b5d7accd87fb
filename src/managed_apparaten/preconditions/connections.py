"""Whether the connections of Intune to Apple and Google work, and until when.

Comparable tools warn thirty days before the end. An end in the year 9999 never comes; one in the year 1, or
none, says nothing. Sources:
https://learn.microsoft.com/intune/intune-service/enrollment/apple-mdm-push-certificate-get (renew before it
expires, or every device must be enrolled anew),
https://learn.microsoft.com/graph/api/resources/intune-onboarding-vpptoken (`state`)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from managed_apparaten.graph.read.preconditions import PLAY, PROGRAM, PURCHASE, PUSH, PlatformConnection

SOON = timedelta(days=30)
NAMES = {
    PLAY: "Managed Google Play", PUSH: "Apple MDM push certificate", PROGRAM: "Apple enrollment program token", PURCHASE: "Apple VPP token",
}  # fmt: skip
"""Path -> name of the connection in the Intune portal."""
_NO_DATE_YEAR = 1
"""Year that means "no date"."""


@dataclass(frozen=True, slots=True)
class ConnectionState:
    """The state of one connection."""

    sort: Literal["works", "soon", "ended", "unknown"]
    """`soon` means that it expires within thirty days."""
    name: str
    why: str = ""
    """Properties that say that it does not work, with their values."""
    date: str = ""
    """Day on which it expires, such as `2026-11-21`; empty when unknown."""
    days: int = 0
    """Days until it expires."""


def connection_states(connections: Iterable[PlatformConnection], moment: datetime) -> list[ConnectionState]:
    """Return the state of each connection at a moment."""
    return [_state(connection, moment) for connection in connections]


def _state(connection: PlatformConnection, moment: datetime) -> ConnectionState:
    """Return the state of one connection at a moment."""
    name = f'{NAMES[connection.path]} "{connection.name}"' if connection.name else NAMES[connection.path]
    if connection.path == PLAY:
        return ConnectionState(
            "ended" if connection.troubles else "works", name, ", ".join(connection.troubles)
        )
    expiry = _moment(connection.ends)
    if expiry is None:
        return (
            ConnectionState("ended", name, ", ".join(connection.troubles))
            if connection.troubles
            else ConnectionState("unknown", name)
        )
    date = f"{expiry:%Y-%m-%d}"
    expired = ("expirationDateTime " + date,) if expiry <= moment else ()
    if expired or connection.troubles:
        return ConnectionState("ended", name, ", ".join((*expired, *connection.troubles)), date)
    return ConnectionState(
        "soon" if expiry - moment <= SOON else "works", name, "", date, (expiry - moment).days
    )


def _moment(text: str) -> datetime | None:
    """Return the moment in a text of Graph, which has up to seven digits after the second; None when it says
    nothing."""
    try:
        moment = datetime.fromisoformat(text[:19])
    except ValueError:
        return None
    return None if moment.year == _NO_DATE_YEAR else moment.replace(tzinfo=UTC)
