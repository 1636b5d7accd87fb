"""Apps of the tenant: what is ours on them comes and goes, what is somebody else's stays, in every state on the way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import orjson
import pytest
from tests.unit.apply.test_embedded import ON, Door, Office, opened, policy

from managed_apparaten.apply.executor import apply
from managed_apparaten.apply.journal import open_journal
from managed_apparaten.apply.outcome import Options, Outcome
from managed_apparaten.compile.compiler import Compiled, compile_policies
from managed_apparaten.core.digest import JSON
from managed_apparaten.emulator.core.store import AuditEntry, Stored
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.write.writer import Writer
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.change import Change
from managed_apparaten.plan.planner import Planned, make_plan
from managed_apparaten.policy.model import Located, PolicySet, Step
from managed_apparaten.resolve.decide import Resolved, decide
from managed_apparaten.resource.marker import split

APPS = "deviceAppManagement/mobileApps"
EVERYONE: JSON = {"@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget"}
CAMPAIGN = "97d60163-ba79-562f-a401-d628c455cb79"
ADVICE = "9cc3cd22-bb06-50d5-81c4-f01a06345a1b"
TIKTOK, SPARE = "f0000000-0000-4000-8000-000000000001", "f0000000-0000-4000-8000-000000000002"
ROLES = ("bestuursadvies-comm",)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr("os.fsync", lambda descriptor: None)
    made = opened(tmp_path)
    yield made
    made.tenant.close()


def group(group_id: str) -> JSON:
    return {"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": group_id}


def app(office: Office, object_id: str, bundle: str, *assignments: JSON) -> None:
    """An app in the tenant with assignments of somebody else."""
    body: JSON = {
        "displayName": "In the tenant",
        "publisher": "P",
        "notes": "By hand.",
        "bundleId": bundle,
        "totalLicenseCount": 9,
    }
    given = [
        {"id": f"{object_id}_{number}", "source": "direct", "sourceId": object_id, **a}
        for number, a in enumerate(assignments)
    ]
    office.tenant.insert([Stored(APPS, object_id, "iosVppApp", body, {"assignments": given})])


def prepared(roles: tuple[str, ...], on: date) -> tuple[PolicySet, Resolved, Compiled]:
    whole = policy()
    chosen = {name: role for name, role in whole.roles.items() if name in roles}
    part = replace(
        whole, roles=chosen, exceptions={n: e for n, e in whole.exceptions.items() if e.role.value in chosen}
    )
    resolved = decide(part, on)
    return part, resolved, compile_policies(part, resolved, all_kinds())


def planned(office: Office, roles: tuple[str, ...] = ROLES, on: date = ON) -> Planned:
    part, resolved, made = prepared(roles, on)
    return make_plan(
        made,
        all_kinds(),
        Reader(Door(office.tenant)),
        policy=part,
        resolved=resolved,
        on=on,
        tool_version="test",
    )


def changes(office: Office, roles: tuple[str, ...] = ROLES, on: date = ON) -> tuple[Change, ...]:
    result = planned(office, roles, on)
    assert result.plan is not None, result.diagnostics
    return result.plan.changes


class Overheard(Door):
    """A door that keeps what was sent to `assign`."""

    bodies: list[JSON]

    def send(self, request: GraphRequest) -> GraphResponse:
        if request.method == "POST" and request.path.endswith("/assign"):
            self.bodies.append(request.body)
        return super().send(request)


def applied(office: Office, roles: tuple[str, ...] = ROLES, on: date = ON) -> tuple[Outcome, list[JSON]]:
    plan = planned(office, roles, on).plan
    assert plan is not None
    door = Overheard(office.tenant)
    door.bodies = []
    journal = open_journal(office.directory / "journal", plan.digest, office.clock)
    options = Options(frozenset(guard.code for guard in plan.guards), plan.digest)
    compiled = prepared(roles, on)[2]
    outcome = apply(plan, compiled, all_kinds(), Reader(door), Writer(door), journal=journal, clock=office.clock, options=options,
                    on_event=lambda event: None)  # fmt: skip
    journal.close()
    return outcome, door.bodies


def found(office: Office, object_id: str) -> tuple[JSON, dict[str, str]]:
    """The app, and intents by group; an exclusion begins with a minus."""
    body = _read(office, object_id)
    return body, {_who(a["target"]): a["intent"] for a in body["assignments"]}


def intents_of(office: Office, object_id: str) -> set[tuple[str, str]]:
    """Groups with each of their intents."""
    return {(_who(a["target"]), a["intent"]) for a in _read(office, object_id)["assignments"]}


def _read(office: Office, object_id: str) -> JSON:
    url = f"https://graph.microsoft.com/beta/{APPS}/{object_id}?$expand=assignments"
    return orjson.loads(InProcess(office.tenant).send("GET", url, {}, b"")[2])


def excluded(assignment: JSON) -> bool:
    return "exclusion" in assignment["target"]["@odata.type"]


def _who(target: JSON) -> str:
    return ("-" if "exclusion" in target["@odata.type"] else "") + str(target.get("groupId") or "everyone")


def strangers(entry: AuditEntry, state: JSON) -> list[JSON]:
    """Assignments of groups that no marker around this write names."""
    markers = [split((s or {}).get("notes"))[1] for s in (entry.before, entry.after)]
    ours = {group for marker in markers if marker for group in marker.groups}
    return [a for a in (state or {}).get("assignments", []) if a["target"].get("groupId") not in ours]


def test_others_assignments_are_the_same_before_and_after_every_write_on_an_app(office: Office) -> None:
    settings: JSON = {
        "@odata.type": "#microsoft.graph.iosVppAppAssignmentSettings",
        "useDeviceLicensing": True,
        "vpnConfigurationId": None,
    }
    app(office, SPARE, "com.ibabs.ibabs", {"intent": "required", "settings": settings, "target": EVERYONE})
    assert applied(office, ("college",))[0].exit_code == 0
    assert applied(office, ("griffie",))[0].exit_code == 0
    assert applied(office, ("byod",))[0].exit_code == 0
    log = [entry for entry in office.tenant.audit() if f"/{APPS}" in entry.url and entry.before]
    assert len(log) > 20
    for entry in log:
        assert strangers(entry, entry.before) == strangers(entry, entry.after), entry.url
        assert any(split((state or {}).get("notes"))[1] for state in (entry.before, entry.after)), entry.url


def test_an_app_of_a_volume_purchase_is_licensed_to_the_device_and_that_stays_so(office: Office) -> None:
    """Intune's own proposal for a new assignment (Microsoft Learn, Manage Apple volume-purchased apps)."""
    assert applied(office, ("college",))[0].exit_code == 0
    url = f"https://graph.microsoft.com/beta/{APPS}/graph.iosVppApp?$expand=assignments"
    apps = orjson.loads(InProcess(office.tenant).send("GET", url, {}, b"")[2])["value"]
    told = [
        one["settings"] or {}
        for body in apps
        for one in body["assignments"]
        if one["intent"] == "available" and not excluded(one)
    ]
    assert {(settings.get("@odata.type"), settings.get("useDeviceLicensing")) for settings in told} == {
        ("#microsoft.graph.iosVppAppAssignmentSettings", True)
    }
    again = planned(office, ("college",)).plan
    assert again is not None
    assert {change.action for change in again.changes} == {"none"}


