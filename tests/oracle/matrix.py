"""What the decisions promise on a device: the matrix of the ladder, as documented, and where Intune cannot keep it.

This side knows policies and decisions, and nothing of what they are compiled to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from managed_apparaten.policy.model import STEPS, DeviceClass, Identifier, Platform, PolicySet, Role, Step
from managed_apparaten.resolve.decide import Resolved
from managed_apparaten.resolve.decision import Decision

from .defaults import BY_ENROLMENT
from .directory import Directory
from .intents import Intents
from .question import CONTROLLED, Answer, App, Device, Question, Side
from .reading.windows_applocker import program

YES, NO = Answer.YES, Answer.NO

REASONS: Mapping[str, str] = {
    "no role": "nobody's policy is about this person on this device: phones and laptops stay open, managed Play holds assigned apps only",
    "identifier not verified": "an identifier that nobody saw in a source does not block, unless the rule says `unverified: true`",
    "evidence too weak to allow": "a list of allowed apps holds identifiers of which the source was kept, or what the rule trusts",
    "needed to use the device": "phone, messages, settings and the like stay on every list of allowed apps, decided or not",
    "shared with a blocked app": "one identifier for two apps: deny beats allow",
    "shared with an approved app": "one identifier for two apps, of which one is approved: a list of allowed apps cannot tell them apart",
    "not in managed Play": "Intune keeps off, and offers, only apps of which the tenant holds an object",
    "assigned apps only": "a work profile on somebody's own phone holds what was assigned to it and nothing else",
    "offered to people only": "below an allowlist a dedicated device gets what a rule requires and what manages it; nobody can pick an app",
    "not certain enough to install": "a dedicated device gets approved apps installed, by an identifier that somebody saw in a source",
    "assigned by somebody else": "an assignment that is not ours puts the app in the work store",
    "set by somebody else as well": "a policy that is not ours sets the same setting too: Intune shows a conflict and promises neither",
    "no kind yet": "no kind of resource enforces the decision here yet",
    "watched": "AppLocker only watches on a step before the allowlist when the devices say `applocker: audit`",
    "not enforced yet": "a Windows allowlist stops what is blocked and nothing else until its devices say `applocker: enforce`",
    "started by hand": "on a Windows allowlist programs start from Windows and Program Files; one that people put elsewhere does not",
    "signer not known": "a Windows allowlist lets in packaged apps of which the catalogue knows the signer",
    "before macOS 27": "older Macs, whatever the role asks for, and unsupervised ones take no list of programs",
    "maker not known": "a list of allowed programs on a Mac names makers by team id",
    "not a program to AppLocker": "the identifier is not one that AppLocker has a condition for",
}
"""Every way in which the tenant may differ from the plain decision, and why."""

NEVER_MISSING = frozenset({
    "com.apple.mobilephone", "com.apple.MobileAddressBook", "com.apple.MobileSMS", "com.apple.Preferences", "com.apple.camera",
    "com.apple.mobileslideshow", "com.apple.mobilesafari", "com.apple.mobiletimer", "com.apple.Health", "com.apple.findmy",
    "com.apple.DocumentsApp", "com.microsoft.CompanyPortal", "com.microsoft.azureauthenticator", "com.microsoft.scmx",
})  # fmt: skip
"""Bundle ids without which an iPhone cannot be reached, signed in to, managed or found."""
NEVER_HIDDEN = frozenset({"com.apple.mobilephone", "com.apple.Preferences"})
"""What iOS itself shows whatever a list says: facts, new-kinds.md section 6 (vendors of device management agree on these two)."""


SIGNERS = frozenset({"8wekyb3d8bbwe", "cw5n1h2txyewy", "cv1g1gvanyjgm"})
"""Ends of package family names of which the signer is known: Microsoft Corporation, Microsoft Windows, WhatsApp."""


@dataclass(frozen=True, slots=True)
class Promise:
    """The answer that has to come, and the reason (a key of `REASONS`) when it is not the plain decision."""

    answer: Answer
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """The decisions of one policy for the people and devices of one tenant."""

    policy: PolicySet
    resolved: Resolved
    kinds: frozenset[str]
    directory: Directory
    intents: Intents
    groups: Mapping[str, str]
    """Group name -> id, for groups that the policy names only."""
    named: Mapping[tuple[str, App], list[tuple[str, Identifier]]]
    """Platform and identifier -> the apps that have it; see `named_apps`."""

    def promise(self, asked: Question) -> Promise:
        """What has to hold."""
        device = asked.device
        if not CONTROLLED[device.enrolment, asked.side]:
            return Promise(Answer.NOT_CONTROLLED)
        role = self.role(asked.person, device)
        if role is None:
            return Promise(self._assigned(asked) if _is_work_store(device, asked.side) else YES, "no role")
        step = self.step(role, device)
        if device.platform == "ios":
            return self._ios(role, step, asked)
        if device.enrolment == "work-profile":
            plain = _blocked(step, self._decided(role, asked))
            return plain if plain.answer is NO else Promise(self._assigned(asked), "assigned apps only")
        if device.platform == "android":
            return (
                self._private(role, step, asked) if asked.side == "private" else self._play(role, step, asked)
            )
        return (
            self._windows(role, step, asked) if device.platform == "windows" else self._mac(role, step, asked)
        )

    def non_compliant(self, asked: Question) -> bool:
        """Whether the app on an enrolled iPhone or iPad has to make it non-compliant: from the step `block` on, when it is forbidden."""
        role = self.role(asked.person, asked.device)
        if role is None or asked.device.platform != "ios" or asked.device.enrolment == "unenrolled":
            return False
        lists = self.step(role, asked.device) not in ("advise", "monitor")
        return lists and any(
            decision.blocked and (i.verified or decision.unverified)
            for decision, i in self._decided(role, asked)
        )

    def required(self, role: Role, asked: Question) -> bool:
        """Whether a rule wants the app on the device, whoever its owner is."""
        return any(decision.required is not None for decision, _ in self._decided(role, asked))

    def role(self, person: str | None, device: Device) -> Role | None:
        """The role that counts for this person on this device: of those with such a device, the one that goes first."""
        ranked = sorted(self.resolved.roles, key=lambda r: (-r.priority.value, r.derived_from is None, r.id))
        return next(
            (role for role in ranked if any(self._reached(role, c, person, device) for c in role.devices)),
            None,
        )

    def step(self, role: Role, device: Device) -> Step:
        """The highest step of the role's classes that are reached in the same way."""
        return max((role.step_on(c).value for c in self._classes(role, device)), key=STEPS.index)

    def _classes(self, role: Role, device: Device) -> list[DeviceClass]:
        return [c for c in role.devices if self._reached(role, c, device.user, device)]

    def _reached(self, role: Role, device_class: DeviceClass, person: str | None, device: Device) -> bool:
        if not _is(device_class, device):
            return False
        if device_class.groups:
            return any(
                device.entra in self.directory.members[g.id or self.groups[g.name]]
                for g in device_class.groups
            )
        return any(person in self.directory.members[g.id or self.groups[g.name]] for g in role.groups)

    def _decided(self, role: Role, asked: Question) -> list[tuple[Decision, Identifier]]:
        """Decisions on every app that has this identifier."""
        platform = device_platform(asked.device)
        decisions = self.resolved.decisions[role.id][platform]
        plain = App(asked.app.type, asked.app.value)
        return [(decisions[app], identifier) for app, identifier in self.named.get((platform, plain), ())]

    def _ios(self, role: Role, step: Step, asked: Question) -> Promise:
        decided = self._decided(role, asked)
        if asked.app.value in NEVER_HIDDEN:
            return Promise(YES, "needed to use the device")
        if step != "allowlist":
            return _blocked(step, decided)
        forbidden = any(decision.blocked and (i.verified or decision.unverified) for decision, i in decided)
        return _allowed(decided, asked.app.value in NEVER_MISSING and not forbidden)

    def _private(self, role: Role, step: Step, asked: Question) -> Promise:
        """The private side has lists of its own: a plain list of allowed apps, or of blocked ones."""
        decided = self._decided(role, asked)
        return _allowed(decided, False) if step == "allowlist" else _blocked(step, decided)

    def _play(self, role: Role, step: Step, asked: Question) -> Promise:
        """The work store, which shows assigned apps only unless a role opens it: approved apps are assigned, on every step."""
        decided = self._decided(role, asked)
        if step != "allowlist" and any(
            c.play_store and c.play_store.value == "open" for c in self._classes(role, asked.device)
        ):
            plain = _blocked(step, decided)
            return (
                Promise(YES, "not in managed Play")
                if plain.answer is NO and not self.intents.knows(asked.app)
                else plain
            )
        plain = _allowed(decided, False)
        blocked = step != "allowlist" and _blocked(step, decided).answer is NO
        return Promise(NO) if blocked else self._offered(plain, step, decided, asked)

    def _offered(
        self, plain: Promise, step: Step, decided: list[tuple[Decision, Identifier]], asked: Question
    ) -> Promise:
        assigned = self._assigned(asked)
        if plain.answer is assigned:
            return plain
        if assigned is YES:
            return Promise(YES, "assigned by somebody else")
        if asked.device.enrolment == "dedicated" and self.intents.knows(asked.app):
            if step != "allowlist" and not any(
                self.policy.apps[decision.app].management for decision, _ in decided
            ):
                return Promise(NO, "offered to people only")
            if not any(_lets_in(decision, identifier) for decision, identifier in decided):
                return Promise(NO, "not certain enough to install")
        return Promise(NO, "not in managed Play") if not self.intents.knows(asked.app) else plain

    def _assigned(self, asked: Question) -> Answer:
        """Whether the work store has it: assigned, or there since enrolment."""
        if asked.app.value in BY_ENROLMENT.get(asked.device.enrolment, ()):
            return YES
        return (
            YES if self.intents.of(asked.app, asked.person, asked.device) in ("required", "available") else NO
        )

    def _windows(self, role: Role, step: Step, asked: Question) -> Promise:
        if "windows_applocker" not in self.kinds:
            return Promise(YES, "no kind yet")
        if program(asked.app) is None:
            return Promise(YES, "not a program to AppLocker")
        decided = self._decided(role, asked)
        stated = self._stated(role, asked.device)
        if step != "allowlist":
            return Promise(YES, "watched") if stated == "audit" else _blocked(step, decided)
        if stated != "enforce":
            plain = _blocked("block", decided)
            return (
                plain
                if plain.answer is NO or any(decision.approved for decision, _ in decided)
                else Promise(YES, "not enforced yet")
            )
        plain = _allowed(decided, False)
        if plain.answer is YES and asked.app.type == "executable":
            return Promise(NO, "started by hand")
        return plain if plain.answer is NO or self._signed(asked) else Promise(NO, "signer not known")

    def _stated(self, role: Role, device: Device) -> str | None:
        """What the classes of device say of AppLocker, watching before stopping: they share one object."""
        stated = [mode.value for c in self._classes(role, device) if (mode := getattr(c, "applocker", None))]
        return "audit" if "audit" in stated else stated[0] if stated else None

    def _signed(self, asked: Question) -> bool:
        """Whether somebody knows who signs a packaged app: one of `SIGNERS`, or a subject in the catalogue."""
        apps = [
            self.policy.apps[app]
            for app, _ in self.named[asked.device.platform, App(asked.app.type, asked.app.value)]
        ]
        stated = any(i.value.startswith("CN=") for app in apps for i in app.on("windows", "publisher"))
        return stated or asked.app.value.rpartition("_")[2] in SIGNERS

    def _mac(self, role: Role, step: Step, asked: Question) -> Promise:
        """Macs take lists of programs from version 27 on, supervised, for roles that ask for that version."""
        oldest = role.compliance.os_minimum.get("macos")
        if "macos_app_settings" not in self.kinds:
            return Promise(YES, "no kind yet")
        asks = oldest is not None and int(oldest.value.split(".")[0]) >= 27
        if not asks or asked.device.system < (27,) or not asked.device.supervised:
            return Promise(YES, "before macOS 27")
        decided = self._decided(role, asked)
        if step != "allowlist":
            return _blocked(step, decided)
        plain = _allowed(decided, False)
        return plain if plain.answer is NO or asked.app.team else Promise(NO, "maker not known")


