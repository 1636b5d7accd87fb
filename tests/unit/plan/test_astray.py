"""H1, M5: a mark of which somebody edited the address. What the object is, its digest or its content says; it is left alone and told."""

from dataclasses import replace

import pytest
from tests.unit.plan.small import FIRST, Memory, desired, group, observed, plan, targets

from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.address import Address
from managed_apparaten.graph.observed import Observed
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.edited_marks import find_edited_marks
from managed_apparaten.resource.marker import marked

ROLES = ("college", "staff")
COLLEGE_OBJECT, STAFF_OBJECT = desired(), desired("first/staff", include=(group("sg-staff"),))
OLD_COLLEGE, OLD_STAFF = (
    desired(blocked=["com.old"]),
    desired("first/staff", include=(group("sg-staff"),), blocked=["com.old"]),
)


def remarked(one: Observed, address: str) -> Observed:
    """The object after somebody wrote another address in its mark."""
    assert one.marker is not None
    marker = replace(one.marker, address=Address.parse(address))
    return replace(one, marker=marker, body={**one.body, "description": marked("Text", marker)})


def made(wanted: list[Desired], there: list[Observed], roles: tuple[str, ...] = ROLES) -> Plan:
    found = plan(wanted, Memory(there), roles=roles)
    assert found.plan is not None, found.diagnostics
    return found.plan


def told(found: Plan) -> list[tuple[str, str, str]]:
    return [
        (one.args["id"], one.args["says"], one.args["made_as"])
        for one in found.diagnostics
        if one.code == "PLN048"
    ]


BOTH = [COLLEGE_OBJECT, STAFF_OBJECT]
EDITED = {
    "the older one": [remarked(observed(COLLEGE_OBJECT, 1), "first/staff"), observed(STAFF_OBJECT, 2)],
    "the younger one": [observed(STAFF_OBJECT, 1), remarked(observed(COLLEGE_OBJECT, 2), "first/staff")],
    "without the object of the other": [remarked(observed(COLLEGE_OBJECT, 1), "first/staff")],
    "both with an older policy": [remarked(observed(OLD_COLLEGE, 1), "first/staff"), observed(OLD_STAFF, 2)],
    "older, and without the object of the other": [remarked(observed(OLD_COLLEGE, 1), "first/staff")],
    "edited as well": [
        replace(one := remarked(observed(COLLEGE_OBJECT, 1), "first/staff"), body={**one.body, "pin": 7}),
        observed(STAFF_OBJECT, 2),
    ],
    "unassigned": [
        remarked(observed(COLLEGE_OBJECT, 1, assignments=()), "first/staff"),
        observed(STAFF_OBJECT, 2),
    ],
}


@pytest.mark.parametrize("name", EDITED)
def test_an_object_whose_mark_names_another_role_is_left_alone_and_told(name: str) -> None:
    """H1, M5: seen as "a copy to the letter" of the other role's live object, and offered for deletion."""
    for order in (EDITED[name], EDITED[name][::-1]):
        found = made(BOTH, order)
        (strange,) = (one for one in order if one.name == COLLEGE_OBJECT.body["displayName"])
        assert told(found) == [(strange.id, "first/staff", "first/college")]
        assert "delete" not in {change.action for change in found.changes}
        assert strange.id not in {change.object_id for change in found.changes}
        assert strange.id in {one.id for one in found.unmanaged}
        assert [
            (g.code, g.measured, g.override) for g in found.guards if g.code == "PLN029" and not g.passed
        ] == [("PLN029", "1", "")]


def test_a_mark_that_names_a_role_without_such_an_object_is_no_reason_to_delete() -> None:
    """M5: the policy has the role, but gives it nothing of this kind."""
    found = made([COLLEGE_OBJECT], [remarked(observed(COLLEGE_OBJECT), "first/staff")])
    assert told(found) == [("id-1", "first/staff", "first/college")]
    assert "delete" not in {change.action for change in found.changes}


def test_a_copy_that_was_made_under_another_name_is_not_deleted_whatever_its_digest() -> None:
    """M5: the policy of both roles changed since, and the title of the one whose mark was edited: nothing names it any more."""
    titled = desired(displayName="MA | once", blocked=["com.old"])
    found = made(BOTH, [remarked(observed(titled, 1), "first/staff"), observed(OLD_STAFF, 2)])
    assert [(c.action, c.object_id) for c in found.changes] == [("create", None), ("update", "id-2")]
    assert [d.args["id"] for d in found.diagnostics if d.code == "PLN018"] == ["id-1"]


RENAMED = desired("first/renamed", displayName=COLLEGE_OBJECT.body["displayName"])


def test_a_role_that_is_renamed_and_roles_that_change_places_are_no_edited_marks() -> None:
    """M5: neighbours that look like it and are decisions of the policy."""
    found = made([RENAMED], [observed(COLLEGE_OBJECT), observed(COLLEGE_OBJECT, 2)], ("renamed",))
    assert told(found) == []
    assert [(c.action, c.reason) for c in found.changes] == [
        ("create", "new"),
        ("delete", "role-removed"),
        ("delete", "twin"),
    ]
    there = [
        remarked(observed(COLLEGE_OBJECT, 1), "first/staff"),
        remarked(observed(STAFF_OBJECT, 2), "first/college"),
    ]
    found = made(BOTH, there)
    assert told(found) == []
    assert {(c.action, c.object_id) for c in found.changes} == {("update", "id-1"), ("update", "id-2")}


@pytest.mark.parametrize("collection", ["deviceManagement/first", "deviceManagement/elsewhere"])
def test_a_mark_that_names_another_kind_of_the_same_sort_of_object_is_told(collection: str) -> None:
    """M5: several kinds of the settings catalog have one type; the object was deleted as one that its role no longer needs."""
    kinds = {"first": FIRST, "third": replace(FIRST, name="third", collection=collection)}
    strange = replace(remarked(observed(COLLEGE_OBJECT), "third/college"), kind="third")
    found = find_edited_marks(BOTH, [strange], kinds, targets, ROLES)
    expected = (
        [(Address("third", "college"), (COLLEGE_OBJECT.address,))] if collection == FIRST.collection else []
    )
    assert [(one.says, one.made_as) for one in found] == expected
