"""Two strangers judge the bodies: Microsoft's type tables, where they are at hand, and the embedded tenant."""

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.golden.cases import DAY, cases, compiled

from managed_apparaten.apply.steps import first
from managed_apparaten.compile.compiler import compile_policies
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.intune.protection_levels import SETTINGS
from managed_apparaten.kinds import all_kinds
from managed_apparaten.policy.load import load
from managed_apparaten.policy.model import Platform
from managed_apparaten.resolve.decide import decide
from managed_apparaten.resource.comparison import normal, owned
from managed_apparaten.resource.reference import resolved

ROOT = Path(__file__).resolve().parents[3]
TYPES = ROOT.parent / "shared" / "facts" / "graph-types.json"
KINDS = {kind.name: kind for kind in all_kinds()}


def goldens() -> Iterator[Desired]:
    for case in cases():
        yield from compiled(case).resources


def zilverdam() -> Iterator[Desired]:
    policy = load(ROOT / "policies").policy
    assert policy
    yield from compile_policies(policy, decide(policy, DAY), all_kinds()).resources


@pytest.fixture(scope="module")
def everything() -> list[Desired]:
    """All resources, with some id in the place of each reference."""
    found = [*goldens(), *zilverdam()]
    ids = {
        address: str(uuid.uuid5(uuid.NAMESPACE_URL, str(address)))
        for one in found
        for address in one.refers_to()
    }
    return [replace(one, body=resolved(one.body, ids)) for one in found]


@pytest.fixture(scope="module")
def types() -> Mapping[str, Any]:
    """Types and enums of Graph beta; without the file there is nothing to compare with and every comparison holds."""
    if not TYPES.exists():
        return {"beta": {}, "enums": {"beta": {}}}
    found: Mapping[str, Any] = json.loads(TYPES.read_text(encoding="utf-8"))
    return found


