"""Reading the preconditions, row F4: in the rounds that a plan takes anyway, each part by itself, and never a reason to stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.unit.graph.counting import Counting

from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.zilverdam import group_id, user_id
from managed_apparaten.graph.errors import ReadFailed, TransportFailed
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, send_one_by_one
from managed_apparaten.graph.read.preconditions import (
    ACCESS,
    DEFAULT,
    ENROLMENT,
    GUESTS,
    PLAY,
    PROGRAM,
    PURCHASE,
    PUSH,
    Preconditions,
)
from managed_apparaten.graph.read.reader import Reader

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
PARTS = (ACCESS, ENROLMENT, DEFAULT, PLAY, PUSH, PROGRAM, PURCHASE, GUESTS)
PILOT = group_id("sg-projecten")


@dataclass
class Bent:
    """The tenant, with one answer of it replaced, in a batch too."""

    tenant: Tenant
    path: str
    status: int = 403
    body: Any = None

    def send(self, request: GraphRequest) -> GraphResponse:
        answer = Counting(self.tenant).send(request)
        if request.path == "/$batch":
            paths = {part["id"]: part["url"] for part in request.body["requests"]}
            parts = [
                self._part(part) if self._hit(paths[part["id"]]) else part
                for part in answer.body["responses"]
            ]
            return replace(answer, body={"responses": parts})
        return replace(answer, status=self.status, body=self.body) if self._hit(request.path) else answer

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        return send_one_by_one(self.send, requests)

    def _hit(self, path: str) -> bool:
        """The number of guests is the only count that asks for them."""
        return path.startswith(f"/{self.path}") and (self.path != GUESTS or "Guest" in path)

    def _part(self, part: dict[str, Any]) -> dict[str, Any]:
        return {**part, "status": self.status, "body": self.body}


def read(transport: Any) -> Preconditions:
    return Reader(transport).preconditions((), ())


def known(found: Preconditions) -> dict[str, bool]:
    """Part -> whether it was read."""
    paths = {connection.path for connection in found.connections}
    return {
        ACCESS: found.access is not None,
        ENROLMENT: found.enrolment is not None,
        DEFAULT: found.secure_by_default is not None,
        GUESTS: found.guests is not None,
        **{path: path in paths for path in (PLAY, PUSH, PROGRAM, PURCHASE)},
    }


def test_f4_everything_is_read_in_two_rounds_with_the_people_in_groups_that_are_named(tenant: Tenant) -> None:
    transport = Counting(tenant)
    found = read(transport)
    assert found.unread == ()
    assert all(known(found).values())
    assert transport.rounds == 2
    assert [policy.name[:4] for policy in found.access or ()] == [
        "CA01",
        "CA02",
        "CA03",
        "CA04",
        "CA05",
        "CA06",
    ]
    groups = {group.name: group for group in found.groups}
    assert set(groups) == {"sg-break-glass", "sg-projecten", "sg-rol-college"}
    assert len(groups["sg-projecten"].people) == 5
    assert not any(group.hidden for group in found.groups)


def test_f4_groups_of_a_plan_are_read_once_though_a_policy_names_them_too(tenant: Tenant) -> None:
    """By its name or by its id: who is in it is asked once."""
    for names, ids in ((["sg-break-glass"], []), ([], [group_id("sg-break-glass")])):
        transport = Counting(tenant)
        found, directory = Reader(transport).surroundings(names, ids)
        asked = [
            part["url"]
            for request in transport.sent
            if request.path == "/$batch"
            for part in request.body["requests"]
        ]
        assert sum(group_id("sg-break-glass") in url and "microsoft.graph.user" in url for url in asked) == 1
        assert transport.rounds == 2
        assert set(directory.group_names.values()) == {"sg-break-glass"}
        [glass] = [group for group in found.groups if group.name == "sg-break-glass"]
        assert frozenset(glass.people) == directory.people[group_id("sg-break-glass")]


@pytest.mark.parametrize("path", PARTS)
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (403, {"error": {"code": "Forbidden", "message": "no"}}),
        (404, {"error": {"code": "NotFound", "message": "gone"}}),
        (400, {"error": {"code": "BadRequest", "message": "Resource not found for the segment"}}),
        (500, None),
        (200, None),
        (200, {"value": {"a": 1}}),
        (200, {"value": ["text"]}),
        (200, {"value": [{"id": "1", "displayName": 7, "tokenName": 7, "deviceEnrollmentConfigurationType": 7}],
               "secureByDefault": "no", "bindStatus": 7, "expirationDateTime": 7}),
    ],
    ids=repr,
)  # fmt: skip
def test_f4_a_part_that_is_refused_or_looks_otherwise_is_unknown_and_the_rest_is_read(
    path: str, status: int, body: Any, tenant: Tenant
) -> None:
    """A certificate without an end is known: nobody knows when it ends."""
    found = read(Bent(tenant, path, status, body))
    silent = path == PUSH and body in ({"value": {"a": 1}}, {"value": ["text"]})
    if not silent:
        assert known(found) == {part: part != path for part in PARTS}
        [unread] = found.unread
        assert unread.path == path
        assert unread.said


def test_f4_what_is_unknown_says_which_answer_it_was(tenant: Tenant) -> None:
    found = read(
        Bent(
            tenant,
            ACCESS,
            403,
            {"error": {"code": "Authorization_RequestDenied", "message": "Insufficient privileges"}},
        )
    )
    assert [one.said for one in found.unread] == ["403 Authorization_RequestDenied"]
    assert [one.said for one in read(Bent(tenant, DEFAULT, 200, {})).unread] == [
        "InvalidResponse secureByDefault"
    ]


@pytest.mark.parametrize("status", [403, 500])
def test_f4_a_group_that_cannot_be_read_hides_who_is_in_it_and_stops_nothing(
    status: int, tenant: Tenant
) -> None:
    found = read(Bent(tenant, f"groups/{PILOT}", status))
    assert [(group.id, group.people) for group in found.groups if group.hidden] == [(PILOT, ())]
    with pytest.raises(ReadFailed):
        Reader(Bent(tenant, f"groups/{PILOT}", status)).directory([], [PILOT])


def test_f4_a_group_that_is_gone_is_no_group(tenant: Tenant) -> None:
    store = tenant.world.store
    store.delete("groups", PILOT)
    assert PILOT not in {group.id for group in read(Counting(tenant)).groups}


def test_f4_a_group_of_a_role_to_which_nothing_is_assigned_is_read_beside_the_rest(tenant: Tenant) -> None:
    transport = Counting(tenant)
    found = Reader(transport).preconditions(
        ["sg-rol-college", "sg-projecten", "sg-nowhere"], [group_id("sg-rol-griffie")]
    )
    assert [(group.name, len(group.people)) for group in sorted(found.role_groups, key=lambda g: g.name)] == [
        ("sg-rol-college", 6), ("sg-rol-griffie", 5),
    ]  # fmt: skip
    assert transport.rounds == 2


def test_f4_a_person_that_a_policy_names_is_known_by_id(tenant: Tenant) -> None:
    store = tenant.world.store
    [one] = [
        policy for policy in store.objects((ACCESS,)) if str(policy.body["displayName"]).startswith("CA02")
    ]
    person = user_id("college.001@zilverdam.onmicrosoft.example")
    conditions = one.body["conditions"]
    store.replace(
        replace(
            one,
            body={
                **one.body,
                "conditions": {**conditions, "users": {**conditions["users"], "excludeUsers": [person]}},
            },
        )
    )
    [found] = [policy for policy in read(Counting(tenant)).access or () if policy.excluded.users]
    assert found.excluded.users == (person,)
