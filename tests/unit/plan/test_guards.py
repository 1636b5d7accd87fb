"""Each guard holds for ordinary changes and refuses its own catastrophe, with one flag of its own."""

from dataclasses import replace

import pytest
from tests.unit.plan.small import (
    COLLEGE,
    DIRECTORY,
    WHY,
    Memory,
    desired,
    edited,
    group,
    observed,
    plan,
    policy,
)
from tests.unit.plan.small import STAFF as STAFF_ID

from managed_apparaten.compile.desired import Assignment, Desired
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.observed import Observed
from managed_apparaten.messages import advice, render
from managed_apparaten.messages.catalogue import Lang
from managed_apparaten.plan.change import Guard, Reach
from managed_apparaten.plan.groups import PolicyGroups
from managed_apparaten.plan.reach import ALL_DEVICES, ALL_USERS
from managed_apparaten.policy.model import PolicySet

FLAGS = {
    "PLN020": "--allow-delete",
    "PLN021": "--allow-people",
    "PLN022": "--allow-devices",
    "PLN023": "--allow-many-deletes",
    "PLN024": "--allow-empty",
    "PLN025": "--allow-everyone",
    "PLN026": "--allow-protected-groups",
    "PLN027": "--allow-bare-role",
    "PLN028": "--allow-delete-protected",
    "PLN029": "",
    "PLN030": "--allow-loosening",
    "PLN031": "--allow-unassigned",
    "PLN032": "--allow-noncompliant",
    "PLN033": "--allow-shrunk",
}
INTENTS = (
    ("sg-college", False, "required"),
    ("sg-staff", False, "available"),
    ("sg-glass", True, "required"),
)


def assigned(*given: tuple[str, bool, str]) -> Desired:
    """An object that is assigned with intents, as an app is: (group, whether it is excluded, intent)."""
    return replace(
        desired(),
        assignments=tuple(
            Assignment(group(name), exclude, WHY, intent=intent) for name, exclude, intent in given
        ),
    )


ONE, NEW, PROTECTED = desired(), desired(blocked=["com.a", "com.b"]), desired(protect=True)
STAFF = desired("first/staff", include=(group("sg-staff"),))
KEPT_OUT = desired(
    "first/staff", include=(group("sg-staff"),), exclude=(group("sg-glass"), group("sg-college"))
)
KEPT_OUT_TOO = desired(
    "second/staff", include=(group("sg-staff"),), exclude=(group("sg-glass"), group("sg-college"))
)
FIELD = desired("first/field.devices", include=(group("dg-field"),), exclude=(), devices=True)


def guards(wanted: list[Desired], tenant: Memory, rules: PolicySet | None = None) -> dict[str, Guard]:
    found = plan(wanted, tenant, rules)
    assert found.plan is not None, found.diagnostics
    return {guard.code: guard for guard in found.plan.guards}


def failed(found: dict[str, Guard]) -> dict[str, str]:
    return {code: guard.measured for code, guard in found.items() if not guard.passed}


def without(name: str) -> Memory:
    return Memory(
        [observed(ONE), observed(STAFF, 2)],
        directory_=replace(DIRECTORY, people=DIRECTORY.people | {name: frozenset()}),
    )