def test_an_app_that_we_leave_stays_with_its_own_notes_and_without_our_groups(office: Office) -> None:
    app(
        office,
        TIKTOK,
        "com.zhiliaoapp.musically",
        {"intent": "available", "settings": None, "target": group(ADVICE.replace("9c", "9d"))},
    )
    applied(office, ("college",))
    body, intents = found(office, TIKTOK)
    assert set(intents.values()) == {"available", "uninstall"}
    assert split(body["notes"])[0] == "By hand."
    assert planned(office, ("college",)).plan is not None
    applied(office, ("byod",))
    body, intents = found(office, TIKTOK)
    assert (body["notes"], set(intents.values())) == ("By hand.", {"available"})
    assert [c for c in changes(office, ("byod",)) if c.action != "none"] == []


def test_the_end_of_an_exception_takes_the_app_away_again(office: Office) -> None:
    app(office, TIKTOK, "com.zhiliaoapp.musically")
    exception = policy().exceptions["2026-014"]
    assert applied(office, on=exception.ends.value)[0].exit_code == 0
    whole, off = f"-{policy().organisation.protected_groups[0].id}", f"-{CAMPAIGN}"
    assert intents_of(office, TIKTOK) == {
        (CAMPAIGN, "available"), (whole, "available"), (ADVICE, "uninstall"), (off, "uninstall"), (whole, "uninstall"),
    }  # fmt: skip
    after = date.fromordinal(exception.ends.value.toordinal() + 1)
    (change,) = [c for c in changes(office, on=after) if str(c.address) == "app_assignment/ios.tiktok"]
    said = [(a.op, a.group_name, a.intent, a.exclude) for a in change.assignment_changes]
    assert ("remove", "sg-iso-jongerencampagne", "available", False) in said
    assert ("remove", "sg-iso-jongerencampagne", "uninstall", True) in said
    assert change.reach.people > 0
    assert applied(office, on=after)[0].exit_code == 0
    assert found(office, TIKTOK)[1] == {
        ADVICE: "uninstall",
        f"-{policy().organisation.protected_groups[0].id}": "uninstall",
    }
    assert [c for c in changes(office, on=after) if c.action != "none"] == []


