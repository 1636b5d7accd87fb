"""Describe what is compared of an object before and after a write: a flat view with one entry for each thing
that a write replaces.

Keys are JSON pointers of top-level properties (`/passcodeRequired`) or of members that are written alone
(`/localizedNotificationMessages/nl-nl`), and `assignments`, `apps`, `marker` and `version`. An expectation is
a view with only what is expected; everything else that the object has is not compared.
"""

from collections.abc import Mapping, Sequence

from managed_apparaten.compile.desired import Desired, form_of
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.address import Address
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.pointer import child
from managed_apparaten.graph.observed import Observed
from managed_apparaten.plan.change import Image
from managed_apparaten.plan.stale import Difference, differing
from managed_apparaten.resource.comparison import asked, direct_targets, normal, whole
from managed_apparaten.resource.marker import Marker, split

View = Mapping[str, JSON]

MARKED = ("description", "notes")
"""Properties that carry the marker: `notes` on an app, `description` elsewhere."""
GROUP_TYPE = "appGroupType"
"""The property that the `targetApps` action writes together with the apps."""


def of_observed(observed: Observed, kind: Kind) -> View:
    """Return the view of an object as read."""
    return {
        **_body(normal(observed.body, kind), kind),
        "assignments": targets(observed.assignments),
        "apps": None if observed.apps is None else sorted(observed.apps),
        "marker": str(observed.marker),
        "version": observed.version,
    }


def of_image(image: Image, kind: Kind) -> View:
    """Return the view of what a plan saw. Without a version, or without apps that count, the view has
    none."""
    view: dict[str, JSON] = {**_body(image.body, kind), "assignments": targets(image.targets)}
    if image.apps is not None:
        view["apps"] = sorted(image.apps)
    return {**view, "version": image.version} if image.version else view


def of_desired(desired: Desired, wanted: Sequence[JSON], kind: Kind) -> View:
    """Return the view that an object must show when everything is written. `wanted` are the targets with ids
    of groups."""
    view: dict[str, JSON] = {
        **_body(form_of(desired, kind)[0], kind),
        "assignments": targets(wanted),
        "marker": str(marker_of(desired)),
    }
    return view if desired.apps is None else {**view, "apps": sorted(desired.apps)}


NOTHING: View = {}


def differs(now: View, expected: View, carried: View = NOTHING) -> tuple[str, ...]:
    """Return the keys under which `now` is not as expected, sorted. `carried` has other values that are
    accepted as well."""
    different = (key for key in sorted(expected) if _held(now, expected, key) != expected[key])
    return tuple(key for key in different if key not in carried or _held(now, carried, key) != carried[key])


def explain(address: Address, now: View, expected: View, carried: View = NOTHING) -> tuple[Difference, ...]:
    """Return the same differences, leaf by leaf."""
    return tuple(
        d
        for key in differs(now, expected, carried)
        for d in differing(address, expected[key], _held(now, expected, key), key)
    )


def _held(now: View, expected: View, key: str) -> JSON:
    """Return what `now` has of the expected value under a key. Settings of an app assignment that we leave to
    the service are not compared."""
    value, wanted = now.get(key), expected[key]
    if key == "assignments" and value is not None and len(value) == len(wanted):
        return [
            {**shown, "settings": asked(shown["settings"], ours["settings"])}
            if shown.get("settings") and ours.get("settings")
            else shown
            for shown, ours in zip(value, wanted, strict=True)
        ]
    return whole(value, wanted)


def marker_of(desired: Desired) -> Marker | None:
    """Return the marker that the body carries."""
    return next((marker for name in MARKED if (marker := split(desired.body.get(name))[1])), None)


def targets(raw: Sequence[JSON]) -> list[JSON]:
    """Return our assignments in a fixed order. Assignments by a policy set are not ours and are left out."""
    return list(direct_targets(raw))


def _body(body: JSON, kind: Kind) -> dict[str, JSON]:
    """Return the body by property. A contained list whose members are written one by one has an entry for
    each member."""
    view: dict[str, JSON] = {}
    for name, value in body.items():
        place, key = child("", name), kind.children.get(name)
        view |= {child(place, member[key]): member for member in value or ()} if key else {place: value}
    return view
