"""Multi Admin Approval: asked once, carried out to the byte as agreed, and never after a no."""

import base64
import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import orjson
import pytest
from jsonschema import Draft202012Validator
from tests.unit.apply.asking import (
    CODE,
    COMPLIANCE,
    REQUESTS,
    Bureau,
    Sent,
    codes,
    requests_in,
    states,
    status_of,
)
from tests.unit.apply.test_embedded import Killed

from managed_apparaten.apply.approval_request import WriteQuestion, composed, recognised
from managed_apparaten.apply.journal import NAME
from managed_apparaten.apply.outcome import Options
from managed_apparaten.core.digest import JSON
from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.faults.fault_table import Fault
from managed_apparaten.emulator.service.intune.approvals import Decision
from managed_apparaten.graph.errors import Refused
from managed_apparaten.graph.http.request import GraphRequest
from managed_apparaten.graph.write.approvals import LONGEST, ApprovalDoor, code_of, occupied, unasked

PROTECTED = {"ios_compliance/college", "windows_compliance/college.devices", "ios_app_restrictions/college"}
FREE = {"assignment_filter/ios-corporate", "compliance_message/not-compliant"}
IOS = "ios_compliance/college"
FEW = ("assignment_filter", "ios_app_restrictions", "windows_restrictions")
ANSWERS: tuple[Decision | None, ...] = (None, "approved", "approved", "rejected", "cancelled")
SETTLE = Options().settle
MONTH = timedelta(days=31).total_seconds()