BOTH_ROLES = [observed(ONE), observed(STAFF, 2)]
CASES: dict[str, tuple[list[Desired], Memory, PolicySet, dict[str, str]]] = {
    "nothing changes": ([ONE], Memory([observed(ONE)]), policy((0, 0, 0)), {}),
    "a name that only administrators see": ([ONE], Memory([edited(observed(ONE), displayName="X")]), policy((0, 0, 0)), {}),
    "people within the limit": ([NEW, STAFF], Memory(BOTH_ROLES), policy((40, 67, 0)), {}),
    "people over the limit": ([NEW, STAFF], Memory(BOTH_ROLES), policy((39, 67, 0)), {"PLN021": "2/5 (40.0%)"}),
    "devices over the limit": ([NEW, STAFF], Memory(BOTH_ROLES), policy((40, 66, 0)), {"PLN022": "2/3 (66.7%)"}),
    "a first apply reaches everyone": (
        [ONE, STAFF],
        Memory(),
        policy((99, 99, 30)),
        {"PLN021": "5/5 (100.0%)", "PLN022": "3/3 (100.0%)"},
    ),
    "people in two groups count once": (
        [NEW, desired("first/staff", include=(group("sg-staff"),), pin=False)],
        Memory([observed(ONE), observed(STAFF, 2)]),
        policy((80, 100, 100)),
        {"PLN021": "5/5 (100.0%)"},
    ),
    "only those who come or go notice a new assignment": (
        [desired(include=(group("sg-college"), group("sg-staff")))],
        Memory([observed(ONE)]),
        policy((59, 100, 100)),
        {"PLN021": "3/5 (60.0%)"},
    ),
    "a delete": ([ONE], Memory([observed(ONE), observed(STAFF, 2)]), policy(), {"PLN020": "1"}),
    "a delete of half of what there is": (
        [ONE],
        Memory([observed(ONE), observed(STAFF, 2)]),
        policy((100, 100, 30)),
        {"PLN020": "1", "PLN023": "1/2 (50.0%)"},
    ),
    "the policy directory is empty": (
        [],
        Memory([observed(ONE), observed(STAFF, 2)]),
        policy((25, 25, 30)),
        {"PLN020": "2", "PLN021": "5/5 (100.0%)", "PLN022": "3/3 (100.0%)", "PLN023": "2/2 (100.0%)", "PLN027": "1",
         "PLN030": "5/5 (100.0%)"},
    ),
    "an assignment without groups": ([desired(include=())], Memory([observed(ONE)]), policy(), {"PLN024": "1"}),
    "a new resource for nobody": ([ONE, desired("first/new", include=())], Memory([observed(ONE)]), policy(), {"PLN024": "1"}),
    "the group of a role ran empty": ([NEW, STAFF], without(COLLEGE), policy(), {}),
    "everyone moved out of reach": (
        [desired(include=(group("sg-glass"),), exclude=())],
        Memory([observed(ONE)], directory_=replace(DIRECTORY, people={**DIRECTORY.people, **dict.fromkeys(DIRECTORY.people, frozenset())}
                                                    | {COLLEGE: frozenset({"p1"})})),
        policy(),
        {"PLN024": "1", "PLN026": "1"},
    ),
    "a protected group not excluded": ([desired(exclude=())], Memory(), policy(), {"PLN026": "1"}),
    "a protected group assigned": ([desired(include=(group("sg-glass"),), exclude=())], Memory(), policy(), {"PLN026": "1"}),
    "a protected group assigned as devices": (
        [desired(include=(group("sg-glass"),), exclude=(), devices=True)],
        Memory(),
        policy(),
        {"PLN026": "1"},
    ),
    "a protected group excluded from one of two intents": ([assigned(*INTENTS)], Memory(), policy(), {"PLN026": "1"}),
    "a protected group excluded from both intents": ([assigned(*INTENTS, ("sg-glass", True, "available"))], Memory(), policy(), {}),
    "device groups exclude no people": ([FIELD], Memory(), policy(), {}),
    "a role left without anything": ([STAFF], Memory([observed(ONE)]), policy(), {"PLN020": "1", "PLN027": "1"}),
    "a protected resource deleted": (
        [ONE],
        Memory([observed(ONE), observed(desired("first/staff", include=(group("sg-staff"),), protect=True), 2)]),
        policy(),
        {"PLN020": "1", "PLN028": "1"},
    ),
    "protection that ends beside a change": ([NEW], Memory([observed(PROTECTED)]), policy(), {"PLN028": "1"}),
    "protection that ends by itself": ([ONE], Memory([observed(PROTECTED)]), policy(), {}),
    "a protected resource that changes and stays protected": (
        [desired(blocked=["com.a", "com.b"], protect=True)],
        Memory([observed(PROTECTED)]),
        policy(),
        {},
    ),
    "B7: nobody can tell which object it is": (
        [ONE],
        Memory([observed(ONE)], told=(Diagnostic("GRA015", "warning"), Diagnostic("GRA016", "warning"), Diagnostic("GRA017", "warning"))),
        policy(),
        {"PLN029": "2"},
    ),
    "H1: a copy for nobody goes by itself": ([ONE], Memory([observed(ONE), observed(ONE, 2, assignments=())]), policy((0, 0, 0)), {}),
    "H1: a copy for the same people goes by itself": ([ONE], Memory([observed(ONE), observed(ONE, 2)]), policy((0, 0, 0)), {}),
    "H1: a copy that takes something from people is a delete": (
        [ONE],
        Memory([observed(ONE), observed(desired(include=(group("sg-college"), group("sg-staff"))), 2)]),
        policy((0, 100, 100)),
        {"PLN020": "1", "PLN021": "4/5 (80.0%)", "PLN030": "3/5 (60.0%)"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_guards_refuse_exactly_what_they_are_for(name: str) -> None:
    wanted, tenant, rules, expected = CASES[name]
    assert failed(guards(wanted, tenant, rules)) == expected


def test_every_guard_is_in_every_plan_with_a_flag_of_its_own() -> None:
    assert {code: guard.override for code, guard in guards([], Memory()).items()} == FLAGS


def test_every_guard_is_seen_to_fail() -> None:
    seen = {code for _, _, _, expected in CASES.values() for code in expected}
    elsewhere = {"PLN025", "PLN031", "PLN032", "PLN033"}
    assert seen == set(FLAGS) - elsewhere, "PLN025 is below, the others are in test_guards_of_people.py"


@pytest.mark.parametrize("target", [ALL_USERS, ALL_DEVICES])
@pytest.mark.parametrize("there", [[], [observed(ONE)]], ids=["it is written", "it was agreed to"])
def test_an_object_for_everybody_is_refused(
    target: str, there: list[Observed], monkeypatch: pytest.MonkeyPatch
) -> None:
    """PLN025: the policy language has groups alone, so only a fault of ours could assign to everybody."""
    everybody: JSON = {"@odata.type": target}
    monkeypatch.setattr(PolicyGroups, "targets", lambda *_: (everybody,))
    found = guards([ONE], Memory([replace(one, assignments=(everybody,)) for one in there]))
    assert found["PLN025"].measured == ("0" if there else "1")
    assert found["PLN025"].passed == bool(there)


def test_nothing_in_a_tenant_with_nobody_is_no_share() -> None:
    nobody = replace(DIRECTORY, people=dict.fromkeys(DIRECTORY.people, frozenset[str]()), devices=())
    found = guards([ONE], Memory([observed(ONE)], directory_=nobody), policy((0, 0, 0)))
    assert (found["PLN021"].measured, found["PLN022"].measured, failed(found)) == (
        "0/0 (0.0%)",
        "0/0 (0.0%)",
        {},
    )


def test_in_a_tenant_without_people_or_devices_any_change_is_everything() -> None:
    bare = replace(
        DIRECTORY,
        people={**DIRECTORY.people, COLLEGE: frozenset({"guest"})},
        guests=frozenset({"guest"}),
        devices=(),
    )
    assert failed(guards([ONE], Memory(directory_=bare), policy((25, 25, 30)))) == {"PLN021": "1/1 (100.0%)"}


TWO = [observed(ONE), observed(STAFF, 2)]
UNPROTECTED = replace(policy(), organisation=replace(policy().organisation, protected_groups=()))
DROPPED: dict[str, tuple[list[Desired], list[Observed], dict[str, str]]] = {
    "it is left out no longer": (
        [desired(exclude=()), desired("first/staff", include=(group("sg-staff"),), exclude=())], TWO, {"PLN026": "2"}),
    "it is still left out": ([ONE, STAFF], TWO, {}),
    "an object of a device group never left it out": (
        [desired(exclude=()), STAFF, FIELD], [*TWO, observed(FIELD, 3)], {"PLN026": "1"}),
    "of one role nobody can tell whose group it is": ([desired(exclude=())], [observed(ONE)], {}),
    "it was the group of a role": ([ONE, STAFF], [observed(KEPT_OUT), observed(ONE, 2), observed(KEPT_OUT_TOO, 3)], {"PLN020": "1"}),
}  # fmt: skip


@pytest.mark.parametrize("name", DROPPED)
def test_a_group_that_all_objects_leave_out_is_protected_although_the_policy_no_longer_says_so(
    name: str,
) -> None:
    wanted, tenant, expected = DROPPED[name]
    assert failed(guards(wanted, Memory(tenant), UNPROTECTED)) == expected


HIDING = replace(DIRECTORY, people=DIRECTORY.people | {COLLEGE: frozenset()}, hidden=frozenset({COLLEGE}))
"""The college's group shows nobody, and says that it hides who is in it."""
BOTH = desired(include=(group("sg-college"), group("sg-staff")))
UNKNOWN: dict[str, tuple[list[Desired], list[Desired], dict[str, str]]] = {
    "nothing changes": ([ONE], [ONE], {}),
    "its content": ([ONE], [NEW], {"PLN021": "≥0/0 (?)", "PLN022": "≥0/0 (?)"}),
    "it comes": ([], [ONE], {"PLN021": "≥0/0 (?)", "PLN022": "≥0/0 (?)"}),
    "it joins": ([STAFF], [STAFF, ONE], {"PLN021": "≥0/4 (?)", "PLN022": "≥0/2 (?)"}),
    "it takes the place of others": (
        [desired(include=(group("sg-staff"),))],
        [ONE],
        {"PLN021": "≥4/4 (?)", "PLN022": "≥2/2 (?)", "PLN024": "1", "PLN030": "4/4 (100.0%)"},
    ),
    "it leaves": (
        [BOTH],
        [desired(include=(group("sg-staff"),))],
        {"PLN021": "≥0/4 (?)", "PLN022": "≥0/2 (?)", "PLN030": "≥0/4 (?)", "PLN031": "1"},
    ),
    "it is left out from now on": (
        [STAFF],
        [KEPT_OUT],
        {"PLN021": "≥0/4 (?)", "PLN022": "≥0/2 (?)", "PLN030": "≥0/4 (?)"},
    ),
    "it is no longer left out": ([KEPT_OUT], [STAFF], {"PLN021": "≥0/4 (?)", "PLN022": "≥0/2 (?)"}),
    "others change, and whoever hides makes no share smaller": (
        [ONE, STAFF],
        [ONE, desired("first/staff", include=(group("sg-staff"),), pin=True, blocked=["com.a", "com.b"])],
        {"PLN021": "4/4 (100.0%)", "PLN022": "2/2 (100.0%)"},
    ),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_who_is_in_a_group_that_hides_it_may_be_everybody(name: str) -> None:
    before, after, expected = UNKNOWN[name]
    tenant = Memory([observed(one, number) for number, one in enumerate(before, 1)], directory_=HIDING)
    assert failed(guards(after, tenant, policy((99, 99, 100)))) == expected


def test_an_object_that_leaves_such_a_group_for_an_empty_one_may_leave_everybody() -> None:
    nobody = replace(HIDING, people=HIDING.people | {STAFF_ID: frozenset()})
    tenant = Memory([observed(ONE)], directory_=nobody)
    assert failed(guards([desired(include=(group("sg-staff"),))], tenant, policy((100, 100, 100)))) == {
        "PLN024": "1"
    }


def test_a_group_that_hides_who_is_in_it_is_told_at_its_line_and_in_the_reach() -> None:
    found = plan([ONE], Memory(directory_=HIDING))
    assert found.plan is not None
    [warning] = [d for d in found.diagnostics if d.code == "PLN070"]
    assert (warning.severity, warning.args["name"], warning.span) == (
        "warning",
        "sg-college",
        group("sg-college").span,
    )
    assert found.plan.changes[0].reach == Reach(1, 0, 0, hidden=1)


@pytest.mark.parametrize(
    ("before", "after", "loses"),
    [
        ([BOTH], [desired(include=(group("sg-staff"),))], True),
        ([STAFF], [KEPT_OUT], True),
        ([KEPT_OUT], [STAFF], False),
        ([STAFF], [KEPT_OUT, ONE], False),
    ],
)
def test_a_group_that_hides_who_is_in_it_loses_protection_like_any_other(
    before: list[Desired], after: list[Desired], loses: bool
) -> None:
    found = plan(
        after, Memory([observed(one, number) for number, one in enumerate(before, 1)], directory_=HIDING)
    ).plan
    assert found is not None
    assert any(change.removes_protection for change in found.changes) == loses


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("code", FLAGS)
def test_every_guard_can_say_what_it_measured(code: str, lang: Lang) -> None:
    args = {"measured": "7", "limit": "25%", "override": FLAGS[code]}
    assert "7" in render(code, lang, args)
    assert advice(code, lang, args)
