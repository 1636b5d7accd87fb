"""A recording of shapes holds nothing that anybody put into a tenant, whatever is thrown at it, and still plays back."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.emulator.conftest import CATALOG, COMPLIANCE, CONFIGURATIONS
from tests.unit.emulator.shapes import leaks
from tests.unit.emulator.test_recording import answered, fresh

from managed_apparaten.emulator.recording.file import RecordedExchange, dumped, load
from managed_apparaten.emulator.recording.replay import Replay, play
from managed_apparaten.emulator.recording.shape import ALIKE, Outline

ONE, OTHER = "6f9619ff-8b86-d011-b42d-00c04fc964ff", "7f9619ff-8b86-d011-b42d-00c04fc964ff"
FIRST, SECOND = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
TYPE = "#microsoft.graph.windows10CustomConfiguration"


def noted(
    path: str, answer: Any = None, status: int = 200, headers: Mapping[str, str] = MappingProxyType({})
) -> RecordedExchange:
    outline = Outline()
    outline.note("GET", path, headers, status, answer)
    [found] = outline.exchanges
    return found


@pytest.mark.parametrize(("body", "left"), [
    ({"displayName": "Beleid van Jan", "version": 7, "isAssigned": True, "createdDateTime": "2026-01-01T00:00:00Z"},
     {"displayName": "scrubbed", "version": 0, "isAssigned": False, "createdDateTime": "scrubbed"}),
    ({"omaSettings": [{"@odata.type": "#microsoft.graph.omaSettingString", "omaUri": "./Wachtwoord", "value": "geheim"}]},
     {"omaSettings": [{"@odata.type": "#microsoft.graph.omaSettingString", "omaUri": "scrubbed", "value": "scrubbed"}]}),
    ({"omaSettings": [{"value": "****"}]}, {"omaSettings": [{"value": "****"}]}),
    ({"id": f"T_{ONE}", "sourceId": OTHER, "description": f"of {ONE}", "notes": ""},
     {"id": f"T_{FIRST}", "sourceId": SECOND, "description": "scrubbed", "notes": ""}),
    ({"id": f"{ONE.upper()}_{OTHER}_0", "sourceId": ONE}, {"id": f"{FIRST}_{SECOND}_0", "sourceId": FIRST}),
    ({"id": "acacacac-9df4-4c7d-9d50-4ef0226f57a9"}, {"id": "acacacac-9df4-4c7d-9d50-4ef0226f57a9"}),
    ({"@odata.type": TYPE, "deviceName": None, "imei": []}, {"@odata.type": TYPE, "deviceName": None, "imei": []}),
    ({"jan.de.vries@gemeente.example": 1, "extension_7_salaris": "x"}, {"unknown1": 0, "unknown2": "scrubbed"}),
    ({"@odata.type": "#microsoft.graph.vanJan", "assignments@odata.context": "https://x/$metadata#jan"},
     {"@odata.type": "#microsoft.graph.unknown1", "assignments@odata.context": "scrubbed"}),
    ("Jan", "scrubbed"), (42, 0), ([3.5, True], [0.0, False]),
])  # fmt: skip
def test_of_a_value_only_the_shape_is_left(body: Any, left: Any) -> None:
    assert noted("/v1.0/organization", body).answer == left


@pytest.mark.parametrize(("path", "left"), [
    ("/v1.0/groups?$filter=displayName%20eq%20's%27%27-Hertogenbosch'&$select=id,displayName",
     "/v1.0/groups?$filter=displayName%20eq%20'scrubbed'&$select=id,displayName"),
    (f"/v1.0/groups?$filter=id%20in%20('{ONE}','{OTHER}')", f"/v1.0/groups?$filter=id%20in%20('{FIRST}','{SECOND}')"),
    (f"/v1.0/groups/{ONE}/transitiveMembers/microsoft.graph.user?$top=999&$count=true",
     f"/v1.0/groups/{FIRST}/transitiveMembers/microsoft.graph.user?$top=999&$count=true"),
    (f"{COMPLIANCE}('{ONE}')/assignments", f"{COMPLIANCE}/{FIRST}/assignments"),
    (f"{COMPLIANCE}?$expand=scheduledActionsForRule($expand=scheduledActionConfigurations),assignments",
     f"{COMPLIANCE}?$expand=scheduledActionsForRule($expand=scheduledActionConfigurations),assignments"),
    ("/v1.0/users/jan@gemeente.example/memberOf", "/v1.0/users/scrubbed/memberOf"),
    ("/v1.0/users?$filter=startswith(mail,'jan')%20and%20jan%20eq%20true", "/v1.0/users?$filter=scrubbed"),
    ("/v1.0/users?$search=%22jan%22&van=jan", "/v1.0/users?$search=scrubbed"),
    (f"{CATALOG}?$skiptoken=amFu", f"{CATALOG}?$skiptoken=page-1"),
    ("/beta/deviceManagement/configurationSettings/com.apple.applicationaccess_allowairdrop?$select=id",
     "/beta/deviceManagement/configurationSettings/com.apple.applicationaccess_allowairdrop?$select=id"),
    ("/beta/deviceManagement/configurationSettings/gemeente_zilverdam_wachtwoord", "/beta/deviceManagement/configurationSettings/scrubbed"),
    ("//[jan", "/v1.0/scrubbed"),
])  # fmt: skip
def test_of_a_path_only_graphs_own_words_are_left(path: str, left: str) -> None:
    assert noted(path).path == left


@pytest.mark.parametrize(("error", "left"), [
    ({"code": "BadRequest", "message": '{"Message": "Jan"}'}, {"code": "BadRequest", "message": "{}"}),
    ({"code": "Jan@gemeente.example", "message": "Jan", "innerError": {"x": "Jan"}}, {"code": "scrubbed", "message": "scrubbed"}),
])  # fmt: skip
def test_of_a_refusal_the_code_and_the_form_are_left(error: Any, left: Any) -> None:
    assert noted("/v1.0/groups", {"error": error}, 400).answer == {"error": left}
    assert noted("/v1.0/groups", "<html>Jan", 502).answer is None


def test_headers_are_those_that_say_nothing_of_anybody() -> None:
    headers = {"ConsistencyLevel": "eventual", "Prefer": "odata.maxpagesize=jan", "Authorization": "Bearer x"}
    assert noted("/v1.0/groups", headers=headers).headers == {"consistencylevel": "eventual"}


@pytest.mark.parametrize(("method", "path", "status"), [
    ("POST", CATALOG, 201), ("GET", CATALOG, 401),
    ("GET", f"{CONFIGURATIONS}/{ONE}/getOmaSettingPlainTextValue(secretReferenceValueId='{OTHER}')", 200),
])  # fmt: skip
def test_writes_refused_tokens_and_values_that_were_asked_for_are_passed_over(
    method: str, path: str, status: int
) -> None:
    outline = Outline()
    outline.note(method, path, {}, status, {"value": "geheim"})
    assert (outline.exchanges, outline.seen) == ([], 0)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["id", "value", "code", "@odata.type", "@odata.nextLink"])
                                                                | st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(body=JSON, path=st.text(max_size=40), status=st.sampled_from([200, 400]))
def test_whatever_is_thrown_at_it_nothing_else_gets_through(body: Any, path: str, status: int) -> None:
    outline = Outline()
    outline.note("GET", f"/beta/{path}", {}, status, body)
    lines = dumped(outline.exchanges).splitlines()
    assert [text for line in lines for text in leaks(line)] == []
    assert list(load(lines)) == outline.exchanges


def test_of_what_is_alike_a_few_stay_and_the_number_is_told() -> None:
    outline = Outline()
    for number in range(9):
        items = [{"id": f"{ONE[:-1]}{n}", "displayName": f"{n}"} for n in range(number % 2 + 5)]
        outline.note(
            "GET", f"/v1.0/groups/{ONE[:-1]}{number}/members", {}, 200, {"value": [*items, {"id": ONE}]}
        )
    assert (len(outline.exchanges), outline.seen) == (ALIKE, 9)
    assert [(len(found.answer["value"]), found.items) for found in outline.exchanges] == [
        (ALIKE + 1, 6),
        (ALIKE + 1, 7),
        (ALIKE + 1, 6),
    ]


def replayed(*exchanges: RecordedExchange) -> Replay:
    tenant = fresh()
    found = play(tenant, exchanges)
    tenant.close()
    return found


def test_pages_of_a_recording_are_the_pages_here() -> None:
    path = "/v1.0/users?$top=2&$select=id"
    link = f"https://graph.microsoft.com{path}&$skiptoken=page-1"
    first = answered(path, {"@odata.context": "", "value": [{"id": FIRST}], "@odata.nextLink": link})
    second = answered(
        f"{path}&$skiptoken=page-1", {"@odata.context": "", "value": [{"id": FIRST, "mail": ""}]}
    )
    found = replayed(first, second)
    assert (found.compared, [(one.what, one.where) for one in found.differences]) == (
        2,
        [("missing", "value[].mail")],
    )
    last = answered(
        "/v1.0/organization?$select=id",
        {"@odata.context": "", "value": [{"id": FIRST}], "@odata.nextLink": link},
    )
    assert replayed(last, second).skipped == {"unknown": 1}


@pytest.mark.parametrize(("path", "answer", "differences"), [
    (f"{COMPLIANCE}/{ONE}/assignments", {"@odata.context": "", "value": []}, []),
    (f"/v1.0/groups/{ONE}", {"@odata.context": "", "id": ONE, "size": 1}, [("missing", "size")]),
    (f"{CONFIGURATIONS}/{ONE}", {"@odata.type": "#microsoft.graph.macOSCustomConfiguration", "payload": "", "tomorrow": 1},
     [("missing", "tomorrow")]),
    (CONFIGURATIONS, {"@odata.context": "", "value": [{"@odata.type": "#microsoft.graph.macOSCustomConfiguration", "tomorrow": 1}]},
     [("missing", "value[microsoft.graph.macOSCustomConfiguration].tomorrow")]),
])  # fmt: skip
def test_an_object_of_elsewhere_is_compared_with_one_that_is_here_or_with_its_type(
    path: str, answer: Any, differences: list[tuple[str, str]]
) -> None:
    found = replayed(answered(path, answer))
    assert found.compared == 1
    assert [(one.what, one.where) for one in found.differences if one.what == "missing"] == differences


@pytest.mark.parametrize("path", [
    f"/v1.0/users/scrubbed/memberOf?x={ONE}", "/v1.0/users?$filter=scrubbed", f"/beta/deviceManagement/termsAndConditions/{ONE}",
    f"/v1.0/groups/{ONE}/members/{OTHER}", f"/v1.0/{ONE}", f"//[{ONE}",
])  # fmt: skip
def test_what_nothing_here_stands_in_for_is_left_out(path: str) -> None:
    assert replayed(answered(path, {})).skipped == {"unknown": 1}
