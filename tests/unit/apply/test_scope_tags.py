"""B6: scope tags. What a policy states is written; what it does not state is left to the administrators who set it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from tests.unit.apply.test_embedded import ON, Door, Office, opened, policy

from managed_apparaten.apply.executor import apply
from managed_apparaten.apply.journal import open_journal
from managed_apparaten.apply.outcome import Options
from managed_apparaten.compile.compiler import Compiled, compile_policies
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.span import Span
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.write.writer import Writer
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.planner import Planned, make_plan
from managed_apparaten.policy.model import PolicySet, Rule, ScopeTag, Selector, Text
from managed_apparaten.render.pieces import paint
from managed_apparaten.render.terminal import Page, plan_lines
from managed_apparaten.render.words import Words
from managed_apparaten.resolve.decide import Resolved, decide

KINDS = {kind.name: kind for kind in all_kinds()}
ROLE, ORGANISATION = Span("roles/college.yaml", 8, 14), Span("organisation.yaml", 30, 14)
EXTRA = Rule("block", (Selector("app", "whatsapp", ROLE),), ROLE, "college")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr("os.fsync", lambda descriptor: None)
    made = opened(tmp_path)
    for name in ("Regio Noord", "Regio Zuid"):
        sent(made, "POST", "deviceManagement/roleScopeTags", {"displayName": name})
    yield made
    made.tenant.close()


def sent(office: Office, method: str, path: str, body: JSON = None) -> JSON:
    url, raw = f"https://graph.microsoft.com/beta/{path}", b"" if body is None else orjson.dumps(body)
    status, _, answer = InProcess(office.tenant).send(method, url, {"Content-Type": "application/json"}, raw)
    assert status < 300, answer
    return orjson.loads(answer) if answer else None


def tagged(
    role: tuple[ScopeTag, ...] = (),
    organisation: tuple[ScopeTag, ...] = (),
    title: str = "",
    rules: tuple[Rule, ...] = (),
) -> PolicySet:
    """The example with one role. A loaded role has the organisation's tags where it states none."""
    whole = policy()
    college = whole.roles["college"]
    one = replace(
        college,
        scope_tags=role or organisation,
        title=Text(title, title) if title else college.title,
        rules=rules or college.rules,
    )
    return replace(
        whole,
        roles={"college": one},
        exceptions={},
        organisation=replace(whole.organisation, scope_tags=organisation),
    )


def compiled(part: PolicySet) -> tuple[Resolved, Compiled]:
    resolved = decide(part, ON)
    return resolved, compile_policies(part, resolved, all_kinds())


def planned(office: Office, part: PolicySet) -> Planned:
    resolved, made = compiled(part)
    return make_plan(
        made,
        all_kinds(),
        Reader(Door(office.tenant)),
        policy=part,
        resolved=resolved,
        on=ON,
        tool_version="test",
    )


def applied(office: Office, part: PolicySet) -> Plan:
    plan = planned(office, part).plan
    assert plan is not None
    door = Door(office.tenant)
    journal = open_journal(office.directory / "journal", plan.digest, office.clock)
    options = Options(frozenset(guard.code for guard in plan.guards), plan.digest)
    outcome = apply(plan, compiled(part)[1], all_kinds(), Reader(door), Writer(door), journal=journal, clock=office.clock, options=options,
                    on_event=lambda event: None)  # fmt: skip
    journal.close()
    assert (outcome.exit_code, outcome.diagnostics) == (0, ())
    again = planned(office, part).plan
    assert again is not None
    assert {change.action for change in again.changes} == {"none"}
    return plan


def reasons(plan: Plan) -> set[str]:
    """Why objects of ours change."""
    return {c.reason for c in plan.changes if c.action == "update" and not KINDS[c.address.kind].shared}


def tags(office: Office, part: PolicySet) -> dict[str, list[str]]:
    """Of each object of ours, by kind."""
    reading = Reader(Door(office.tenant)).objects(all_kinds(), part.organisation.id)
    return {
        f"{one.kind} {one.id}": sorted(one.body[KINDS[one.kind].scope_tags])
        for one in reading.ours
        if not KINDS[one.kind].shared
    }


