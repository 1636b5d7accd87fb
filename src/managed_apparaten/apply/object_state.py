"""What of an object is compared before and after a write: a flat view with one entry for each thing that a write replaces.

Keys are JSON pointers of top-level properties (`/passcodeRequired`) or of members that are written alone
(`/localizedNotificationMessages/nl-nl`), and `assignments`, `apps`, `marker` and `version`. An
expectation is a view that holds only what is expected; anything else the object may have is not looked at.
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
"""Where a body carries the marker: `notes` on an app, `description` elsewhere."""
GROUP_TYPE = "appGroupType"
"""One value with the apps: `targetApps` writes both."""


def of_observed(observed: Observed, kind: Kind) -> View:
    """All there is to compare of an object as read."""
    return {
        **_body(normal(observed.body, kind), kind),
        "assignments": targets(observed.assignments),
        "apps": None if observed.apps is None else sorted(observed.apps),
        "marker": str(observed.marker),
        "version": observed.version,
    }


def of_image(image: Image, kind: Kind) -> View:
    """What a plan saw. Without a version, or without apps that count, those are not expected."""
    found: dict[str, JSON] = {**_body(image.body, kind), "assignments": targets(image.targets)}
    if image.apps is not None:
        found["apps"] = sorted(image.apps)
    return {**found, "version": image.version} if image.version else found


def of_desired(desired: Desired, wanted: Sequence[JSON], kind: Kind) -> View:
    """What an object must show when all is written; `wanted` are the targets with their group ids."""
    found: dict[str, JSON] = {
        **_body(form_of(desired, kind)[0], kind),
        "assignments": targets(wanted),
        "marker": str(marker_of(desired)),
    }
    return found if desired.apps is None else {**found, "apps": sorted(desired.apps)}


NOTHING: View = {}


def differs(now: View, expected: View, carried: View = NOTHING) -> tuple[str, ...]:
    """The keys under which `now` is not as expected, sorted. `carried` are other values that may stand there."""
    wrong = (key for key in sorted(expected) if _held(now, expected, key) != expected[key])
    return tuple(key for key in wrong if key not in carried or _held(now, carried, key) != carried[key])


def explain(address: Address, now: View, expected: View, carried: View = NOTHING) -> tuple[Difference, ...]:
    """The same, leaf by leaf."""
    return tuple(
        d
        for key in differs(now, expected, carried)
        for d in differing(address, expected[key], _held(now, expected, key), key)
    )


def _held(now: View, expected: View, key: str) -> JSON:
    """What `now` has of what is expected under a key. Of an assignment's settings the service fills in those that we leave to it."""
    found, wanted = now.get(key), expected[key]
    if key == "assignments" and found is not None and len(found) == len(wanted):
        return [
            {**shown, "settings": asked(shown["settings"], ours["settings"])}
            if shown.get("settings") and ours.get("settings")
            else shown
            for shown, ours in zip(found, wanted, strict=True)
        ]
    return whole(found, wanted)


def marker_of(desired: Desired) -> Marker | None:
    """The marker that the body carries."""
    return next((marker for name in MARKED if (marker := split(desired.body.get(name))[1])), None)


def targets(raw: Sequence[JSON]) -> list[JSON]:
    """Our assignments in one order; what a policy set put there is not ours and is left out."""
    return list(direct_targets(raw))


def _body(body: JSON, kind: Kind) -> dict[str, JSON]:
    """By property; a contained list whose members are written one by one by the members, each under its key."""
    found: dict[str, JSON] = {}
    for name, value in body.items():
        place, key = child("", name), kind.children.get(name)
        found |= {child(place, member[key]): member for member in value or ()} if key else {place: value}
    return found
