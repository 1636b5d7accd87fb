"""One request a method, and what may be concluded from its answer."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.unit.graph.scripted import Answer, Scripted, no, shape

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import Ambiguous, GraphFailed, Refused, TransportFailed
from managed_apparaten.graph.http.request import GraphResponse
from managed_apparaten.graph.write.writer import Writer

KIND = shape(app_identifier=("#microsoft.graph.iosMobileAppIdentifier", "bundleId"), targets_apps=True)
BASE = "/deviceManagement/deviceCompliancePolicies"
Call = Callable[[Writer], object]
CALLS: dict[str, tuple[Call, str, JSON]] = {
    "create": (lambda w: w.create(KIND, {"a": 1}), f"POST {BASE}", {"a": 1}),
    "patch": (lambda w: w.update(KIND, "i", {"a": 1}), f"PATCH {BASE}/i", {"a": 1}),
    "put": (lambda w: w.update(replace(KIND, update="PUT"), "i", {"a": 1}), f"PUT {BASE}/i", {"a": 1}),
    "act": (lambda w: w.act(KIND, "i", "schedule", {"a": 1}), f"POST {BASE}/i/schedule", {"a": 1}),
    "assign": (
        lambda w: w.assign(KIND, "i", [{"t": 1}]),
        f"POST {BASE}/i/assign",
        {"assignments": [{"target": {"t": 1}}]},
    ),
    "assign nobody": (lambda w: w.assign(KIND, "i", []), f"POST {BASE}/i/assign", {"assignments": []}),
    "target apps": (
        lambda w: w.target_apps(KIND, "i", ["com.a"], "selectedPublicApps"),
        f"POST {BASE}/i/targetApps",
        {
            "apps": [
                {
                    "mobileAppIdentifier": {
                        "@odata.type": "#microsoft.graph.iosMobileAppIdentifier",
                        "bundleId": "com.a",
                    }
                }
            ],
            "appGroupType": "selectedPublicApps",
        },
    ),
    "target apps without group type": (
        lambda w: w.target_apps(KIND, "i", [], ""),
        f"POST {BASE}/i/targetApps",
        {"apps": []},
    ),
    "delete": (lambda w: w.delete(KIND, "i"), f"DELETE {BASE}/i", None),
    "odd id": (lambda w: w.delete(KIND, "a/b"), f"DELETE {BASE}/a%2Fb", None),
}


@pytest.mark.parametrize("name", CALLS)
def test_each_method_sends_exactly_one_request(name: str) -> None:
    call, key, body = CALLS[name]
    transport = Scripted({key: [GraphResponse(201, {"id": "new"})]})
    assert call(Writer(transport, (("x-msft-approval-justification", "ab"),))) == (
        "new" if name == "create" else None
    )
    (request,) = transport.seen
    assert (request.body, dict(request.headers)) == (body, {"x-msft-approval-justification": "ab"})


@pytest.mark.parametrize(
    ("answer", "sort"),
    [
        (no(400), Refused),
        (no(403), Refused),
        (no(409), Refused),
        (no(429), Refused),
        (no(408), Ambiguous),
        (no(500), Ambiguous),
        (no(503), Ambiguous),
        (no(504), Ambiguous),
        (TransportFailed("reset", sent=True), Ambiguous),
        (TransportFailed("refused", sent=False), Refused),
    ],
)
@pytest.mark.parametrize("name", CALLS)
def test_a_definite_no_and_a_maybe_are_two_things(
    name: str, answer: GraphResponse | Exception, sort: type[GraphFailed]
) -> None:
    call, key, _ = CALLS[name]
    transport = Scripted({key: [answer]})
    with pytest.raises(sort):
        call(Writer(transport))
    assert len(transport.seen) == 1


@pytest.mark.parametrize("body", [None, "html", {}, {"id": ""}, {"id": 7}, []])
def test_a_create_without_an_id_may_have_happened(body: JSON) -> None:
    with pytest.raises(Ambiguous):
        Writer(Scripted({f"POST {BASE}": [GraphResponse(201, body)]})).create(KIND, {})


def test_creates_side_by_side_are_requests_of_their_own_and_each_answer_is_judged_alone() -> None:
    answers: list[Answer] = [
        GraphResponse(201, {"id": "a"}),
        no(400),
        no(504),
        TransportFailed("reset", sent=True),
        GraphResponse(201, {"id": "e"}),
    ]
    transport = Scripted({f"POST {BASE}": answers})
    found = Writer(transport).create_all(KIND, [{"n": number} for number in range(5)])
    assert [one if isinstance(one, str) else type(one) for one in found] == [
        "a",
        Refused,
        Ambiguous,
        Ambiguous,
        "e",
    ]
    assert ([request.body["n"] for request in transport.seen], transport.rounds) == ([0, 1, 2, 3, 4], 1)


def test_deleting_what_is_gone_is_done_and_updating_it_is_refused() -> None:
    Writer(Scripted({f"DELETE {BASE}/i": [no(404)]})).delete(KIND, "i")
    with pytest.raises(Refused):
        Writer(Scripted({f"PATCH {BASE}/i": [no(404)]})).update(KIND, "i", {})
