"""Devices that a requirement turns away today: their operating system is older than what a plan asks.

Looked at is what the service itself compares: the version of a device against the minimum of a compliance policy, or of app protection,
which keeps people out of their apps. Only devices that met what was asked until now count, so that nothing is counted twice. The version of
a personal device is not read, and one that is not known cannot be compared.
https://learn.microsoft.com/graph/api/resources/intune-devices-manageddevice (osVersion)
"""

from collections.abc import Iterable, Sequence

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.observed import Device
from managed_apparaten.plan.change import Image
from managed_apparaten.plan.impact import Impact
from managed_apparaten.plan.reach import Audience
from managed_apparaten.plan.strictness import version

MINIMA = ("osMinimumVersion", "minimumRequiredOsVersion")


def unmet(found: Sequence[Impact], devices: Iterable[Device]) -> Audience:
    """The devices that are turned away when the plan is carried out, and were not before."""
    versions = {device.id: version(device.version) for device in devices if device.version}
    then, now = _turned_away(found, versions, after=False), _turned_away(found, versions, after=True)
    return Audience(devices=now - then)


def _turned_away(found: Sequence[Impact], versions: dict[str, tuple[int, ...]], *, after: bool) -> frozenset[str]:
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