@pytest.fixture(autouse=True)
def _unsynced(monkeypatch: pytest.MonkeyPatch) -> None:
    """What reaches the disk is the subject of test_journal; here it would be half of the time."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path)


def lines(bureau: Bureau) -> list[dict[str, object]]:
    return [json.loads(line) for line in (bureau.directory / "journal" / NAME).read_text().splitlines()]


def filed(bureau: Bureau) -> list[Sent]:
    return [sent for sent in bureau.road.sent if sent.asked and not sent.code]


def carried_out(bureau: Bureau) -> list[Sent]:
    return [sent for sent in bureau.road.sent if sent.code and sent.status < 300]


def decide(bureau: Bureau, decision: Decision) -> None:
    for code in bureau.tenant.approvals.waiting():
        bureau.tenant.approvals.decide(code, decision)


def expire(bureau: Bureau) -> None:
    bureau.clock.sleep(MONTH)


def pruned(bureau: Bureau) -> None:
    """The tenant forgets its requests, long after they were made."""
    bureau.clock.sleep(300)
    store = bureau.tenant.world.store
    with store.transaction():
        for found in requests_in(bureau.tenant):
            store.delete(REQUESTS, str(found["id"]))


def test_one_run_asks_for_everything_that_can_be_done_in_any_order(bureau: Bureau) -> None:
    outcome = bureau.apply()
    assert outcome.exit_code == 5
    assert states(outcome) == dict.fromkeys(PROTECTED, "waiting") | dict.fromkeys(FREE, "done")
    assert sorted(result.approval for result in outcome.results if result.approval) == sorted(
        bureau.tenant.approvals.waiting()
    )
    assert len(filed(bureau)) == len(PROTECTED)


def test_while_nobody_answers_nothing_is_asked_or_sent_again(bureau: Bureau) -> None:
    bureau.apply()
    before = len(bureau.road.sent)
    assert [bureau.apply().exit_code for _ in range(3)] == [5, 5, 5]
    assert len(bureau.road.sent) == before


def test_what_was_agreed_to_is_sent_to_the_byte_and_assigning_is_asked_for_after_that(bureau: Bureau) -> None:
    assert bureau.until_done() == 3, "create, assign, done"
    assert bureau.empty()
    asked = {sent.asked: sent.write for sent in filed(bureau)}
    done = carried_out(bureau)
    assert {sent.code: sent.write for sent in done} == asked
    assert {sent.before for sent in done} == {"approved"}
    assert [sent.path.endswith("/assign") for sent in done] == [False] * 3 + [True] * 3
    assert {found["status"] for found in requests_in(bureau.tenant)} == {"completed"}


def test_nothing_carries_both_letters(bureau: Bureau) -> None:
    bureau.until_done()
    assert not [sent for sent in bureau.road.sent if sent.code and sent.justified]


def test_the_journal_has_the_code_and_the_very_bytes(bureau: Bureau) -> None:
    bureau.until_done()
    noted = {str(line["code"]): line for line in lines(bureau) if line["entry"] == "approval"}
    for sent in filed(bureau):
        request = noted[sent.asked]["request"]
        assert request == {
            "method": sent.method,
            "api": "beta",
            "path": sent.path,
            "body": sent.body.decode(),
        }
    assert {str(line["code"]) for line in lines(bureau) if line["entry"] == "decision"} == set(noted)
    schema = json.loads((Path(__file__).parents[3] / "schemas" / "journal.json").read_text())
    validator = Draft202012Validator(schema)
    assert [error.message for line in lines(bureau) for error in validator.iter_errors(line)] == []


def test_the_bytes_of_a_kind_that_can_hold_secrets_are_not_written_down(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, names=("windows_applocker", "assignment_filter"))
    bureau.tenant.world.store.keep_setting(
        "approvals", {"paths": ["deviceManagement/deviceConfigurations"], "excluded": []}
    )
    assert bureau.apply().exit_code == 5
    [noted] = [line for line in lines(bureau) if line["entry"] == "approval"]
    assert orjson.loads(filed(bureau)[0].body)["omaSettings"]
    assert noted["request"] == {
        "method": "POST",
        "api": "beta",
        "path": "/deviceManagement/deviceConfigurations",
        "body": None,
    }


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        (lambda bureau: decide(bureau, "rejected"), "APL051"),
        (lambda bureau: decide(bureau, "cancelled"), "APL055"),
        (expire, "APL056"),
        (pruned, "APL057"),
    ],
)
def test_a_no_is_told_once_and_nothing_is_sent_and_the_next_apply_asks_anew(
    ends: Callable[[Bureau], None], code: str, bureau: Bureau
) -> None:
    bureau.apply()
    ends(bureau)
    before, told = len(bureau.road.sent), list[str]()
    for _ in PROTECTED:
        outcome = bureau.apply()
        told += codes(outcome)
        assert (outcome.exit_code, [s for s in bureau.road.sent[before:] if not s.asked]) == (4, [])
    assert set(told) == {code}
    assert bureau.apply().exit_code == 5
    assert len(filed(bureau)) == 2 * len(PROTECTED)
    assert carried_out(bureau) == []


def test_without_a_journal_the_tenant_tells_what_was_asked(bureau: Bureau) -> None:
    bureau.apply()
    bureau.forget()
    assert (bureau.apply(why="another run").exit_code, len(filed(bureau))) == (5, 3)
    bureau.forget()
    asked = {sent.asked: sent.write for sent in filed(bureau)}
    bureau.agree()
    bureau.apply(why="a third")
    assert {sent.code: sent.write for sent in carried_out(bureau)} == asked


def test_without_a_journal_a_no_to_the_same_question_word_for_word_holds_and_another_reason_asks_again(
    bureau: Bureau,
) -> None:
    bureau.apply()
    for _ in range(2):
        decide(bureau, "rejected")
        bureau.forget()
        outcome = bureau.apply()
    assert (outcome.exit_code, codes(outcome)) == (4, ["APL051"]), "the first time it was another plan"
    assert len(filed(bureau)) == 2 * len(PROTECTED)
    bureau.forget()
    assert bureau.apply(why="nu met uitleg").exit_code == 5
    assert len(filed(bureau)) == 3 * len(PROTECTED)


def waiting_assign(bureau: Bureau) -> None:
    """The object is there and read back; giving it to people waits."""
    bureau.apply()
    bureau.agree()
    bureau.apply()
    assert len(bureau.tenant.approvals.waiting()) == len(PROTECTED)


@pytest.mark.parametrize(
    "edited",
    [{"passcodeMinimumLength": 12}, {"osMaximumBuildVersion": "22A1"}],
    ids=["ours", "another property"],
)
@pytest.mark.parametrize(("journal", "agreed"), [(True, True), (True, False), (False, True)])
def test_an_approval_for_an_object_that_changed_since_is_not_used(
    edited: dict[str, JSON], journal: bool, agreed: bool, bureau: Bureau
) -> None:
    waiting_assign(bureau)
    bureau.portal(IOS, **edited)
    if agreed:
        bureau.agree()
    if not journal:
        bureau.forget()
    before = len(bureau.road.sent)
    outcome = bureau.apply()
    assert (outcome.exit_code, codes(outcome)) == (4, ["APL052"])
    assert len(bureau.road.sent) == before


def test_once_the_outdated_request_is_out_of_the_way_the_new_one_is_asked_for(bureau: Bureau) -> None:
    waiting_assign(bureau)
    bureau.portal(IOS, passcodeMinimumLength=12)
    [old] = [f["id"] for f in requests_in(bureau.tenant) if f"{IOS} assign" in str(f["requestJustification"])]
    bureau.tenant.approvals.decide(str(old), "rejected")
    outcome = bureau.apply()
    assert (outcome.exit_code, codes(outcome), states(outcome)[IOS]) == (5, [], "waiting")
    assert filed(bureau)[-1].method == "PATCH"
    bureau.until_done()
    assert bureau.empty()


def test_another_policy_is_another_question(bureau: Bureau) -> None:
    """The same address with other content: what somebody agreed to before is not sent."""
    bureau.apply("college=warn")
    bureau.agree()
    outcome = bureau.apply("college=block")
    assert (outcome.exit_code, codes(outcome)) == (3, ["APL052"])
    assert [result.address.kind for result in outcome.results if result.diagnostics] == [
        "ios_app_restrictions"
    ]
    assert not [sent for sent in carried_out(bureau) if sent.path.endswith("/configurationPolicies")]


def test_what_is_not_approved_yet_holds_back_what_refers_to_it_and_what_takes_away(bureau: Bureau) -> None:
    bureau.until_done()
    outcome = bureau.apply("griffie")
    found = states(outcome)
    assert {state for address, state in found.items() if "/griffie" in address} == {"waiting"}
    assert {found[address] for address in PROTECTED} == {"not-done"}, "the old goes after the new is there"
    assert not [sent for sent in bureau.road.sent if sent.method == "DELETE"]
    bureau.until_done("griffie")
    assert bureau.empty("griffie")
    deletes = [sent for sent in bureau.road.sent if sent.method == "DELETE" and sent.status < 300]
    assert len(deletes) == len(PROTECTED)


def test_a_create_that_waits_holds_back_the_objects_that_name_it(bureau: Bureau) -> None:
    templates = "deviceManagement/notificationMessageTemplates"
    bureau.tenant.world.store.keep_setting("approvals", {"paths": [templates], "excluded": []})
    outcome = bureau.apply()
    assert states(outcome)["compliance_message/not-compliant"] == "waiting"
    assert {states(outcome)[a] for a in PROTECTED if "compliance" in a} == {"not-done"}
    assert states(outcome)["ios_app_restrictions/college"] == "done"
    bureau.until_done()
    assert bureau.empty()


def test_a_run_that_dies_anywhere_asks_nothing_twice(tmp_path: Path) -> None:
    """Every other time the machine is gone as well."""
    whole = Bureau(tmp_path / "whole", names=FEW)
    whole.apply()
    assert len(whole.tenant.approvals.waiting()) == 2
    for kill_at in range(1, whole.road.calls + 1):
        journal = kill_at % 2 == 0
        bureau = Bureau(tmp_path / f"{journal}-{kill_at}", names=FEW)
        bureau.road.kill_at = kill_at
        with pytest.raises(Killed):
            bureau.apply()
        if not journal:
            bureau.forget()
        bureau.clock.sleep(300)
        assert bureau.apply().exit_code == 5, kill_at
        assert (
            len({sent.write for sent in filed(bureau)})
            == len(filed(bureau))
            == len(requests_in(bureau.tenant))
            == 2
        ), kill_at


def test_an_asking_whose_answer_is_lost_is_found_and_not_repeated(bureau: Bureau) -> None:
    lost: list[str] = []

    def lose(request: GraphRequest) -> bool:
        hit = request.method == "POST" and request.path == f"/{COMPLIANCE}" and not lost
        lost.extend([request.path] if hit else [])
        return hit

    bureau.road.lose = lose
    outcome = bureau.apply()
    assert (lost, outcome.exit_code) == ([f"/{COMPLIANCE}"], 5)
    assert len(filed(bureau)) == len(requests_in(bureau.tenant)) == 3


def test_a_create_that_was_carried_out_though_its_answer_was_lost_is_adopted(bureau: Bureau) -> None:
    bureau.apply()
    bureau.agree()
    lost: list[str] = []

    def lose(request: GraphRequest) -> bool:
        hit = CODE in request.headers and not lost
        lost.extend(["one"] if hit else [])
        return hit

    bureau.road.lose = lose
    assert bureau.apply().exit_code == 5
    assert len([found for found in requests_in(bureau.tenant) if found["status"] == "completed"]) == 3
    bureau.until_done()
    assert bureau.empty()
    assert len(filed(bureau)) == 6


def test_a_list_that_runs_behind_does_not_make_a_request_gone(bureau: Bureau) -> None:
    bureau.apply()
    store = bureau.tenant.world.store
    with store.transaction():
        for found in requests_in(bureau.tenant):
            store.delete(REQUESTS, str(found["id"]))
    before = len(bureau.road.sent)
    assert (bureau.apply().exit_code, len(bureau.road.sent)) == (5, before)


@pytest.mark.parametrize("dies", [True, False])
def test_a_create_that_was_carried_out_is_looked_for_as_long_as_the_list_may_run_behind(
    dies: bool, tmp_path: Path
) -> None:
    """The answer is lost, or the machine dies and its journal is gone: only the request says that it was carried out."""
    bureau = Bureau(tmp_path, names=FEW)
    bureau.apply()
    bureau.agree()
    bureau.tenant.faults.inject(Fault("F6", "seconds", seconds=60 if dies else 200))
    lost: list[str] = []

    def lose(request: GraphRequest) -> bool:
        hit = CODE in request.headers and not lost
        lost.extend(["one"] if hit else [])
        if hit and dies:
            raise Killed
        return hit

    bureau.road.lose = lose
    if dies:
        with pytest.raises(Killed):
            bureau.apply()
        bureau.forget()
        bureau.plans.clear()
    assert bureau.apply().exit_code == 5
    made = [sent for sent in carried_out(bureau) if not sent.path.endswith("/assign")]
    assert len(made) == len({sent.write for sent in made}) == 2
    assert sorted(sent.path.endswith("/assign") for sent in filed(bureau)) == [False, False, True, True], (
        "two objects, and who gets them"
    )


def changed(bureau: Bureau, length: int) -> str:
    """Somebody changes an object of ours by hand, and putting it right waits for an answer."""
    bureau.portal(IOS, passcodeMinimumLength=length)
    outcome = bureau.apply()
    assert (outcome.exit_code, states(outcome)[IOS]) == (5, "waiting")
    return next(result.approval for result in outcome.results if str(result.address) == IOS)


@pytest.mark.parametrize("journal", [True, False])
def test_a_change_that_was_carried_out_and_does_not_show_yet_is_waited_for_and_not_asked_again(
    journal: bool, bureau: Bureau
) -> None:
    """The machine died after the answer, and reads run behind: the request alone says that it was carried out."""
    bureau.until_done()
    code = changed(bureau, 12)
    store = bureau.tenant.world.store
    found = store.get(REQUESTS, code)
    assert found is not None
    with store.transaction():
        store.replace(replace(found, body={**found.body, "status": "completed"}))
    if not journal:
        bureau.forget()
    before, began = len(bureau.road.sent), bureau.clock.monotonic()
    outcome = bureau.apply()
    assert codes(outcome) == ["APL023"]
    assert bureau.clock.monotonic() - began >= SETTLE, "as long as a read may run behind"
    assert bureau.road.sent[before:] == []


@pytest.mark.parametrize("journal", [True, False])
def test_the_same_write_to_an_object_that_changed_again_is_another_question(
    journal: bool, bureau: Bureau
) -> None:
    bureau.until_done()
    for length in (12, 14):
        if not journal:
            bureau.forget()
        first = changed(bureau, length)
        bureau.agree()
        assert bureau.apply().exit_code == 0
        [done] = [sent for sent in carried_out(bureau) if sent.code == first]
        assert (done.method, done.body) == ("PATCH", filed(bureau)[-1].body)
    assert len({sent.body for sent in carried_out(bureau) if sent.method == "PATCH"}) == 1
    assert bureau.empty()


def test_where_requests_cannot_be_read_nothing_is_asked(bureau: Bureau) -> None:
    bureau.road.refuse = REQUESTS
    outcome = bureau.apply()
    assert (codes(outcome)[0], outcome.writes > 0) == ("APL054", True)
    assert requests_in(bureau.tenant) == []


def test_an_answer_that_cannot_be_read_stops_what_waits_for_it(bureau: Bureau) -> None:
    bureau.apply()
    bureau.agree()
    bureau.road.refuse = REQUESTS
    outcome = bureau.apply()
    assert (outcome.exit_code, codes(outcome)[0], carried_out(bureau)) == (1, "APL022", [])


def test_what_a_refused_create_left_behind_is_taken_over(bureau: Bureau) -> None:
    """F25: a create without a justification leaves its object. It carries our marker, so the next plan knows it."""
    bureau.tenant.faults.inject(Fault("F25", methods=("POST",), path="/deviceCompliancePolicies$", times=1))
    bureau.road.refuse = REQUESTS
    assert "APL054" in codes(bureau.apply())
    bureau.road.refuse = ""
    bureau.tenant.faults.clear()
    [stub] = [
        change
        for change in bureau.plan().changes
        if change.object_id and "compliance/" in str(change.address)
    ]
    assert stub.action == "update"
    bureau.until_done()
    assert bureau.empty()
    created = [
        sent
        for sent in bureau.road.sent
        if sent.method == "POST" and sent.path == f"/{COMPLIANCE}" and sent.status < 300
    ]
    assert len(created) == 1, "the other one; the stub was not made again"


def test_a_request_of_somebody_else_for_the_same_object_stops_the_run(bureau: Bureau) -> None:
    bureau.until_done()
    [mine] = [change for change in bureau.plan().changes if str(change.address) == IOS]
    bureau.portal(IOS, passcodeMinimumLength=12)
    headers = {
        "Content-Type": "application/json",
        "x-msft-approval-justification": base64.b64encode(b"weg ermee").decode(),
    }
    url = f"https://graph.microsoft.com/beta/{COMPLIANCE}/{mine.object_id}"
    assert InProcess(bureau.tenant, "portal").send("DELETE", url, headers)[0] == 403
    outcome = bureau.apply()
    assert (outcome.exit_code, codes(outcome)) == (1, ["APL053"])


@pytest.mark.parametrize("required", [403, 412])
@pytest.mark.parametrize("missing", [400, 403])
def test_the_status_is_not_what_tells_that_approval_is_needed(
    required: int, missing: int, tmp_path: Path
) -> None:
    """Every status that a page or a report has: memdocs (403), Microsoft365DSC#7236 (400), write-ups (412)."""
    behaviours = Behaviours().without(*(() if required == 403 else ("approval-required-403",)))
    bureau = Bureau(
        tmp_path, behaviours=behaviours.with_(*(() if missing == 400 else ("approval-header-missing-403",)))
    )
    assert bureau.until_done() == 3
    bureau.tenant.approvals.require("compliance", "configuration")


