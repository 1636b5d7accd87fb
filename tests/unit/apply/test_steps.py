"""From what is there to what should be there: which writes, with what, and what must be seen after each."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.unit.apply.world import BY_NAME, COMPLIANCE, KINDS, PROTECTION, REACH, SETTINGS, desired, group

from managed_apparaten.apply.object_state import differs, of_observed
from managed_apparaten.apply.steps import away, inert, ordered, towards
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.address import Address
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.observed import Observed
from managed_apparaten.plan.change import Action, Change
from managed_apparaten.resource.marker import split

GROUPS = (group("g1"),)


def seen(
    resource: Desired, targets: Sequence[JSON] = GROUPS, apps: tuple[str, ...] | None = None, **other: JSON
) -> Observed:
    """An object as the service would show it."""
    body = {**resource.body, "id": "id-1", "version": 3, "createdDateTime": "2026-01-01T00:00:00Z", **other}
    marker = split(str(body["description"]))[1]
    return Observed(
        resource.address.kind,
        "id-1",
        "n",
        body,
        tuple(targets),
        resource.apps if apps is None else apps,
        "3 x",
        "",
        marker,
    )


def ops(resource: Desired, now: Observed, targets: Sequence[JSON] = GROUPS) -> list[str]:
    return [step.op for step in towards(resource, targets, BY_NAME[resource.address.kind], now)]


RULES = desired(COMPLIANCE, "a", {"passcode": True, "blocked": ["x", "y"], "rules": [1]})
APPS = desired(PROTECTION, "a", {"pin": True, "appGroupType": "selectedPublicApps"}, ["one", "two"])
ALL_APPS = desired(PROTECTION, "a", {"pin": True, "appGroupType": "allApps"})
LIST = desired(SETTINGS, "a", {"blocked": ["x"]})


@pytest.mark.parametrize(
    ("resource", "now", "expected"),
    [
        (RULES, seen(RULES), []),
        (RULES, seen(RULES, blocked=["y", "x"]), []),
        (RULES, seen(RULES, passcode=False), ["update"]),
        (RULES, seen(RULES, rules=[2]), ["act"]),
        (RULES, seen(RULES, ()), ["assign"]),
        (RULES, seen(RULES, (), passcode=False, rules=[2]), ["update", "act", "assign"]),
        (APPS, seen(APPS), []),
        (APPS, seen(APPS, apps=("one",)), ["target-apps"]),
        (APPS, seen(APPS, appGroupType="allApps"), ["target-apps"]),
        (APPS, seen(APPS, (), ("one",), pin=False), ["update", "target-apps", "assign"]),
        (ALL_APPS, seen(ALL_APPS, apps=("whatever", "the", "service", "chose")), []),
        (LIST, seen(LIST, blocked=["z"]), ["update"]),
    ],
)
def test_only_what_differs_is_written_and_assignment_comes_last(
    resource: Desired, now: Observed, expected: list[str]
) -> None:
    assert ops(resource, now) == expected


def test_each_step_expects_the_old_value_of_what_comes_later() -> None:
    steps = towards(APPS, GROUPS, PROTECTION, seen(APPS, (), ("one",), pin=False))
    assert [(s.after["/pin"], s.after["apps"], len(s.after["assignments"])) for s in steps] == [
        (True, ["one"], 0),
        (True, ["one", "two"], 0),
        (True, ["one", "two"], 1),
    ]


def test_a_new_generation_alone_is_written_into_the_description() -> None:
    older = replace(
        RULES,
        body={**RULES.body, "description": RULES.body["description"].replace("gen=", "gen=0")[:-2] + "]"},
    )
    (step,) = towards(RULES, GROUPS, COMPLIANCE, seen(older))
    assert sorted(step.payload) == ["@odata.type", "description"]


def test_a_put_carries_everything_and_gives_back_what_others_set() -> None:
    now = seen(LIST, blocked=["z"], theirs="kept", assignments=[1])
    (step,) = towards(LIST, GROUPS, SETTINGS, now, ("/theirs", "/assignments"))
    assert step.payload == {**LIST.body, "theirs": "kept"}


def test_a_patch_leaves_what_others_set_alone() -> None:
    (step,) = towards(RULES, GROUPS, COMPLIANCE, seen(RULES, passcode=False, theirs="kept"), ("/theirs",))
    assert step.payload == {"@odata.type": "#microsoft.graph.compliance", "passcode": True}


@pytest.mark.parametrize(
    ("resource", "kind", "change", "shown"),
    [
        (APPS, PROTECTION, {"targets": ()}, True),
        (APPS, PROTECTION, {"targets": (), "apps": ()}, True),
        (APPS, PROTECTION, {"targets": GROUPS}, False),
        (RULES, COMPLIANCE, {"targets": (), "rules": [2]}, False),
        (RULES, COMPLIANCE, {"targets": (), "description": "no marker"}, False),
    ],
)
def test_a_new_object_must_show_its_content_and_nobody_assigned(
    resource: Desired, kind: Kind, change: dict[str, JSON], shown: bool
) -> None:
    assert (not differs(of_observed(seen(resource, **change), kind), inert(resource, kind))) == shown


def test_what_goes_away_is_unassigned_first_and_only_when_it_is_assigned() -> None:
    assert [s.op for s in away(COMPLIANCE, seen(RULES))] == ["unassign", "delete"]
    assert [s.op for s in away(COMPLIANCE, seen(RULES, ()))] == ["delete"]
    assert [s.op for s in away(COMPLIANCE, seen(RULES, ({**group("set"), "source": "policySets"},)))] == [
        "delete"
    ]


def test_protection_comes_before_loosening_before_deleting_and_kinds_keep_their_order() -> None:
    def change(kind: str, key: str, action: Action, loosens: bool = False) -> Change:
        return Change(Address(kind, key), action, "new", "n", None, None, None, (), (), (), REACH, loosens)

    changes = [
        change("compliance", "gone", "delete", True),
        change("compliance", "less", "update", True),
        change("settings", "new", "create"),
        change("compliance", "same", "none"),
        change("protection", "b", "update"),
        change("protection", "a", "create"),
    ]
    found = [str(c.address) for c in ordered(changes, {kind.name: kind.order for kind in KINDS})]
    assert found == ["protection/a", "protection/b", "settings/new", "compliance/less", "compliance/gone"]
