"""What the reader makes of answers: ours, not ours, and what it refuses to guess."""

from dataclasses import replace
from typing import Any

import pytest
from tests.unit.graph.scripted import ROOT, Answer, Scripted, no, ok, shape

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.request import GraphResponse
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.resource.shape import ResourceShape

ITEMS = "GET /deviceManagement/deviceCompliancePolicies"
LIST = f"{ITEMS}?$top=999"
APP_LIST = "GET /deviceAppManagement/iosManagedAppProtections?$top=999"
GROUP = {"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": "g1"}
IOS = shape()
MAC = shape(name="macos_compliance", odata_type="microsoft.graph.macOSCompliancePolicy")
APPS = shape(
    name="ios_app_protection",
    odata_type="microsoft.graph.iosManagedAppProtection",
    collection="deviceAppManagement/iosManagedAppProtections",
    item_expand="apps,assignments",
    item_reads=(),
    targets_apps=True,
    app_identifier=("#microsoft.graph.iosMobileAppIdentifier", "bundleId"),
)


def policy(number: int, marker: str = "", sort: str = "iosCompliancePolicy", **more: JSON) -> dict[str, Any]:
    text = f"Text\n[apparaten {marker} gen=0123456789abcdef]" if marker else "By hand"
    body = {
        "@odata.type": f"#microsoft.graph.{sort}",
        "id": f"id-{number}",
        "displayName": f"Policy {number}",
        "description": text,
    }
    return (
        body
        | {
            "version": number,
            "lastModifiedDateTime": "2026-11-01T00:00:00Z",
            "createdDateTime": "2026-10-01T00:00:00Z",
        }
        | more
    )


def assignments(number: int, *targets: JSON) -> dict[str, list[Any]]:
    return {f"{ITEMS}/id-{number}/assignments": [ok(*({"id": "x", "target": target} for target in targets))]}


def test_only_what_carries_our_mark_is_ours_and_a_name_proves_nothing() -> None:
    listed = [
        policy(1, "zilverdam/ios_compliance/college"),
        policy(2, displayName="Policy 1"),
        policy(3, "goudwater/ios_compliance/college"),
        policy(4) | {"description": None},
    ]
    reading = Reader(Scripted({LIST: [ok(*listed)], **assignments(1, GROUP)})).objects([IOS], "zilverdam")
    assert [o.id for o in reading.ours] == ["id-1"]
    assert [f.id for f in reading.foreign] == ["id-2", "id-3", "id-4"]
    assert (reading.foreign[0].name, reading.foreign[0].odata_type) == (
        "Policy 1",
        "microsoft.graph.iosCompliancePolicy",
    )
    (ours,) = reading.ours
    assert (ours.kind, ours.name, ours.assignments) == ("ios_compliance", "Policy 1", (GROUP,))
    assert (ours.version, ours.created) == ("1 2026-11-01T00:00:00Z", "2026-10-01T00:00:00Z")
    assert str(ours.marker and ours.marker.address) == "ios_compliance/college"


def test_a_collection_that_kinds_share_is_listed_once() -> None:
    listed = [
        policy(1, "zilverdam/ios_compliance/a"),
        policy(2, "zilverdam/macos_compliance/a", "macOSCompliancePolicy"),
    ]
    transport = Scripted({LIST: [ok(*listed)], **assignments(1), **assignments(2)})
    reading = Reader(transport).objects([IOS, MAC], "zilverdam")
    assert [(o.kind, o.id) for o in reading.ours] == [
        ("ios_compliance", "id-1"),
        ("macos_compliance", "id-2"),
    ]
    assert [r.path for r in transport.seen] == [
        "/deviceManagement/deviceCompliancePolicies?$top=999",
        "/$batch",
    ]