def test_a_tenant_without_policies_is_written_to_as_ever(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, workloads=())
    assert bureau.apply().exit_code == 0
    assert requests_in(bureau.tenant) == []
    bureau = Bureau(tmp_path / "blind", workloads=())
    bureau.road.refuse = REQUESTS
    assert bureau.apply().exit_code == 0


def test_an_organisation_whose_tenant_hides_justifications_believes_its_journal_alone(bureau: Bureau) -> None:
    bureau.text_shown = False
    assert [bureau.apply().exit_code for _ in range(2)] == [5, 5]
    assert len(filed(bureau)) == len(PROTECTED)
    bureau.forget()
    assert "APL053" in codes(bureau.apply()), "what is open is asked again, and refused"


@pytest.mark.parametrize(("name", "found"), [("id", True), ("requestId", False)])
def test_the_code_is_looked_for_where_the_organisation_found_it(
    name: str, found: bool, bureau: Bureau
) -> None:
    """Graph's type has no `requestId`, whatever its page says."""
    bureau.apply()
    [one, *_] = ApprovalDoor(bureau.road, codes=(name,)).requests()
    assert (one.code, one.codes) == (
        (str(requests_in(bureau.tenant)[0]["id"]), {one.code.lower()}) if found else ("", frozenset())
    )


