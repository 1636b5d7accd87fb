"""Two bodies are equal in comparison form exactly when they mean the same."""

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from managed_apparaten.compile.desired import Assignment, by_name
from managed_apparaten.compile.kind import Kind, Permissions
from managed_apparaten.core.address import Address
from managed_apparaten.core.cause import cause
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.span import Span
from managed_apparaten.policy.model import GroupRef, Text
from managed_apparaten.resource.comparison import (
    ZERO_GUID,
    asked,
    direct_targets,
    duration,
    generation,
    normal,
    not_managed,
    owned,
    target,
    with_origin,
)
from managed_apparaten.resource.marker import Marker, marked

KIND = Kind(
    name="ios_compliance",
    title=Text("Naleving"),
    platform="ios",
    odata_type="microsoft.graph.iosCompliancePolicy",
    collection="deviceManagement/deviceCompliancePolicies",
    serves=lambda device: True,
    compile=lambda scope: (),
    permissions=Permissions("r", "w"),
    order=1,
    unordered=frozenset({"/set", "/rules/*/inner"}),
    durations=frozenset({"period"}),
    read_only=frozenset({"/computed", "/rules/*/id"}),
)
GUID = "ABCDEF01-2345-6789-ABCD-EF0123456789"


def setting(instance: JSON, number: int = 0) -> JSON:
    return {"id": str(number), "settingInstance": instance}


def simple(name: str, *values: str) -> JSON:
    return {
        "@odata.type": "#microsoft.graph.deviceManagementConfigurationSimpleSettingCollectionInstance",
        "settingDefinitionId": name,
        "settingInstanceTemplateReference": None,
        "simpleSettingCollectionValue": [
            {"@odata.type": "#x.StringSettingValue", "value": v} for v in values
        ],
    }


def choice(name: str, value: str, *children: JSON) -> JSON:
    return {"settingDefinitionId": name, "choiceSettingValue": {"value": value, "children": list(children)}}


def group(name: str, *groups: JSON) -> JSON:
    return {
        "settingDefinitionId": name,
        "groupSettingCollectionValue": [{"children": list(g)} for g in groups],
    }


