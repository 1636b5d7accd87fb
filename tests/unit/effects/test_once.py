"""One fact, one sentence: over the example, no app is named by two diagnostics for the same reason on the same class of device of a role.

Facts that go together, such as that an app does not open and that it cannot be offered, are two only where the reasons differ.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from tests.golden.cases import DAY

from managed_apparaten.compile.naming import device_name
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.effects.defaults import sides
from managed_apparaten.effects.effect import OnDevice
from managed_apparaten.effects.remarks import named
from managed_apparaten.policy.load import load
from managed_apparaten.resolve.decide import Resolved, decide
from managed_apparaten.workflow.check import check

POLICIES = Path(__file__).resolve().parents[3] / "policies"
NOT_STOPPED = frozenset(
    f"KND{number}"
    for number in (425, 426, 427, 428, 429, 430, 431, 432, 433, 434, 435, 436, 439, 443, 444, 446)
)
SHUT = frozenset({"KND346", "KND420", "KND421", "KND422", "KND440", "KND441", "KND442"})
NOT_ASSIGNED = frozenset({"KND396", "KND423"})
FACTS: Mapping[str, frozenset[str]] = {
    "a forbidden app is not stopped": NOT_STOPPED,
    "the catalogue lacks what would stop or uninstall a forbidden app": NOT_STOPPED | {"KND417"},
    "an approved app does not open, or nobody knows": SHUT | NOT_ASSIGNED | {"KND394", "KND413", "KND424"},
    "an approved app is not to be had": SHUT | NOT_ASSIGNED | {"KND384", "KND394", "KND416"},
}
"""Codes that would tell the same fact for the same reason."""
OTHER_FACTS = frozenset({"KND316", "KND319", "KND405", "KND408", "KND410", "KND411", "KND445"})
"""Codes that name apps for reasons of their own: an entry without a source, app protection, licences, apps that no rule speaks of, names
of files."""


@dataclass(frozen=True)
class Class:
    role: str
    platform: str
    devices: str
    """With the side, as diagnostics have it."""


@cache
def said() -> tuple[Diagnostic, ...]:
    return check(POLICIES, DAY).diagnostics


@cache
def classes() -> tuple[Class, ...]:
    return tuple(
        Class(role.id, device.platform, named(OnDevice(role, device, side, "advise", {})))
        for role in decided().roles
        for device in role.devices
        for side in sides(device)
    )


def names(diagnostic: Diagnostic) -> list[str]:
    """`Temu, TikTok (college, griffie); Signal (kcc)` as well as `Temu, TikTok`; the roles are taken from `about`."""
    text = diagnostic.args.get("names") or diagnostic.args.get("apps") or diagnostic.args.get("app", "")
    return [] if text.isdigit() else [name for name in text.split(", ") if name]


def told(diagnostic: Diagnostic) -> Iterator[tuple[Class, str]]:
    """Each class of device of a role that it is about, with each app that it names there."""
    args = diagnostic.args
    roles = {*args.get("roles", "").split(", "), args.get("role", "")} - {""}
    groups_of_apps = [(roles, names(diagnostic))]
    if diagnostic.code in BY_ROLES:
        groups = [group.rpartition(" (") for group in args["apps"].split("; ")]
        groups_of_apps = [({*within.rstrip(")").split(", ")}, apps.split(", ")) for apps, _, within in groups]
    for concerned, apps in groups_of_apps:
        for one in classes():
            if one.role in concerned and is_about(diagnostic, one):
                yield from ((one, app) for app in apps)


def is_about(diagnostic: Diagnostic, one: Class) -> bool:
    platform, devices = (
        diagnostic.args.get("platform", one.platform),
        diagnostic.args.get("devices", one.devices),
    )
    assigned = ", corporate" in one.devices and not one.devices.endswith(", private")
    return (platform, devices) == (one.platform, one.devices) and (
        assigned or diagnostic.code not in ASSIGNED
    )


BY_ROLES = frozenset({"KND416", "KND417"})
ASSIGNED = frozenset({"KND384", "KND394", *BY_ROLES})
"""About assignments: nothing is assigned to somebody's own device, nor to the private side of another."""


@pytest.mark.parametrize("fact", FACTS)
def test_no_app_is_named_twice_for_one_reason(fact: str) -> None:
    found = defaultdict(set)
    for diagnostic in said():
        if diagnostic.code in FACTS[fact]:
            for one, app in told(diagnostic):
                found[one, app].add((diagnostic.code, tuple(diagnostic.args.items())))
    assert found or fact not in (
        "a forbidden app is not stopped",
        "an approved app does not open, or nobody knows",
    )
    twice = [
        (one, app, sorted(code for code, _ in some)) for (one, app), some in found.items() if len(some) > 1
    ]
    assert not twice, f"{len(twice)}, for example {twice[:3]}"


def test_every_code_that_names_apps_of_a_role_has_its_fact() -> None:
    known = OTHER_FACTS.union(*FACTS.values())
    naming = {d.code for d in said() if d.code.startswith("KND") and names(d)}
    assert naming <= known


def test_each_diagnostic_that_names_a_class_of_device_names_one_of_the_example() -> None:
    whole = {device_name(device) for role in decided().roles for device in role.devices}
    assert {d.args["devices"] for d in said() if "devices" in d.args} <= {
        one.devices for one in classes()
    } | whole


@cache
def decided() -> Resolved:
    found = load(POLICIES).policy
    assert found is not None
    return decide(found, DAY)
