"""What happens to an app for a role, why it is decided like that, what that became in Intune, and whether the tenant has it."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from managed_apparaten.compile.desired import Assignment, Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.address import Address
from managed_apparaten.core.pointer import leaves
from managed_apparaten.effects.effect import OnApp, OnDevice
from managed_apparaten.effects.measure import Held, measure
from managed_apparaten.graph.tenant import Reading, TenantReader
from managed_apparaten.kinds import all_kinds
from managed_apparaten.policy.model import App, Platform
from managed_apparaten.resolve.explain import Explanation
from managed_apparaten.resolve.explain import explain as explain_decision
from managed_apparaten.resource.comparison import normal
from managed_apparaten.workflow.check import Ready

Presence = Literal["present", "differs", "absent", "not-asked", "left-out"]
"""present: the tenant has this object with this value. differs: it has the object, without the value. left-out: the object
holds a list of allowed apps, and this app is not on it."""


APPROVING = frozenset({"cause.rule.allow", "cause.rule.caution", "cause.rule.require", "cause.built-in"})
"""Causes that put an app on a list of allowed apps."""


@dataclass(frozen=True, slots=True)
class Landed:
    """One place in Intune that a decision led to."""

    address: Address
    pointer: str
    value: str
    presence: Presence


@dataclass(frozen=True, slots=True)
class ExplainedDecision:
    """One decision, explained, with where it landed."""

    explanation: Explanation
    landed: tuple[Landed, ...]
    effects: tuple[tuple[OnDevice, OnApp], ...] = ()
    """What happens to the app on each class of device of the platform, and on each side of it."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that does not exist, and the nearest that does."""

    what: Literal["role", "app"]
    name: str
    nearest: str | None


def explain(
    ready: Ready, role: str, app: str, platform: Platform | None, reader: TenantReader | None
) -> tuple[ExplainedDecision, ...] | Unknown:
    """The verdict on each platform of the role. Without a reader the tenant is not asked."""
    if unknown := _unknown(ready, role, app):
        return unknown
    found = [
        e for e in explain_decision(ready.policy, ready.resolved, role, app) if platform in (None, e.platform)
    ]
    kinds = {kind.name: kind for kind in all_kinds()}
    mine = [d for d in ready.compiled.resources if d.role == role]
    places = [(e, [(d, place) for d in mine if kinds[d.address.kind].platform == e.platform
                   for place in _places(d, e.app, kinds[d.address.kind])]) for e in found]  # fmt: skip
    shut = {e.platform: [Landed(d.address, p, "", "left-out") for d in mine if kinds[d.address.kind].platform == e.platform
                         for p in _left_out(d, e, kinds[d.address.kind])] for e in found}  # fmt: skip
    given = {e.platform: list(_assigned(ready.compiled.resources, e)) for e in found}
    asked = {d.address.kind for _, landed in places for d, _ in landed} | {
        d.address.kind for some in given.values() for d, _ in some
    }
    reading = (
        reader.objects([kind for kind in kinds.values() if kind.name in asked], ready.policy.organisation.id)
        if reader
        else None
    )
    held = _held(reading, kinds)
    offered = {
        p: [landed for d, a in some for landed in _landed_assignment(d, a, reading, kinds)]
        for p, some in given.items()
    }
    effects = measure(
        ready.policy,
        ready.resolved,
        ready.compiled.resources,
        all_kinds(),
        _apps_there(reading, kinds),
        {role},
    )
    return tuple(
        ExplainedDecision(
            e,
            (*(_landed(d, place, held) for d, place in landed), *shut[e.platform], *offered[e.platform]),
            tuple((on, on.apps[app]) for on in effects if on.device.platform == e.platform),
        )
        for e, landed in places
    )


def _apps_there(reading: Reading | None, kinds: Mapping[str, Kind]) -> Held | None:
    """The apps of the tenant that were read; those that no object of ours is about do not matter."""
    if reading is None:
        return None
    found = ((kinds[o.kind].identify, o.body) for o in reading.shared)
    return Held(frozenset(key for identify, body in found if identify for key in identify(body)))


def _unknown(ready: Ready, role: str, app: str) -> Unknown | None:
    roles = [known.id for known in ready.resolved.roles]
    if role not in roles:
        return Unknown("role", role, _nearest(role, roles))
    return None if app in ready.policy.apps else Unknown("app", app, _nearest(app, ready.policy.apps))


