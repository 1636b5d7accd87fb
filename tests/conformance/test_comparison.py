"""The comparison of effects judged: it finds nothing in the tenant as it is, and finds each of these tenants that are wrong on purpose.

A wrong tenant stands between the session and the real one: it leaves an option out, forgets a write, or changes what it should not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest
from tests.conformance.asked import parse
from tests.conformance.effects import Outcome, forms
from tests.conformance.effects import replay as replayed
from tests.conformance.replay import Handle, Replayer
from tests.conformance.report import broken_off, names_abstract
from tests.conformance.sameness import differences
from tests.conformance.samples import SAMPLES

from managed_apparaten.emulator.core.http import Request, Response

pytestmark = pytest.mark.conformance
WRITES = ("POST", "PATCH", "PUT", "DELETE")
Wrong = Callable[[Handle], Handle]


def outcome(name: str, wrong: Wrong | None = None) -> Outcome:
    replayer = Replayer([*SAMPLES.values()], wrong)
    try:
        return replayed(replayer, replayer.prepare(SAMPLES[name]))
    finally:
        replayer.tenant.close()


def asking(change: Callable[[str], str]) -> Wrong:
    """Reads another URL than the one that was asked."""
    return lambda handle: (
        lambda request: handle(
            replace(request, url=change(request.url)) if request.method == "GET" else request
        )
    )


def without(option: str) -> Wrong:
    """Passes over an option."""

    def change(url: str) -> str:
        base, _, query = url.partition("?")
        kept = [part for part in query.split("&") if part and not unquote(part).lower().startswith(option)]
        return f"{base}?{'&'.join(kept)}" if kept else base

    return asking(change)


def unasked(pattern: str) -> Wrong:
    """Passes over every option on some routes: E4."""
    return asking(lambda url: url.partition("?")[0] if re.search(pattern, url) else url)


def forgetting(method: str, ending: str = "") -> Wrong:
    """Answers a write as ever, and does not keep it."""

    def wrap(handle: Handle) -> Handle:
        tenant = handle.__self__  # type: ignore[attr-defined]  # a bound method, which its type does not say

        def answer(request: Request) -> Response:
            if request.method != method or not request.url.endswith(ending):
                return handle(request)
            before = tenant.snapshot()
            found = handle(request)
            tenant.restore(before)
            return found

        return answer

    return wrap


def answering(change: Callable[[Any], Any], method: str = "GET") -> Wrong:
    """Another body than the right one."""

    def wrap(handle: Handle) -> Handle:
        def answer(request: Request) -> Response:
            found = handle(request)
            if request.method != method or not found.body.startswith(b"{"):
                return found
            return replace(found, body=json.dumps(change(json.loads(found.body))).encode())

        return answer

    return wrap


def answering_get(key: str, value: Any) -> Wrong:
    """One property of every object that has it is another one."""
    return answering(lambda body: {**body, key: value} if key in body else body)


def and_then(change: Callable[[Handle, Request, Response], None]) -> Wrong:
    """Does something else after a write."""

    def wrap(handle: Handle) -> Handle:
        def answer(request: Request) -> Response:
            found = handle(request)
            if request.method in WRITES:
                change(handle, request, found)
            return found

        return answer

    return wrap


def others(handle: Handle, request: Request) -> Iterator[str]:
    """URLs of the objects beside the one that a request is about."""
    collection = "/beta/deviceManagement/assignmentFilters"
    listed = json.loads(handle(Request("GET", collection, {}, b"", "x")).body)["value"]
    return (f"{collection}/{one['id']}" for one in listed if one["id"] not in request.url)


def change_another(handle: Handle, request: Request, _: Response) -> None:
    handle(Request("PATCH", next(others(handle, request)), {}, b'{"description": "changed beside"}', "x"))


def delete_another(handle: Handle, request: Request, _: Response) -> None:
    handle(Request("DELETE", next(others(handle, request)), {}, b"", "x"))


def change_more(handle: Handle, request: Request, _: Response) -> None:
    handle(Request("PATCH", request.url, {}, b'{"displayName": "changed too"}', "x"))


def write_after_all(handle: Handle, request: Request, found: Response) -> None:
    if found.status == 400:
        body = {key: value for key, value in json.loads(request.body).items() if key != "colour"} or {
            "description": "changed all the same"
        }
        handle(replace(request, body=json.dumps(body).encode()))


def other_value(body: Any) -> Any:
    return {**body, "description": "not what was sent"} if "description" in body else body


def recount(body: Any) -> Any:
    return {**body, "@odata.count": body["@odata.count"] + 1} if "@odata.count" in body else body


def unlinked(body: Any) -> Any:
    return {key: value for key, value in body.items() if key != "@odata.nextLink"}


def unexpanded(body: Any) -> Any:
    return {
        **body,
        "value": [
            {**one, "assignments": []} if "assignments" in one else one for one in body.get("value", ())
        ],
    }


def counting_less(handle: Handle) -> Handle:
    def answer(request: Request) -> Response:
        found = handle(request)
        return replace(found, body=b"0") if request.url.endswith("/$count") else found

    return answer


def another_object(handle: Handle) -> Handle:
    def answer(request: Request) -> Response:
        if request.method == "GET" and re.search(r"/assignmentFilters/[^/]+$", request.url):
            return handle(replace(request, url=next(others(handle, request))))
        return handle(request)

    return answer


CAST = "/microsoft.graph.user"
CASES: tuple[tuple[str, str, Wrong, str], ...] = (
    ("$filter is passed over", "users by condition", without("$filter"), "the list is what its condition leaves"),
    ("options of members are passed over", "members by condition", unasked("/members"), "the list is what its condition leaves"),
    ("nonsense for members is passed over", "members by condition", unasked("/members"), "nonsense in $filter is refused"),
    ("an unknown option is passed over", "some properties", without("$garbage"), "nonsense in $garbage is refused"),
    ("$search is passed over", "groups by word", without("$search"), "the list leaves out what must not be in it"),
    ("$orderby is passed over", "users in order", without("$orderby"), "the list is in the order of $orderby"),
    ("$top is passed over", "users by condition", without("$top"), "a page holds no more than $top"),
    ("$select is passed over", "some properties", without("$select"), "an item has the selected keys"),
    ("a cast is passed over", "members of a type", asking(lambda url: url.replace(CAST, "")), "the list leaves out what must not be in it"),
    ("$count is one too many", "users by condition", answering(recount), "$count is the number of all items"),
    ("/$count is none", "number of members", counting_less, "/$count is the number of all items"),
    ("the link is left out", "users by condition", answering(unlinked), "a page that is not the last has a link"),
    ("a page leads to itself", "users by condition", asking(lambda url: re.sub(r"&?.skiptoken=[^&]*", "", url)),
     "the links of a list lead on to its end"),
    ("an expanded list is empty", "with assignments", answering(unexpanded), "$expand gives what the route gives"),
    ("a list is empty", "groups of a user", answering(lambda body: {**body, "value": []}), "the list holds what must be in it"),
    ("another object is read", "one object", another_object, "the object is the one asked for"),
    ("another value is read", "one object", answering(other_value), "a read shows what was sent before"),
    ("a function gives an object", "a function", answering(lambda body: {**body, "value": {}}), "the answer has the documented form"),
    ("201 and nothing kept", "create", forgetting("POST"), "a later read shows what was created"),
    ("a create answers another value", "create", answering(other_value, "POST"), "the answer has the values that were sent"),
    ("a create also changes another", "create", and_then(change_another), "in the list nothing else changed"),
    ("a change is dropped", "change", forgetting("PATCH"), "a later read shows the changed values"),
    ("a change changes more", "change", and_then(change_more), "a later read shows the other values unchanged"),
    ("a change also changes another", "change", and_then(change_another), "in the list nothing else changed"),
    ("a delete is dropped", "delete", forgetting("DELETE"), "what was deleted is not found any more"),
    ("a delete takes another with it", "delete", and_then(delete_another), "in the list nothing else changed"),
    ("a refused create creates", "refused create", and_then(write_after_all), "a refused write changes nothing"),
    ("a refused change changes", "refused change", and_then(write_after_all), "a refused write changes nothing"),
    ("a refusal without an error", "refused create", answering(lambda _: {}, "POST"), "a refusal is an error of OData"),
    ("an assign is dropped", "assign", forgetting("POST", "/assign"), "the effect of assign"),
    ("a member is not put in", "new member", forgetting("POST", "/$ref"), "the effect of members/$ref"),
    ("a member stays", "member out", forgetting("DELETE", "/$ref"), "the effect of members/$ref"),
    ("an unbind binds", "unbind", answering_get("bindStatus", "boundAndValidated"), "the effect of unbind"),
    ("a disable is dropped", "disable", forgetting("POST", "/disable"), "the effect of disable"),
    ("a deleted single object keeps a value", "delete a single object", answering_get("parameter", "kept"),
     "a single object that was deleted has its defaults"),
    ("an object has another form", "one metric", answering_get("unit", 7), "the answer has the documented form"),
    ("a restore is dropped", "restore", forgetting("POST", "/restore"), "the effect of restore"),
)  # fmt: skip
"""(what is wrong, sample, wrong tenant, comparison that fails)."""


@pytest.mark.parametrize("name", SAMPLES)
def test_the_tenant_does_what_each_sample_asks(name: str) -> None:
    """E4 and E17: nothing is found in the tenant as it is, and something was compared."""
    found = outcome(name)
    assert found.as_documented, found.answer.body
    assert [note for note in found.notes if note.wrong] == []
    assert [note for note in found.notes if not note.open]


@pytest.mark.parametrize(
    ("name", "wrong", "effect"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_wrong_tenant_is_found(name: str, wrong: Wrong, effect: str) -> None:
    """E17: by the status alone, none of these is wrong."""
    assert effect in {note.effect for note in outcome(name, wrong).wrong}


@pytest.mark.parametrize(("query", "passing", "failing"), [
    ("$filter=startswith(displayName, 'a')", {"displayName": "Anna"}, {"displayName": "Bea"}),
    ("$filter=groupTypes/any(c:c+eq+'Unified')", {"groupTypes": ["unified"]}, {"groupTypes": []}),
    ("$filter=identities/any(c:c/issuer eq 'x' and c/id eq 'y')", {"identities": [{"issuer": "x", "id": "y"}]},
     {"identities": [{"issuer": "x"}, {"id": "y"}]}),
    ("$filter=a eq false and NOT(b eq 'x') and c/d ge 3", {"a": False, "b": "y", "c": {"d": 3}}, {"a": False, "b": "X", "c": {"d": 3}}),
    ("filter=at le 2021-07-21T00:00:00Z", {"at": "2021-07-21T01:00:00.0000000+02:00"}, {"at": "2021-07-21T00:00:01Z"}),
    ("$filter=state in ('active', 'other') or n eq 'it''s'", {"n": "It's"}, {"state": "gone"}),
    ('$search="displayName:Vid" OR "description:prod"', {"description": "Our products"}, {"displayName": "A new-v"}),
    ("$filter=microsoft.graph.x/a eq 1 or a eq 1", {"a": 1}, {"a": 2}),
])  # fmt: skip
def test_a_condition_is_judged_without_the_tenant(
    query: str, passing: dict[str, Any], failing: dict[str, Any]
) -> None:
    asked = parse(query)
    assert (asked.passes(passing), asked.passes(failing)) == (True, False)
    for condition in asked.conditions:
        assert (condition.test(condition.passing), condition.test(condition.failing)) == (True, False)


@pytest.mark.parametrize(
    "query",
    [
        "$filter=garbage(((",
        "$filter=a eq",
        "$filter=a eq 'x' b",
        "$apply=groupby((a))",
        "$search=word",
        "$filter=a eq b",
    ],
)
def test_what_is_not_understood_is_not_judged(query: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse(query)


def typed(name: str, value: Any) -> dict[str, Any]:
    return {"@odata.type": f"#microsoft.graph.{name}", "value": value}


def test_items_of_one_type_are_compared() -> None:
    """E17: a list holds a truth and a number; the documented one is the number."""
    number, truth = typed("n", 1), typed("t", True)
    assert list(forms([number], [truth, number])) == []
    assert list(forms([number], [truth, typed("n", "one")])) == ["[]/value: number, text"]
    assert list(forms([number], [truth])) == []
    assert list(forms([number], [{"value": "one"}])) == ["[]/value: number, text"]


@pytest.mark.parametrize(("url", "version"), [
    ("https://graph.microsoft.com/v1/deviceManagement/x", "beta"), ("https://graph.microsoft.com/v1.0/x", "v1.0"),
    ("https://graph.microsoft.com/beta/x", "beta"),
])  # fmt: skip
def test_a_version_that_graph_does_not_have_is_that_of_the_page(url: str, version: str) -> None:
    """E17: pages of beta with `/v1/` were sent to v1.0."""
    assert replace(SAMPLES["create"], url=url).version == version


@pytest.mark.parametrize(("body", "cut"), [
    ({"@odata.type": "a", "inner": [{"@odata.type": "a", "inner": None}]}, True), ({"@odata.type": "a", "inner": None}, False),
    ({"@odata.type": "a", "inner": {"@odata.type": "b", "x": None}}, False), ([{"x": None}], False),
])  # fmt: skip
def test_a_type_that_holds_itself_is_broken_off(body: Any, cut: bool) -> None:
    assert broken_off(body) is cut


@pytest.mark.parametrize(("sent", "given", "equal"), [
    ("PT90M", "PT1H30M", True), ("PT90M", "PT1H", False), ("2017-01-01T00:00:00-08:00", "2017-01-01T08:00:00Z", True),
    ("a,b", "B,a", True), ("two words", "Two words", False), (None, False, True), (True, 1, False), (1, 1.0, True), ([1, 2], [2, 1], True),
    ([1, 1], [1, 2], False), ({"a": None, "id": "x"}, {"a": None}, True), ({"a": 1}, {}, False), ([], ["more"], False),
])  # fmt: skip
def test_what_came_back_is_what_was_sent_or_its_normal_form(sent: Any, given: Any, equal: bool) -> None:
    assert (list(differences({"x": sent}, {"x": given}, "", "beta")) == []) is equal


@pytest.mark.parametrize(("body", "abstract"), [
    ({"omaSettings": [{"@odata.type": "microsoft.graph.omaSetting"}]}, True), ({"@odata.type": "#microsoft.graph.omaSetting"}, True),
    ({"omaSettings": [{"@odata.type": "microsoft.graph.omaSettingString", "value": None}]}, False), ({"omaSettings": [{}]}, False),
])  # fmt: skip
def test_a_body_that_names_an_abstract_type_is_found(body: Any, abstract: bool) -> None:
    assert names_abstract(body) is abstract


def test_a_condition_on_a_property_of_a_derived_type_is_understood() -> None:
    found = parse("$filter=microsoft.graph.countryNamedLocation/countriesAndRegions/any(c: c eq 'CA')")
    assert (found.passes({"countriesAndRegions": ["CA"]}), found.passes({"countriesAndRegions": ["NL"]})) == (
        True,
        False,
    )
    assert found.condition is not None
    assert found.condition.passing == {"countriesAndRegions": ["CA"]}