def give(office: Office, part: PolicySet, *wanted: str) -> None:
    """What an administrator does in the portal, on every object of ours."""
    for where in tags(office, part):
        name, _, object_id = where.partition(" ")
        kind = KINDS[name]
        sort = {} if kind.update == "PUT" else {"@odata.type": f"#{kind.odata_type}"}
        sent(office, "PATCH", f"{kind.collection}/{object_id}", {**sort, kind.scope_tags: list(wanted)})


def test_b6_a_tag_of_an_administrator_stays_through_every_write_on_every_kind(office: Office) -> None:
    """B6: seen with a tag that the next apply took away, as "the policy no longer asks for it"."""
    part = tagged()
    applied(office, part)
    assert {tuple(found) for found in tags(office, part).values()} == {("0",)}
    give(office, part, "0", "2")
    changes = planned(office, part).plan
    assert changes is not None
    assert {change.action for change in changes.changes} == {"none"}
    ours = {
        f"/{KINDS[c.address.kind].scope_tags}" for c in changes.changes if not KINDS[c.address.kind].shared
    }
    assert {pointer for change in changes.changes for pointer in change.not_managed} == ours
    renamed = tagged(title="College B en W", rules=(EXTRA,))
    plan = applied(office, renamed)
    written = {c.address.kind for c in plan.changes if c.action == "update"}
    assert {KINDS[name].update for name in written} == {"PATCH", "PUT"}
    assert reasons(plan) == {"policy-changed"}
    assert {tuple(found) for found in tags(office, renamed).values()} == {("0", "2")}


@pytest.mark.parametrize(
    "role",
    [(ScopeTag("regio NOORD", None, ROLE),), (ScopeTag(None, "1", ROLE),)],
    ids=["by-name-whatever-the-case", "by-id"],
)
def test_b6_tags_of_the_organisation_and_of_a_role_are_written_and_kept(
    office: Office, role: tuple[ScopeTag, ...]
) -> None:
    """B6: what is stated is ours: it is written, drift is mended, and a change of policy is told as such."""
    part = tagged(role, (ScopeTag("Regio Zuid", None, ORGANISATION),))
    applied(office, part)
    by_role = {kind.name for kind in all_kinds() if not kind.compile_whole}
    assert {tuple(found) for where, found in tags(office, part).items() if where.split()[0] in by_role} == {
        ("1",)
    }
    assert {
        tuple(found) for where, found in tags(office, part).items() if where.split()[0] not in by_role
    } == {("2",)}
    give(office, part, "0")
    plan = applied(office, part)
    assert {(c.action, c.reason) for c in plan.changes if not KINDS[c.address.kind].shared} == {
        ("update", "drift")
    }
    assert {cause.span for c in plan.changes for f in c.fields if f.op == "add" for cause in f.causes} == {
        ROLE,
        ORGANISATION,
    }
    moved = tagged((ScopeTag("Regio Zuid", None, ROLE),), part.organisation.scope_tags)
    plan = applied(office, moved)
    assert reasons(plan) == {"policy-changed"}
    gone = applied(office, tagged())
    assert reasons(gone) == {"policy-changed"}
    assert {tuple(found) for found in tags(office, part).values()} == {("2",)}


def test_b6_a_tag_that_the_tenant_does_not_have_gives_no_plan(office: Office) -> None:
    """B6: by name with a suggestion, by id, and a name that two tags have."""
    sent(office, "POST", "deviceManagement/roleScopeTags", {"displayName": "regio zuid"})
    role = (
        ScopeTag("Regio Nord", None, ROLE),
        ScopeTag(None, "44", ROLE),
        ScopeTag("Regio Zuid", None, ROLE),
    )
    found = planned(office, tagged(role))
    assert found.plan is None
    told = [(d.code, d.args["tag"], d.suggestion) for d in found.diagnostics if d.severity == "error"]
    assert sorted(told) == [
        ("PLN068", "44", None),
        ("PLN068", "Regio Nord", "Regio Noord"),
        ("PLN069", "Regio Zuid", None),
    ]