@pytest.mark.parametrize(
    ("marked", "code"),
    [
        ("zilverdam/macos_compliance/a", "GRA011"),
        ("zilverdam/linux_compliance/a", "GRA010"),
        ("zilverdam/ios_app_protection/a", "GRA011"),
    ],
)
def test_our_mark_on_something_it_cannot_be_is_reported_and_left_alone(marked: str, code: str) -> None:
    transport = Scripted({LIST: [ok(policy(1, marked))], APP_LIST: [ok()]})
    reading = Reader(transport).objects([IOS, MAC, APPS], "zilverdam")
    assert reading.ours == ()
    assert [f.id for f in reading.foreign] == ["id-1"]
    assert [(d.code, d.severity, d.args["id"]) for d in reading.diagnostics] == [(code, "warning", "id-1")]


def test_marks_of_another_organisation_are_counted_as_it_may_be_the_old_name_of_this_one() -> None:
    listed = [
        policy(number, f"{name}/ios_compliance/a{number}")
        for number, name in enumerate(("oud", "zilverdam", "oud", "buur"), 1)
    ]
    reading = Reader(Scripted({LIST: [ok(*listed)], **assignments(2)})).objects([IOS], "zilverdam")
    assert [(d.code, d.severity, d.args["other"], d.args["count"]) for d in reading.diagnostics] == [
        ("GRA014", "warning", "buur", "1"),
        ("GRA014", "warning", "oud", "2"),
    ]
    assert [o.id for o in reading.ours] == ["id-2"]


