"""What a plan proposes, and why it says so."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.unit.plan.small import (
    COLLEGE,
    DIRECTORY,
    GLASS,
    KINDS,
    ON,
    SPAN,
    STAFF,
    Memory,
    desired,
    edited,
    group,
    identifier,
    observed,
    plan,
    policy,
    targets,
)

from managed_apparaten.compile.desired import Assignment, Desired
from managed_apparaten.core.cause import cause
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.observed import ForeignObject, Observed
from managed_apparaten.graph.tenant import Reading
from managed_apparaten.plan.change import Change, Plan, Reach
from managed_apparaten.plan.groups import PolicyGroups
from managed_apparaten.plan.reach import ALL_USERS, INCLUDED
from managed_apparaten.policy.model import GrantedException, Located, Text
from managed_apparaten.resource.marker import Marker, marked
from managed_apparaten.resource.shape import ResourceShape


def made(wanted: list[Desired], tenant: Memory, **more: Any) -> Plan:
    found = plan(wanted, tenant, **more)
    assert found.plan is not None, found.diagnostics
    return found.plan


def only(found: Plan) -> Change:
    (change,) = found.changes
    return change


def told(found: Plan) -> list[tuple[str, str, str, str | None]]:
    return [(str(c.address), c.action, c.reason, c.object_id) for c in found.changes]


def test_an_empty_tenant_gets_everything_new() -> None:
    change = only(made([desired()], Memory()))
    assert (change.action, change.reason, change.object_id, change.before) == ("create", "new", None, None)
    assert change.after is not None
    assert sorted(t["groupId"] for t in change.after.targets) == [GLASS, COLLEGE]
    assert change.after.body["description"] == "Text"
    assert {f.pointer for f in change.fields} == {"/blocked", "/description", "/displayName", "/pin"}
    assert all(f.op == "add" and f.causes for f in change.fields)
    assert [(a.group_name, a.exclude, a.op) for a in change.assignment_changes] == [
        ("sg-glass", True, "add"),
        ("sg-college", False, "add"),
    ]
    assert change.reach == Reach(1, 2, 2)
    assert not change.removes_protection


def test_what_is_as_it_should_be_stays() -> None:
    one = desired()
    change = only(made([one], Memory([observed(one)])))
    assert (change.action, change.reason, change.object_id, change.after) == (
        "none",
        "unchanged",
        "id-1",
        None,
    )
    assert (change.fields, change.assignment_changes, change.app_changes) == ((), (), ())


WRITTEN, NEW = desired(), desired(blocked=["com.a", "com.b"])
NEW_GROUPS = desired(include=(group("sg-college"), group("sg-staff")))
RETYPED = str(WRITTEN.body["description"]).replace("Text", "Txt")
REASONS: dict[str, tuple[Desired, Observed, str, list[str]]] = {
    "policy": (NEW, observed(WRITTEN), "policy-changed", ["/blocked"]),
    "property by hand": (WRITTEN, edited(observed(WRITTEN), pin=False), "drift", ["/pin"]),
    "text by hand": (WRITTEN, edited(observed(WRITTEN), description=RETYPED), "drift", ["/description"]),
    "name by hand": (WRITTEN, edited(observed(WRITTEN), displayName="X"), "drift", ["/displayName"]),
    "both": (NEW, edited(observed(WRITTEN), pin=False), "policy-and-drift", ["/blocked", "/pin"]),
    "assignment in policy": (NEW_GROUPS, observed(WRITTEN), "policy-changed", []),
    "assignment by hand": (WRITTEN, replace(observed(WRITTEN), assignments=targets(WRITTEN)[:1]), "drift", []),
    "assignment by both": (NEW_GROUPS, replace(observed(WRITTEN), assignments=targets(WRITTEN)[:1]), "policy-and-drift", []),
    "protect in policy": (desired(protect=True), observed(WRITTEN), "policy-changed", ["/description"]),
    "mark by hand": (WRITTEN, observed(WRITTEN, marker=observed(desired(pin=False)).marker), "policy-and-drift", ["/description"]),
}  # fmt: skip


@pytest.mark.parametrize("name", REASONS)
def test_a_plan_tells_a_new_policy_from_a_change_behind_our_back(name: str) -> None:
    wanted, found, reason, pointers = REASONS[name]
    change = only(made([wanted], Memory([found])))
    assert (change.action, change.reason, change.object_id) == ("update", reason, "id-1")
    assert sorted({f.pointer for f in change.fields}) == pointers


MARKS = {
    "protect, that comes": (desired(protect=True), observed(WRITTEN), ["mark-protect-on"]),
    "protect, that goes": (WRITTEN, observed(desired(protect=True)), ["mark-protect-off"]),
    "a digest by hand": (
        WRITTEN,
        observed(WRITTEN, marker=observed(desired(pin=False)).marker),
        ["mark-other"],
    ),
    "both": (
        desired(protect=True),
        observed(WRITTEN, marker=observed(desired(pin=False)).marker),
        ["mark-protect-on", "mark-other"],
    ),
}


@pytest.mark.parametrize("name", MARKS)
def test_a_mark_that_is_all_that_differs_says_in_words_why_it_is_written(name: str) -> None:
    """B6: a plan that showed two digests and nothing else."""
    wanted, found, expected = MARKS[name]
    (field,) = only(made([wanted], Memory([found]))).fields
    said = [cause.message for cause in field.causes]
    assert said[: len(expected)] == [f"cause.kind.{name}" for name in expected]


APPS = desired("second/college", apps=("com.a", "com.b"), appGroupType="selectedPublicApps")
MICROSOFT = desired("second/college", appGroupType="allMicrosoftApps")


def test_apps_differ_by_identifier() -> None:
    change = only(made([APPS], Memory([replace(observed(APPS), apps=("com.b", "com.c"))])))
    assert [(c.before, c.after) for c in change.app_changes] == [(None, "com.a"), ("com.c", None)]
    assert change.reason == "drift"


def test_apps_that_the_service_chose_do_not_count() -> None:
    served = replace(observed(MICROSOFT), apps=("com.ms.a", "com.ms.b"))
    assert only(made([MICROSOFT], Memory([served]))).action == "none"
    later = only(made([APPS], Memory([served])))
    assert later.reason == "policy-changed"
    assert [f.pointer for f in later.fields] == ["/appGroupType"]


def test_objects_that_are_not_ours_are_listed_and_never_changed_even_with_our_name() -> None:
    one = desired()
    theirs = ForeignObject(
        "deviceManagement/first", "id-9", str(one.body["displayName"]), "microsoft.graph.first"
    )
    found = made([one], Memory(foreign=[theirs]))
    assert [(u.id, u.name) for u in found.unmanaged] == [("id-9", theirs.name)]
    assert all(c.object_id != "id-9" for c in found.changes)
    assert (found.counts.objects, found.counts.ours, found.counts.foreign) == (1, 0, 1)


def test_what_no_policy_asks_for_goes_and_says_why() -> None:
    gone = [observed(desired("first/college"), 1), observed(desired("second/buitendienst.devices"), 2)]
    found = made([], Memory(gone))
    assert told(found) == [
        ("first/college", "delete", "kind-not-needed", "id-1"),
        ("second/buitendienst.devices", "delete", "role-removed", "id-2"),
    ]
    assert [c.role for c in found.changes] == ["college", "buitendienst"]
    first = found.changes[0]
    assert first.removes_protection
    assert first.reach == Reach(1, 2, 2)
    assert (first.after, first.fields) == (None, ())
    assert {(a.group_name, a.op) for a in first.assignment_changes} == {
        ("sg-college", "remove"),
        ("sg-glass", "remove"),
    }


def test_an_object_that_another_takes_over_removes_no_protection() -> None:
    moved = desired("first/college.2")
    found = made([moved], Memory([observed(desired("first/college"))]))
    assert [(c.action, c.removes_protection) for c in found.changes] == [("create", False), ("delete", False)]


def test_losing_a_group_removes_protection_from_those_who_have_nothing_else() -> None:
    wide = desired(include=(group("sg-college"), group("sg-staff")))
    change = only(made([desired()], Memory([observed(wide)])))
    assert change.removes_protection
    assert (change.reach.people, change.reach.devices) == (3, 1)
    other = desired("first/staff", include=(group("sg-staff"),))
    changes = made([desired(), other], Memory([observed(wide)])).changes
    assert [c.removes_protection for c in changes] == [False, False]


def test_changes_come_in_the_order_of_writing_and_deletes_come_last() -> None:
    wanted = [desired("second/a"), desired("first/b"), desired("first/a")]
    found = made(wanted, Memory([observed(desired("first/0"))]))
    assert [str(c.address) for c in found.changes] == ["first/a", "first/b", "second/a", "first/0"]


TWIN = observed(WRITTEN, 2, assignments=())
OTHER = observed(desired(pin=False), 3, assignments=())
MARKER = TWIN.marker or Marker("", WRITTEN.address, "")
OLDER = desired(blocked=["com.old"])
TWINS: dict[str, tuple[list[Observed], list[tuple[str, str, str | None]], int]] = {
    "copy without assignment goes": (
        [observed(WRITTEN), TWIN],
        [("none", "unchanged", "id-1"), ("delete", "twin", "id-2")],
        0,
    ),
    "the assigned one stays though it is younger": (
        [observed(WRITTEN, 1, assignments=()), observed(WRITTEN, 2)],
        [("none", "unchanged", "id-2"), ("delete", "twin", "id-1")],
        0,
    ),
    "of two without assignment the oldest stays": (
        [observed(WRITTEN, 3, assignments=()), TWIN],
        [("update", "drift", "id-2"), ("delete", "twin", "id-3")],
        0,
    ),
    "oldest is the time, not the id": (
        [observed(WRITTEN, 9, assignments=(), created="2025-01-01"), TWIN],
        [("update", "drift", "id-9"), ("delete", "twin", "id-2")],
        0,
    ),
    "H1: of two assigned the oldest stays": (
        [observed(WRITTEN), observed(WRITTEN, 2)],
        [("none", "unchanged", "id-1"), ("delete", "twin", "id-2")],
        0,
    ),
    "H1: of two assigned the one as we made it stays": (
        [edited(observed(WRITTEN), pin=False), observed(WRITTEN, 2)],
        [("none", "unchanged", "id-2")],
        1,
    ),
    "another generation as we made it goes": (
        [observed(WRITTEN), OTHER],
        [("none", "unchanged", "id-1"), ("delete", "twin", "id-3")],
        0,
    ),
    "three": (
        [observed(WRITTEN), TWIN, OTHER],
        [("none", "unchanged", "id-1"), ("delete", "twin", "id-2"), ("delete", "twin", "id-3")],
        0,
    ),
    "M5: a copy that somebody changed is theirs": (
        [observed(WRITTEN), edited(TWIN, pin=False)],
        [("none", "unchanged", "id-1")],
        1,
    ),
    "M5: a copy with another name is theirs": (
        [observed(WRITTEN), edited(TWIN, displayName="Pilot")],
        [("none", "unchanged", "id-1")],
        1,
    ),
    "M5: a copy with another text is theirs": (
        [observed(WRITTEN), edited(TWIN, description=marked("For the pilot", MARKER))],
        [("none", "unchanged", "id-1")],
        1,
    ),
    "M5: a copy with something added is theirs": (
        [observed(WRITTEN), edited(TWIN, camera=True)],
        [("none", "unchanged", "id-1")],
        1,
    ),
    "M5: a copy for other people is theirs": (
        [observed(WRITTEN), observed(WRITTEN, 2, assignments=({"@odata.type": INCLUDED, "groupId": STAFF},))],
        [("none", "unchanged", "id-1")],
        1,
    ),
    "M5: a copy in a policy set is theirs": (
        [
            observed(WRITTEN),
            observed(WRITTEN, 2, assignments=tuple({**t, "source": "policySets"} for t in targets(WRITTEN))),
        ],
        [("none", "unchanged", "id-1")],
        1,
    ),
    "M5: a changed copy of another generation is theirs": (
        [observed(WRITTEN), edited(OTHER, pin=7)],
        [("none", "unchanged", "id-1")],
        1,
    ),
    "M5: ours was changed and the copy of it too": (
        [edited(observed(WRITTEN), pin=False), edited(TWIN, pin=False)],
        [("update", "drift", "id-1")],
        1,
    ),
    "H1: two of an older policy": (
        [observed(OLDER), observed(OLDER, 2)],
        [("update", "policy-changed", "id-1"), ("delete", "twin", "id-2")],
        0,
    ),
    "H1: two whose assignments come in another order": (
        [observed(WRITTEN), observed(WRITTEN, 2, assignments=targets(WRITTEN)[::-1])],
        [("none", "unchanged", "id-1"), ("delete", "twin", "id-2")],
        0,
    ),
}


@pytest.mark.parametrize("name", TWINS)
def test_of_objects_with_one_marker_only_copies_to_the_letter_go(name: str) -> None:
    """H1, M5: content decides, and no flag is needed for what nobody loses."""
    there, expected, strangers = TWINS[name]
    for order in (there, there[::-1]):
        found = made([WRITTEN], Memory(order))
        assert [(c.action, c.reason, c.object_id) for c in found.changes] == expected
        assert [g.code for g in found.guards if not g.passed] == []
        codes = [d.code for d in found.diagnostics]
        assert codes.count("PLN018") == strangers
        assert ("PLN016" in codes) == any(reason == "twin" for _, reason, _ in expected)
        assert [u.id for u in found.unmanaged] == [
            dict(d.args)["id"] for d in found.diagnostics if d.code == "PLN018"
        ]
        assert (found.counts.ours, found.counts.foreign) == (len(there) - strangers, strangers)


FIELDS: dict[str, tuple[Observed, str]] = {
    "property": (edited(TWIN, pin=False), "pin"),
    "two properties": (edited(TWIN, pin=False, displayName="x"), "displayName, pin"),
    "added": (edited(TWIN, camera=True), "camera"),
    "assigned": (
        observed(WRITTEN, 2, assignments=({"@odata.type": INCLUDED, "groupId": STAFF},)),
        "assignments",
    ),
    "both": (
        edited(observed(WRITTEN, 2, assignments=({"@odata.type": INCLUDED, "groupId": STAFF},)), pin=False),
        "pin, assignments",
    ),
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_copy_that_somebody_changed_is_told_with_what_they_changed(name: str) -> None:
    """M5."""
    copy, fields = FIELDS[name]
    (told,) = [
        d for d in made([WRITTEN], Memory([observed(WRITTEN), copy])).diagnostics if d.code == "PLN018"
    ]
    args = dict(told.args)
    assert (args["address"], args["kept"], args["id"], args["fields"]) == (
        "first/college",
        "id-1",
        "id-2",
        fields,
    )


def test_apps_of_a_copy_count() -> None:
    """M5, of app protection."""
    one = desired("second/college", apps=("com.a", "com.b"))
    unfinished = observed(one, 4, assignments=(), apps=())
    copies = (
        observed(one, 2, assignments=()),
        observed(one, 3, assignments=(), apps=("com.a",)),
        unfinished,
        observed(one, 5, apps=()),
    )
    found = made([one], Memory([observed(one), *copies]))
    assert [(c.action, c.object_id) for c in found.changes] == [
        ("none", "id-1"),
        ("delete", "id-2"),
        ("delete", "id-4"),
    ]
    told = [(dict(d.args)["id"], dict(d.args)["fields"]) for d in found.diagnostics if d.code == "PLN018"]
    assert told == [("id-3", "apps"), ("id-5", "apps")]


def test_of_a_role_that_went_the_copy_goes_along_and_a_changed_copy_stays() -> None:
    """M5, H1: without a policy only what is there can be compared."""
    gone = desired("first/old")
    there = [observed(gone), observed(gone, 2), edited(observed(gone, 3, assignments=()), pin=False)]
    found = made([], Memory(there))
    assert [(c.action, c.reason, c.object_id) for c in found.changes] == [
        ("delete", "role-removed", "id-1"),
        ("delete", "twin", "id-2"),
    ]
    assert [dict(d.args)["fields"] for d in found.diagnostics if d.code == "PLN018"] == ["pin"]


def test_nobody_is_counted_for_a_copy_that_goes_while_the_other_stays() -> None:
    """H1: the delete is shown with who had it, and reaches nobody."""
    found = made([WRITTEN], Memory([observed(WRITTEN), observed(WRITTEN, 2)]))
    copy = found.changes[-1]
    assert (copy.reach.people, copy.removes_protection) == (0, False)
    assert {a.op for a in copy.assignment_changes} == {"remove"}


def test_what_others_set_on_our_object_is_named_and_left_alone() -> None:
    one = edited(observed(WRITTEN), cameraBlocked=True, theirs="x")
    source = {"@odata.type": INCLUDED, "groupId": STAFF, "source": "policySets"}
    change = only(made([WRITTEN], Memory([replace(one, assignments=(*one.assignments, source))])))
    assert (change.action, change.not_managed) == ("none", ("/assignments", "/cameraBlocked", "/theirs"))


def test_a_deleted_group_and_all_users_are_shown_where_they_are_taken_away() -> None:
    lost = identifier(99)
    more: tuple[JSON, ...] = ({"@odata.type": INCLUDED, "groupId": lost.upper()}, {"@odata.type": ALL_USERS})
    tenant = Memory([replace(observed(WRITTEN), assignments=(*targets(WRITTEN), *more))])
    found = made([WRITTEN], tenant)
    change = only(found)
    assert [(a.group_id, a.group_name, a.target, a.op) for a in change.assignment_changes] == [
        ("", "all-users", "all-users", "remove"),
        (lost, lost, "group", "remove"),
    ]
    assert [(d.code, d.args["id"]) for d in found.diagnostics] == [("PLN017", lost)]
    assert lost in tenant.asked[0][1]


@pytest.mark.parametrize(("intent", "codes"), [("uninstall", []), ("required", ["PLN014"])])
def test_a_group_may_be_excluded_from_another_intent_than_its_own(intent: str, codes: list[str]) -> None:
    """E12 of the evidence list (IntuneWin32App#76); each row of the plan has its own cause."""
    own, why = (
        cause("policy", "cause.kind.group", SPAN, role="college"),
        cause("policy", "cause.kind.higher-role", SPAN, role="high"),
    )
    given = (
        Assignment(group("sg-college"), False, (own,), intent="required"),
        Assignment(group("sg-college"), True, (why,), intent=intent),
    )
    glass = tuple(
        Assignment(group("sg-glass"), True, (one,), intent=name)
        for one, name in ((own, "required"), (why, "uninstall"))
    )
    found = plan([replace(desired(), assignments=(*given, *glass))], Memory())
    assert [d.code for d in found.diagnostics if d.severity == "error"] == codes
    if found.plan is not None:
        (change,) = found.plan.changes
        told = {(a.group_name, a.exclude, a.intent): a.causes for a in change.assignment_changes}
        assert (told["sg-glass", True, "required"], told["sg-glass", True, "uninstall"]) == ((own,), (why,))
        assert len(told) == 4


GROUPS: dict[str, tuple[Desired, str, dict[str, str]]] = {
    "unknown name": (desired(include=(group("sg-colege", line=12),)), "PLN010", {"name": "sg-colege"}),
    "unknown id": (
        desired(include=(replace(group("sg-college", line=12), id=identifier(77)),)),
        "PLN011",
        {"id": identifier(77)},
    ),
    "unknown exclusion": (desired(exclude=(group("sg-glas", line=12),)), "PLN010", {"name": "sg-glas"}),
    "ambiguous": (
        desired(include=(group("sg-twin", line=12),)),
        "PLN012",
        {"count": "2", "ids": f"{identifier(8)}, {identifier(9)}"},
    ),
    "same group twice": (
        desired(
            include=(replace(group("sg-college", line=12), name="sg-oud"),),
            exclude=(group("sg-glass"), group("sg-college", False, 3)),
        ),
        "PLN014",
        {"name": "sg-oud", "other": "sg-college"},
    ),
}


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_that_is_not_exactly_there_stops_the_plan_at_its_line(name: str) -> None:
    wanted, code, args = GROUPS[name]
    directory = replace(
        DIRECTORY, groups_by_name=DIRECTORY.groups_by_name | {"sg-twin": (identifier(8), identifier(9))}
    )
    found = plan([wanted], Memory(directory_=directory))
    assert found.plan is None
    (error,) = [d for d in found.diagnostics if d.severity == "error"]
    assert error.code == code
    assert args.items() <= error.args.items()
    assert error.span is not None
    assert error.span.line == 12


def test_an_ambiguous_name_has_no_id() -> None:
    groups = PolicyGroups(
        replace(
            DIRECTORY, groups_by_name={"sg-twin": (identifier(8), identifier(9)), "sg-college": (COLLEGE,)}
        )
    )
    assert groups.id_of(group("sg-twin")) is None
    assert groups.id_of(group("sg-college", pinned=False)) == COLLEGE
    with pytest.raises(KeyError):
        groups.targets(desired(include=(group("sg-twin"),)))


def test_an_unknown_group_comes_with_the_nearest_known_name_and_is_told_once() -> None:
    wanted = [
        desired("first/a", include=(group("sg-colege"),)),
        desired("first/b", include=(group("sg-colege"),)),
    ]
    found = plan(wanted, Memory())
    assert [(d.code, d.suggestion) for d in found.diagnostics] == [("PLN010", "sg-college")]


def test_a_renamed_group_is_a_warning_because_its_id_decides() -> None:
    directory = replace(DIRECTORY, group_names=DIRECTORY.group_names | {COLLEGE: "sg-college-bw"})
    found = made([WRITTEN], Memory([observed(WRITTEN)], directory_=directory))
    assert [(d.code, d.severity, d.args["current"]) for d in found.diagnostics] == [
        ("PLN013", "warning", "sg-college-bw")
    ]
    assert only(found).action == "none"


def test_a_plan_is_made_for_one_tenant_only() -> None:
    assert plan([WRITTEN], Memory(), policy(tenant="T-1")).plan is not None
    found = plan([WRITTEN], Memory(), policy(tenant="t-2"))
    assert found.plan is None
    assert [(d.code, d.args["found"]) for d in found.diagnostics] == [("PLN015", "t-1")]


class Broken(Memory):
    def objects(self, kinds: Sequence[ResourceShape], organisation: str) -> Reading:
        raise ReadFailed(503, "ServiceUnavailable", "busy")


def test_a_partial_read_gives_no_plan() -> None:
    with pytest.raises(ReadFailed):
        plan([WRITTEN], Broken())


def exception(name: str, starts: date, ends: date) -> GrantedException:
    return GrantedException(
        name,
        (Located("tiktok", SPAN),),
        ("ios",),
        Located("college", SPAN),
        None,
        Text(),
        Located(True, SPAN),
        Located(Text(), SPAN),
        (Located("archived", SPAN),),
        (),
        Located(starts, SPAN),
        Located(ends, SPAN),
        SPAN,
    )


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("starts", "ends", "status"),
    [
        (ON - 9 * DAY, ON - DAY, "ended"),
        (ON - 9 * DAY, ON, "ending"),
        (ON, ON + 30 * DAY, "ending"),
        (ON, ON + 31 * DAY, "active"),
        (ON + DAY, ON + 2 * DAY, "future"),
    ],
)
def test_exceptions_say_where_they_stand(starts: date, ends: date, status: str) -> None:
    found = made([], Memory(), rules=policy(exceptions=[exception("2026-014", starts, ends)]))
    assert [(e.id, e.status, e.apps, e.role) for e in found.exceptions] == [
        ("2026-014", status, ("tiktok",), "college")
    ]