def test_b6_every_kind_says_where_its_tags_are_and_that_their_order_means_nothing() -> None:
    assert [kind.name for kind in all_kinds() if f"/{kind.scope_tags}" not in kind.unordered] == []


def test_b6_nothing_else_is_owned_that_nobody_stated() -> None:
    """B6: the tags are the only property that a create sets and a later write leaves alone; the others mean something to devices."""
    _, made = compiled(tagged())
    assert {name for one in made.resources for name in one.initial} == {"roleScopeTagIds", "roleScopeTags"}
    assert {
        one.initial for one in compiled(tagged((), (ScopeTag("x", None, ORGANISATION),)))[1].resources
    } == {frozenset()}


BY_NAME, BY_ID = (ScopeTag("regio ZUID", None, ROLE),), (ScopeTag(None, "2", ROLE),)
DEFAULT_NAME, DEFAULT_ID = (ScopeTag("Default", None, ROLE),), (ScopeTag(None, "0", ROLE),)


@pytest.mark.parametrize(
    ("first", "second"),
    [(BY_NAME, BY_ID), (BY_ID, BY_NAME), (DEFAULT_NAME, DEFAULT_ID), (DEFAULT_ID, DEFAULT_NAME)],
    ids=str,
)
def test_b6_a_name_and_its_id_are_one_policy(
    office: Office, first: tuple[ScopeTag, ...], second: tuple[ScopeTag, ...]
) -> None:
    """B6: `[Default]` and `["0"]` gave two digests, so that a plan wrote every object for a mark alone."""
    plans = [planned(office, tagged(tags, tags)).plan for tags in (first, second)]
    assert plans[0] is not None
    assert plans[1] is not None
    assert [(c.action, c.after) for c in plans[0].changes] == [(c.action, c.after) for c in plans[1].changes]
    applied(office, tagged(first, first))
    again = planned(office, tagged(second, second)).plan
    assert again is not None
    assert {(change.action, change.fields) for change in again.changes} == {("none", ())}


def test_b6_a_tag_that_is_named_twice_is_sent_once(office: Office) -> None:
    """B6: by its name and by its id."""
    part = tagged((*BY_NAME, *BY_ID), BY_ID)
    applied(office, part)
    assert {tuple(found) for found in tags(office, part).values()} == {("2",)}


@pytest.mark.parametrize("stated", [BY_NAME, BY_ID], ids=["by-name", "by-id"])
def test_b6_taking_the_key_out_leaves_the_tags_and_the_plan_says_so(
    office: Office, stated: tuple[ScopeTag, ...]
) -> None:
    """B6: the plan called them "not by us", and showed a digest for all that changed."""
    applied(office, tagged(stated, stated))
    found = planned(office, tagged())
    assert found.plan is not None
    own = [change for change in found.plan.changes if not KINDS[change.address.kind].shared]
    (told,) = [diagnostic for diagnostic in found.diagnostics if diagnostic.code == "PLN051"]
    assert (told.severity, told.args["count"], told.args["tags"]) == ("warning", str(len(own)), "2")
    assert {(change.action, change.reason) for change in own} == {("update", "policy-changed")}
    assert {field.causes[0].message for change in own for field in change.fields} == {"cause.kind.mark-tags"}
    shown = paint(plan_lines(found.plan, Page(Words("en"))), colour=False)
    assert "not by us" not in shown
    assert "its scope tags stay as they are" in shown
    applied(office, tagged())
    assert {tuple(found) for found in tags(office, tagged()).values()} == {("2",)}
    assert [d.code for d in planned(office, tagged()).diagnostics if d.code == "PLN051"] == []


def test_b6_tags_of_an_administrator_are_not_told_as_ours(office: Office) -> None:
    """B6: neighbour, of an object that never had a tag from the policy."""
    applied(office, tagged())
    give(office, tagged(), "1")
    assert [d.code for d in planned(office, tagged()).diagnostics if d.code == "PLN051"] == []