SAME: dict[str, tuple[JSON, JSON]] = {
    "null and empty text": ({"a": None}, {"a": ""}),
    "null and empty list": ({"a": None}, {"a": []}),
    "null and zero id": ({"a": None}, {"a": ZERO_GUID}),
    "null and no patch level": ({"a": ""}, {"a": "0000-00-00"}),
    "null and object of nulls": ({"a": None}, {"a": {"b": None, "c": ""}}),
    "ids in any case": ({"a": GUID}, {"a": GUID.lower()}),
    "order of a set": ({"set": [{"x": 1}, {"x": 2}]}, {"set": [{"x": 2}, {"x": 1}]}),
    "repetition in a set": ({"set": ["b", "a", "b"]}, {"set": ["a", "b"]}),
    "nothing as a member of a set": ({"set": ["a", "", None]}, {"set": ["a"]}),
    "nulls in members": ({"set": [{"x": 1, "y": None}]}, {"set": [{"x": 1}]}),
    "order of a nested set": ({"rules": [{"inner": [2, 1]}]}, {"rules": [{"inner": [1, 2]}]}),
    "duration in other units": ({"period": "PT24H"}, {"period": "P1D"}),
    "read-only": ({"a": 1, "computed": 5, "id": "x", "version": 2}, {"a": 1, "computed": 6}),
    "read-only in members": ({"rules": [{"id": "1", "x": 1}]}, {"rules": [{"id": "2", "x": 1}]}),
    "annotations and actions": (
        {"a": 1, "@odata.context": "c", "a@odata.type": "t", "#microsoft.graph.assign": {}},
        {"a": 1},
    ),
    "type at the top": ({"@odata.type": "#microsoft.graph.iosCompliancePolicy", "a": 1}, {"a": 1}),
    "declared type of a member": (
        {"set": [{"@odata.type": "#microsoft.graph.appListItem", "appId": "x"}]},
        {"set": [{"appId": "x"}]},
    ),
    "number sign before a type": (
        {"l": [{"@odata.type": "#microsoft.graph.omaSettingString", "value": "v"}]},
        {"l": [{"@odata.type": "microsoft.graph.omaSettingString", "value": "v"}]},
    ),
    "marker and line ends": (
        {"description": "Text\r\n[apparaten z/k/c gen=0123456789abcdef]\r\n"},
        {"description": "Text"},
    ),
    "line ends of the portal": ({"description": "One\r\nTwo"}, {"description": "One\nTwo"}),
    "settings in another order": (
        {"settings": [setting(simple("d1", "b", "a")), setting(choice("d2", "d2_1"), 1)]},
        {
            "settings": [
                setting(choice("d2", "d2_1")),
                setting(simple("d1", "a", "b") | {"auditRuleInformation": None}, 1),
            ]
        },
    ),
    "children in another order": (
        {"settings": [setting(group("g", [simple("d1", "a"), choice("d2", "x")]))]},
        {"settings": [setting(group("g", [choice("d2", "x"), simple("d1", "a")]))]},
    ),
    "groups in another order": (
        {"settings": [setting(group("g", [choice("d", "1")], [choice("d", "2")]))]},
        {"settings": [setting(group("g", [choice("d", "2")], [choice("d", "1")]))]},
    ),
}
DIFFERENT: dict[str, tuple[JSON, JSON]] = {
    "value": ({"a": 1}, {"a": 2}),
    "number and text": ({"a": 1}, {"a": "1"}),
    "false and null": ({"a": False}, {"a": None}),
    "zero and null": ({"a": 0}, {"a": None}),
    "order of a list": ({"list": [1, 2]}, {"list": [2, 1]}),
    "repetition in a list": ({"list": [1, 1]}, {"list": [1]}),
    "case of text": ({"a": "com.Example"}, {"a": "com.example"}),
    "duration that is none": ({"a": "PT24H"}, {"a": "P1D"}),
    "polymorphic type": (
        {"l": [{"@odata.type": "#microsoft.graph.omaSettingString", "value": "1"}]},
        {"l": [{"@odata.type": "#microsoft.graph.omaSettingBase64", "value": "1"}]},
    ),
    "member of a collection": (
        {"settings": [setting(simple("d", "a"))]},
        {"settings": [setting(simple("d", "a", "b"))]},
    ),
    "chosen option": ({"settings": [setting(choice("d", "1"))]}, {"settings": [setting(choice("d", "2"))]}),
    "child of a choice": (
        {"settings": [setting(choice("d", "1"))]},
        {"settings": [setting(choice("d", "1", choice("e", "1")))]},
    ),
    "definition": ({"settings": [setting(choice("d", "1"))]}, {"settings": [setting(choice("e", "1"))]}),
    "number of groups": (
        {"settings": [setting(group("g", [choice("d", "1")]))]},
        {"settings": [setting(group("g", [choice("d", "1")], [choice("d", "2")]))]},
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_what_means_the_same_compares_equal(name: str) -> None:
    one, other = SAME[name]
    assert normal(one, KIND) == normal(other, KIND)


@pytest.mark.parametrize("name", DIFFERENT)
def test_what_differs_compares_different(name: str) -> None:
    one, other = DIFFERENT[name]
    assert normal(one, KIND) != normal(other, KIND)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("PT720M", "PT12H"),
        ("PT12H", "PT12H"),
        ("PT24H", "P1D"),
        ("P1W", "P7D"),
        ("P90D", "P90D"),
        ("PT0S", "PT0S"),
        ("P0D", "PT0S"),
        ("PT90061S", "P1DT1H1M1S"),
        ("P1M", "P1M"),
        ("P1Y", "P1Y"),
        ("P", "P"),
        ("PT", "PT"),
        ("", ""),
        ("12H", "12H"),
    ],
)
def test_durations_are_compared_by_length(text: str, form: str) -> None:
    assert duration(text) == form


@given(st.integers(0, 10**7))
def test_a_duration_keeps_its_length(seconds: int) -> None:
    form = duration(f"PT{seconds}S")
    assert duration(form) == form
    assert duration(f"PT{seconds // 60}M{seconds % 60}S") == form


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "a", "b", GUID]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["a", "b", "set", "rules", "period"]), JSONS, max_size=4))
def test_every_part_of_the_form_knows_where_it_was(body: dict[str, Any]) -> None:
    form, origin = with_origin(body, KIND)
    assert set(form) == set(origin.below)
    for key in form:
        assert origin.at(key).pointer == f"/{key}"


def test_a_member_that_moved_still_points_at_where_it_was_written() -> None:
    body = {"settings": [setting(group("g", [simple("d", "b", "a")]))]}
    form, origin = with_origin(body, KIND)
    assert form["settings"] == [
        {"settingDefinitionId": "g", "value": [{"settingDefinitionId": "d", "value": ["a", "b"]}]}
    ]
    place = origin.at("settings").at(0).at("value").at(0).at("value")
    base = "/settings/0/settingInstance/groupSettingCollectionValue/0/children/0/simpleSettingCollectionValue"
    assert [place.at(0).pointer, place.at(1).pointer] == [f"{base}/1/value", f"{base}/0/value"]