GUID = "11111111-2222-3333-4444-555555555555"
ASKED = WriteQuestion(IOS, "new", "create", "a" * 64, "new")


@pytest.mark.parametrize(
    "text", ["", "wijziging 42", "  een\n  regel  ", "é" * 5000, "[apparaten asks x/y/z]"]
)
def test_a_justification_fits_and_is_recognised(text: str) -> None:
    said = composed(ASKED, text, "zilverdam", "b" * 64)
    assert len(said) <= LONGEST
    assert recognised(said, "zilverdam") == ASKED
    assert recognised(said, "elders") is None
    assert recognised(said + " en meer", "zilverdam") is None
    assert said.startswith(" ".join(text.split())[:100])


@pytest.mark.parametrize(
    ("refused", "code", "needs", "busy"),
    [
        (Refused(403, "ApprovalRequired", "m", details={"approval-code": "c-1"}), "c-1", False, False),
        (Refused(412, "BadRequest", f"Approval Required. {CODE}: {GUID}"), GUID, False, False),
        (Refused(403, "Forbidden", "Header 'x-msft-approval-justification' is required to request approval"), None, True, False),
        (Refused(400, "BadRequest", '{"Message": "Header \'x-msft-approval-justification\' is required"}'), None, True, False),
        (Refused(409, "Conflict", "An active Approval Request already exists for this entity"), None, False, True),
        (Refused(409, "Conflict", "somebody else is writing"), None, False, False),
        (Refused(403, "Forbidden", "not authorised"), None, False, False),
    ],
)  # fmt: skip
def test_a_refusal_is_known_by_what_it_says(
    refused: Refused, code: str | None, needs: bool, busy: bool
) -> None:
    assert (code_of(refused), unasked(refused), occupied(refused)) == (code, needs, busy)


