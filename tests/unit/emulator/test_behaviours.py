"""Every behaviour is in the table, has its evidence, is asked for in the code, and can be switched off."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.emulator.conftest import (
    CATALOG,
    COMPLIANCE,
    IOS_MAM,
    Client,
    block_rule,
    catalog_body,
    group_target,
    valid,
)

from managed_apparaten import emulator
from managed_apparaten.emulator.core.behaviour import BY_NAME, TABLE, Behaviours

SOURCE = Path(next(iter(emulator.__path__)))


def code() -> str:
    return "\n".join(
        path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.py")) if path.name != "behaviour.py"
    )


def test_names_are_unique_and_every_row_has_its_source() -> None:
    assert len(BY_NAME) == len(TABLE)
    assert all(row.rule and row.source and re.fullmatch("[a-z0-9-]+", row.name) for row in TABLE)


def test_code_asks_for_every_behaviour_and_for_no_other() -> None:
    text = code()
    assert [row.name for row in TABLE if f'"{row.name}"' not in text] == []
    assert set(re.findall(r'\bon\("([a-z0-9-]+)"\)', text)) <= set(BY_NAME)


def test_unknown_name_is_a_bug() -> None:
    for call in (Behaviours().on, Behaviours().with_, Behaviours().without):
        with pytest.raises(KeyError):
            call("no-such-behaviour")


def make_without_block(client: Client) -> int:
    return client("POST", COMPLIANCE, {**valid("ios_compliance")[1], "scheduledActionsForRule": []}).status


def make_unnamed(client: Client) -> int:
    return client("POST", IOS_MAM, {}).status


def make_with_null(client: Client) -> int:
    return client("POST", IOS_MAM, {"displayName": "x", "pinRequired": None}).status


def make_unknown_setting(client: Client) -> int:
    body = catalog_body(
        {
            **catalog_body()["settings"][0]["settingInstance"],
            "settingDefinitionId": "x",
            "groupSettingCollectionValue": [],
        }
    )
    return client("POST", CATALOG, body).status


def patch_without_type(client: Client) -> int:
    return client("PATCH", client.make(*valid("ios_compliance")), {"description": "x"}).status


def patch_description(client: Client) -> int:
    sent = {"@odata.type": "#microsoft.graph.iosCompliancePolicy", "description": "x"}
    return client("PATCH", client.make(*valid("ios_compliance")), sent).status


def patch_scheduled(client: Client) -> int:
    sent = {"@odata.type": "#microsoft.graph.iosCompliancePolicy", "scheduledActionsForRule": block_rule()}
    return client("PATCH", client.make(*valid("ios_compliance")), sent).status


def assign_twice(client: Client) -> int:
    url = client.make(*valid("ios_compliance"))
    return client("POST", f"{url}/assign", {"assignments": [group_target(), group_target()]}).status


def order_unsupported(client: Client) -> int:
    return client("GET", f"{COMPLIANCE}?$filter=passcodeRequired eq true").status


SWITCHES: tuple[tuple[str, Callable[[Client], int], int, int], ...] = (
    ("compliance-one-block-action", make_without_block, 400, 201), ("display-name-required", make_unnamed, 400, 201),
    ("null-refused", make_with_null, 400, 201), ("settings-catalog-definitions", make_unknown_setting, 400, 201),
    ("type-needed-on-patch", patch_without_type, 400, 204), ("scheduled-actions-refused-in-patch", patch_scheduled, 400, 204),
    ("patch-204-for-configuration", patch_description, 204, 200),
    ("assign-one-per-target", assign_twice, 400, 200),
)  # fmt: skip


@pytest.mark.parametrize(("name", "act", "on", "off"), SWITCHES, ids=[row[0] for row in SWITCHES])
def test_switching_a_behaviour_off_changes_the_answer(
    client: Client, without: Callable[..., Client], name: str, act: Callable[[Client], int], on: int, off: int
) -> None:
    assert act(client) == on
    assert act(without(name)) == off


def test_a_tenant_without_server_defaults_returns_only_what_was_sent(without: Callable[..., Client]) -> None:
    client = without("server-defaults", "scope-tag-default")
    url = client.make(IOS_MAM, {"displayName": "x"})
    assert "pinRequired" not in client("GET", url).body


def test_pages_can_be_switched_to_one_big_page(without: Callable[..., Client]) -> None:
    client = without("pages-of-25")
    for index in range(30):
        client.make(CATALOG, catalog_body(name=f"p{index}"))
    assert len(client("GET", CATALOG).body["value"]) == 30