def test_the_order_in_which_things_are_read_changes_nothing() -> None:
    wanted = [
        desired("first/a"),
        desired("second/a"),
        desired("first/b", include=(group("sg-staff"), group("sg-college"))),
    ]
    there = [observed(desired("first/c"), 1), observed(wanted[1], 2), TWIN]
    one = made(wanted, Memory(there))
    other = made(wanted[::-1], Memory([replace(o, assignments=o.assignments[::-1]) for o in there[::-1]]))
    assert one == other
    assert len(one.digest) == 64
    assert KINDS[0].order > KINDS[1].order


def test_a_setting_that_the_tenant_does_not_have_is_an_error_at_its_line() -> None:
    named = [{"settingInstance": {"settingDefinitionId": name}} for name in ("old_setting", "new_setting")]
    asked = desired()
    because = {"/settings/1/settingInstance/settingDefinitionId": (cause("policy", "cause.rule", SPAN),)}
    asked = replace(asked, body={**asked.body, "settings": named}, blame={**asked.blame, **because})
    found = plan([asked], Memory(lacks=frozenset({"new_setting"})))
    assert found.plan is None
    assert [(d.code, d.span, d.args["definition"]) for d in found.diagnostics] == [
        ("PLN047", SPAN, "new_setting")
    ]
    assert "PLN047" not in [d.code for d in plan([asked], Memory()).diagnostics]