def test_what_a_policy_set_assigned_is_never_sent(office: Office) -> None:
    from_set: JSON = {"intent": "required", "settings": None, "source": "policySets", "target": group(ADVICE)}
    app(office, TIKTOK, "com.ibabs.ibabs", from_set)
    _, bodies = applied(office, ("college",))
    sent = [a for body in bodies for a in body.get("mobileAppAssignments", [])]
    assert sent
    assert all(a["@odata.type"] == "#microsoft.graph.mobileAppAssignment" for a in sent)
    assert ADVICE not in {a["target"].get("groupId") for a in sent if a["intent"] == "required"}


def test_two_intents_for_one_group_are_an_error_that_names_both(office: Office) -> None:
    app(
        office,
        TIKTOK,
        "com.zhiliaoapp.musically",
        {"intent": "available", "settings": None, "target": group(ADVICE)},
    )
    result = planned(office, on=date(2027, 6, 1))
    assert result.plan is None
    (error,) = [d for d in result.diagnostics if d.severity == "error"]
    assert (error.code, error.args["ours"], error.args["theirs"], error.args["id"]) == (
        "PLN044",
        "uninstall",
        "available",
        TIKTOK,
    )
    assert error.span is not None
    assert error.span.file == "roles/bestuursadvies-comm.yaml"


@pytest.mark.parametrize(("intent", "codes"), [("required", ["PLN045"]), ("available", [])])
def test_required_for_people_beats_our_uninstall_and_is_an_error_and_available_does_not(
    office: Office, intent: str, codes: list[str]
) -> None:
    app(office, TIKTOK, "com.zhiliaoapp.musically", {"intent": intent, "settings": None, "target": EVERYONE})
    result = planned(office, on=date(2027, 6, 1))
    assert [d.code for d in result.diagnostics if d.severity == "error"] == codes
    assert (result.plan is None) == bool(codes)


def test_the_same_intent_by_somebody_else_is_left_to_them(office: Office) -> None:
    app(
        office,
        TIKTOK,
        "com.zhiliaoapp.musically",
        {"intent": "uninstall", "settings": None, "target": group(ADVICE)},
    )
    applied(office, on=date(2027, 6, 1))
    body, intents = found(office, TIKTOK)
    marker = split(body["notes"])[1]
    assert marker is not None
    assert ADVICE not in marker.groups
    assert intents[ADVICE] == "uninstall"


def test_a_missing_app_store_app_is_made_once_and_what_cannot_be_made_is_said(office: Office) -> None:
    outcome, _ = applied(office, ("college",))
    made = [
        entry
        for entry in office.tenant.audit()
        if entry.type == "iosStoreApp" and entry.method == "POST" and entry.before is None
    ]
    assert outcome.exit_code == 0
    assert len(made) == len({entry.after["bundleId"] for entry in made}) > 10
    assert all(entry.after["appStoreUrl"].startswith("https://apps.apple.com/app/id") for entry in made)
    assert [c for c in changes(office, ("college",)) if c.action != "none"] == []
    codes = {d.code for d in planned(office, ("veiligheid",)).diagnostics}
    assert {"PLN040", "PLN041"} <= codes
    assert "PLN042" not in codes, (
        "the store shows assigned apps only: what the tenant lacks cannot be installed"
    )


def in_open_store(office: Office, step: Step) -> Planned:
    """A plan for a role with work-profile devices that opens their store."""
    role = policy().roles["fysiek-belast"]
    android = tuple(
        replace(d, play_store=Located("open", d.span)) for d in role.devices if d.platform == "android"
    )
    opened = replace(role, devices=android, enforcement=Located(step, role.enforcement.span))
    part = replace(policy(), roles={role.id: opened}, exceptions={})
    resolved = decide(part, ON)
    made = compile_policies(part, resolved, all_kinds())
    return make_plan(
        made,
        all_kinds(),
        Reader(Door(office.tenant)),
        policy=part,
        resolved=resolved,
        on=ON,
        tool_version="test",
    )


@pytest.mark.parametrize("step", ["advise", "block", "remove"])
def test_a_blocked_app_that_an_open_store_offers_is_an_error_that_names_it(
    office: Office, step: Step
) -> None:
    """F1: an uninstall assignment needs an app in the tenant; Temu is there, AliExpress is not."""
    result = in_open_store(office, step)
    told = [d for d in result.diagnostics if d.code == "PLN042"]
    assert [d.severity for d in told] == ([] if step == "advise" else ["error"])
    assert (result.plan is None) == bool(told)
    assert all(
        "AliExpress (com.alibaba.aliexpresshd, ru.aliexpress.buyer)" in d.args["apps"]
        and "Temu (" not in d.args["apps"]
        for d in told
    )