def _nearest(word: str, known: Iterable[str]) -> str | None:
    """The closest in spelling, else the first that has the word in it: `outlook` for `microsoft-outlook`."""
    names = sorted(known)
    return next(
        iter(
            [
                *difflib.get_close_matches(word, names, n=1),
                *(name for name in names if len(word) > 2 and word in name),
            ]
        ),
        None,
    )


def _places(desired: Desired, app: App, kind: Kind) -> list[tuple[str, str]]:
    """Pointers and values that name the app by one of its identifiers, in the form in which the kind makes a document readable."""
    values = {identifier.value for identifier in app.identifiers}
    body = kind.normalise(desired.body) if kind.normalise else desired.body
    found = [
        (pointer, value)
        for pointer, value in leaves(body).items()
        if isinstance(value, str) and value in values
    ]
    return [*found, *(("/apps", value) for value in desired.apps or () if value in values)]


def _left_out(desired: Desired, found: Explanation, kind: Kind) -> list[str]:
    """Pointers of lists of allowed apps that keep a stopped app out by not naming it."""
    if found.decision.effect not in ("block", "refuse") or not any(
        i.platform == found.platform for i in found.app.identifiers
    ):
        return []
    lists = {
        "/".join(pointer.split("/")[:index])
        for pointer, causes in desired.blame.items()
        if any(
            cause.message in APPROVING or dict(cause.args).get("effect") in ("allow", "caution", "require")
            for cause in causes
        )
        for index in [_list_index(pointer)]
        if index
    }
    named = {pointer for pointer, _ in _places(desired, found.app, kind)}
    return sorted(place for place in lists if not any(pointer.startswith(f"{place}/") for pointer in named))


def _list_index(pointer: str) -> int:
    """How many steps lead to the innermost list that holds this leaf, or 0 when no list does."""
    return max((index for index, step in enumerate(pointer.split("/")) if step.isdigit()), default=0)


def _assigned(resources: Iterable[Desired], found: Explanation) -> Iterator[tuple[Desired, Assignment]]:
    """The tenant's app that the decision is carried out on, and as what it is assigned to the role."""
    for desired in resources:
        if (
            desired.match
            and desired.match.platform == found.platform
            and desired.address.key.endswith(f".{found.app.id}")
        ):
            for one in desired.assignments:
                if not one.exclude and any(
                    dict(c.args).get("role") == found.role.id and c.message == "cause.kind.group"
                    for c in one.causes
                ):
                    yield desired, one


def _landed_assignment(
    desired: Desired, one: Assignment, reading: Reading | None, kinds: Mapping[str, Kind]
) -> Iterator[Landed]:
    """Nothing for an app to be removed that the tenant does not have: there is nothing to remove it with."""
    presence = _present(desired, one, reading, kinds)
    if (presence, one.intent) != ("absent", "uninstall"):
        yield Landed(desired.address, "/assignments", f"{one.intent} {one.group.name}", presence)


def _present(
    desired: Desired, one: Assignment, reading: Reading | None, kinds: Mapping[str, Kind]
) -> Presence:
    """Whether the tenant has the app with this assignment, whoever made it. A group without an id is one of those we gave it."""
    identify = kinds[desired.address.kind].identify
    if reading is None or identify is None or desired.match is None:
        return "not-asked"
    there = [o for o in reading.shared if {*identify(o.body)} & {*desired.match.keys}]
    wanted = (
        {one.group.id.lower()}
        if one.group.id
        else {group for o in there if o.marker for group in o.marker.groups}
    )
    targets = [
        t
        for o in there
        for t in o.assignments
        if t.get("intent") == one.intent and "exclusion" not in t["@odata.type"]
    ]
    return (
        "absent"
        if not there
        else "present"
        if any(t.get("groupId") in wanted for t in targets)
        else "differs"
    )


def _held(reading: Reading | None, kinds: Mapping[str, Kind]) -> dict[Address, set[str]] | None:
    """Per object of ours in the tenant, every text in it."""
    if reading is None:
        return None
    found: dict[Address, set[str]] = {}
    for one in reading.ours:
        if one.marker:
            texts = {
                value
                for value in leaves(normal(one.body, kinds[one.kind])).values()
                if isinstance(value, str)
            }
            found[one.marker.address] = texts | set(one.apps or ())
    return found


def _landed(desired: Desired, place: tuple[str, str], held: dict[Address, set[str]] | None) -> Landed:
    pointer, value = place
    return Landed(desired.address, pointer, value, _presence(desired.address, value, held))


def _presence(address: Address, value: str, held: dict[Address, set[str]] | None) -> Presence:
    if held is None:
        return "not-asked"
    if address not in held:
        return "absent"
    return "present" if value in held[address] else "differs"