WHOLE = "[apparaten zilverdam/ios_compliance/a gen=0123456789abcdef protect]"
APPLIED = "[apparaten-applied n=3 on=2026-11-21 people=5 devices=6 limits=25,25,30,10,7]"
ODD: dict[str, tuple[str, list[str], str | None]] = {
    "text behind it": (f"Text\n{WHOLE} seen by Jan", [], "ios_compliance/a"),
    "one line": (f"Text {WHOLE}", [], "ios_compliance/a"),
    "cut behind the address": (f"Text\n{WHOLE[:-20]}", ["GRA017"], "ios_compliance/a"),
    "cut in the address": (f"Text\n{WHOLE[:37]}", ["GRA015"], None),
    "a character that nobody sees": (
        "Text\n" + WHOLE.replace("dam", "d\u00adam"),
        ["GRA018"],
        "ios_compliance/a",
    ),
    "written as Markdown": ("Text\n" + WHOLE.replace("_", r"\_"), ["GRA018"], "ios_compliance/a"),
    "two objects": (f"Text\n{WHOLE}\n{WHOLE.replace('/a', '/b')}", ["GRA016"], "ios_compliance/b"),
    "ours and another organisation's": (
        f"{WHOLE}\n{WHOLE.replace('zilverdam', 'buur')}",
        ["GRA016", "GRA014"],
        None,
    ),
    "another organisation's alone, twice": (
        f"{WHOLE}\n{WHOLE}".replace("zilverdam", "buur"),
        ["GRA014"],
        None,
    ),
    "another organisation's, cut": (WHOLE[:37].replace("zilverdam", "buurtuin1"), [], None),
    "cut in the organisation": (f"Text\n{APPLIED}\n{WHOLE[:14]}", ["GRA015"], None),
    "cut in the first word": (f"Text\n{APPLIED}\n{WHOLE[:7]}", ["GRA015"], None),
    "cut in the first word, without the last apply": (f"Text\n{WHOLE[:7]}", ["GRA015"], None),
    "without a slash": (f"Text\n{WHOLE.replace('/', ' ', 1)}", ["GRA015"], None),
    "only what the last apply noted": (f"Text\n{APPLIED}", ["GRA015"], None),
    "another organisation's, with its last apply": (
        f"{APPLIED}\n{WHOLE}".replace("zilverdam", "buur"),
        ["GRA014"],
        None,
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_marks_that_are_not_as_we_write_them_are_known_or_told(name: str) -> None:
    """B7: a mark anywhere identifies; what nobody can judge from here is said and never taken for something else."""
    text, codes, address = ODD[name]
    transport = Scripted({LIST: [ok(policy(1, description=text))], **assignments(1)})
    reading = Reader(transport).objects([IOS], "zilverdam")
    assert [d.code for d in reading.diagnostics] == codes
    assert [str(o.marker.address) for o in reading.ours if o.marker] == ([address] if address else [])
    assert all(o.marker and o.marker.protect for o in reading.ours)
    assert [f.id for f in reading.foreign] == ([] if address else ["id-1"])
    assert {d.args["mark"] for d in reading.diagnostics if d.code == "GRA015"} <= {
        "[apparaten zilverdam/ios_compliance/\u2026]"
    }


def test_what_a_mark_says_that_does_not_make_an_object_ours_is_known() -> None:
    """H1: the plan judges by it whether the object is ours all the same."""
    theirs = policy(1, "anders/ios_compliance/a"), policy(2, "zilverdam/ios_complianc/a"), policy(3)
    cut = (
        policy(4) | {"description": "Text\n[apparaten anders/ios_"},
        policy(5) | {"description": "Text gen=0123456789ABCDEF"},
    )
    found = Reader(Scripted({LIST: [ok(*theirs, *cut)]})).objects([IOS], "zilverdam").foreign
    digest = ("0123456789abcdef",)
    assert [(f.says, f.owner, f.key, f.generations) for f in found] == [
        ("[apparaten anders/ios_compliance/a gen=0123456789abcdef]", "anders", "a", digest),
        ("[apparaten zilverdam/ios_complianc/a gen=0123456789abcdef]", "zilverdam", "a", digest),
        ("", "", "", ()),
        ("[apparaten anders/", "", "", ()),
        ("gen=0123456789abcdef", "", "", digest),
    ]


def test_a_mark_in_another_collection_is_misplaced_even_without_a_type() -> None:
    listed = {
        key: value
        for key, value in policy(1, "zilverdam/ios_app_protection/a").items()
        if key != "@odata.type"
    }
    transport = Scripted({LIST: [ok(listed)], APP_LIST: [ok()]})
    reading = Reader(transport).objects([IOS, APPS], "zilverdam")
    assert ([d.code for d in reading.diagnostics], reading.ours) == (["GRA011"], ())


def test_an_object_that_stands_on_two_pages_is_one_object() -> None:
    one = policy(1, "zilverdam/ios_compliance/a")
    first = ok(one, policy(2), link=f"{ROOT}/beta/deviceManagement/deviceCompliancePolicies?$skiptoken=x")
    transport = Scripted(
        {LIST: [first], f"{ITEMS}?$skiptoken=x": [ok(policy(2), policy(3))], **assignments(1)}
    )
    reading = Reader(transport).objects([IOS], "zilverdam")
    assert (len(reading.ours), [f.id for f in reading.foreign]) == (1, ["id-2", "id-3"])


BROKEN: dict[str, dict[str, list[Any]]] = {
    "assignments refused": {f"{ITEMS}/id-1/assignments": [no(403)]},
    "assignments gone": {f"{ITEMS}/id-1/assignments": [no(404)]},
    "assignment without target": {f"{ITEMS}/id-1/assignments": [ok({"id": "x"})]},
    "target without type": {f"{ITEMS}/id-1/assignments": [ok({"target": {"groupId": "g"}})]},
    "second page missing": {
        f"{ITEMS}/id-1/assignments": [ok(link=f"{ROOT}/beta/x")],
        "GET /x": [no(500)],
    },
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_object_that_was_not_read_in_full_fails_the_reading(name: str) -> None:
    transport = Scripted({LIST: [ok(policy(1, "zilverdam/ios_compliance/a"))], **BROKEN[name]})
    with pytest.raises(ReadFailed):
        Reader(transport).objects([IOS], "zilverdam")


@pytest.mark.parametrize("item", [{"displayName": "no id"}, {"id": ""}, {"id": 7}])
def test_an_object_without_id_fails_the_reading(item: JSON) -> None:
    with pytest.raises(ReadFailed):
        Reader(Scripted({LIST: [ok(item)]})).objects([IOS], "zilverdam")


def test_a_list_that_is_refused_fails_the_reading() -> None:
    with pytest.raises(ReadFailed) as failed:
        Reader(Scripted({LIST: [no(403, "Forbidden", "No scope.")]})).objects([IOS], "zilverdam")
    assert (failed.value.status, failed.value.message) == (403, "No scope.")


def protection(**more: JSON) -> dict[str, Any]:
    return policy(1, "zilverdam/ios_app_protection/a", "iosManagedAppProtection", **more)


def app(bundle: str) -> JSON:
    return {
        "id": bundle,
        "mobileAppIdentifier": {
            "@odata.type": APPS.app_identifier and APPS.app_identifier[0],
            "bundleId": bundle,
        },
    }


ITEM = "GET /deviceAppManagement/iosManagedAppProtections/id-1?$expand=apps,assignments"


def test_apps_and_assignments_come_from_the_item_read_and_policy_sets_are_marked() -> None:
    set_target = {"target": GROUP, "source": "policySets"}
    whole = protection(
        apps=[app("com.b"), app("com.a"), app("com.b")],
        assignments=[{"target": GROUP, "source": "direct"}, set_target],
    )
    reading = Reader(Scripted({APP_LIST: [ok(protection())], ITEM: [GraphResponse(200, whole)]})).objects(
        [APPS], "zilverdam"
    )
    assert reading.ours[0].apps == ("com.a", "com.b")
    assert reading.ours[0].assignments == (GROUP, GROUP | {"source": "policySets"})


def test_an_expansion_that_comes_in_pages_is_followed() -> None:
    link = f"{ROOT}/beta/more"
    whole = protection(assignments=[], apps=[app("com.a")]) | {"apps@odata.nextLink": link}
    transport = Scripted(
        {APP_LIST: [ok(protection())], ITEM: [GraphResponse(200, whole)], "GET /more": [ok(app("com.b"))]}
    )
    assert Reader(transport).objects([APPS], "zilverdam").ours[0].apps == ("com.a", "com.b")


@pytest.mark.parametrize(
    "answer",
    [
        protection(assignments=[]),
        protection(apps=None, assignments=[]),
        protection(apps=[{"id": "x"}], assignments=[]),
        protection(apps=[]),
        protection(apps=[], assignments=[]) | {"description": "somebody took the mark off"},
    ],
)
def test_missing_apps_or_assignments_are_unknown_not_empty(answer: JSON) -> None:
    transport = Scripted({APP_LIST: [ok(protection())], ITEM: [GraphResponse(200, answer)]})
    with pytest.raises(ReadFailed) as failed:
        Reader(transport).objects([APPS], "zilverdam")
    assert failed.value.code in {"IncompleteObject", "ChangedMeanwhile"}


def test_an_object_that_vanishes_while_we_read_is_not_taken_for_absent() -> None:
    with pytest.raises(ReadFailed):
        Reader(Scripted({APP_LIST: [ok(protection())], ITEM: [no(404)]})).objects([APPS], "zilverdam")


def test_an_object_that_the_list_shows_whole_is_not_read_again() -> None:
    kind = replace(IOS, list_expand="rules", item_expand="rules")
    listed = policy(1, "zilverdam/ios_compliance/a", rules=[1])
    transport = Scripted({f"{ITEMS}?$expand=rules&$top=999": [ok(listed)], **assignments(1, GROUP)})
    (ours,) = Reader(transport).objects([kind], "zilverdam").ours
    assert (ours.body["rules"], ours.assignments) == ([1], (GROUP,))
    assert [request.path for request in transport.seen[1:]] == [
        "/deviceManagement/deviceCompliancePolicies/id-1/assignments"
    ]


SHOWING = replace(IOS, list_shows={"assignments": ""})
COUNTING = replace(IOS, list_shows={"assignments": "assignedTo"})
HERE, THERE = GROUP, GROUP | {"groupId": "g2"}
SHOWN: dict[str, tuple[ResourceShape, JSON, JSON]] = {
    "shown": (SHOWING, {"assignments": [{"target": HERE}]}, HERE),
    "shown in the number that counts them": (
        COUNTING,
        {"assignments": [{"target": HERE}], "assignedTo": 1},
        HERE,
    ),
    "not shown": (SHOWING, {}, THERE),
    "not filled": (SHOWING, {"assignments": []}, THERE),
    "no list": (SHOWING, {"assignments": {"target": HERE}}, THERE),
    "fewer than there are": (COUNTING, {"assignments": [{"target": HERE}], "assignedTo": 2}, THERE),
    "not asked for": (IOS, {"assignments": [{"target": HERE}]}, THERE),
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_a_list_shows_in_full_is_believed_and_the_rest_is_read_apart(name: str) -> None:
    kind, shown, expected = SHOWN[name]
    expand = "$expand=assignments&" if kind.list_shows else ""
    listed = policy(1, "zilverdam/ios_compliance/a", **shown)
    transport = Scripted({f"{ITEMS}?{expand}$top=999": [ok(listed)], **assignments(1, THERE)})
    (ours,) = Reader(transport).objects([kind], "zilverdam").ours
    assert ours.assignments == (expected,)
    assert transport.rounds == (1 if expected == HERE else 2)


def test_what_a_list_shows_in_pages_is_read_to_its_end() -> None:
    link = f"{ROOT}/beta/deviceManagement/deviceCompliancePolicies/id-1/assignments?page=2"
    shown: dict[str, JSON] = {"assignments": [{"target": HERE}], "assignments@odata.nextLink": link}
    transport = Scripted(
        {f"{ITEMS}?$expand=assignments&$top=999": [ok(policy(1, "zilverdam/ios_compliance/a", **shown))],
         f"{ITEMS}/id-1/assignments?page=2": [ok({"target": THERE})]}
    )  # fmt: skip
    (ours,) = Reader(transport).objects([SHOWING], "zilverdam").ours
    assert ours.assignments == (HERE, THERE)


def test_an_object_by_its_id_is_read_apart_whatever_lists_show() -> None:
    item = f"{ITEMS}/id-1"
    body = policy(1, assignments=[{"target": HERE}])
    found = Reader(Scripted({item: [GraphResponse(200, body)], **assignments(1, THERE)})).read(
        SHOWING, "id-1"
    )
    assert found is not None
    assert found.assignments == (THERE,)


def test_read_says_none_only_for_404() -> None:
    item = f"{ITEMS}/id-1"
    found = Reader(Scripted({item: [GraphResponse(200, policy(1))], **assignments(1, GROUP)})).read(
        IOS, "id-1"
    )
    assert found is not None
    assert (found.id, found.marker, found.assignments) == ("id-1", None, (GROUP,))
    assert Reader(Scripted({item: [no(404)], f"{item}/assignments": [no(404)]})).read(IOS, "id-1") is None
    assert (
        Reader(Scripted({item: [GraphResponse(200, policy(1))], f"{item}/assignments": [no(404)]})).read(
            IOS, "id-1"
        )
        is None
    )
    with pytest.raises(ReadFailed):
        Reader(Scripted({item: [no(500)], **assignments(1)})).read(IOS, "id-1")


def test_many_objects_are_read_in_the_round_that_one_takes() -> None:
    there: dict[str, list[Answer]] = (
        {f"{ITEMS}/id-{n}": [GraphResponse(200, policy(n))] for n in (1, 3)}
        | assignments(1, GROUP)
        | assignments(3)
    )
    gone: dict[str, list[Answer]] = {f"{ITEMS}/id-2": [no(404)], f"{ITEMS}/id-2/assignments": [no(404)]}
    transport = Scripted({**there, **gone})
    found = Reader(transport).read_all([(IOS, f"id-{n}") for n in (3, 2, 1)])
    assert [one and one.id for one in found] == ["id-3", None, "id-1"]
    assert (transport.rounds, len(transport.seen)) == (1, 1)


def test_an_id_cannot_change_the_request() -> None:
    odd = "a/b?c#'"
    transport = Scripted({})
    with pytest.raises(KeyError, match="a%2Fb%3Fc%23%27"):
        Reader(transport).read(replace(IOS, item_reads=()), odd)


@pytest.mark.parametrize("answer", [ok(), ok({"id": "t1"}, {"id": "t2"}), ok({"displayName": "x"}), no(401)])
def test_a_tenant_that_does_not_say_who_it_is_is_no_tenant(answer: GraphResponse) -> None:
    with pytest.raises(ReadFailed):
        Reader(Scripted({"GET /organization?$select=id,displayName": [answer]})).identity()