def properties(types: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Own and inherited properties and navigation of a type."""
    lineage = [name, *types["beta"][name]["ancestors"]]
    return {
        key: prop
        for t in reversed(lineage)
        for part in ("properties", "navigation")
        for key, prop in types["beta"][t][part].items()
    }


def faults(types: Mapping[str, Any], type_name: str, value: Any, pointer: str) -> Iterator[str]:
    """Where a value does not fit its declared type."""
    enums = types["enums"]["beta"]
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from faults(types, type_name, item, f"{pointer}/{index}")
    elif isinstance(value, dict):
        actual = value.get("@odata.type", type_name).removeprefix("#").removeprefix("microsoft.graph.")
        if actual not in types["beta"]:
            yield f"{pointer}: unknown type {actual}"
            return
        known = properties(types, actual)
        for key, inner in value.items():
            if key == "@odata.type":
                continue
            if key not in known:
                yield f"{pointer}/{key}: {actual} has no such property"
            else:
                yield from faults(types, known[key]["type"], inner, f"{pointer}/{key}")
    elif type_name in enums and value is not None and not set(str(value).split(",")) <= set(enums[type_name]):
        yield f"{pointer}: {value} is no member of {type_name}"


def test_bodies_hold_only_what_microsofts_metadata_knows(
    everything: list[Desired], types: Mapping[str, Any]
) -> None:
    """The tables hold only part of Graph's types; the embedded tenant, which knows all, judges the others below."""
    judged = 0
    for resource in everything if types["beta"] else ():
        type_name = resource.body["@odata.type"].removeprefix("#microsoft.graph.")
        if type_name in types["beta"]:
            judged += 1
            assert not list(faults(types, type_name, resource.body, "")), str(resource.address)
    assert judged > 0 or not types["beta"]


@pytest.mark.parametrize("platform", list(SETTINGS))
def test_settings_of_app_protection_are_properties_with_the_choices_of_their_enums(
    platform: Platform, types: Mapping[str, Any]
) -> None:
    if types["beta"]:
        known = properties(types, f"{platform}ManagedAppProtection")
        enums = types["enums"]["beta"]
        for setting in SETTINGS[platform]:
            assert setting.name in known
            declared = known[setting.name]["type"]
            if declared in enums and not known[setting.name].get("collection"):
                assert set(setting.choices) == set(enums[declared]) - {"unknownFutureValue"}, setting.name


@pytest.fixture
def door() -> Iterator[InProcess]:
    """A tenant that takes null for `appActionIf…`: so Microsoft's own templates write it (github microsoft/Intune-Config-Frameworks)."""
    behaviours = Behaviours().without("beta-nullability-by-kind")
    tenant = Tenant.open(None, clock=lambda: datetime(2026, 11, 21, tzinfo=UTC), behaviours=behaviours)
    yield InProcess(tenant)
    tenant.close()


def send(door: InProcess, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    raw = b"" if body is None else json.dumps(body).encode()
    status, _, answer = door.send(
        method, f"https://graph.microsoft.com/beta/{path}", {"Content-Type": "application/json"}, raw
    )
    return status, json.loads(answer) if answer else None


def read_back(door: InProcess, kind: Kind, object_id: str) -> Any:
    expand = f"?$expand={kind.item_expand}" if kind.item_expand else ""
    status, found = send(door, "GET", f"{kind.collection}/{object_id}{expand}")
    assert status == 200
    for part in kind.item_reads:
        if part == "settings":
            found[part] = send(door, "GET", f"{kind.collection}/{object_id}/{part}?$top=1000")[1]["value"]
    if kind.secrets:
        name, function = kind.secrets
        for item in found[name]:
            path = f"{kind.collection}/{object_id}/{function}(secretReferenceValueId='{item.pop('secretReferenceValueId')}')"
            assert (item["value"], item.pop("isEncrypted")) == ("****", True)
            item["value"] = send(door, "GET", path)[1]["value"]
    return found


def test_the_embedded_tenant_takes_every_resource_and_gives_back_what_it_was_given(
    everything: list[Desired], door: InProcess
) -> None:
    for resource in (r for r in everything if not r.match or r.match.creatable):
        kind = KINDS[resource.address.kind]
        status, created = send(door, "POST", kind.collection, first(resource, kind))
        assert status == 201, (str(resource.address), created)
        for name in kind.children:
            for member in resource.body[name]:
                assert send(door, "POST", f"{kind.collection}/{created['id']}/{name}", member)[0] == 201
        form = normal(resource.body, kind)
        assert owned(normal(read_back(door, kind, created["id"]), kind), form) == form, str(resource.address)


def test_the_embedded_tenant_takes_every_update(everything: list[Desired], door: InProcess) -> None:
    for kind in (kind for kind in all_kinds() if not kind.compile_whole):
        one, *_, last = [resource for resource in everything if resource.address.kind == kind.name]
        _, created = send(door, "POST", kind.collection, one.body)
        path = f"{kind.collection}/{created['id']}"
        status, answer = send(
            door, kind.update, path, {k: v for k, v in last.body.items() if k not in kind.actions}
        )
        assert status in (200, 204), (kind.name, answer)
        for name, (action, parameter) in kind.actions.items():
            assert send(door, "POST", f"{path}/{action}", {parameter: last.body[name]})[0] == 204
        assert owned(normal(read_back(door, kind, created["id"]), kind), normal(last.body, kind)) == normal(
            last.body, kind
        )


def test_the_embedded_tenant_takes_every_list_of_protected_apps(
    everything: list[Desired], door: InProcess
) -> None:
    for resource in everything:
        kind = KINDS[resource.address.kind]
        if kind.app_identifier and resource.apps is not None:
            type_name, name = kind.app_identifier
            _, created = send(door, "POST", kind.collection, resource.body)
            apps = [{"mobileAppIdentifier": {"@odata.type": type_name, name: app}} for app in resource.apps]
            body = {"apps": apps} | {
                key: resource.body[key] for key in ("appGroupType",) if key in resource.body
            }
            path = f"{kind.collection}/{created['id']}"
            assert send(door, "POST", f"{path}/targetApps", body)[0] == 204
            (found,) = [
                send(door, "GET", f"{path}/{part}")[1]["value"] for part in kind.item_reads if part == "apps"
            ]
            assert {app["mobileAppIdentifier"][name] for app in found} == set(resource.apps)
