import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.golden.world import DEDICATED, FULLY_MANAGED, SUPERVISED, WITH_PRIVATE_SIDE, Built, build, role

from managed_apparaten.compile import output
from managed_apparaten.core.pointer import leaves
from managed_apparaten.kinds import all_kinds

ROOT = Path(__file__).resolve().parents[3]
KINDS = {kind.name: kind for kind in all_kinds()}
VALIDATOR = Draft202012Validator(json.loads((ROOT / "schemas" / "resource.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def built() -> Built:
    listed = "protection: {level: high, apps: {list: protected}}"
    return build(
        role("team", SUPERVISED, FULLY_MANAGED, DEDICATED, extra=listed),
        role("field", WITH_PRIVATE_SIDE, step="allowlist", priority=9),
    )


def as_json(built: Built, address: str) -> Any:
    return output.as_json(built[address], KINDS[address.split("/")[0]])


def test_every_resource_fits_the_schema(built: Built) -> None:
    for address in built.addresses:
        assert not [error.message for error in VALIDATOR.iter_errors(as_json(built, address))], address


def test_blame_names_each_leaf_of_the_body(built: Built) -> None:
    for address in built.addresses:
        data = as_json(built, address)
        assert data["blame"].keys() == leaves(data["body"]).keys()


def test_a_group_without_an_id_is_told_by_name(built: Built) -> None:
    included, excluded = as_json(built, "ios_compliance/team")["assignments"]
    assert (included["group"], included["groupId"], included["exclude"], included["devices"]) == (
        "sg-team",
        None,
        False,
        False,
    )
    assert (excluded["groupId"], excluded["exclude"]) == ("00000000-0000-4000-8000-000000000001", True)


def test_apps_are_listed_or_null_for_a_group_of_microsoft_and_absent_elsewhere(built: Built) -> None:
    listed = as_json(built, "ios_app_protection/team")
    assert listed["apps"] == ["com.microsoft.office.outlook", "com.microsoft.skype.teams"]
    assert listed["appsBlame"].keys() == set(listed["apps"])
    assert as_json(built, "android_app_protection/field")["apps"] is None
    assert "apps" not in as_json(built, "ios_compliance/team")


def test_a_cause_carries_its_place_and_no_language(built: Built) -> None:
    (cause,) = as_json(built, "ios_app_protection/team")["blame"]["/minimumPinLength"]
    assert cause == {
        "kind": "policy",
        "message": "cause.kind.level",
        "args": {"level": "high"},
        "file": "roles/team.yaml",
        "line": 12,
        "col": 21,
    }


def test_the_text_is_sorted_and_ends_in_one_newline() -> None:
    assert output.dump({"b": "é", "a": [1]}) == '{\n  "a": [\n    1\n  ],\n  "b": "é"\n}\n'


def test_the_file_is_called_after_the_address(built: Built) -> None:
    assert output.file_name(built["ios_compliance/team"]) == "ios_compliance/team.json"
    assert (
        output.file_name(built["android_device_owner_compliance/team.devices"])
        == "android_device_owner_compliance/team.devices.json"
    )
