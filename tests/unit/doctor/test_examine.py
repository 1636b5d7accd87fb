"""The examination names what is missing, tells a no from a no, and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import orjson
import pytest
from tests.unit.doctor.examination_fixtures import (
    NOW,
    Bent,
    Looking,
    claims,
    examined,
    missing,
    only,
    refusing,
)

from managed_apparaten.doctor.finding import Purpose
from managed_apparaten.doctor.needs import OPTIONAL, covers, needed_permissions
from managed_apparaten.emulator.core.http import Request
from managed_apparaten.emulator.identity.registrations import READ, WRITE
from managed_apparaten.emulator.service.intune import tenant_settings
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, send_one_by_one
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.kinds import all_kinds
from managed_apparaten.workflow.check import Ready
from managed_apparaten.workflow.doctor import grants
from managed_apparaten.workflow.plan import plan

PLAN = frozenset({
    "Device.Read.All", "DeviceManagementApps.Read.All", "DeviceManagementConfiguration.ReadWrite.All", "GroupMember.Read.All",
    "DeviceManagementManagedDevices.Read.All", "DeviceManagementServiceConfig.Read.All", "Organization.Read.All", "User.Read.All",
})  # fmt: skip
"""What the example needs; to write the configuration, because it has AppLocker rules whose values Intune masks (decision 11)."""
APPLY = frozenset(
    name.replace(".Read.", ".ReadWrite.")
    if name.startswith(("DeviceManagementApps", "DeviceManagementServiceConfig"))
    else name
    for name in PLAN
)
WHOLE: Mapping[Purpose, frozenset[str]] = {"plan": PLAN, "apply": APPLY}
COMPLIANCE = "/deviceManagement/deviceCompliancePolicies"


@dataclass(frozen=True, slots=True)
class Limited:
    """Our own requests with these permissions and no others."""

    tenant: Tenant
    roles: frozenset[str]

    def send(self, request: GraphRequest) -> GraphResponse:
        body = b"" if request.body is None else orjson.dumps(request.body)
        url = f"https://graph.microsoft.com/{request.api}{request.path}"
        answer = self.tenant.handle(
            Request(request.method, url, request.headers, body, "limited", self.roles)
        )
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return GraphResponse(answer.status, orjson.loads(answer.body) if answer.body else None, headers)

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        return send_one_by_one(self.send, requests)


@pytest.mark.parametrize("purpose", ["plan", "apply"])
def test_with_all_that_the_example_needs_nothing_is_missing(
    purpose: Purpose, tenant: Tenant, ready: Ready
) -> None:
    assert {need.permission for need in grants(ready)[purpose]} == WHOLE[purpose]
    held = WHOLE[purpose] | {OPTIONAL}
    found = examined(ready, Looking(tenant, held), purpose, claims(tenant, held))
    assert (missing(found), found.is_ready, found.grants) == ([], True, ())
    assert {check.status for check in found.checks} == {"ok"}


@pytest.mark.parametrize(("purpose", "lacking"), [(p, name) for p in WHOLE for name in sorted(WHOLE[p])])
def test_each_permission_that_a_token_lacks_is_named_alone(
    purpose: Purpose, lacking: str, tenant: Tenant, ready: Ready
) -> None:
    held = WHOLE[purpose] - {lacking}
    found = examined(ready, Looking(tenant, held), purpose, claims(tenant, held))
    assert [need.permission for need in found.grants] == [lacking]
    assert missing(found) == [f"doctor.permission.missing {lacking}"]


@pytest.mark.parametrize("lacking", sorted(PLAN - {"DeviceManagementManagedDevices.Read.All"}))
def test_a_token_that_cannot_be_read_is_judged_by_what_graph_lets_us_read(
    lacking: str, tenant: Tenant, ready: Ready
) -> None:
    """Not the one for devices: those who may read the configuration may see them too, so its lack does not show."""
    found = examined(ready, Looking(tenant, PLAN - {lacking}), "plan", None)
    assert only(found, "sign-in").status == "unknown"
    assert [need.permission for need in found.grants] == [lacking]


def test_what_may_be_written_is_not_guessed_from_what_may_be_read(tenant: Tenant, ready: Ready) -> None:
    found = examined(ready, Looking(tenant, APPLY), "apply", None)
    unknown = [
        check.about for check in found.checks if check.status == "unknown" and check.name == "permission"
    ]
    assert unknown == [
        "DeviceManagementApps.ReadWrite.All",
        "DeviceManagementConfiguration.ReadWrite.All",
        "DeviceManagementServiceConfig.ReadWrite.All",
    ]
    assert found.is_ready


def test_the_permissions_that_are_named_are_enough_for_a_plan(tenant: Tenant, ready: Ready) -> None:
    assert plan(ready, Reader(Limited(tenant, PLAN)), NOW.date()).plan is not None


def test_without_masked_values_a_plan_needs_only_to_read() -> None:
    kinds = tuple(all_kinds())
    masked = {kind.name for kind in kinds if kind.secrets}
    assert masked
    used = frozenset(kind.name for kind in kinds) - masked
    assert all(need.permission.endswith(".Read.All") for need in needed_permissions(kinds, used, "plan"))
    assert any(
        need.permission.endswith(".ReadWrite.All")
        for need in needed_permissions(kinds, used | masked, "plan")
    )
    assert any(need.permission.endswith(".ReadWrite.All") for need in needed_permissions(kinds, None, "plan"))


def test_the_applications_of_the_embedded_tenant_have_what_a_doctor_asks_for_without_masked_values() -> None:
    kinds = tuple(all_kinds())
    plain = frozenset(kind.name for kind in kinds if not kind.secrets)
    assert all(covers(READ, need.permission) for need in needed_permissions(kinds, plain, "plan"))
    assert all(covers(WRITE, need.permission) for need in needed_permissions(kinds, None, "apply"))


@pytest.mark.parametrize(
    ("granted", "wanted", "enough"),
    [
        ("DeviceManagementApps.ReadWrite.All", "DeviceManagementApps.Read.All", True),
        ("DeviceManagementApps.Read.All", "DeviceManagementApps.ReadWrite.All", False),
        ("Group.Read.All", "GroupMember.Read.All", True),
        ("Directory.Read.All", "Device.Read.All", True),
        ("Directory.Read.All", "DeviceManagementApps.Read.All", False),
        ("User.ReadBasic.All", "User.Read.All", False),
    ],
)
def test_a_broader_permission_will_do_and_a_narrower_will_not(
    granted: str, wanted: str, enough: bool
) -> None:
    assert covers([granted], wanted) is enough


def test_an_examination_asks_nothing_but_gets(tenant: Tenant, ready: Ready) -> None:
    before = dict(tenant.counts().requests)
    look = Looking(tenant, APPLY)
    examined(ready, look, "apply", claims(tenant, APPLY))
    after = tenant.counts().requests
    assert {method for method in after if after[method] != before.get(method, 0)} == {"GET"}
    assert len(look.seen) == len(set(look.seen)) <= 20
    assert tenant.audit() == []


def test_in_process_nobody_signs_in_and_the_examination_says_so(tenant: Tenant, example: Ready) -> None:
    found = examined(example, Looking(tenant), signed_in=False)
    told = {check.name: check.finding for check in found.checks}
    assert told["sign-in"] == "doctor.sign-in.in-process"
    assert told["permission"] == "doctor.permission.in-process"
    assert found.is_ready


def test_another_tenant_than_the_files_name_is_missing(tenant: Tenant, ready: Ready) -> None:
    organisation = replace(ready.policy.organisation, tenant_id="00000000-0000-0000-0000-000000000001")
    other = replace(ready, policy=replace(ready.policy, organisation=organisation))
    found = examined(other, Looking(tenant, PLAN), "plan", claims(tenant, PLAN))
    assert missing(found) == ["doctor.tenant.other"]
    assert only(found, "tenant").args["wanted"] == organisation.tenant_id


def test_a_token_of_another_tenant_is_missing(tenant: Tenant, ready: Ready) -> None:
    seen = claims(tenant, PLAN, tenant_id="00000000-0000-0000-0000-000000000002")
    assert missing(examined(ready, Looking(tenant, PLAN), "plan", seen)) == ["doctor.tenant.other"]


def test_an_expired_token_is_missing(tenant: Tenant, ready: Ready) -> None:
    seen = claims(tenant, PLAN, expires=NOW - timedelta(seconds=1))
    assert missing(examined(ready, Looking(tenant, PLAN), "plan", seen)) == ["doctor.sign-in.expired"]


@pytest.mark.parametrize(
    ("plan_id", "status", "finding"),
    [
        ("c1ec4a95-1f05-45b3-a911-aa3fa01094f5", "Enabled", "doctor.licence.found"),
        ("c1ec4a95-1f05-45b3-a911-aa3fa01094f5", "Warning", "doctor.licence.found"),
        ("c1ec4a95-1f05-45b3-a911-aa3fa01094f5", "Suspended", "doctor.licence.none"),
        ("da24caf9-af8e-485c-b7c8-e73336da2693", "Enabled", "doctor.licence.found"),
        ("882e1d05-acd1-4ccb-8708-6ee03664b117", "Enabled", "doctor.licence.none"),
    ],
)
def test_a_licence_is_a_living_plan_of_intune_itself(
    plan_id: str, status: str, finding: str, tenant: Tenant, ready: Ready
) -> None:
    _organisation(
        tenant, assignedPlans=[{"servicePlanId": plan_id, "capabilityStatus": status, "service": "SCO"}]
    )
    found = examined(ready, Looking(tenant, PLAN), "plan", claims(tenant, PLAN))
    assert only(found, "licence").finding == finding
    assert found.is_ready is (finding == "doctor.licence.found")


def test_a_tenant_without_any_plan_has_no_licence(tenant: Tenant, ready: Ready) -> None:
    _organisation(tenant, assignedPlans=[])
    assert missing(examined(ready, Looking(tenant, PLAN), "plan", claims(tenant, PLAN))) == [
        "doctor.licence.none"
    ]


def test_intune_that_does_not_know_the_tenant_is_a_licence_and_not_a_permission(
    tenant: Tenant, ready: Ready
) -> None:
    bend = refusing("/deviceManagement", 400, "BadRequest", "Request not applicable to target tenant.")
    found = examined(ready, Looking(tenant, PLAN, bend), "plan", claims(tenant, PLAN))
    assert missing(found) == ["doctor.licence.refused"]


@pytest.mark.parametrize(
    ("status", "application", "finding"),
    [
        (401, True, "doctor.sign-in.refused"),
        (403, True, f"doctor.reading.consent {COMPLIANCE}"),
        (403, False, f"doctor.reading.role {COMPLIANCE}"),
        (404, True, f"doctor.reading.absent {COMPLIANCE}"),
        (429, True, f"doctor.reading.failed {COMPLIANCE}"),
        (500, True, f"doctor.reading.failed {COMPLIANCE}"),
    ],
)
def test_a_no_is_told_from_a_no(
    status: int, application: bool, finding: str, tenant: Tenant, ready: Ready
) -> None:
    seen = claims(tenant, PLAN, application=application)
    found = examined(
        ready, Looking(tenant, PLAN, refusing(COMPLIANCE, status, "Some", "words")), "plan", seen
    )
    assert missing(found) == [finding]
    assert found.grants == ()


def test_an_unknown_segment_is_a_collection_that_does_not_exist(tenant: Tenant, ready: Ready) -> None:
    bend = refusing(
        COMPLIANCE, 400, "BadRequest", "Resource not found for the segment 'deviceCompliancePolicies'."
    )
    assert missing(examined(ready, Looking(tenant, PLAN, bend), "plan", claims(tenant, PLAN))) == [
        f"doctor.reading.absent {COMPLIANCE}"
    ]


def test_no_answer_is_missing_and_not_unknown(tenant: Tenant, ready: Ready) -> None:
    found = examined(ready, Looking(tenant, PLAN, silent=COMPLIANCE), "plan", claims(tenant, PLAN))
    assert missing(found) == [f"doctor.reading.no-answer {COMPLIANCE}"]


@pytest.mark.parametrize(
    "body", [None, [], {"value": {}}, {"value": [{"displayName": "no id"}]}, {"value": ["text"]}, "<html>"]
)
def test_a_list_of_another_shape_is_missing(body: Any, tenant: Tenant, ready: Ready) -> None:
    def bend(path: str, answer: GraphResponse) -> GraphResponse:
        return GraphResponse(200, body, answer.headers) if path == COMPLIANCE else answer

    found = examined(ready, Looking(tenant, PLAN, bend), "plan", claims(tenant, PLAN))
    assert missing(found) == [f"doctor.reading.shape {COMPLIANCE}"]


def test_a_property_that_we_write_and_graph_no_longer_shows_is_named(tenant: Tenant, ready: Ready) -> None:
    _foreign(tenant, "iosCompliancePolicy")
    seen = claims(tenant, PLAN)
    assert missing(examined(ready, Looking(tenant, PLAN), "plan", seen)) == []
    found = examined(ready, Looking(tenant, PLAN, _without("passcodeMinimumLength")), "plan", seen)
    [check] = [check for check in found.checks if check.status == "missing"]
    assert (check.finding, check.about) == ("doctor.reading.property", COMPLIANCE)
    assert (check.args["type"], check.args["property"]) == (
        "microsoft.graph.iosCompliancePolicy",
        "passcodeMinimumLength",
    )


def test_secure_by_default_off_is_missing_and_unreadable_is_unknown(tenant: Tenant, ready: Ready) -> None:
    seen = claims(tenant, PLAN)
    hidden = Looking(tenant, PLAN, refusing("/deviceManagement/settings", 403, "Forbidden", "no"))
    assert only(examined(ready, hidden, "plan", seen), "default").status == "unknown"
    tenant_settings.set_settings(tenant.world.store, secureByDefault=False)
    assert missing(examined(ready, Looking(tenant, PLAN), "plan", seen)) == ["doctor.default.off"]


@pytest.mark.parametrize(
    ("workloads", "plans", "applies"),
    [
        ((), "doctor.approval.none", "doctor.approval.none"),
        (("rbac",), "doctor.approval.none", "doctor.approval.none"),
        (("apps",), "doctor.approval.later", "doctor.approval.on"),
        (("compliance", "rbac"), "doctor.approval.later", "doctor.approval.on"),
    ],
)
def test_a_second_person_makes_an_apply_wait_and_is_nothing_that_is_missing(
    workloads: Sequence[str], plans: str, applies: str, tenant: Tenant, ready: Ready
) -> None:
    tenant.approvals.require(*workloads)
    expected: Mapping[Purpose, str] = {"plan": plans, "apply": applies}
    for purpose, finding in expected.items():
        found = examined(ready, Looking(tenant, APPLY), purpose, claims(tenant, APPLY))
        assert only(found, "approval").finding == finding
        assert found.is_ready


@pytest.mark.parametrize(
    ("minutes", "finding"),
    [
        (60, "doctor.clock.ahead"),
        (-60, "doctor.clock.behind"),
        (6, "doctor.clock.ahead"),
        (4, "doctor.clock.right"),
        (-4, "doctor.clock.right"),
    ],
)
def test_a_clock_that_is_off_is_told_with_its_direction(
    minutes: int, finding: str, tenant: Tenant, ready: Ready
) -> None:
    moment = NOW + timedelta(minutes=minutes)
    seen = claims(tenant, PLAN, expires=NOW + timedelta(hours=9))
    found = examined(ready, Looking(tenant, PLAN), "plan", seen, now=lambda: moment)
    clock = only(found, "clock")
    assert (clock.finding, clock.args["seconds"]) == (finding, str(abs(minutes) * 60))
    assert found.is_ready is (finding == "doctor.clock.right")


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Sat, 99 Nov 2026 09:00:00 GMT", "Sat, 21 Nov 99999999999 09:00:00 GMT"]
)
def test_a_service_that_does_not_say_the_time_leaves_the_clock_unknown(
    date: str, tenant: Tenant, ready: Ready
) -> None:
    def bend(_path: str, answer: GraphResponse) -> GraphResponse:
        return GraphResponse(answer.status, answer.body, {"date": date})

    assert (
        only(examined(ready, Looking(tenant, PLAN, bend), "plan", claims(tenant, PLAN)), "clock").status
        == "unknown"
    )


def test_without_policies_everything_is_looked_at_and_no_tenant_is_wrong(tenant: Tenant) -> None:
    found = examined(None, Looking(tenant, PLAN), "plan", claims(tenant, PLAN))
    assert found.is_ready
    assert only(found, "tenant").finding == "doctor.tenant.no-policies"


def _organisation(tenant: Tenant, **changes: Any) -> None:
    [found] = tenant.world.store.objects(("organization",))
    tenant.world.store.replace(replace(found, body={**found.body, **changes}))


def _foreign(tenant: Tenant, sort: str) -> None:
    body = {
        "@odata.type": f"#microsoft.graph.{sort}", "displayName": "made in the portal",
        "scheduledActionsForRule": [{"ruleName": "PasswordRequired", "scheduledActionConfigurations": [
            {"actionType": "block", "gracePeriodHours": 0, "notificationTemplateId": "", "notificationMessageCCList": []}]}],
    }  # fmt: skip
    answer = tenant.handle(
        Request("POST", f"https://graph.microsoft.com/beta{COMPLIANCE}", {}, orjson.dumps(body), "portal")
    )
    assert answer.status == 201, answer.body


def _without(name: str) -> Bent:
    def bend(path: str, answer: GraphResponse) -> GraphResponse:
        if path != COMPLIANCE:
            return answer
        items = [{key: value for key, value in item.items() if key != name} for item in answer.body["value"]]
        return GraphResponse(200, {**answer.body, "value": items}, answer.headers)

    return bend
