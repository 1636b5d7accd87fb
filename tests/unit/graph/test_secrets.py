"""Values that Graph masks are asked for, or the reading fails: a mask is never taken for a value."""

import pytest
from tests.unit.graph.scripted import Scripted, no, ok, shape

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.error_body import diagnostic
from managed_apparaten.graph.http.request import GraphResponse
from managed_apparaten.graph.read.masked_values import MASK, RULES, has_mask, mask_values, reveal_rules
from managed_apparaten.graph.read.rounds import gather, run_read
from managed_apparaten.messages.catalogue import advice
from managed_apparaten.resource.shape import ResourceShape

PROFILE = shape(
    name="windows_applocker",
    odata_type="microsoft.graph.windows10CustomConfiguration",
    collection="deviceManagement/deviceConfigurations",
    secrets=("omaSettings", "getOmaSettingPlainTextValue"),
)
PLAIN = shape(collection="deviceManagement/deviceConfigurations")


def body(*references: str | None) -> JSON:
    masked = [
        {"omaUri": f"{RULES}{n}", "value": "****", "isEncrypted": True, "secretReferenceValueId": r}
        if r
        else {"omaUri": f"{RULES}{n}", "value": n}
        for n, r in enumerate(references)
    ]
    return {"id": "p 1", "omaSettings": masked}


def asks(reference: str) -> str:
    return f"GET /deviceManagement/deviceConfigurations/p%201/getOmaSettingPlainTextValue(secretReferenceValueId='{reference}')"


def told(value: object) -> GraphResponse:
    return GraphResponse(200, {"value": value})


def test_each_mask_gives_way_to_its_value_and_the_rest_stays() -> None:
    door = Scripted({asks("a"): [told("<one/>")], asks("b"): [told("")]})
    found = run_read(door, reveal_rules(PROFILE, body("a", None, "b")))
    assert [(item["omaUri"], item["value"]) for item in found["omaSettings"]] == [
        (f"{RULES}0", "<one/>"),
        (f"{RULES}1", 1),
        (f"{RULES}2", ""),
    ]
    assert all(item.keys() == {"omaUri", "value"} for item in found["omaSettings"])


def test_all_values_of_all_objects_are_asked_in_one_batch() -> None:
    door = Scripted({asks(r): [told(r)] for r in ("a", "b", "c")})
    run_read(
        door,
        gather(
            [
                reveal_rules(PROFILE, body("a", "b")),
                reveal_rules(PROFILE, body()),
                reveal_rules(PROFILE, body("c")),
            ]
        ),
    )
    assert len(door.seen) == 1


def test_a_reference_with_an_apostrophe_stays_one_argument() -> None:
    door = Scripted({asks("a''%2F..%2Fb"): [told("x")]})
    found = run_read(door, reveal_rules(PROFILE, body("a'/../b")))
    assert found["omaSettings"][0]["value"] == "x"


@pytest.mark.parametrize(
    ("kind", "item"),
    [(PLAIN, body("a")), (PROFILE, {"id": "x"}), (PROFILE, {"id": "x", "omaSettings": None})],
)
def test_where_nothing_is_masked_nothing_is_asked(kind: ResourceShape, item: JSON) -> None:
    door = Scripted({})
    assert run_read(door, reveal_rules(kind, item)) == item
    assert not door.seen


NOT_TOLD = [
    no(403),
    no(404),
    GraphResponse(500, {"value": "<x/>"}),
    told(None),
    told(5),
    ok(),
    GraphResponse(200, None),
]


def test_who_may_only_read_is_told_what_to_grant() -> None:
    with pytest.raises(ReadFailed) as failed:
        run_read(Scripted({asks("a"): [no(403)]}), reveal_rules(PROFILE, body("a")))
    found = diagnostic(failed.value)
    assert found.code == "GRA008"
    assert "DeviceManagementConfiguration.ReadWrite.All" in advice(found.code, "en", found.args)


@pytest.mark.parametrize("answer", NOT_TOLD)
def test_a_value_that_is_not_told_fails_the_reading(answer: GraphResponse) -> None:
    with pytest.raises(ReadFailed):
        run_read(Scripted({asks("a"): [answer]}), reveal_rules(PROFILE, body("a")))


WIFI = {
    "omaUri": "./Vendor/MSFT/WiFi/Profile/x",
    "value": "****",
    "secretReferenceValueId": "a",
    "isEncrypted": True,
}
SECRET: JSON = {"@odata.type": "#x.SecretSettingValue", "value": "s", "valueState": "notEncrypted"}
CATALOG = shape(definitions=frozenset({"group", "ours"}))


def setting(definition: str, value: JSON) -> JSON:
    return {"settingDefinitionId": definition, "simpleSettingValue": value}


def inside(*children: JSON) -> JSON:
    instance = {"settingDefinitionId": "group", "groupSettingCollectionValue": [{"children": list(children)}]}
    return {"settings": [{"id": "0", "settingInstance": instance}]}


def test_a_mask_over_what_is_no_rule_is_left_alone() -> None:
    door = Scripted({})
    found = mask_values(PROFILE, run_read(door, reveal_rules(PROFILE, {"id": "p", "omaSettings": [WIFI]})))
    assert not door.seen
    assert found["omaSettings"] == [{"omaUri": WIFI["omaUri"], "value": MASK}]


@pytest.mark.parametrize(("kind", "item", "expected"), [
    (PROFILE, {"omaSettings": [{"omaUri": "./Other", "value": 1234}]}, {"omaSettings": [{"omaUri": "./Other", "value": MASK}]}),
    (PLAIN, {"kioskModeExitCode": "1234", "x": "y"}, {"kioskModeExitCode": MASK, "x": "y"}),
    (PLAIN, {"factoryResetDeviceAdministratorEmails": ["a@b.example"]}, {"factoryResetDeviceAdministratorEmails": MASK}),
    (CATALOG, inside(setting("theirs", {"value": "s"})), inside(setting("theirs", {"value": MASK}))),
    (CATALOG, inside(setting("ours", SECRET)), inside(setting("ours", SECRET | {"value": MASK}))),
])  # fmt: skip
def test_what_others_put_into_an_object_of_ours_has_no_value(
    kind: ResourceShape, item: JSON, expected: JSON
) -> None:
    assert mask_values(kind, item) == expected
    assert has_mask(mask_values(kind, item))


RULE = {"omaUri": f"{RULES}x", "value": "<RuleCollection/>"}


@pytest.mark.parametrize(("kind", "item"), [
    (PROFILE, {"omaSettings": [RULE]}), (PLAIN, {"kioskModeExitCode": None, "factoryResetDeviceAdministratorEmails": []}),
    (CATALOG, inside(setting("ours", {"value": "com.example"}))), (PLAIN, {"settings": None}),
])  # fmt: skip
def test_what_is_ours_or_nothing_stays_as_it_was_read(kind: ResourceShape, item: JSON) -> None:
    assert mask_values(kind, item) == item
    assert not has_mask(item)
