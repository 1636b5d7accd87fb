"""Find devices whose operating system is older than the plan requires.

The check compares what Intune compares: the version of a device with the minimum in a compliance policy or an
app protection policy. Only devices that met the requirement until now count. The version of a personal device
is not read, and an unknown version is not compared.
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


def unmet(measured: Sequence[Impact], devices: Iterable[Device]) -> Reached:
    """Return the devices whose system version is too low after the plan, and was not before."""
    versions = {device.id: version(device.version) for device in devices if device.version}
    turned_away_before, turned_away_after = (
        _turned_away(measured, versions, after=False),
        _turned_away(measured, versions, after=True),
    )
    return Reached(devices=turned_away_after - turned_away_before)


def impossible(
    resources: Sequence[Desired],
    kinds: Mapping[str, Kind],
    devices: Sequence[Device],
    groups: PolicyGroups,
    reacher: Reacher,
) -> Iterator[Diagnostic]:
    """Report PLN087 for each line that asks for a version which no device of that platform in the tenant has:
    the version may not exist.

    Roles whose own devices are all older are reported by guard PLN032, which a flag can lift.
    """
    versions = {device.id: version(device.version) for device in devices if device.version}
    newest: dict[str, tuple[tuple[int, ...], str]] = {}
    for device in devices:
        if device.id in versions:
            newest[device.platform] = max(
                newest.get(device.platform, ((), "")), (versions[device.id], device.version)
            )
    devices_by_line: dict[tuple[Span, str, str], frozenset[str]] = {}
    for desired in resources:
        kind = kinds[desired.address.kind]
        name = next((name for name in MINIMA if desired.body.get(name)), "")
        line = next((cause.span for cause in desired.blame.get(f"/{name}", ()) if cause.span), None)
        if line and kind.platform in newest and version(str(desired.body[name])) > newest[kind.platform][0]:
            reached = reacher.audience(groups.targets(desired), kind).devices & versions.keys()
            place = (line, kind.platform, str(desired.body[name]))
            devices_by_line[place] = devices_by_line.get(place, frozenset()) | reached
    for (line, platform, asked), reached in sorted(devices_by_line.items()):
        if reached:
            args = {
                "platform": platform,
                "version": asked,
                "devices": str(len(reached)),
                "newest": newest[platform][1],
            }
            yield Diagnostic("PLN087", "error", line, args)


def _turned_away(
    measured: Sequence[Impact], versions: dict[str, tuple[int, ...]], *, after: bool
) -> frozenset[str]:
    """Return the devices whose system version is below what their objects ask, before or after the plan."""
    too_old: set[str] = set()
    for impact in measured:
        change, reached = impact.change, impact.after if after else impact.before
        image = change.after if after and change.action != "none" else change.before
        minimum = _asked(image)
        if minimum and not impact.kind.shared:
            too_old |= {
                device for device in reached.devices if device in versions and versions[device] < minimum
            }
    return frozenset(too_old)


def _asked(image: Image | None) -> tuple[int, ...]:
    """Return the minimum system version in an object; an empty tuple when there is none."""
    body: JSON = image.body if image else {}
    return next((version(str(body[name])) for name in MINIMA if body.get(name)), ())
