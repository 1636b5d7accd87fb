"""The product's words for effects are the oracle's answers: every role, class of device, side and app, at every step.

The oracle reads the tenant's JSON; the product reads what it compiled. Neither knows the other's reading.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from tests.oracle.office import Office, Ready, example, office, ready, stepped
from tests.oracle.oracle import Conflict, Oracle, ours
from tests.oracle.question import Answer, App, Device, Enrolment, Question, Verdict
from tests.oracle.tenant import Graph

from managed_apparaten.effects.effect import Effect, OnApp, OnDevice
from managed_apparaten.effects.measure import Held, measure
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.intune.app_lists import known_by
from managed_apparaten.kinds import all_kinds, app_assignment
from managed_apparaten.policy.model import STEPS, DeviceClass, GroupRef, Located, PolicySet, Role, Step

NEWEST, OLDER = (27, 0), (26, 4)
UNHEARD_OF = {
    "ios": "bundle-id",
    "android": "package",
    "windows": "package-family-name",
    "macos": "bundle-id",
}
"""What an app without an identifier would be known by."""


def enrolment(device: DeviceClass) -> Enrolment:
    if device.platform == "ios":
        return (
            "unenrolled"
            if device.ownership == "personal"
            else "supervised"
            if device.supervised
            else "unsupervised"
        )
    if device.platform == "android":
        return device.management or "unenrolled"
    if device.ownership == "personal":
        return "unenrolled"
    return "joined" if device.platform == "windows" else "mac"


class Tenant:
    """A tenant to which a policy was applied, and who is in it."""

    def __init__(self, one: Office, made: Ready) -> None:
        self.made, found = made, one.oracle()
        self.apps = Graph(one.tenant).all("deviceAppManagement/mobileApps")
        self.groups = {
            group["displayName"]: group["id"]
            for group in Graph(one.tenant).all("groups?$select=id,displayName")
        }
        groups = {self.id(a.group) for desired in made.compiled.resources for a in desired.assignments}
        apps = {
            app: tuple(a for a in some if a["target"].get("groupId") in groups)
            for app, some in found.intents.assignments.items()
        }
        mine = tuple(policy for policy in found.policies if ours(policy))
        self.oracle: Oracle = replace(found, policies=mine, intents=replace(found.intents, assignments=apps))
        """Without what others made or assign, of which a policy knows nothing."""

    def id(self, group: GroupRef) -> str:
        return group.id or self.groups[group.name]

    def members(self, groups: Iterable[GroupRef]) -> frozenset[str]:
        return frozenset[str]().union(*(self.oracle.directory.members[self.id(group)] for group in groups))

    def before(self, role: Role, device: DeviceClass) -> list[tuple[Role, DeviceClass]]:
        """Classes of the platform of roles that go before this one."""
        roles = self.made.resolved.roles
        return [
            (r, c)
            for r in roles[: [r.id for r in roles].index(role.id)]
            for c in r.devices
            if c.platform == device.platform
        ]

    def person(self, role: Role, device: DeviceClass) -> str | None:
        """Somebody of the role and of none that goes before it."""
        return min(
            self.members(role.groups).difference(
                *(self.members(r.groups) for r, _ in self.before(role, device))
            ),
            default=None,
        )

    def device(self, role: Role, device: DeviceClass) -> Device | None:
        """A device of the class, in a group of this role and of none before it, with somebody of the role; None when there is nobody.
        A computer, iPhone or iPad that is in a group of devices may have no user: only what holds without one is certain."""
        shared = device.management == "dedicated" or (device.groups and device.platform != "android")
        person = None if shared else self.person(role, device)
        entra = None
        if device.groups:
            entra = min(
                self.members(device.groups).difference(
                    *(self.members(c.groups) for _, c in self.before(role, device))
                ),
                default=None,
            )
        if person is None and entra is None:
            return None
        personal = device.ownership == "personal"
        name = f"{role.id}-{device.span}"
        return Device(
            name, device.platform, enrolment(device), person, entra, NEWEST, device.supervised, personal
        )

    @property
    def held(self) -> Held:
        """The apps that it has."""
        return Held(frozenset(key for app in self.apps for key in app_assignment.identify(app)))

    def asked(self, on: OnDevice, found: OnApp, device: Device) -> list[Verdict]:
        """The oracle's answers for each identifier of an app; for one without, of an identifier that no list can have."""
        team = (
            next((i.value for i in found.app.on("macos", "team-id")), "")
            if device.platform == "macos"
            else ""
        )
        signer = next(
            (i.value for i in found.app.on("windows", "publisher") if i.verified and "O=" in i.value.upper()),
            "",
        )
        known = known_by(found.app, on.device.platform)
        apps = [App(i.type, i.value, team, signer if i.type == "executable" else "") for i in known]
        apps = apps or [App(i.type, i.value) for i in found.app.on(on.device.platform, "publisher")]
        apps = apps or [App(UNHEARD_OF[device.platform], "nobody.knows_this", team)]
        return [self.oracle.ask(Question(device.user, device, on.side, app)) for app in apps]


