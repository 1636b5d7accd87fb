"""What a plan says of the tenant around its objects, row F4: PLN090 to PLN099, few lines, in both languages, and never a reason to stop."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.unit.graph.counting import Counting
from tests.unit.graph.test_preconditions import Bent
from tests.unit.plan.small import Memory, desired
from tests.unit.plan.small import plan as small_plan
from tests.unit.plan.test_zilverdam import ON, ROOT

from managed_apparaten.core.digest import canonical
from managed_apparaten.emulator.service.intune import tenant_settings
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.zilverdam import DOMAIN, user_id
from managed_apparaten.graph.read.preconditions import ACCESS, PUSH, Preconditions, UnreadPart
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.snapshot.file import dump, load
from managed_apparaten.graph.snapshot.reader import SnapshotReader
from managed_apparaten.messages.catalogue import Lang
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.planfile import PlanFileInvalid, from_json, to_json
from managed_apparaten.plan.planfile import dump as dump_plan
from managed_apparaten.plan.planfile import load as load_plan
from managed_apparaten.render.markdown import plan_markdown
from managed_apparaten.render.pieces import width_of
from managed_apparaten.render.problems import problem_lines
from managed_apparaten.render.words import Words
from managed_apparaten.workflow.check import Ready, check
from managed_apparaten.workflow.plan import plan
from managed_apparaten.workflow.snapshot import take

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
FORBIDDEN = {
    "error": {
        "code": "Authorization_RequestDenied",
        "message": "Insufficient privileges to complete the operation.",
    }
}


@pytest.fixture(scope="module")
def ready() -> Ready:
    found = check(ROOT / "policies", ON).ready
    assert found is not None
    return found


def planned(ready: Ready, reader: Reader | SnapshotReader) -> Plan:
    made = plan(ready, reader, ON)
    assert made.plan is not None, made.diagnostics
    return made.plan


def of(tenant: Tenant) -> Reader:
    return Reader(Counting(tenant))


def without_access(tenant: Tenant) -> Tenant:
    """A tenant without conditional access."""
    for policy in list(tenant.world.store.objects((ACCESS,))):
        tenant.world.store.delete(ACCESS, policy.id)
    return tenant


def codes(found: Plan) -> list[tuple[str, str]]:
    return [(one.code, one.severity) for one in found.preconditions]


def text_of(found: Plan, lang: Lang) -> str:
    lines = problem_lines(found.preconditions, {}, Words(lang), 80)
    assert all(width_of(row) <= 80 for row in lines)
    return " ".join("".join(piece.text for piece in row).strip() for row in lines)


def test_f4_zilverdam_is_calm_but_for_one_gap(tenant: Tenant, ready: Ready) -> None:
    found = planned(ready, of(tenant))
    assert codes(found) == [("PLN091", "warning")]
    assert found.preconditions[0].args["where"] == "fysiek-belast (5/180): windows"
    assert "excludeGroups sg-projecten" in found.preconditions[0].args["why"]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_f4_without_conditional_access_every_role_is_named_in_few_lines(
    lang: Lang, tenant: Tenant, ready: Ready
) -> None:
    found = planned(ready, of(without_access(tenant)))
    assert codes(found) == [("PLN090", "warning"), ("PLN092", "warning")]
    told = text_of(found, lang)
    for role in ready.resolved.roles:
        assert role.id in told
    assert len(problem_lines(found.preconditions, {}, Words(lang), 80)) <= 12


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_f4_the_comment_of_a_pull_request_says_it_too(lang: Lang, tenant: Tenant, ready: Ready) -> None:
    """With the names of the tenant in code spans, and no span around nothing."""
    gap = plan_markdown(planned(ready, of(tenant)), Words(lang))
    [row] = [row for row in gap.splitlines() if "PLN091" in row]
    assert "`fysiek-belast (5/180): windows`" in row
    without = plan_markdown(planned(ready, of(without_access(tenant))), Words(lang))
    assert [
        row for row in without.splitlines() if "PLN09" in row and ("``" in row or "raadsleden" not in row)
    ] == []


def test_f4_what_is_said_does_not_depend_on_who_may_see_it_in_the_digest(
    tenant: Tenant, ready: Ready
) -> None:
    """The application that applies may see less, or more, than the one that planned: it is the same plan."""
    whole = planned(ready, of(tenant))
    less = planned(ready, Reader(Bent(tenant, ACCESS, 403, FORBIDDEN)))
    assert codes(less) == [("PLN099", "note")]
    assert less.preconditions[0].args == {
        "paths": "identity/conditionalAccess/policies (403 Authorization_RequestDenied)"
    }
    assert (less.digest, less.seal != whole.seal) == (whole.digest, True)
    assert replace(less, preconditions=(), seal="") == replace(whole, preconditions=(), seal="")
    assert planned(ready, of(without_access(tenant))).digest == whole.digest


def test_f4_a_certificate_is_judged_by_the_day_of_the_plan(tenant: Tenant, ready: Ready) -> None:
    store = tenant.world.store
    [push] = [one for one in store.objects(("singletons",)) if one.id == PUSH]
    for days, expected in ((0, "PLN096"), (1, "PLN097"), (30, "PLN097"), (31, None)):
        end = datetime(ON.year, ON.month, ON.day, tzinfo=UTC) + timedelta(days=days)
        store.replace(replace(push, body={**push.body, "expirationDateTime": f"{end:%Y-%m-%dT%H:%M:%SZ}"}))
        found = [code for code, _ in codes(planned(ready, of(tenant))) if code != "PLN091"]
        assert found == ([expected] if expected else [])


def test_f4_a_default_that_lets_everything_in_is_said_with_who_can_enrol(
    tenant: Tenant, ready: Ready
) -> None:
    tenant_settings.set_settings(tenant.world.store, secureByDefault=False)
    found = planned(ready, of(tenant))
    assert codes(found) == [("PLN091", "warning"), ("PLN094", "warning"), ("PLN095", "warning")]
    where = found.preconditions[-1].args["where"]
    assert where.endswith("; college, extern-inhuur: ios, windows, macos"), (
        "of the college own Android phones are kept out; for those of external staff there is a policy"
    )
    assert ": ios, android, windows, macos; " in where


def test_f4_somebody_without_a_role_is_counted_and_not_named(tenant: Tenant, ready: Ready) -> None:
    store = tenant.world.store
    [template] = [one for one in store.objects(("users",)) if one.id == user_id(f"college.001@{DOMAIN}")]
    names = ("Nieuw Persoon", "Ander Persoon", "Gast Persoon")
    for number, name in enumerate(names):
        body = {
            **template.body,
            "displayName": name,
            "userPrincipalName": f"p{number}@{DOMAIN}",
            "mailNickname": f"p{number}",
        }
        store.insert(
            [replace(template, id=user_id(name), body=body | ({"userType": "Guest"} if number == 2 else {}))]
        )
    found = planned(ready, of(tenant))
    [one] = [one for one in found.preconditions if one.code == "PLN098"]
    assert one.args == {"count": "2", "total": "791"}
    assert not any(name.encode() in dump_plan(found) for name in names)


def test_f4_a_snapshot_says_the_same_and_names_nobody(tenant: Tenant, ready: Ready) -> None:
    """Also where a policy of conditional access names a person."""
    store, person = tenant.world.store, user_id(f"college.001@{DOMAIN}")
    for policy in [
        one for one in store.objects((ACCESS,)) if str(one.body["displayName"]).startswith("CA03")
    ]:
        conditions = policy.body["conditions"]
        users = {**conditions["users"], "excludeUsers": [person]}
        store.replace(replace(policy, body={**policy.body, "conditions": {**conditions, "users": users}}))
    live = planned(ready, of(tenant))
    assert "college (1/6)" in live.preconditions[0].args["where"]
    taken = take(ready, of(tenant), NOW).snapshot
    assert taken is not None
    data = dump(taken)
    assert person.encode() not in data
    assert b"@zilverdam" not in data
    assert dump_plan(planned(ready, SnapshotReader(load(data)))) == dump_plan(live)
    schema = json.loads((ROOT / "schemas" / "snapshot.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(json.loads(data))) == []


def test_f4_a_snapshot_that_was_taken_without_the_permission_says_unknown(
    tenant: Tenant, ready: Ready
) -> None:
    taken = take(ready, Reader(Bent(tenant, ACCESS, 403, FORBIDDEN)), NOW).snapshot
    assert taken is not None
    found = planned(ready, SnapshotReader(load(dump(taken))))
    assert codes(found) == [("PLN099", "note")]


def test_f4_an_unread_part_is_never_an_error_of_the_plan() -> None:
    tenant = Memory(
        around=Preconditions(unread=(UnreadPart(ACCESS, "403 Forbidden"), UnreadPart(PUSH, "500")))
    )
    made = small_plan([desired("first/a")], tenant)
    assert made.plan is not None
    assert {one.severity for one in made.plan.preconditions} == {"note"}
    assert not any(one.code == "PLN099" for one in made.diagnostics)


def test_f4_what_stands_beside_the_digest_is_sealed_too() -> None:
    """Nobody takes a warning out of a plan file, or puts one in."""
    found = small_plan(
        [desired("first/a")], Memory(around=Preconditions(unread=(UnreadPart(ACCESS, "403 Forbidden"),)))
    ).plan
    assert found is not None
    assert load_plan(dump_plan(found)) == found
    forged: list[dict[str, Any]] = [
        {"preconditions": []},
        {"preconditions": to_json(found)["preconditions"] * 2},
        {"seal": "0" * 64},
    ]
    for changed in forged:
        with pytest.raises(PlanFileInvalid) as refused:
            from_json(json.loads(canonical(to_json(found) | changed)))
        assert refused.value.diagnostic.code == "PLN003"
