"""A diff says exactly what differs: nothing for equals, and enough to get from one to the other."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from managed_apparaten.compile.kind import Kind, Permissions
from managed_apparaten.core.cause import Causes, cause
from managed_apparaten.core.digest import JSON, canonical
from managed_apparaten.core.pointer import leaves, parts
from managed_apparaten.core.span import Span
from managed_apparaten.plan.change import FieldChange
from managed_apparaten.plan.diff import Blame, Differ
from managed_apparaten.policy.model import Text
from managed_apparaten.resource.comparison import normal, with_origin

KIND = Kind(
    name="k",
    title=Text("K"),
    platform="ios",
    odata_type="microsoft.graph.k",
    collection="deviceManagement/ks",
    serves=lambda device: True,
    compile=lambda scope: (),
    permissions=Permissions("r", "w"),
    order=1,
    unordered=frozenset({"/set", "/apps", "/deep/set"}),
)


def diff(before: JSON, after: JSON, blame: Mapping[str, Causes] | None = None) -> tuple[FieldChange, ...]:
    form, origin = with_origin(after, KIND)
    return Differ(KIND, Blame(blame or {})).fields(
        None if before is None else normal(before, KIND), form, origin
    )


def short(changes: tuple[FieldChange, ...]) -> list[tuple[str, JSON, JSON, str]]:
    return [(c.pointer, c.before, c.after, c.op) for c in changes]


def instance(name: str, *values: str) -> JSON:
    return {
        "settingInstance": {
            "settingDefinitionId": name,
            "simpleSettingCollectionValue": [{"value": v} for v in values],
        }
    }


def chosen(name: str, value: str, *children: JSON) -> JSON:
    inner = [child["settingInstance"] for child in children]
    return {
        "settingInstance": {
            "settingDefinitionId": name,
            "choiceSettingValue": {"value": value, "children": inner},
        }
    }


CASES: dict[str, tuple[JSON, JSON, list[tuple[str, JSON, JSON, str]]]] = {
    "scalar": ({"a": 1}, {"a": 2}, [("/a", 1, 2, "replace")]),
    "comes": ({"a": None}, {"a": 2}, [("/a", None, 2, "add")]),
    "absent counts as null": ({}, {"a": None}, []),
    "goes": ({"a": 1}, {"a": ""}, [("/a", 1, None, "remove")]),
    "false is a value": ({"a": None}, {"a": False}, [("/a", None, False, "add")]),
    "true is not one": ({"a": 1}, {"a": True}, [("/a", 1, True, "replace")]),
    "set": (
        {"set": ["a", "b"]},
        {"set": ["c", "b"]},
        [("/set", "a", None, "remove"), ("/set", None, "c", "add")],
    ),
    "set of objects": (
        {"set": [{"id": 1}]},
        {"set": [{"id": 1}, {"id": 2}]},
        [("/set", None, {"id": 2}, "add")],
    ),
    "set emptied": ({"set": ["a"]}, {"set": []}, [("/set", "a", None, "remove")]),
    "nested": (
        {"deep": {"x": 1, "set": [1]}},
        {"deep": {"x": 1, "set": [2]}},
        [("/deep/set", 1, None, "remove"), ("/deep/set", None, 2, "add")],
    ),
    "list of one length": (
        {"list": [{"x": 1, "y": 2}]},
        {"list": [{"x": 1, "y": 3}]},
        [("/list/0/y", 2, 3, "replace")],
    ),
    "list of another length": ({"list": [1]}, {"list": [1, 2]}, [("/list", [1], [1, 2], "replace")]),
    "shape": ({"a": [1]}, {"a": {"x": 1}}, [("/a", [1], {"x": 1}, "replace")]),
    "setting": (
        {"settings": [instance("blocked", "com.a", "com.b")]},
        {"settings": [instance("blocked", "com.b", "com.c")]},
        [("/settings/blocked", "com.a", None, "remove"), ("/settings/blocked", None, "com.c", "add")],
    ),
    "option": (
        {"settings": [chosen("allow", "allow_true")]},
        {"settings": [chosen("allow", "allow_false")]},
        [("/settings/allow", "allow_true", "allow_false", "replace")],
    ),
    "child": (
        {"settings": [chosen("allow", "x", chosen("deep", "1"))]},
        {"settings": [chosen("allow", "x", chosen("deep", "2"))]},
        [("/settings/allow/children/deep", "1", "2", "replace")],
    ),
    "setting comes and goes": (
        {"settings": [chosen("old", "1")]},
        {"settings": [instance("new", "com.a")]},
        [("/settings/new", None, "com.a", "add"), ("/settings/old", "1", None, "remove")],
    ),
    "create": (
        None,
        {"a": 1, "b": None, "set": ["x", "y"]},
        [("/a", None, 1, "add"), ("/set", None, "x", "add"), ("/set", None, "y", "add")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_changes_are_told_as_people_think_of_them(name: str) -> None:
    before, after, expected = CASES[name]
    assert short(diff(before, after)) == expected


RULE, ENTRY, FIXED = (
    cause("policy", "cause.rule", Span("organisation.yaml", 14, 5)),
    cause("catalogue", "cause.kind.entry", Span("catalogue/apps/x.yaml", 3, 1)),
    cause("default", "cause.kind.default"),
)


def test_a_member_carries_the_causes_of_all_its_leaves_and_the_decision_comes_first() -> None:
    after = {"set": [{"appId": "com.b", "name": "B"}, {"appId": "com.a", "name": "A"}], "a": 1}
    blame = {
        "/set/0/name": (ENTRY,),
        "/set/0/appId": (RULE, ENTRY),
        "/set/1/name": (FIXED,),
        "/set/1/appId": (FIXED,),
        "/a": (FIXED,),
    }
    found = {str(c.after): c.causes for c in diff({}, after, blame)}
    assert found == {
        str({"appId": "com.b", "name": "B"}): (RULE, ENTRY),
        str({"appId": "com.a", "name": "A"}): (FIXED,),
        "1": (FIXED,),
    }


def test_what_nothing_asks_for_any_more_has_no_cause() -> None:
    (gone,) = diff({"set": ["a", "b"]}, {"set": ["b"]}, {"/set/0": (RULE,)})
    assert (gone.op, gone.causes) == ("remove", ())


def test_an_emptied_value_has_no_cause_but_a_replaced_one_has() -> None:
    assert [c.causes for c in diff({"a": 1}, {"a": 2}, {"/a": (RULE,)})] == [(RULE,)]
    assert [c.causes for c in diff({"a": 1}, {"a": None}, {"/a": (RULE,)})] == [()]


def test_a_setting_points_through_the_tree_to_its_line() -> None:
    after = {"settings": [instance("blocked", "com.b", "com.a")]}
    base = "/settings/0/settingInstance/simpleSettingCollectionValue"
    blame = {
        f"{base}/0/value": (ENTRY,),
        f"{base}/1/value": (RULE,),
        "/settings/0/settingInstance/settingDefinitionId": (FIXED,),
    }
    assert [(c.after, c.causes) for c in diff({}, after, blame)] == [("com.a", (RULE,)), ("com.b", (ENTRY,))]


def test_labels_are_asked_for_the_new_value_or_for_the_one_that_goes() -> None:
    form, origin = with_origin({"set": ["b"]}, KIND)
    differ = Differ(KIND, Blame({}), lambda pointer, value: f"{pointer}={value}")
    assert [c.label for c in differ.fields({"set": ["a"]}, form, origin)] == ["/set=a", "/set=b"]


def test_apps_differ_by_identifier_with_their_causes() -> None:
    differ = Differ(KIND, Blame({"/com.b": (RULE,)}))
    assert short(differ.apps(("com.a",), ("com.b",))) == [
        ("/apps", "com.a", None, "remove"),
        ("/apps", None, "com.b", "add"),
    ]
    assert [c.causes for c in differ.apps((), ("com.b",))] == [(RULE,)]
    assert differ.apps(None, ()) == ()


SCALARS = st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "b", "PT1H"])
MEMBERS = st.fixed_dictionaries(
    {"appId": st.sampled_from(["com.a", "com.b", "com.c"]), "name": st.sampled_from(["A", "B", ""])}
)
NAMES = st.sampled_from(["d1", "d2", "d3", "d4"])
INSTANCES: st.SearchStrategy[JSON] = st.deferred(
    lambda: (
        st.builds(
            lambda n, v: instance(n, *v),
            NAMES,
            st.lists(st.sampled_from(["x", "y", "z"]), min_size=1, max_size=3),
        )
        | st.builds(
            lambda n, v, c: chosen(n, v, *_distinct(c)),
            NAMES,
            st.sampled_from(["1", "2"]),
            st.lists(INSTANCES, max_size=2),
        )
    )
)


def _distinct(instances: list[JSON]) -> list[JSON]:
    return list({i["settingInstance"]["settingDefinitionId"]: i for i in instances}.values())


BODIES = st.fixed_dictionaries(
    {},
    optional={
        "a": SCALARS | st.none(),
        "b": SCALARS,
        "deep": st.none()
        | st.fixed_dictionaries({}, optional={"x": SCALARS, "set": st.lists(SCALARS, max_size=3)}),
        "set": st.lists(MEMBERS, max_size=4),
        "list": st.lists(st.fixed_dictionaries({"x": SCALARS, "y": SCALARS}), max_size=3),
        "settings": st.lists(INSTANCES, max_size=4).map(_distinct),
    },
)


@given(BODIES)
def test_nothing_differs_from_itself(body: dict[str, Any]) -> None:
    assert diff(body, body) == ()


@given(BODIES, BODIES)
def test_carrying_out_a_diff_leaves_no_difference(before: dict[str, Any], after: dict[str, Any]) -> None:
    result = carried_out(normal(before, KIND), diff(before, after))
    form, origin = with_origin(after, KIND)
    assert Differ(KIND, Blame({})).fields(result, form, origin) == ()


@given(BODIES, BODIES)
def test_no_difference_is_told_twice_and_every_one_is_real(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    changes = diff(before, after)
    told = [(c.pointer, canonical(c.before if c.op == "remove" else c.after)) for c in changes]
    assert len(set(told)) == len(told)
    assert all(canonical(c.before) != canonical(c.after) for c in changes)
    assert all(
        (c.op == "add") == (c.before is None) and (c.op == "remove") == (c.after is None) for c in changes
    )


@given(BODIES)
def test_every_leaf_of_a_new_object_is_told_with_a_cause(body: dict[str, Any]) -> None:
    blame = {pointer: (RULE._replace(args=(("p", pointer),)),) for pointer in leaves(body)}
    assert all(change.causes for change in diff(None, body, blame))


def carried_out(form: JSON, changes: tuple[FieldChange, ...]) -> JSON:
    """The form with the changes made, by somebody who knows sets, settings and pointers, and nothing of how a diff is made."""
    for change in changes:
        form = _put(form, parts(change.pointer), change, ())
    return form


def _put(value: JSON, steps: tuple[str, ...], change: FieldChange, path: tuple[str, ...]) -> JSON:
    if not steps:
        return _members(value, change) if _is_set(value, change, path) else change.after
    step, rest = steps[0], steps[1:]
    if path and path[0] == "settings" and step != "children":
        return _setting(value, step, rest, change, path)
    if isinstance(value, list):
        return [
            _put(item, rest, change, (*path, step)) if str(i) == step else item
            for i, item in enumerate(value)
        ]
    return {**(value or {}), step: _put((value or {}).get(step), rest, change, (*path, step))}


def _setting(
    value: JSON, step: str, rest: tuple[str, ...], change: FieldChange, path: tuple[str, ...]
) -> JSON:
    if isinstance(value, dict) and step == "value":
        return {**value, "value": _put(value.get("value"), rest, change, (*path, step))}
    known = {item["settingDefinitionId"]: item.get("value") for item in value or []}
    known[step] = _put(known.get(step), rest, change, (*path, step))
    kept = [
        {"settingDefinitionId": name, "value": known[name]}
        for name in sorted(known)
        if known[name] not in (None, {})
    ]
    return kept or None


def _is_set(value: JSON, change: FieldChange, path: tuple[str, ...]) -> bool:
    if change.op == "replace" or path in (("set",), ("deep", "set")):
        return change.op != "replace"
    return path[0] == "settings" and (
        isinstance(value, list) or (value is None and change.after in ("x", "y", "z"))
    )


def _members(value: JSON, change: FieldChange) -> JSON:
    members = {canonical(item): item for item in value or []}
    if change.op == "remove":
        members.pop(canonical(change.before))
    else:
        members[canonical(change.after)] = change.after
    return [members[key] for key in sorted(members)] or None
