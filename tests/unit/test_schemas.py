"""The JSON Schemas of the policy files: closed, described, linear, and saying no to what is wrong."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

SCHEMAS = {
    path.name: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).resolve().parents[2] / "schemas").glob("*.json"))
}
POLICY_SCHEMAS = {
    "organisation.json", "role.json", "apps.json", "advisories.json", "list.json", "exception.json", "terms.json",
}  # fmt: skip
REGISTRY: Registry[Any] = Registry().with_resources(
    (name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items()
)
ROLE: dict[str, Any] = {
    "kind": "Role",
    "id": "college",
    "title": {"nl": "College", "en": "Executive"},
    "priority": 100,
    "members": {"groups": [{"name": "sg-college"}]},
    "risk": {
        "data": 4,
        "persons": 4,
        "locations": 3,
        "reason": {"nl": "Doelwit"},
        "assessed": "2026-02-16",
        "by": "CISO",
    },
    "enforcement": "allowlist",
    "devices": [{"platform": "ios", "ownership": "corporate", "supervised": True}],
}
EXCEPTION: dict[str, Any] = {
    "kind": "Exception",
    "id": "2026-014",
    "app": "tiktok",
    "role": "college",
    "platforms": ["ios"],
    "purpose": {"primary-task": True, "text": {"nl": "Campagne"}},
    "alternatives": {"nl": "Geen"},
    "measures": ["isolated-device"],
    "approvals": [{"by": "CISO", "reference": "C-1", "date": "2026-05-01"}],
    "starts": "2026-06-01",
    "ends": "2026-08-30",
}


def errors(schema: str, instance: object) -> list[str]:
    validator = Draft202012Validator(
        SCHEMAS[schema], registry=REGISTRY, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(instance)]


def many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def subschemas(schema: Any, where: str) -> Iterator[tuple[str, Any]]:
    """Every schema that defines something; conditions only restrict what is defined elsewhere."""
    yield where, schema
    for key in ("properties", "$defs"):
        for name, inner in schema.get(key, {}).items():
            yield from subschemas(inner, f"{where}/{name}")
    for key in ("items", "additionalProperties", "then", "else"):
        if isinstance(inner := schema.get(key), dict):
            yield from subschemas(inner, f"{where}/{key}")


POLICY_SUBSCHEMAS = [pair for name in sorted(POLICY_SCHEMAS) for pair in subschemas(SCHEMAS[name], name)]


@pytest.mark.parametrize("name", sorted(POLICY_SCHEMAS))
def test_schema_is_valid_and_named_after_its_file(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$id"] == name
    assert SCHEMAS[name]["title"]


def test_every_object_is_closed() -> None:
    is_object = [
        (where, schema) for where, schema in POLICY_SUBSCHEMAS if "object" in many(schema.get("type"))
    ]
    assert [where for where, schema in is_object if "additionalProperties" not in schema] == []
    maps = [where for where, schema in is_object if schema["additionalProperties"] is not False]
    assert sorted(maps) == ["apps.json/apps/items/verified", "terms.json/protection/settings"]
    assert [where for where, schema in is_object if where in maps and "propertyNames" not in schema] == []


def test_every_property_is_described() -> None:
    for where, schema in POLICY_SUBSCHEMAS:
        if "additionalProperties" not in schema:
            continue
        for name, inner in schema.get("properties", {}).items():
            description = inner.get("description", "")
            assert re.fullmatch(r"\w.{10,}\.", description), f"{where}/{name}"


PATTERNS = sorted(
    {
        one["pattern"]
        for _, schema in POLICY_SUBSCHEMAS
        for one in (schema, schema.get("propertyNames", {}))
        if "pattern" in one
    }
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_pattern_refuses_a_last_newline_and_holds_no_nested_repetition(pattern: str) -> None:
    assert pattern.startswith("^")
    assert pattern.endswith(r"$(?!\n)")
    for inner in re.findall(r"\(([^()]*[+*][^()]*)\)[+*{]", pattern):
        assert inner.startswith(r"\."), (
            "a repeated group is only linear when each turn starts with a fixed character"
        )


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"colour": "red"}, "'colour' was unexpected"),
        ({"id": "College"}, "id: "),
        ({"id": "college\n"}, "id: "),
        ({"title": {}}, "title: "),
        ({"title": {"de": "Gemeindevorstand"}}, "title: "),
        ({"priority": 0}, "priority: "),
        ({"priority": 1001}, "priority: "),
        ({"priority": True}, "priority: "),
        ({"members": {"groups": []}}, "members/groups: "),
        ({"devices": []}, "devices: "),
        (
            {"devices": [{"platform": "android", "ownership": "corporate"}]},
            "devices/0: 'management' is a required property",
        ),
        (
            {"devices": [{"platform": "android", "ownership": "corporate", "management": "work-profile"}]},
            "devices/0/management: ",
        ),
        (
            {"devices": [{"platform": "android", "ownership": "personal", "management": "dedicated"}]},
            "devices/0/management: ",
        ),
        (
            {"devices": [{"platform": "ios", "ownership": "corporate", "management": "dedicated"}]},
            "devices/0/management: ",
        ),
        (
            {"devices": [{"platform": "windows", "ownership": "corporate", "supervised": True}]},
            "devices/0/supervised: ",
        ),
        (
            {"devices": [{"platform": "ios", "ownership": "personal", "supervised": True}]},
            "devices/0/supervised: ",
        ),
        ({"protection": "highest"}, "protection: "),
        ({"protection": {"apps": "some"}}, "protection/apps: "),
        ({"protection": {"apps": {}}}, "protection/apps: "),
        ({"compliance": {"grace-hours": 721}}, "compliance/grace-hours: "),
        ({"compliance": {"security-patch": "2026-02-30"}}, "compliance/security-patch: "),
        ({"compliance": {"os-minimum": {"ios": 18.1}}}, "compliance/os-minimum/ios: "),
        ({"functions": {"airdrop": "never"}}, "functions/airdrop: "),
        ({"rules": [{"because": {"nl": "zomaar"}}]}, "rules/0: "),
        ({"rules": [{"allow": "ns", "block": "tiktok"}]}, "rules/0: "),
        ({"rules": [{"block": "tiktok", "locked": True}]}, "rules/0: "),
        ({"rules": [{"block": []}]}, "rules/0/block: "),
        ({"rules": [{"block": {}}]}, "rules/0/block: "),
        ({"rules": [{"block": {"app": "tiktok", "country": "CN"}}]}, "rules/0/block: "),
        ({"rules": [{"block": {"country": "cn"}}]}, "rules/0/block/country: "),
        ({"rules": [{"block": "tiktok", "platforms": ["linux"]}]}, "rules/0/platforms/0: "),
    ],
)
def test_role_schema_refuses(change: dict[str, Any], where: str) -> None:
    assert errors("role.json", ROLE) == []
    found = errors("role.json", ROLE | change)
    assert any(where in error for error in found), found


@pytest.mark.parametrize("missing", ["ends", "starts", "approvals", "measures", "role"])
def test_exception_schema_refuses_one_without(missing: str) -> None:
    assert errors("exception.json", EXCEPTION) == []
    assert errors("exception.json", {key: value for key, value in EXCEPTION.items() if key != missing}) != []
    assert errors("exception.json", EXCEPTION | {missing: []}) != []


@pytest.mark.parametrize(
    "tenant", [{}, {"embedded": False}, {"embedded": True, "domain": "a.example"}, {"domain": "a.example"}]
)
def test_organisation_schema_refuses_half_a_tenant(tenant: dict[str, Any]) -> None:
    assert any(
        error.startswith("tenant")
        for error in errors("organisation.json", {"kind": "Organisation", "tenant": tenant})
    )