def test_owned_keeps_what_we_have_and_sees_what_is_gone_and_what_was_added_inside() -> None:
    desired = {"a": 1, "deep": {"x": 1}, "list": [1], "gone": "v", "empty": None}
    filled_in = {"off": False, "unset": None, "mode": "notConfigured"}
    observed = {"a": 2, "deep": {"x": 3, "theirs": 4, **filled_in}, "list": [1, 2], "theirs": 5, "empty": [7]}
    assert owned(observed, desired) == {
        "a": 2,
        "deep": {"x": 3, "theirs": 4},
        "list": [1, 2],
        "gone": None,
        "empty": [7],
    }
    assert asked(observed["deep"], desired["deep"]) == {"x": 3}, (
        "of an assignment's settings the rest is the service's"
    )


def test_what_others_set_is_named_and_defaults_are_not() -> None:
    observed = {
        "ours": 1,
        "theirs": "x",
        "list": ["x"],
        "off": False,
        "zero": 0,
        "unset": None,
        "mode": "notConfigured",
        "roleScopeTagIds": ["0"],
        "appActionIfX": "block",
        "appActionIfY": "wipe",
        "templateReference": {"templateFamily": "none", "templateId": None},
        "managedUniversalLinks": ["http://*"],
    }
    assert not_managed(observed, {"ours": 2}) == ("/appActionIfY", "/list", "/theirs")


GROUP_TARGET = {"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": GUID.lower()}
FILTER = "deviceAndAppManagementAssignmentFilter"


@pytest.mark.parametrize(
    "raw",
    [
        GROUP_TARGET,
        GROUP_TARGET | {"groupId": GUID},
        GROUP_TARGET | {"@odata.type": "microsoft.graph.groupAssignmentTarget"},
        GROUP_TARGET | {f"{FILTER}Id": None, f"{FILTER}Type": "none"},
        GROUP_TARGET | {f"{FILTER}Id": ZERO_GUID, f"{FILTER}Type": "none"},
        GROUP_TARGET | {f"{FILTER}Id": None, f"{FILTER}Type": "include"},
    ],
)
def test_no_filter_in_all_its_forms(raw: JSON) -> None:
    assert target(raw) == GROUP_TARGET
    assert target(target(raw)) == GROUP_TARGET


def test_a_filter_counts() -> None:
    filtered = GROUP_TARGET | {f"{FILTER}Id": GUID, f"{FILTER}Type": "include"}
    assert target(filtered) == GROUP_TARGET | {f"{FILTER}Id": GUID.lower(), f"{FILTER}Type": "include"}


def test_targets_of_a_policy_set_are_not_ours_to_send() -> None:
    others = GROUP_TARGET | {"groupId": "b", "source": "policySets"}
    for order in itertools.permutations(
        [GROUP_TARGET, others, GROUP_TARGET | {"groupId": "a", "source": "direct"}]
    ):
        assert [t["groupId"] for t in direct_targets(order)] == sorted(["a", GUID.lower()])


def body_with(**more: JSON) -> JSON:
    return {
        "@odata.type": "#microsoft.graph.iosCompliancePolicy",
        "displayName": "N",
        "description": "Text",
        "a": 1,
    } | more


def test_the_generation_covers_everything_but_the_marker_itself() -> None:
    first = generation(body_with(), ["+g"], ["com.a"], KIND)
    marker = Marker("zilverdam", Address("ios_compliance", "college"), first, protect=True)
    assert generation(body_with(description=marked("Text", marker)), ["+g"], ["com.a"], KIND) == first
    others = [
        generation(body_with(a=2), ["+g"], ["com.a"], KIND),
        generation(body_with(displayName="M"), ["+g"], ["com.a"], KIND),
        generation(body_with(description="Other"), ["+g"], ["com.a"], KIND),
        generation(body_with(), ["-g"], ["com.a"], KIND),
        generation(body_with(), ["+g"], ["com.b"], KIND),
        generation(body_with(), ["+g"], [], KIND),
        generation(body_with(), ["+g"], None, KIND),
    ]
    assert len({first, *others}) == len(others) + 1
    assert generation(body_with(), ["+g", "+g"], ["com.a"], KIND) == first


def test_assignments_by_name_do_not_depend_on_their_order_or_ids() -> None:
    why = (cause("compiler", "cause.kind.marker"),)
    span = Span("roles/college.yaml", 1, 1)
    one = Assignment(GroupRef("sg-a", None, span), False, why)
    other = Assignment(GroupRef("sg-b", GUID, span), True, why)
    assert by_name([other, one, one]) == by_name([one, other]) == ("+sg-a", "-sg-b")


def test_a_kind_may_fold_a_shape_of_its_own_first() -> None:
    hooked = replace(KIND, normalise=lambda body: {**body, "a": str(body["a"]).lower()})
    assert normal({"a": "X"}, hooked) == normal({"a": "x"}, hooked)
