"""Certificates and tokens, row F4: ended, about to end, or not working, by a clock that is given."""

from datetime import UTC, datetime

import pytest

from managed_apparaten.graph.read.preconditions import PLAY, PROGRAM, PURCHASE, PUSH, PlatformConnection
from managed_apparaten.preconditions.connections import ConnectionState, connection_states

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ends", "sort", "days"),
    [
        ("2026-11-21T08:59:59Z", "ended", 0),
        ("2026-11-21T09:00:00.0000000Z", "ended", 0),
        ("2026-11-21T09:00:01Z", "soon", 0),
        ("2025-01-01T00:00:00Z", "ended", 0),
        ("2026-12-21T09:00:00Z", "soon", 30),
        ("2026-12-21T09:00:01Z", "works", 30),
        ("9999-12-31T00:00:00Z", "works", (datetime(9999, 12, 31, tzinfo=UTC) - NOW).days),
        ("0001-01-01T00:00:00Z", "unknown", 0),
        ("", "unknown", 0),
        ("soon", "unknown", 0),
    ],
)
def test_f4_the_end_of_a_certificate(ends: str, sort: str, days: int) -> None:
    [found] = connection_states([PlatformConnection(PUSH, "", ends)], NOW)
    assert found.sort == sort
    assert found.days == days or sort == "ended"


def test_f4_each_is_called_as_the_portal_calls_it() -> None:
    connections = [
        PlatformConnection(path, "Zilverdam", "2027-11-21T09:00:00Z")
        for path in (PUSH, PROGRAM, PURCHASE, PLAY)
    ]
    assert [found.name for found in connection_states(connections, NOW)] == [
        'Apple MDM push certificate "Zilverdam"', 'Apple enrollment program token "Zilverdam"', 'Apple VPP token "Zilverdam"',
        'Managed Google Play "Zilverdam"',
    ]  # fmt: skip


def test_f4_what_does_not_work_says_by_what() -> None:
    broken = PlatformConnection(PURCHASE, "", "2026-11-01T00:00:00Z", ("state expired",))
    refused = PlatformConnection(PURCHASE, "", "2027-11-21T09:00:00Z", ("state invalid",))
    unbound = PlatformConnection(PLAY, "", "", ("bindStatus notBound",))
    assert connection_states([broken, refused, unbound, PlatformConnection(PLAY, "", "")], NOW) == [
        ConnectionState(
            "ended", "Apple VPP token", "expirationDateTime 2026-11-01, state expired", "2026-11-01"
        ),
        ConnectionState("ended", "Apple VPP token", "state invalid", "2027-11-21"),
        ConnectionState("ended", "Managed Google Play", "bindStatus notBound"),
        ConnectionState("works", "Managed Google Play"),
    ]
