"""What the examination says of the tenant around the objects of the policy, row F4."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.doctor.examination_fixtures import NOW, Looking, claims, examined, missing
from tests.unit.doctor.test_examine import PLAN, Limited
from tests.unit.graph.counting import Counting

from managed_apparaten.doctor.finding import Check, Examination
from managed_apparaten.doctor.needs import OPTIONAL
from managed_apparaten.emulator.core.store import Store
from managed_apparaten.emulator.service.intune import tenant_settings
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.graph.read.preconditions import ACCESS, PLAY, PROGRAM, PURCHASE, PUSH
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.messages.catalogue import Lang
from managed_apparaten.render.doctor import examination_lines
from managed_apparaten.render.pieces import width_of
from managed_apparaten.render.script import script
from managed_apparaten.render.words import Words
from managed_apparaten.workflow.check import Ready
from managed_apparaten.workflow.doctor import grants

AREAS = ("access", "enrolment", "connections", "people")
SERVICE = "DeviceManagementServiceConfig.Read.All"


def looked(tenant: Tenant, ready: Ready, roles: frozenset[str] = PLAN | {OPTIONAL}) -> Examination:
    reader = Reader(Limited(tenant, roles))
    return examined(ready, Looking(tenant, roles), "plan", claims(tenant, roles), reader=reader)


def around(found: Examination) -> list[Check]:
    return [check for check in found.checks if check.name in AREAS]


def told(found: Examination) -> dict[str, list[str]]:
    return {
        area: [f"{check.status} {check.finding}" for check in around(found) if check.name == area]
        for area in AREAS
    }


def without_access(tenant: Tenant) -> None:
    for policy in list(tenant.world.store.objects((ACCESS,))):
        tenant.world.store.delete(ACCESS, policy.id)


def test_f4_zilverdam_has_one_gap_and_is_well(tenant: Tenant, ready: Ready) -> None:
    found = looked(tenant, ready)
    assert told(found) == {
        "access": ["warning PLN091"],
        "enrolment": ["ok doctor.around.enrolment"],
        "connections": ["ok doctor.around.connections"],
        "people": ["ok doctor.around.people"],
    }
    assert found.is_ready


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_f4_a_tenant_without_conditional_access_says_which_roles_have_no_teeth(
    lang: Lang, tenant: Tenant, ready: Ready
) -> None:
    """The line of the issue, in both languages and in eighty columns."""
    without_access(tenant)
    found = looked(tenant, ready)
    assert missing(found) == ["PLN090", "PLN092"]
    assert not found.is_ready
    lines = examination_lines(found, Words(lang), 80)
    assert all(width_of(row) <= 80 for row in lines)
    text = " ".join("".join(piece.text for piece in row).strip() for row in lines)
    compliance, protection = (check.args["where"] for check in around(found)[:2])
    for role in ready.resolved.roles:
        assert role.id in text
        served = {
            device.platform for device in role.devices if device.ownership == "corporate" or device.management
        }
        assert (role.id in compliance) == bool(served)
    assert "byod" in protection
    assert {"nl": "naleving heeft geen effect", "en": "compliance has no effect"}[lang] in text
    assert {"nl": "app-beveiliging heeft geen effect", "en": "app protection has no effect"}[lang] in text


def test_f4_without_the_optional_permission_it_is_unknown_and_nothing_is_missing(
    tenant: Tenant, ready: Ready
) -> None:
    found = looked(tenant, ready, PLAN)
    assert told(found)["access"] == ["unknown PLN099"]
    assert found.is_ready
    assert found.grants == ()
    [permission] = [check for check in found.checks if check.about == OPTIONAL]
    assert (permission.status, permission.finding) == ("unknown", "doctor.permission.optional")


@pytest.mark.parametrize("lacking", ["GroupMember.Read.All", "User.Read.All"])
def test_f4_roles_that_cannot_be_looked_at_are_unknown(lacking: str, tenant: Tenant, ready: Ready) -> None:
    found = looked(tenant, ready, (PLAN | {OPTIONAL}) - {lacking})
    assert [check.finding for check in around(found)] == ["doctor.around.roles"]
    assert [need.permission for need in found.grants] == [lacking]


def test_f4_without_the_right_to_certificates_these_are_unknown(tenant: Tenant, ready: Ready) -> None:
    found = looked(tenant, ready, (PLAN | {OPTIONAL}) - {SERVICE})
    assert told(found)["connections"] == ["unknown PLN099"]
    assert [
        f"{PROGRAM} (403 Forbidden)" in check.args["paths"]
        for check in around(found)
        if check.name == "connections"
    ] == [True]


Break = Callable[[Store, str], None]


def ends(path: str, property_: str) -> Break:
    def change(store: Store, end: str) -> None:
        found = next(
            one
            for one in (*store.objects((path,)), *store.objects(("singletons",)))
            if path in (one.collection, one.id)
        )
        store.replace(replace(found, body={**found.body, property_: end}))

    return change


CERTIFICATES = {
    "Apple MDM push certificate": ends(PUSH, "expirationDateTime"),
    'Apple enrollment program token "Zilverdam"': ends(PROGRAM, "tokenExpirationDateTime"),
    'Apple VPP token "Zilverdam"': ends(PURCHASE, "expirationDateTime"),
}


@pytest.mark.parametrize("name", CERTIFICATES)
@pytest.mark.parametrize(
    ("days", "status"), [(-200, "missing PLN096"), (0, "missing PLN096"), (30, "warning PLN097"), (31, None)]
)
def test_f4_an_end_is_judged_by_the_clock_that_is_given(
    name: str, days: int, status: str | None, tenant: Tenant, ready: Ready
) -> None:
    """Ended is missing, within thirty days a warning; one that ended long ago is told as well."""
    CERTIFICATES[name](tenant.world.store, f"{NOW + timedelta(days=days):%Y-%m-%dT%H:%M:%S.0000000Z}")
    found = looked(tenant, ready)
    assert told(found)["connections"] == [status or "ok doctor.around.connections"]
    if status:
        [check] = [check for check in around(found) if check.name == "connections"]
        shown = check.args["name"].replace("Gemeente ", "")
        assert shown == name
    assert found.is_ready is (days > 0)


@pytest.mark.parametrize(
    ("path", "changes", "why"),
    [
        (PLAY, {"bindStatus": "notBound"}, "bindStatus notBound"),
        (PLAY, {"bindStatus": "unbinding", "lastAppSyncStatus": "credentialsNotValid"},
         "bindStatus unbinding, lastAppSyncStatus credentialsNotValid"),
        (PURCHASE, {"state": "invalid"}, "state invalid"),
    ],
)  # fmt: skip
def test_f4_a_connection_that_does_not_work_says_why(
    path: str, changes: dict[str, str], why: str, tenant: Tenant, ready: Ready
) -> None:
    store = tenant.world.store
    places = (path, "roots")
    found = next(one for one in store.objects(places) if path.endswith(one.id) or one.collection == path)
    store.replace(replace(found, body={**found.body, **changes}))
    examination = looked(tenant, ready)
    assert [check.args["why"] for check in around(examination) if check.finding == "PLN096"] == [why]
    assert not examination.is_ready


def test_f4_a_default_that_lets_everything_in_says_where_people_can_enrol(
    tenant: Tenant, ready: Ready
) -> None:
    tenant_settings.set_settings(tenant.world.store, secureByDefault=False)
    assert missing(looked(tenant, ready)) == ["doctor.default.off", "PLN095"]


def test_f4_the_reading_takes_two_rounds_and_no_device_is_read(tenant: Tenant, ready: Ready) -> None:
    transport = Counting(tenant)
    examined(ready, Looking(tenant), signed_in=False, reader=Reader(transport))
    assert transport.rounds == 2
    parts = [
        part["url"]
        for request in transport.sent
        if request.path == "/$batch"
        for part in request.body["requests"]
    ]
    assert not any(
        "managedDevices" in path for path in (*parts, *(request.path for request in transport.sent))
    )


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("form", ["az", "powershell"])
def test_f4_the_script_leaves_the_optional_permission_to_who_reads_it(
    form: str, lang: Lang, ready: Ready
) -> None:
    lines = script(form, grants(ready), Words(lang)).splitlines()
    named = [line for line in lines if OPTIONAL in line]
    assert len(named) == 1
    assert named[0].startswith("# ")
    assert "apparaten-plan" in named[0]
