"""Devices that a requirement turns away today: their operating system is older than what a plan asks.

Looked at is what the service itself compares: the version of a device against the minimum of a compliance policy, or of app protection,
which keeps people out of their apps. Only devices that met what was asked until now count, so that nothing is counted twice. The version of
a personal device is not read, and one that is not known cannot be compared.
https://learn.microsoft.com/graph/api/resources/intune-devices-manageddevice (osVersion)
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.span import Span
from managed_apparaten.graph.observed import Device
from managed_apparaten.plan.change import Image
from managed_apparaten.plan.groups import PolicyGroups
from managed_apparaten.plan.guards.strictness import version
from managed_apparaten.plan.impact import Impact
from managed_apparaten.plan.reach import Reached, Reacher

MINIMA = ("osMinimumVersion", "minimumRequiredOsVersion")


def unmet(found: Sequence[Impact], devices: Iterable[Device]) -> Reached:
    """The devices that are turned away when the plan is carried out, and were not before."""
    versions = {device.id: version(device.version) for device in devices if device.version}
    then, now = _turned_away(found, versions, after=False), _turned_away(found, versions, after=True)
    return Reached(devices=now - then)


def impossible(
    resources: Sequence[Desired],
    kinds: Mapping[str, Kind],
    devices: Sequence[Device],
    groups: PolicyGroups,
    reacher: Reacher,
) -> Iterator[Diagnostic]:
    """PLN087, for each line that asks a version that no device of its platform has, in the whole tenant: it may not exist.

    Roles whose own devices are all older than others are told by PLN032, which a flag can lift.
    """
    versions = {device.id: version(device.version) for device in devices if device.version}
    newest: dict[str, tuple[tuple[int, ...], str]] = {}
    for device in devices:
        if device.id in versions:
            newest[device.platform] = max(
                newest.get(device.platform, ((), "")), (versions[device.id], device.version)
            )
    found: dict[tuple[Span, str, str], frozenset[str]] = {}
    for desired in resources:
        kind = kinds[desired.address.kind]
        name = next((name for name in MINIMA if desired.body.get(name)), "")
        line = next((cause.span for cause in desired.blame.get(f"/{name}", ()) if cause.span), None)
        if line and kind.platform in newest and version(str(desired.body[name])) > newest[kind.platform][0]:
            reached = reacher.audience(groups.targets(desired), kind).devices & versions.keys()
            place = (line, kind.platform, str(desired.body[name]))
            found[place] = found.get(place, frozenset()) | reached
    for (line, platform, asked), reached in sorted(found.items()):
        if reached:
            args = {
                "platform": platform,
                "version": asked,
                "devices": str(len(reached)),
                "newest": newest[platform][1],
            }
            yield Diagnostic("PLN087", "error", line, args)


def _turned_away(
    found: Sequence[Impact], versions: dict[str, tuple[int, ...]], *, after: bool
) -> frozenset[str]:
    away: set[str] = set()
    for impact in found:
        change, reached = impact.change, impact.after if after else impact.before
        image = change.after if after and change.action != "none" else change.before
        asked = _asked(image)
        if asked and not impact.kind.shared:
            away |= {device for device in reached.devices if device in versions and versions[device] < asked}
    return frozenset(away)


def _asked(image: Image | None) -> tuple[int, ...]:
    """The version that is asked; nothing when none is."""
    body: JSON = image.body if image else {}
    return next((version(str(body[name])) for name in MINIMA if body.get(name)), ())
