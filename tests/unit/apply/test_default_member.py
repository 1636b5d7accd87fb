"""A list of which the service keeps one member as the default, such as the texts of a message: our own write is not blamed on others."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.unit.apply.test_embedded import Door, policy

from managed_apparaten.apply.executor import apply
from managed_apparaten.apply.journal import open_journal
from managed_apparaten.apply.outcome import Options, Outcome
from managed_apparaten.apply.resume import unexplained
from managed_apparaten.compile.compiler import Compiled, compile_policies
from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, send_one_by_one
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.write.writer import Writer
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.planner import make_plan
from managed_apparaten.policy.model import Language, Message, PolicySet, Text
from managed_apparaten.resolve.decide import Resolved, decide

ON = date(2026, 11, 21)
TEMPLATES, TEXTS = "deviceManagement/notificationMessageTemplates", "localizedNotificationMessages"
BODY = "Uw apparaat voldoet niet. Bel de servicedesk."
NL: "Wish" = ("nl", "")
EN: "Wish" = ("en", "")
Wish = tuple[Language, str]
"""The language of the organisation, and the subject of its message in all languages."""


@cache
def wanted(wish: Wish) -> tuple[PolicySet, Resolved, Compiled]:
    """The board of the example."""
    language, subject = wish
    whole = policy()
    span = whole.organisation.span
    message = Message(Text(nl=subject, en=subject), Text(nl=BODY, en=BODY), span) if subject else None
    organisation = replace(whole.organisation, language=language, message=message)
    part = replace(whole, organisation=organisation, roles={"college": whole.roles["college"]}, exceptions={})
    resolved = decide(part, ON)
    return part, resolved, compile_policies(part, resolved, all_kinds())


@dataclass(slots=True)
class World:
    directory: Path
    tenant: Tenant
    clock: VirtualClock

    def plan(self, wish: Wish) -> Plan:
        part, resolved, made = wanted(wish)
        found = make_plan(
            made,
            all_kinds(),
            Reader(Door(self.tenant)),
            policy=part,
            resolved=resolved,
            on=ON,
            tool_version="test",
        )
        assert found.plan is not None, found.diagnostics
        return found.plan

    def apply(self, wish: Wish, door: Any = None, plan: Plan | None = None, **options: Any) -> Outcome:
        plan = plan or self.plan(wish)
        door = door or Door(self.tenant)
        journal = open_journal(self.directory / plan.digest[:8], plan.digest, self.clock)
        chosen = Options(frozenset(guard.code for guard in plan.guards), plan.digest, **options)
        try:
            return apply(
                plan, wanted(wish)[2], all_kinds(), Reader(door), Writer(door), journal=journal, clock=self.clock, options=chosen,
                on_event=lambda event: None,
            )  # fmt: skip
        finally:
            journal.close()

    def left(self, wish: Wish) -> list[str]:
        return [str(change.address) for change in self.plan(wish).changes if change.action != "none"]

    def writes(self) -> list[str]:
        """Writes to messages and their texts, in the order of the audit log."""
        found = [
            (entry.method, entry.url.partition(TEMPLATES)[2])
            for entry in self.tenant.audit()
            if TEMPLATES in entry.url
        ]
        return [f"{method} {url.rpartition('_')[2] if TEXTS in url else 'template'}" for method, url in found]

    def shown(self) -> tuple[str, dict[str, bool]]:
        """The default locale of our message, and which of its texts say that they are the default."""
        kinds = [kind for kind in all_kinds() if kind.name == "compliance_message"]
        (one,) = Reader(Door(self.tenant)).objects(kinds, policy().organisation.id).ours
        return one.body["defaultLocale"], {text["locale"]: text["isDefault"] for text in one.body[TEXTS]}


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture(params=[True, False], ids=["locale-follows", "locale-stays"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    clock = VirtualClock(datetime(2026, 11, 21, 9, 0, tzinfo=UTC))
    behaviours = Behaviours() if request.param else Behaviours().without("message-default-locale")
    tenant = Tenant.open(None, clock=clock.now, behaviours=behaviours)
    seed(tenant)
    yield World(tmp_path, tenant, clock)
    tenant.close()


@pytest.mark.parametrize(
    ("before", "after"), [(EN, NL), (NL, EN), (EN, ("nl", "Let op")), (("nl", "Let op"), EN)]
)
def test_another_default_is_one_change_and_nobody_is_blamed(world: World, before: Wish, after: Wish) -> None:
    """Row 1: the tenant clears the flag of the old default, as its page says; that is our own write, and nothing is left to write there."""
    assert world.apply(before).exit_code == 0
    first, (locale, other) = (
        len(world.writes()),
        [f"{x[0]}-{x[1]}" for x in (("nl", "nl"), ("en", "us"))][:: 1 if after[0] == "nl" else -1],
    )
    outcome = world.apply(after)
    assert (outcome.exit_code, outcome.diagnostics) == (0, ())
    assert world.shown() == (locale, {locale: True, other: False})
    assert world.left(after) == []
    texts = [write for write in world.writes()[first:] if "template" not in write]
    assert texts == [f"PATCH {locale}", *([f"PATCH {other}"] if before[1] != after[1] else [])]


@pytest.mark.parametrize("writes", range(1, 6))
def test_a_change_of_the_default_that_stopped_half_way_goes_on(world: World, writes: int) -> None:
    """Row 1: the reviewed plan is still the plan, whichever write was the last, and the rest of it ends well."""
    after: Wish = ("nl", "Let op")
    assert world.apply(EN).exit_code == 0
    plan, first = world.plan(after), len(world.tenant.audit())
    world.apply(after, plan=plan, stop=lambda: len(world.tenant.audit()) - first >= writes)
    rest = world.plan(after)
    if any(change.action != "none" for change in rest.changes):
        assert unexplained(plan, rest, all_kinds()) == ()
    assert world.apply(after).exit_code == 0
    assert world.left(after) == []
    assert world.shown() == ("nl-nl", {"nl-nl": True, "en-us": False})


def test_somebody_who_changes_a_text_while_the_default_moves_is_still_seen(world: World) -> None:
    """Row 1: only the flag is carried over. Another text, or a third default, is somebody else's."""
    assert world.apply(EN).exit_code == 0
    before = world.shown()
    for edit in ({"subject": "Mine"}, {"messageTemplate": "Mine"}):
        outcome = world.apply(NL, Edited(world.tenant, "nl-nl", "en-us", edit))
        assert [d.code for d in outcome.diagnostics] == ["APL010"], edit
        assert f"{TEXTS}/en-us/{next(iter(edit))}" in outcome.diagnostics[0].args["fields"]
        world.apply(EN)
        assert world.shown() == before


