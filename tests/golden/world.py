"""Compiled policies for unit tests: the base organisation with roles that a test writes in one line each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tests.golden.cases import DAY, base_with

from managed_apparaten.compile.compiler import Compiled
from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.effects.effect import OnDevice
from managed_apparaten.effects.measure import measure
from managed_apparaten.effects.remarks import remarks
from managed_apparaten.kinds import all_kinds
from managed_apparaten.messages import render
from managed_apparaten.policy.model import PolicySet
from managed_apparaten.resolve.decide import decide
from managed_apparaten.workflow.check import compiled_with_coverage

SUPERVISED = "{platform: ios, ownership: corporate, supervised: true}"
UNSUPERVISED = "{platform: ios, ownership: corporate}"
PERSONAL_IOS = "{platform: ios, ownership: personal}"
FULLY_MANAGED = "{platform: android, ownership: corporate, management: fully-managed}"
WITH_PRIVATE_SIDE = "{platform: android, ownership: corporate, management: corporate-work-profile}"
DEDICATED = "{platform: android, ownership: corporate, management: dedicated, groups: [{name: dg-desk}]}"
PERSONAL_ANDROID = "{platform: android, ownership: personal}"
WINDOWS = "{platform: windows, ownership: corporate}"
LAPTOPS = "{platform: windows, ownership: corporate, groups: [{name: dg-laptops}]}"
PERSONAL_WINDOWS = "{platform: windows, ownership: personal}"
MAC = "{platform: macos, ownership: corporate}"
SUPERVISED_MAC = "{platform: macos, ownership: corporate, supervised: true}"
WORK_PROFILE = "{platform: android, ownership: personal, management: work-profile}"


@dataclass(frozen=True)
class Built:
    """What came of a test's policy."""

    policy: PolicySet
    sources: Mapping[str, str]
    compiled: Compiled

    def __getitem__(self, address: str) -> Desired:
        return next(r for r in self.compiled.resources if str(r.address) == address)

    def body(self, address: str) -> JSON:
        return self[address].body

    @property
    def addresses(self) -> list[str]:
        return [str(r.address) for r in self.compiled.resources]

    def codes(self, *severities: str) -> list[str]:
        return sorted(d.code for d in self.compiled.diagnostics if not severities or d.severity in severities)

    @property
    def effects(self) -> tuple[OnDevice, ...]:
        """What happens to each app on each class of device."""
        return measure(self.policy, decide(self.policy, DAY), self.compiled.resources, all_kinds())

    def remarks(self, *codes: str, day: date = DAY) -> list[Diagnostic]:
        """What `validate` says of that."""
        return [
            found for found in remarks(self.policy, self.effects, day) if not codes or found.code in codes
        ]

    def told(self, code: str) -> list[Mapping[str, str]]:
        """What `validate` says of effects by this code."""
        return [d.args for d in self.remarks(code)]

    def args(self, code: str) -> list[Mapping[str, str]]:
        return [d.args for d in self.compiled.diagnostics if d.code == code]


def role(
    name: str = "team",
    *devices: str,
    step: str = "block",
    priority: int = 50,
    extra: str = "protection: {level: enhanced, apps: core-microsoft}",
    groups: Sequence[str] = (),
) -> dict[str, str]:
    """A role file; `extra` is more YAML for it."""
    members = ", ".join(f"{{name: {group}}}" for group in groups or (f"sg-{name}",))
    lines = [
        "kind: Role",
        f"id: {name}",
        f"title: {{nl: {name.title()}}}",
        f"priority: {priority}",
        f"members: {{groups: [{members}]}}",
        "risk: {data: 1, persons: 1, locations: 1, reason: {nl: test}, assessed: 2026-01-01, by: CISO}",
        f"enforcement: {step}",
        "devices:",
        *(f"  - {device}" for device in devices),
        extra,
    ]
    return {f"roles/{name}.yaml": "\n".join(lines) + "\n"}


def build(*files: Mapping[str, str]) -> Built:
    """Load, decide and compile; the policy has to be sound."""
    loaded = base_with({name: text for some in files for name, text in some.items()})
    assert loaded.policy, [(str(d.span), render(d.code, "en", d.args)) for d in loaded.diagnostics]
    return Built(
        loaded.policy, loaded.sources, compiled_with_coverage(loaded.policy, decide(loaded.policy, DAY))
    )


def mistaken(built: Built, app: str, old: str, new: str) -> Built:
    """The same with another identifier for an app, past `validate`: what the compiler makes of two apps that share one."""
    entry = built.policy.apps[app]
    identifiers = tuple(replace(i, value=new) if i.value == old else i for i in entry.identifiers)
    policy = replace(built.policy, apps={**built.policy.apps, app: replace(entry, identifiers=identifiers)})
    return Built(policy, built.sources, compiled_with_coverage(policy, decide(policy, DAY)))