def wrong(tenant: Tenant) -> Iterator[str]:
    """Where the two differ."""
    made, asked = tenant.made, 0
    for on in measure(made.policy, made.resolved, made.compiled.resources, all_kinds(), tenant.held):
        for device, found in (
            (device, found) for device in devices(tenant, on) for found in on.apps.values()
        ):
            asked += 1
            try:
                verdicts = tenant.asked(on, found, device)
            except Conflict as conflict:
                yield f"{on.role.id} {device.platform}: {conflict}"
                break
            if fault := difference(on, found, verdicts):
                yield f"{on.role.id} {device.platform} {device.enrolment}/{on.side} {found.app.id}: {found.effect} {found.reason}: {fault}"
    assert asked > 3_000, asked


def devices(tenant: Tenant, on: OnDevice) -> Iterator[Device]:
    """A device of the class with each system that the effects are of: with any, where they are of all."""
    device = tenant.device(on.role, on.device)
    if device is not None:
        if on.system != "older":
            yield device
        if on.system == "older" or (on.system == "" and on.device.platform in ("ios", "macos")):
            yield replace(device, system=OLDER)


def difference(on: OnDevice, found: OnApp, verdicts: list[Verdict]) -> str:
    """What the oracle says otherwise, or nothing."""
    answers = {verdict.answer for verdict in verdicts}
    marks = frozenset[str]().union(*(verdict.marks for verdict in verdicts))
    if (Answer.NOT_CONTROLLED in answers) != (
        found.effect in CONTROLS_NOTHING and found.reason in UNCONTROLLED
    ):
        return f"controlled: {answers}"
    came_along = answers == {Answer.NO} and "preinstalled" in marks
    if came_along != (found.effect is Effect.UNKNOWN and on.device.platform == "android"):
        return f"came with the device: {answers}"
    if found.effect is Effect.UNKNOWN:
        known = (on.device.platform, found.reason) not in MAY_BE_UNKNOWN or on.step != "allowlist"
        return f"known: {answers}" if known else ""
    if (answers == {Answer.NO}) != (found.effect is Effect.STOPPED):
        return f"stopped: {answers}"
    seen = {mark for mark in marks - {"preinstalled"} if mark != "protected" or on.side != "private"}
    said = set(found.also) - {"offered"}
    return "" if seen == said or on.device.platform == "windows" else f"{sorted(seen)} and not {sorted(said)}"


MAY_BE_UNKNOWN = (
    ("windows", "place"), ("windows", "no-identifier-there"), ("macos", "no-identifier-there"), ("macos", "no-team"),
    ("android", "preinstalled"), ("android", "no-identifier-there"), ("android", "not-listed"), ("android", "shared"),
)  # fmt: skip
"""On an allowlist: a program by its name alone, as folders are allowed, what nobody can name, as makers are, and on the private side of
Android what may have come with the device."""
CONTROLS_NOTHING = (Effect.NOT_CONTROLLED, Effect.PROTECTED, Effect.REPORTED, Effect.REMOVED)
UNCONTROLLED = ("personal", "private-side", "unsupervised")


@pytest.mark.parametrize("step", [None, *STEPS])
def test_effects_are_what_the_oracle_sees_in_the_tenant(step: Step | None, tmp_path: Path) -> None:
    whole = example()
    made = ready(whole if step is None else stepped(whole, dict.fromkeys(whole.roles, step)))
    with office(tmp_path) as one:
        one.apply(made)
        assert list(wrong(Tenant(one, made))) == []


