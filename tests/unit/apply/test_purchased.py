"""F11: apps of Apple's volume purchase come first; an App Store app only with a warning; one identifier, one assigned object."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.unit.apply.test_apps import APPS, SPARE, TIKTOK, excluded, found
from tests.unit.apply.test_embedded import ON, Door, Office, opened, policy
from tests.unit.apply.test_required import coded, planned, role, rule

from managed_apparaten.apply.executor import apply
from managed_apparaten.apply.journal import open_journal
from managed_apparaten.apply.outcome import Options
from managed_apparaten.compile.compiler import compile_policies
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.span import Span
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.write.writer import Writer
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.planner import Planned, make_plan
from managed_apparaten.policy.model import PolicySet, Role
from managed_apparaten.resolve.decide import decide

SIGNAL = "org.whispersystems.signal"
LINE = Span("roles/college.yaml", 903, 1)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr("os.fsync", lambda descriptor: None)
    made = opened(tmp_path)
    yield made
    made.tenant.close()


def bought(
    office: Office,
    object_id: str,
    token: str,
    total: int,
    used: int = 0,
    *assignments: JSON,
    bundle: str = SIGNAL,
) -> None:
    """An app of a volume purchase as the tenant shows it."""
    body: JSON = {
        "displayName": "Signal",
        "publisher": "",
        "notes": "",
        "bundleId": bundle,
        "vppTokenId": token,
    }
    body |= {"totalLicenseCount": total, "usedLicenseCount": used}
    given = [
        {"id": f"{object_id}_{number}", "source": "direct", "sourceId": object_id, **a}
        for number, a in enumerate(assignments)
    ]
    office.tenant.insert([Stored(APPS, object_id, "iosVppApp", body, {"assignments": given})])


def wanting(whole: PolicySet) -> Role:
    return role(whole, "college", (rule("require", "signal", LINE, "college"),))


def assigned(result: Planned) -> list[str | None]:
    """Ids of the objects on which the plan puts Signal; None for one that is made."""
    assert result.plan is not None, result.diagnostics
    wanted = [c for c in result.plan.changes if c.address.key.startswith("ios.signal")]
    return [
        c.object_id
        for c in wanted
        if (image := c.after or c.before) and any(t.get("groupId") for t in image.targets)
    ]


def test_a_purchased_app_is_used_before_a_store_app_and_both_are_named(office: Office) -> None:
    """The example's tenant has Signal from the App Store."""
    assert len(assigned(planned(office, wanting(policy())))) == 1
    bought(office, TIKTOK, "token-a", 10)
    result = planned(office, wanting(policy()))
    assert assigned(result) == [TIKTOK]
    (both,) = coded(result, "PLN057")
    assert (both.severity, both.args["app"], both.args["used"]) == ("warning", "Signal", TIKTOK)
    assert "Signal (" in both.args["others"]
    assert not coded(result, "PLN064")
    assert not [d for d in coded(result, "PLN056") if "Signal" in d.args["apps"].split(", ")]


def test_a_store_app_is_assigned_with_a_warning_that_names_it(office: Office) -> None:
    (told,) = coded(planned(office, wanting(policy())), "PLN056")
    assert told.severity == "warning"
    assert "Signal" in told.args["apps"].split(", ")
    assert told.args["count"] == str(len(told.args["apps"].split(", ")))


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_of_several_tokens_one_with_free_licences_is_used_whatever_the_order_of_the_list(
    office: Office, order: tuple[int, ...]
) -> None:
    """The token decides between two that have free licences, so that a plan is the same each time."""
    full = ("f0000000-0000-4000-8000-00000000000a", "token-a", 5, 5)
    free = ("f0000000-0000-4000-8000-00000000000c", "token-b", 5, 4)
    freer = ("f0000000-0000-4000-8000-00000000000b", "token-c", 50, 0)
    for number in order:
        bought(office, *(full, free, freer)[number])
    result = planned(office, wanting(policy()))
    assert assigned(result) == [free[0]]
    assert not coded(result, "PLN055")


@pytest.mark.parametrize(("total", "used", "said"), [(5, 5, True), (5, 6, True), (5, 4, False), (0, 0, True)])
def test_a_purchased_app_without_a_free_licence_is_named(
    office: Office, total: int, used: int, said: bool
) -> None:
    bought(office, TIKTOK, "token-a", total, used)
    assert [d.args["apps"] for d in coded(planned(office, wanting(policy())), "PLN055")] == (
        ["Signal"] if said else []
    )


def test_a_purchase_of_today_takes_over_from_our_store_app_and_nothing_of_ours_stays_there(
    office: Office,
) -> None:
    whole = policy()
    store = carried_out(office, wanting(whole))
    bought(office, TIKTOK, "token-a", 10)
    assert carried_out(office, wanting(whole)) == TIKTOK
    body, intents = found(office, TIKTOK)
    settings = [a["settings"] for a in body["assignments"] if not excluded(a)]
    assert {(s["@odata.type"], s["useDeviceLicensing"]) for s in settings} == {(VPP_SETTINGS, True)}
    left, others = found(office, store)
    assert "apparaten" not in (left.get("notes") or "")
    assert not set(others) & set(intents)
    again = planned(office, wanting(whole)).plan
    assert again is not None
    assert all(change.action == "none" for change in again.changes)


def test_ours_stays_on_its_token_when_the_licences_run_out(office: Office) -> None:
    """A plan does not move people from one object to another because of a number that changes each day."""
    whole = policy()
    bought(office, TIKTOK, "token-a", 10)
    assert carried_out(office, wanting(whole)) == TIKTOK
    bought(office, SPARE, "token-0", 100)
    assert assigned(planned(office, wanting(whole))) == [TIKTOK]


VPP_SETTINGS = "#microsoft.graph.iosVppAppAssignmentSettings"


@dataclass(slots=True)
class Handing(Door):
    """A way to a tenant that hands out a licence of each purchased app at every request, as people install it."""

    def send(self, request: GraphRequest) -> GraphResponse:
        store = self.tenant.world.store
        for one in [stored for stored in store.objects((APPS,)) if "usedLicenseCount" in stored.body]:
            store.replace(
                replace(one, body={**one.body, "usedLicenseCount": one.body["usedLicenseCount"] + 1})
            )
        return Door.send(self, request)


def test_licences_that_are_handed_out_meanwhile_are_nobodys_edit(office: Office) -> None:
    """Row 1: the count of an app that we assign moves because we assign it, between one write of ours and the next."""
    bought(office, TIKTOK, "token-a", 5000)
    assert carried_out(office, wanting(policy()), Handing(office.tenant)) == TIKTOK


def carried_out(office: Office, one: Role, door: Door | None = None) -> str:
    """Plan and apply; the id of the object that has Signal's assignments then."""
    door = door or Door(office.tenant)
    part = replace(policy(), roles={one.id: one}, exceptions={})
    resolved = decide(part, ON)
    made = compile_policies(part, resolved, all_kinds())
    reader = Reader(Door(office.tenant))
    plan = make_plan(
        made, all_kinds(), reader, policy=part, resolved=resolved, on=ON, tool_version="test"
    ).plan
    assert plan is not None
    journal = open_journal(office.directory / "journal", plan.digest, office.clock)
    options = Options(frozenset(guard.code for guard in plan.guards), plan.digest)
    outcome = apply(plan, made, all_kinds(), Reader(door), Writer(door), journal=journal, clock=office.clock, options=options,
                    on_event=lambda event: None)  # fmt: skip
    journal.close()
    assert outcome.exit_code == 0, outcome.diagnostics
    (after,) = assigned(planned(office, one))
    assert after is not None
    return after