def _is(device_class: DeviceClass, device: Device) -> bool:
    """Whether a device is of this class."""
    if device_class.platform != device.platform:
        return False
    # An enrolled iPhone can be a person's own; the filters of its objects keep it out. Objects for Windows and Macs have no such filter.
    personal = device.enrolment in ("unenrolled", "work-profile") or (
        device.platform == "ios" and device.personal
    )
    if personal or device_class.ownership == "personal":
        return personal == (device_class.ownership == "personal")
    return (
        (device_class.management == "dedicated") == (device.enrolment == "dedicated")
        if device.platform == "android"
        else True
    )


def device_platform(device: Device) -> Platform:
    """The platform of a device, as policies name it."""
    return next(
        platform for platform in ("ios", "android", "windows", "macos") if platform == device.platform
    )


def _is_work_store(device: Device, side: Side) -> bool:
    return device.platform == "android" and side != "private"


def _blocked(step: Step, decided: list[tuple[Decision, Identifier]]) -> Promise:
    """From the step `block` on, what a rule forbids is stopped; everything else is left alone."""
    if step in ("advise", "monitor"):
        return Promise(YES)
    forbidden = [(decision, identifier) for decision, identifier in decided if decision.blocked]
    if not forbidden:
        return Promise(YES)
    if not any(identifier.verified or decision.unverified for decision, identifier in forbidden):
        return Promise(YES, "identifier not verified")
    return Promise(NO, "shared with a blocked app" if len(forbidden) < len(decided) else "")