def test_access_policies_name_the_groups_whose_members_may_agree(bureau: Bureau) -> None:
    assert [policy.name for policy in ApprovalDoor(bureau.road).policies()] == [
        "Protect compliance",
        "Protect configuration",
    ]


@pytest.mark.parametrize("seed", range(8))
def test_whatever_people_and_machines_do_each_action_is_asked_once_and_done_as_agreed(
    seed: int, tmp_path: Path
) -> None:
    """R16, in small: approve, reject, cancel, expire, no answer, changes by hand, runs that die, machines that lose their journal."""
    chance, bureau = Random(seed), Bureau(tmp_path, names=FEW)
    for _ in range(8):
        bureau.road.calls, bureau.road.kill_at = 0, chance.choice([0, 0, chance.randint(1, 25)])
        try:
            assert bureau.apply(why=chance.choice(["een", "twee"])).exit_code in (0, 1, 3, 4, 5)
        except Killed:
            bureau.clock.sleep(300)
        for code in bureau.tenant.approvals.waiting():
            if decision := chance.choice(ANSWERS):
                bureau.tenant.approvals.decide(code, decision)
        if chance.random() < 0.15:
            expire(bureau)
        if chance.random() < 0.3:
            bureau.forget()
        _once(bureau)
    assert {sent.before for sent in bureau.road.sent if sent.code} <= {"approved"}, (
        "nothing after a no, or before a yes"
    )
    asked = {sent.asked: sent.write for sent in filed(bureau)}
    assert all(asked[sent.code] == sent.write for sent in bureau.road.sent if sent.code)
    bureau.road.kill_at = 0
    for _ in range(12):
        bureau.agree()
        if bureau.apply().exit_code == 0:
            break
    assert bureau.empty()


def _once(bureau: Bureau) -> None:
    """No action has two requests that can still come to something."""
    live = [
        sent.write
        for sent in filed(bureau)
        if status_of(bureau.tenant, sent.asked) in ("needsApproval", "approved")
    ]
    assert len(live) == len(set(live))