def everywhere(policy: PolicySet) -> PolicySet:
    """The same people with other devices, and no exceptions: classes that the example lacks; Macs and iPhones know App Settings."""
    versions = {platform: Located("27.0", policy.organisation.span) for platform in ("ios", "macos")}
    more: tuple[dict[str, Any], ...] = (
        {"platform": "ios"},
        {"platform": "ios", "supervised": True},
        {"platform": "macos", "supervised": True},
        {"platform": "android", "management": "fully-managed"},
    )
    roles = {}
    for name, role in policy.roles.items():
        classes = tuple(DeviceClass(ownership="corporate", span=role.span, **one) for one in more)
        compliance = replace(role.compliance, os_minimum={**role.compliance.os_minimum, **versions})
        roles[name] = replace(role, devices=classes, compliance=compliance)
    return replace(policy, roles=roles, exceptions={})


def newer(one: Office) -> None:
    """Add a device of nobody with system version 27 for each platform of Apple, or the plan refuses to ask for that version."""
    known = Graph(one.tenant).all("deviceManagement/managedDevices")
    for number, system in enumerate(("iOS", "macOS")):
        like = next(device for device in known if device["operatingSystem"] == system)
        body = {
            **like,
            "id": f"0000000{number}-2727-4727-8727-272727272727",
            "osVersion": "27.0",
            "userId": "",
            "azureADDeviceId": None,
        }
        one.tenant.insert([Stored("deviceManagement/managedDevices", body["id"], "managedDevice", body, {})])


def test_effects_are_what_the_oracle_sees_on_devices_that_the_example_lacks(tmp_path: Path) -> None:
    made = ready(everywhere(example()))
    with office(tmp_path) as one:
        newer(one)
        one.apply(made)
        assert list(wrong(Tenant(one, made))) == []


def test_effects_are_what_the_oracle_sees_where_a_role_opens_the_whole_store(tmp_path: Path) -> None:
    """On monitor: from block on the plan refuses an open store of which the tenant lacks forbidden apps."""
    whole = stepped(everywhere(example()), dict.fromkeys(example().roles, "monitor"))
    store: Located[Literal["open"]] = Located("open", whole.organisation.span)
    roles = {
        name: replace(
            role, devices=tuple(replace(d, play_store=store) for d in role.devices if d.platform == "android")
        )
        for name, role in whole.roles.items()
    }
    made = ready(replace(whole, roles=roles))
    assert "blockList" in {desired.body.get("playStoreMode") for desired in made.compiled.resources}
    with office(tmp_path) as one:
        one.apply(made)
        assert list(wrong(Tenant(one, made))) == []


SILENT = {False: {"windows_app_protection"}, True: {"ios_app_settings", "android_device_owner_restrictions"}}
"""Of Edge on somebody's own PC nobody asks; on iPhones App Settings hold what the restrictions hold; a fully managed device has the store
that it has by default."""


@pytest.mark.parametrize("other", [False, True])
def test_the_comparison_sees_a_reader_that_is_broken(other: bool, tmp_path: Path) -> None:
    """Every kind that reads its bodies: when it is silent, some answer differs."""
    made = ready(everywhere(example()) if other else example())
    with office(tmp_path) as one:
        newer(one)
        one.apply(made)
        tenant = Tenant(one, made)
        used = {desired.address.kind for desired in made.compiled.resources} - SILENT[other]
        kinds = [kind for kind in all_kinds() if kind.effects and kind.name in used]
        assert len(kinds) > 5
        for broken in kinds:
            less = [replace(kind, effects=None) if kind is broken else kind for kind in all_kinds()]
            found = measure(made.policy, made.resolved, made.compiled.resources, less, tenant.held)
            assert any(differs(tenant, on) for on in found), broken.name


def differs(tenant: Tenant, on: OnDevice) -> bool:
    try:
        return any(
            difference(on, found, tenant.asked(on, found, device))
            for device in devices(tenant, on)
            for found in on.apps.values()
        )
    except Conflict:
        return False