def _lets_in(decision: Decision, identifier: Identifier) -> bool:
    """Whether the evidence is good enough to let an app in: a source that was kept; any at all for what manages the device; what the rule
    takes on itself. A name in the organisation's own Intune was seen there."""
    seen = identifier.verified and not identifier.weak
    manages = any(ground.kind == "built-in" for ground in (decision.winner, *decision.losers))
    return (
        seen or identifier.type == "intune-name" or decision.unverified or (manages and identifier.verified)
    )


def _allowed(decided: list[tuple[Decision, Identifier]], needed: bool) -> Promise:
    """On an allowlist, what was approved is let through and nothing else."""
    approved = [
        decision for decision, identifier in decided if decision.approved and _lets_in(decision, identifier)
    ]
    if needed:
        return Promise(YES, "" if approved else "needed to use the device")
    if any(decision.blocked for decision, _ in decided):
        return Promise(NO, "shared with a blocked app" if approved else "")
    if not approved and any(decision.approved for decision, _ in decided):
        return Promise(NO, "evidence too weak to allow")
    return Promise(
        YES if approved else NO,
        "shared with an approved app" if approved and len(approved) < len(decided) else "",
    )


def named_apps(policy: PolicySet) -> dict[tuple[str, App], list[tuple[str, Identifier]]]:
    """Every identifier of the catalogue, with the apps that have it."""
    found: dict[tuple[str, App], list[tuple[str, Identifier]]] = defaultdict(list)
    for app in policy.apps.values():
        for identifier in app.identifiers:
            found[identifier.platform, App(identifier.type, identifier.value)].append((app.id, identifier))
    return dict(sorted(found.items(), key=lambda item: (item[0][0], item[0][1].type, item[0][1].value)))


def programs(policy: PolicySet) -> list[App]:
    """Every bundle id of the catalogue on a Mac, with the team id of its maker where that is known; else the team id alone."""
    found = {
        i.value: App("bundle-id", i.value, next((team.value for team in app.on("macos", "team-id")), ""))
        for app in policy.apps.values()
        for i in app.on("macos", "bundle-id")
    }
    for app in policy.apps.values():
        if not app.on("macos", "bundle-id"):
            found |= {
                team.value: App("team-id", team.value, team.value) for team in app.on("macos", "team-id")
            }
    return [found[value] for value in sorted(found)]