@dataclass(slots=True)
class Edited:
    """A way to the tenant on which somebody edits one text directly after the write to another."""

    tenant: Tenant
    after: str
    other: str
    edit: dict[str, Any]

    def send(self, request: GraphRequest) -> GraphResponse:
        answer = Door(self.tenant).send(request)
        if request.method == "PATCH" and request.path.endswith(self.after):
            path = request.path.removesuffix(self.after) + self.other
            assert Door(self.tenant).send(replace(request, path=path, body=self.edit)).status == 200
        return answer

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        return send_one_by_one(self.send, requests)


@dataclass(slots=True)
class Bare:
    """A way to a tenant that keeps no default locale but that of a default text: what it is sent itself shows as nothing."""

    tenant: Tenant

    def send(self, request: GraphRequest) -> GraphResponse:
        if request.method in ("POST", "PATCH") and isinstance(request.body, dict):
            request = replace(
                request, body={name: value for name, value in request.body.items() if name != "defaultLocale"}
            )
        return Door(self.tenant).send(request)

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        return send_one_by_one(self.send, requests)


def test_a_default_locale_that_only_follows_a_text_is_waited_for_until_there_is_one(tmp_path: Path) -> None:
    """Row 1: in traffic of the portal `defaultLocale` of a new template is null, and follows its default text."""
    clock = VirtualClock(datetime(2026, 11, 21, 9, 0, tzinfo=UTC))
    tenant = Tenant.open(None, clock=clock.now)
    seed(tenant)
    world = World(tmp_path, tenant, clock)
    for wish, locale, other in ((EN, "en-us", "nl-nl"), (NL, "nl-nl", "en-us")):
        outcome = world.apply(wish, Bare(tenant))
        assert (outcome.exit_code, outcome.diagnostics) == (0, ())
        assert world.shown() == (locale, {locale: True, other: False})
        assert world.left(wish) == []
    tenant.close()
