"""Small policies built in Python, each value on a line of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pytest

from managed_apparaten.core.span import Span
from managed_apparaten.policy.model import (
    PLATFORMS,
    Advisory,
    App,
    AppList,
    Approach,
    Approval,
    Compliance,
    Contact,
    Control,
    DeviceClass,
    GrantedException,
    GroupRef,
    Guards,
    Located,
    Measure,
    NamedApp,
    Organisation,
    OrganisationType,
    Platform,
    PolicySet,
    ProtectedApps,
    Protection,
    Risk,
    Role,
    Rule,
    RuleEffect,
    Selector,
    Step,
    Text,
)
from managed_apparaten.resolve.decide import Resolved, decide
from managed_apparaten.resolve.decision import Decision

Confidence = Literal["confirmed", "contested", "recalled", "unknown"]
SelectorKind = Literal["app", "list", "advisory", "country", "category"]

DAY = date(2026, 11, 21)
KINDS: dict[str, SelectorKind] = {
    "": "app",
    "list": "list",
    "advisory": "advisory",
    "country": "country",
    "category": "category",
}


@dataclass
class World:
    """A policy under construction; methods add to it and give back what they made."""

    apps: dict[str, App] = field(default_factory=dict)
    lists: dict[str, AppList] = field(default_factory=dict)
    advisories: dict[str, Advisory] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    exceptions: dict[str, GrantedException] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    lines: int = 0
    type: OrganisationType = "gemeente"
    decided: date = date(2026, 3, 12)

    def at(self, file: str) -> Span:
        """The next line of a file."""
        self.lines += 1
        return Span(file, self.lines, 1)

    def app(
        self,
        app: str,
        country: str | None = "US",
        *,
        confidence: Confidence = "confirmed",
        category: str = "tools",
        management: bool = False,
    ) -> App:
        """An entry of the catalogue."""
        control = Control(f"{app} Ltd.", country, confidence, "register", self.at("catalogue/apps.yaml"))
        self.apps[app] = App(
            app,
            app.title(),
            control.entity,
            control,
            category,
            (),
            self.at("catalogue/apps.yaml"),
            management=management,
        )
        return self.apps[app]

    def list(self, name: str, *apps: str) -> AppList:
        """A named set of apps."""
        file = f"lists/{name}.yaml"
        self.lists[name] = AppList(
            name, Text(name, name), tuple(Located(app, self.at(file)) for app in apps), self.at(file)
        )
        return self.lists[name]

    def advisory(self, name: str, countries: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> Advisory:
        """Official advice; the source prints names in capitals."""
        file = "catalogue/advisories.yaml"
        lines = tuple(
            NamedApp(app.upper(), "overig", i, app, self.at(file)) for i, app in enumerate(named, 1)
        )
        places = tuple(Located(country, self.at(file)) for country in countries)
        title = Text("Advies", "Advice")
        self.advisories[name] = Advisory(
            name, title, places, lines, date(2023, 5, 17), "https://vng.example", self.at(file)
        )
        return self.advisories[name]

    def rule(
        self,
        effect: RuleEffect,
        *selectors: str,
        owner: str | None = None,
        locked: bool = False,
        unverified: bool = False,
        platforms: tuple[Platform, ...] = PLATFORMS,
        because: Text | None = None,
    ) -> Rule:
        """A rule; selectors are written `kind:value`, or just the app."""
        file = f"roles/{owner}.yaml" if owner else "organisation.yaml"
        span = self.at(file)
        parsed = tuple(self.selector(text, file) for text in selectors)
        return Rule(effect, parsed, span, owner, locked, because or Text(), unverified, platforms)

    def selector(self, text: str, file: str) -> Selector:
        """Read `kind:value`."""
        kind, _, value = text.rpartition(":")
        return Selector(KINDS[kind], value, self.at(file))

    def role(
        self,
        role: str = "college",
        *rules: Rule,
        step: Step = "block",
        devices: tuple[DeviceClass, ...] = (),
        priority: int = 100,
    ) -> Role:
        """A role, with one supervised iPhone unless told otherwise."""
        file = f"roles/{role}.yaml"
        protection = Protection(Located("high", self.at(file)), Located(ProtectedApps("all"), self.at(file)))
        self.roles[role] = Role(
            id=role,
            title=Text(role.title(), role.title()),
            priority=Located(priority, self.at(file)),
            groups=(GroupRef(f"sg-{role}", None, self.at(file)),),
            risk=Risk(1, 1, 1, Text(), DAY, "CISO", self.at(file)),
            enforcement=Located(step, self.at(file)),
            devices=devices or (self.device("ios"),),
            protection=protection,
            compliance=Compliance(),
            functions={},
            rules=rules,
            span=self.at(file),
        )
        return self.roles[role]

    def device(
        self, platform: Platform, *, step: Step | None = None, groups: tuple[str, ...] = ()
    ) -> DeviceClass:
        """A corporate class of device."""
        refs = tuple(GroupRef(name, None, self.at("roles/device.yaml")) for name in groups)
        enforcement = Located(step, self.at("roles/device.yaml")) if step else None
        return DeviceClass(platform, "corporate", self.at("roles/device.yaml"), True, None, refs, enforcement)

    def exception(
        self,
        name: str,
        *apps: str,
        role: str = "college",
        group: str | None = None,
        group_id: str | None = None,
        platforms: tuple[Platform, ...] = PLATFORMS,
        starts: date = DAY,
        ends: date = DAY,
        measures: tuple[Measure, ...] = ("archived",),
    ) -> GrantedException:
        """An approved deviation, by default for one day."""
        file = f"exceptions/{name}.yaml"
        self.exceptions[name] = GrantedException(
            id=name,
            apps=tuple(Located(app, self.at(file)) for app in apps),
            platforms=platforms,
            role=Located(role, self.at(file)),
            group=GroupRef(group, group_id, self.at(file)) if group else None,
            purpose=Text("Campagne", "Campaign"),
            primary_task=Located(True, self.at(file)),
            alternatives=Located(Text(), self.at(file)),
            measures=tuple(Located(measure, self.at(file)) for measure in measures),
            approvals=(),
            starts=Located(starts, self.at(file)),
            ends=Located(ends, self.at(file)),
            span=self.at(file),
        )
        return self.exceptions[name]

    def build(self) -> PolicySet:
        """The finished policy."""
        span, limit = self.at("organisation.yaml"), Located(25, self.at("organisation.yaml"))
        contact = Contact(Located("meldpunt@zilverdam.example", span))
        guards = Guards(limit, limit, limit)
        approach = Approach(
            Located("risk-based", span), Text(), Approval("college", "2026-B&W-0417", self.decided, span)
        )
        organisation = Organisation(
            "zilverdam",
            "Zilverdam",
            Located(self.type, span),
            approach,
            "nl",
            True,
            None,
            "MA",
            (),
            self.rules,
            guards,
            span,
            contact,
        )
        return PolicySet(
            organisation, self.roles, self.apps, self.lists, self.advisories, self.exceptions, "0" * 64
        )

    def decide(self, on: date = DAY) -> Resolved:
        """What holds on a day."""
        return decide(self.build(), on)

    def decision(
        self, app: str = "tiktok", role: str = "college", platform: Platform = "ios", on: date = DAY
    ) -> Decision:
        """One decision."""
        return self.decide(on).decisions[role][platform][app]


@pytest.fixture(scope="session")
def new_world() -> Callable[[], World]:
    return World


@pytest.fixture
def world() -> World:
    return World()
