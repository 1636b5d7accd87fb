"""The effects of compiled objects: for each role, class of device and side, what happens to every app of the catalogue."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from managed_apparaten.compile.app_effect import Answer, AppQuestion, Said, Side
from managed_apparaten.compile.audience import split_up
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.filters import KIND_NAME as FILTERS
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.assumptions import StatedValue
from managed_apparaten.core.cause import Causes
from managed_apparaten.effects.defaults import (
    assigned_only,
    enrolled,
    enrolled_with,
    left_by_enrolment,
    sides,
    uncontrolled,
)
from managed_apparaten.effects.effect import Also, Effect, OnApp, OnDevice, Source, System
from managed_apparaten.effects.reach import RoleDevice, subject
from managed_apparaten.effects.why import why
from managed_apparaten.intune.app_lists import known_by
from managed_apparaten.policy.model import STEPS, App, DeviceClass, Identifier, PolicySet, Role, Step
from managed_apparaten.resolve.decide import Resolved
from managed_apparaten.resolve.decision import Decision

DONE: Mapping[str, Also] = {"required": "installed", "uninstall": "removed", "available": "offered"}
MARKS: Mapping[str, Also] = {
    "non-compliant": "non-compliant",
    "reported": "reported",
    "audited": "audited",
    "protected": "protected",
}


Readers = tuple[tuple[Desired, Answer], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Keys of the apps that a tenant has, as `Match.keys` writes them."""

    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said of one identifier, by whom, and the assignment that counts for it."""

    identifier: Identifier | None
    said: tuple[tuple[Desired, Said], ...]
    intent: str
    shown: bool
    """Whether it can be opened when nobody says anything."""
    unsure: bool = False
    """Whether it may be there although nobody assigned it."""

    @property
    def stopped(self) -> bool:
        """Whether it cannot be opened."""
        answers = [said.opens for _, said in self.said]
        return False in answers or (
            not self.shown and True not in answers and not self.uncertain and not self.unsure
        )

    @property
    def uncertain(self) -> bool:
        """Whether somebody cannot tell, and nobody else stops it."""
        doubted = any({"uncertain", "preinstalled"} & said.marks for _, said in self.said)
        left = self.unsure and not any(said.opens for _, said in self.said)
        return (doubted or left) and not any(said.opens is False for _, said in self.said)

    @property
    def preinstalled(self) -> bool:
        """Whether the doubt is that it may have come with the device."""
        return self.uncertain and (self.unsure or any("preinstalled" in said.marks for _, said in self.said))


@dataclass(frozen=True, slots=True)
class DeviceSide:
    """One side of a class of device of one role, with all that reaches it."""

    role: Role
    subject: RoleDevice
    side: Side
    readers: Readers
    assigned: Mapping[str, Desired]
    """App objects by app id."""
    held: Held | None
    stated: Mapping[str, StatedValue]
    """What the organisation says of assumptions."""
    step: Step
    """The step that holds."""
    system: System = ""

    @property
    def device(self) -> DeviceClass:
        """The class."""
        return self.subject.device

    def hear(self, app: App, identifier: Identifier | None) -> Heard:
        """What all objects say of an app by one identifier."""
        intent = self._intent(app, identifier)
        held = None if self.held is None else bool(intent)
        asked = AppQuestion(app, identifier, self.device, self.side, intent, held, self.stated)
        said = tuple(
            (desired, answer)
            for desired, read in self.readers
            for answer in (read(asked),)
            if answer != Said()
        )
        shown = not assigned_only(self.device, self.side) or intent in ("required", "available")
        shown = shown or enrolled_with(self.device, self.side, identifier)
        unsure = not shown and left_by_enrolment(self.device, self.side, self.stated)
        return Heard(identifier, said, intent, shown, unsure)

    def _intent(self, app: App, identifier: Identifier | None) -> str:
        """An app object is known by one of its keys; an identifier of another type than those stands for the app as a whole."""
        desired = self.assigned.get(app.id)
        if desired is None or desired.match is None or identifier is None:
            return ""
        own = f"{identifier.platform}:{identifier.value.lower()}"
        keys = {own} & set(desired.match.keys) or (
            {*desired.match.keys} if identifier.type not in KEYED else set()
        )
        creatable = desired.match.creatable
        there = keys if self.held is None or creatable else keys & self.held.keys
        return self.subject.intent(desired) if there else ""


KEYED = frozenset({"bundle-id", "package"})
"""Types of identifiers by which app objects and lists both know an app."""


def measure(
    policy: PolicySet,
    resolved: Resolved,
    resources: Sequence[Desired],
    kinds: Iterable[Kind],
    held: Held | None = None,
    only: Set[str] | None = None,
) -> tuple[OnDevice, ...]:
    """The effects for all roles, or for some. Without a tenant, an app that is to be installed is taken to be there, and it is unknown
    whether an open store leaves out what is to be uninstalled."""
    by_name = {kind.name: kind for kind in kinds}
    readers = {
        desired.address: read(desired)
        for desired in resources
        if (read := by_name[desired.address.kind].effects)
    }
    filters = {d.address: str(d.body.get("rule")) for d in resources if d.address.kind == FILTERS}
    roles = {role.id: role for role in resolved.roles}
    apps = [desired for desired in resources if desired.match]
    found = []
    for role in resolved.roles:
        decided = resolved.decisions.get(role.id, {}) if only is None or role.id in only else {}
        for device in (device for device in role.devices if device.platform in decided):
            one = subject(role, roles, device, filters)
            mine = tuple(
                (d, readers[d.address])
                for d in resources
                if d.address in readers and _reaches(by_name[d.address.kind], d, one)
            )
            known = {
                d.address.key.partition(".")[2]: d
                for d in apps
                if d.match and d.match.platform == device.platform
            }
            step, version = (
                holding(role, device),
                max((by_name[d.address.kind].from_version for d, _ in mine), default=0),
            )
            for side in sides(device):
                decisions, written = decided[device.platform], role.step_on(device).value
                every = OnDevice(
                    role, device, side, step, {}, None if written == step else written, version=version
                )
                older = tuple((d, read) for d, read in mine if not by_name[d.address.kind].from_version)
                systems: Mapping[System, Readers] = {"newer": mine, "older": older} if version else {"": mine}
                placed = [
                    DeviceSide(
                        role, one, side, some, known, held, policy.organisation.assumptions, step, system
                    )
                    for system, some in systems.items()
                ]
                measured = [
                    {app: on_app(place, policy, decisions, policy.apps[app]) for app in decisions}
                    for place in placed
                ]
                if all(_alike(measured[0], other) for other in measured):
                    found.append(replace(every, apps=measured[0]))
                else:
                    found += [
                        replace(every, apps=apps, system=place.system)
                        for place, apps in zip(placed, measured, strict=True)
                    ]
    return tuple(found)


def _alike(one: Mapping[str, OnApp], other: Mapping[str, OnApp]) -> bool:
    """Whether the same happens to every app, by whichever objects."""
    return all(
        (a.effect, a.also) == (b.effect, b.also) for a, b in zip(one.values(), other.values(), strict=True)
    )


def holding(role: Role, device: DeviceClass) -> Step:
    """The step that holds on a class of device: one object is for all classes of a platform and owner that are reached in the same way,
    through people or through groups of devices, and it takes the highest of their steps (KND309)."""
    served = [
        one for one in role.devices if (one.platform, one.ownership) == (device.platform, device.ownership)
    ]
    together = next(
        (audience.devices for audience in split_up(role, served) if device in audience.devices), (device,)
    )
    return max((role.step_on(one).value for one in together), key=STEPS.index)


def _reaches(kind: Kind, desired: Desired, one: RoleDevice) -> bool:
    fits = kind.platform == one.device.platform and kind.serves(one.device)
    return fits and (enrolled(one.device) or kind.targets_apps) and bool(one.ways(desired.assignments))


def on_app(place: DeviceSide, policy: PolicySet, decisions: Mapping[str, Decision], app: App) -> OnApp:
    """What happens to one app."""
    heard = [place.hear(app, identifier) for identifier in known_by(app, place.device.platform) or (None,)]
    also = frozenset(_also(heard, place.side))
    effect = _effect(place, heard, also, decisions[app.id])
    reason = why(effect, place, policy, decisions, app, heard)
    kept_out = tuple(
        one.identifier for one in heard if one.identifier and any(_keeps_out(said) for _, said in one.said)
    )
    return OnApp(app, decisions[app.id], effect, reason, also, tuple(_sources(effect, heard)), kept_out)


def _keeps_out(said: Said) -> bool:
    return said.opens is False or "preinstalled" in said.marks


def _also(heard: Sequence[Heard], side: Side) -> Iterator[Also]:
    """What happens besides. Nothing is installed on the private side of a device."""
    for one in heard:
        yield from (MARKS[name] for _, said in one.said for name in said.marks if name in MARKS)
        if one.intent and (side != "private" or one.intent == "uninstall"):
            yield DONE[one.intent]


def _effect(place: DeviceSide, heard: Sequence[Heard], also: frozenset[Also], decision: Decision) -> Effect:
    marks = {name for one in heard for _, said in one.said for name in said.marks}
    reported = bool({"non-compliant", "reported"} & also)
    if uncontrolled(place.device, place.side):
        if reported:
            return Effect.REPORTED
        if "protected" in also:
            return Effect.PROTECTED
        if "maker-decides" in marks and not decision.blocked:
            return Effect.UNKNOWN
        return Effect.REMOVED if "removed" in also else Effect.NOT_CONTROLLED
    if all(one.stopped for one in heard):
        return Effect.STOPPED
    if all(one.stopped or one.uncertain for one in heard):
        return Effect.UNKNOWN
    if reported or "audited" in also:
        return Effect.REPORTED
    if "removed" in also:
        return Effect.REMOVED
    unnamed = heard[0].identifier is None and decision.effect in ("block", "refuse")
    return Effect.NOT_CONTROLLED if unnamed else Effect.ALLOWED


def _sources(effect: Effect, heard: Sequence[Heard]) -> Iterator[Source]:
    """The objects behind the effect, each place once."""
    seen = set()
    for one in heard:
        for desired, said in one.said:
            acts = said.opens is False if effect is Effect.STOPPED else bool(said.marks) or said.opens is True
            if acts and (desired.address, said.pointer) not in seen:
                seen.add((desired.address, said.pointer))
                yield Source(desired.address, said.pointer, _causes(desired, said.pointer))


def _causes(desired: Desired, pointer: str) -> Causes:
    """The lines behind a place; of a list those of the list itself."""
    if pointer.startswith("/apps/"):
        return (desired.apps_blame or {}).get(pointer.removeprefix("/apps/"), ())
    for known in (pointer, f"{pointer}/settingDefinitionId"):
        if known in desired.blame:
            return desired.blame[known]
    return next((causes for place, causes in desired.blame.items() if place.startswith(f"{pointer}/")), ())
