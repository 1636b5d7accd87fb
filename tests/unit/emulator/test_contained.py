"""Contained objects: options inside $expand at any depth, and what comes along with a POST."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.emulator.conftest import COMPLIANCE, Client, valid

ADMX = "/beta/deviceManagement/groupPolicyConfigurations"
DEFINITIONS = "https://graph.microsoft.com/beta/deviceManagement/groupPolicyDefinitions"
DEFINITION, PRESENTATION = "11111111-0000-4000-8000-000000000001", "22222222-0000-4000-8000-000000000002"
TEXT = "#microsoft.graph.groupPolicyPresentationValueText"
NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def values(client: Client) -> str:
    """The definition values of a policy, one of them with a value for a presentation."""
    definition = f"{DEFINITIONS}('{DEFINITION}')"
    presented = {
        "@odata.type": TEXT,
        "value": "one",
        "presentation@odata.bind": f"{definition}/presentations('{PRESENTATION}')",
    }
    body = {"enabled": True, "definition@odata.bind": definition, "presentationValues": [presented]}
    url = f"{client.make(ADMX, {'displayName': 'admx'})}/definitionValues"
    answer = client("POST", url, body)
    assert answer.status == 201, answer.body
    assert "presentationValues" not in answer.body
    return url


def test_what_comes_along_has_its_id_its_times_and_what_it_is_bound_to(client: Client, values: str) -> None:
    [value] = client("GET", values).body["value"]
    [presented] = client("GET", f"{values}/{value['id']}/presentationValues?$expand=presentation").body[
        "value"
    ]
    assert presented["presentation"]["id"] == PRESENTATION
    assert (
        presented["createdDateTime"]
        == presented["lastModifiedDateTime"]
        == value["createdDateTime"]
        != "0001-01-01T00:00:00Z"
    )
    assert presented["id"] not in (NOBODY, "", None, value["id"])
    assert (
        client("GET", f"{values}/{value['id']}/presentationValues/{presented['id']}").body["value"] == "one"
    )


def test_what_comes_along_cannot_be_bound_to_what_its_type_does_not_have(client: Client, values: str) -> None:
    bad = {"@odata.type": TEXT, "value": "one", "nonsense@odata.bind": DEFINITIONS}
    assert client("POST", values, {"enabled": True, "presentationValues": [bad]}).status == 400


def test_a_bind_in_a_patch_counts(client: Client, values: str) -> None:
    [value] = client("GET", values).body["value"]
    assert (
        client("PATCH", f"{values}/{value['id']}", {"definition@odata.bind": f"{DEFINITIONS}/other"}).status
        == 200
    )
    assert client("GET", f"{values}/{value['id']}?$expand=definition").body["definition"]["id"] == "other"


def test_an_expand_inside_an_expand_is_obeyed(client: Client, values: str) -> None:
    [shown] = client("GET", f"{values}?$expand=presentationValues($expand=presentation),definition").body[
        "value"
    ]
    [presented] = shown["presentationValues"]
    direct = client(
        "GET", f"{values}/{shown['id']}/presentationValues/{presented['id']}?$expand=presentation"
    ).body
    assert presented["presentation"]["id"] == PRESENTATION
    assert presented == {key: value for key, value in direct.items() if key != "@odata.context"}
    [closed] = client("GET", f"{values}?$expand=presentationValues").body["value"]
    assert closed["presentationValues"] == [
        {key: value for key, value in presented.items() if key != "presentation"}
    ]


def test_a_selection_inside_an_expand_is_obeyed_and_the_key_stays(client: Client, values: str) -> None:
    expand = "presentationValues($select=createdDateTime;$expand=presentation($select=label))"
    [shown] = client("GET", f"{values}?$expand={expand}").body["value"]
    [presented] = shown["presentationValues"]
    assert set(presented) == {"@odata.type", "id", "createdDateTime", "presentation"}
    assert set(presented["presentation"]) == {"id", "label"}


def test_a_definition_that_the_tenant_has_is_shown_as_it_is_read(client: Client, values: str) -> None:
    made = client.make("/beta/deviceManagement/groupPolicyDefinitions", {"displayName": "Block it"})
    bound = {"enabled": True, "definition@odata.bind": f"https://graph.microsoft.com{made}"}
    value = client("POST", values, bound).body["id"]
    shown = client("GET", f"{values}/{value}?$expand=definition").body["definition"]
    direct = client("GET", made).body
    assert shown == {key: value for key, value in direct.items() if key != "@odata.context"}


@pytest.mark.parametrize("expand", [
    "presentationValues($select=nonsense)", "presentationValues($expand=nonsense)", "presentationValues($expand=definitionValue)",
    "presentationValues($levels=2)", "presentationValues($levels=max)", "presentationValues($filter=id eq 'x')",
    "presentationValues($top=1)", "presentationValues($expand=presentation($levels=2))",
    "presentationValues($expand=presentation($select=nonsense))", "presentationValues($expand=presentation($expand=definition))",
    "definition($select=nonsense)", "definition($expand=presentations)", "configuration",
])  # fmt: skip
def test_nothing_inside_an_expand_is_passed_over(client: Client, values: str, expand: str) -> None:
    [value] = client("GET", values).body["value"]
    for url in (values, f"{values}/{value['id']}"):
        assert client("GET", f"{url}?$expand={expand}").status == 400, url


def test_definitions_of_settings_are_selected(client: Client) -> None:
    settings = f"{client.make(*valid('ios_app_restrictions'))}/settings"
    [shown] = client("GET", f"{settings}?$expand=settingDefinitions($select=displayName)").body["value"]
    assert shown["settingDefinitions"]
    assert all(set(one) - {"@odata.type"} == {"id", "displayName"} for one in shown["settingDefinitions"])


RULES: dict[str, Any] = {
    "scheduledActionsForRule($expand=scheduledActionConfigurations($select=actionType))": {
        "id",
        "actionType",
    },
    "scheduledActionsForRule($select=ruleName;$expand=scheduledActionConfigurations($select=gracePeriodHours))": {
        "id",
        "gracePeriodHours",
    },
}


@pytest.mark.parametrize("expand", RULES)
def test_options_inside_the_scheduled_actions_are_obeyed(client: Client, expand: str) -> None:
    made = client.make(*valid("ios_compliance"))
    [rule] = client("GET", f"{made}?$expand={expand}").body["scheduledActionsForRule"]
    [action] = rule["scheduledActionConfigurations"]
    assert set(action) - {"@odata.type"} == RULES[expand]
    assert "id" in rule


@pytest.mark.parametrize("inner", ["$select=nonsense", "$expand=nonsense", "$levels=2"])
def test_options_that_the_scheduled_actions_do_not_have_are_refused(client: Client, inner: str) -> None:
    made = client.make(*valid("ios_compliance"))
    for url in (made, COMPLIANCE):
        answer = client(
            "GET", f"{url}?$expand=scheduledActionsForRule($expand=scheduledActionConfigurations({inner}))"
        )
        assert answer.status == 400


def test_a_selection_inside_an_expand_keeps_the_key_as_one_outside_does(client: Client) -> None:
    made = client.make(*valid("ios_app_protection"))
    assert set(client("GET", f"{made}?$expand=apps($select=version)").body["apps"][0]) == {"id", "version"}
