"""Safety limits: measured by plan, enforced by apply. Each is lifted by one flag of its own, which counts for one plan digest.

The shares count people and devices that gain or lose something, not objects, of those under management: whom our objects reach before
the change, or after it where there was nothing before, and whoever the part has besides: so no part is more than its whole. Accounts that
we do not manage, guests, and whoever nobody can tell to be a guest or an enabled account, make no share smaller. What was
applied within the window counts along, and there is no number below which a guard sleeps. A first apply into an empty tenant reaches
everyone, so the share guards refuse it too: it is the largest change there will ever be, and nothing in an empty tenant tells "first"
from "the wrong tenant" or "all markers lost". It takes `--allow-people` and `--allow-devices`, given by somebody who has seen that plan.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from managed_apparaten.compile.audience import PART_OF_DEVICES
from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.address import Address
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.observed import Observed
from managed_apparaten.plan.change import Guard
from managed_apparaten.plan.guards.loosening import Loosening
from managed_apparaten.plan.guards.past_applies import PastApplies, Shrunk
from managed_apparaten.plan.guards.window import WindowCounts
from managed_apparaten.plan.impact import Impact, matters, only_marked
from managed_apparaten.plan.matching import Pair
from managed_apparaten.plan.reach import (
    ALL_DEVICES,
    ALL_USERS,
    EXCLUDED,
    INCLUDED,
    Reached,
    included,
    together,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the guards look at."""

    past: PastApplies
    """Holds the limits too."""
    shrunk: Sequence[Shrunk]
    loosening: Mapping[str, Loosening]
    unmet: Reached
    """Devices that a requirement of the plan would turn away, and did not before."""
    impacts: Sequence[Impact]
    pairs: Sequence[Pair]
    targets: Sequence[tuple[Desired, tuple[JSON, ...]]]
    """Every desired resource with its resolved targets."""
    protected: frozenset[str]
    """Ids of the protected groups, those of the last apply too."""
    protected_people: frozenset[str]
    """Who is in them."""
    outside: frozenset[str]
    """People who make no share smaller: guests, and who may be one or may have an account that is switched off."""
    doubtful: frozenset[str]
    """Devices that make no share smaller, for the same reason: nobody knows whose they are, or whether their account is enabled."""
    roles: frozenset[str]
    """Roles of the policy."""
    observed: Sequence[Observed]
    unclear: int = 0
    """Objects of which nobody can tell from here which of ours they are."""


def guards(facts: Facts) -> tuple[Guard, ...]:
    """All guards, passed or not, in the order of their codes."""
    max_people, max_devices, max_deletes, max_loosened, _ = facts.past.held
    touched, devices_touched, less = _parts(facts)
    people, devices = _managed(facts)
    return (
        _none("PLN020", len(_deletes(facts)), "--allow-delete"),
        _share("PLN021", touched, people, max_people, "--allow-people"),
        _share("PLN022", devices_touched, devices, max_devices, "--allow-devices"),
        _share(
            "PLN023",
            _Part(missing=len(_deletes(facts))),
            _Whole(missing=len(facts.observed)),
            max_deletes,
            "--allow-many-deletes",
        ),
        _none("PLN024", len(list(_emptied(facts))), "--allow-empty"),
        _none("PLN025", len(list(_everyone(facts))), "--allow-everyone"),
        _none("PLN026", len(list(_unprotected(facts))), "--allow-protected-groups"),
        _none("PLN027", len(_bare_roles(facts)), "--allow-bare-role"),
        _none("PLN028", len(list(_protected_deletes(facts))), "--allow-delete-protected"),
        _none("PLN029", facts.unclear, ""),
        _share("PLN030", less, people, max_loosened, "--allow-loosening"),
        _none("PLN031", _left_bare(facts), "--allow-unassigned"),
        _share("PLN032", _Part(facts.unmet.devices), devices, max_devices, "--allow-noncompliant"),
        _none("PLN033", sum(role.touched for role in facts.shrunk), "--allow-shrunk"),
    )


def counted(facts: Facts) -> WindowCounts:
    """How many people and devices notice the plan, and how many people it leaves less protected, as the guards count them."""
    return WindowCounts(*(part.count for part in _parts(facts)))


@dataclass(frozen=True, slots=True)
class _Part:
    """What a share is of."""

    now: frozenset[str] = frozenset()
    lately: frozenset[str] | None = frozenset()
    """Who may have been counted within the window before, those of now too; None when nobody knows who."""
    before: int = 0
    """How many were counted within the window before."""
    missing: int = 0
    """Known by number only."""
    unknown: bool = False
    """Whether anybody may be in it."""

    @property
    def count(self) -> int:
        """How many there are now."""
        return len(self.now) + self.missing


def _parts(facts: Facts) -> tuple[_Part, _Part, _Part]:
    """Of people who notice the plan, of devices, and of people who are less protected by it."""
    touched, less = (
        together(i.noticing for i in facts.impacts),
        together(kind.all for kind in facts.loosening.values()),
    )
    past, hidden = facts.past, bool(touched.hidden)
    gone = [sum(role.missing[side] for role in facts.shrunk if role.touched) for side in (0, 1)]
    weaker = sum(role.missing[0] for role in facts.shrunk if role.loosened)
    return (
        _Part(touched.people, past.recent.people, past.counted.people, gone[0], hidden),
        _Part(touched.devices, past.recent.devices, past.counted.devices, gone[1], hidden),
        _Part(less.people, past.recently_loosened, past.counted.loosened, weaker, bool(less.hidden)),
    )


@dataclass(frozen=True, slots=True)
class _Whole:
    """What a share is of: these, and the members of the part that are not among them."""

    members: frozenset[str] = frozenset()
    missing: int = 0
    """Known by number only."""


def _managed(facts: Facts) -> tuple[_Whole, _Whole]:
    """The people and devices that our objects reach: before the change, or after it where they reach nobody now."""
    before, after = together(i.before for i in facts.impacts), together(i.after for i in facts.impacts)
    gone = [sum(role.missing[side] for role in facts.shrunk) for side in (0, 1)]
    people, later = before.people - facts.outside, after.people - facts.outside
    devices, coming = before.devices - facts.doubtful, after.devices - facts.doubtful
    return _Whole(people if people or gone[0] else later, gone[0]), _Whole(
        devices if devices or gone[1] else coming, gone[1]
    )


def _none(code: str, measured: int, override: str) -> Guard:
    return Guard(code, measured == 0, str(measured), "0", override)


def _share(code: str, some: _Part, of: _Whole, limit: int, override: str) -> Guard:
    """Passed when the part is at most `limit` per cent of the whole, which the part is always in; of nothing, only nothing passes. A part
    of which some is unknown may be everything, so that a limit of all is none. What was applied lately counts along only where something
    happens now."""
    now, whole = some.count, len(of.members | some.now) + of.missing
    more = 0
    if now and some.lately is None:
        more = min(some.before, whole - now)
    elif now and some.lately is not None:
        others = some.lately - some.now
        more = min(some.before, len(others))
        whole += max(0, more - len(others & of.members))
    shown = f"{now}+{more}" if more else str(now)
    if some.unknown:
        return Guard(code, limit >= 100, f"≥{shown}/{whole} (?)", f"{limit}%", override)
    part = now + more
    percent = 100 * part / whole if whole else 100.0 * (part > 0)
    return Guard(
        code,
        limit >= 100 or part * 100 <= limit * whole,
        f"{shown}/{whole} ({percent:.1f}%)",
        f"{limit}%",
        override,
    )


def _deletes(facts: Facts) -> list[Impact]:
    """Of a copy nobody loses anything: what it says, another object says for the same people."""
    return [
        i for i in facts.impacts if i.change.action == "delete" and (i.change.reason != "twin" or i.before)
    ]


def _emptied(facts: Facts) -> Iterator[Address]:
    """Resources that stay or come, and reach nobody though they are assigned to nothing or reached somebody before."""
    for impact in facts.impacts:
        known = _any(impact.after) or not (_any(impact.before) or impact.before.hidden - impact.after.hidden)
        left = included(impact.targets_after) and known
        if (
            impact.kind.assigned
            and not impact.kind.shared
            and impact.change.action not in ("delete", "none")
            and not left
        ):
            yield impact.change.address


def _any(audience: Reached) -> bool:
    return bool(audience.people or audience.devices)


def _written(facts: Facts) -> Iterator[tuple[Desired, tuple[JSON, ...]]]:
    """Desired resources with their targets, as far as something is written: what stays as it is was agreed to when it was written."""
    same = {impact.change.address for impact in facts.impacts if impact.change.action == "none"}
    yield from ((desired, targets) for desired, targets in facts.targets if desired.address not in same)


def _everyone(facts: Facts) -> Iterator[Address]:
    for desired, targets in _written(facts):
        if any(t["@odata.type"] in (ALL_USERS, ALL_DEVICES) for t in targets):
            yield desired.address


def _unprotected(facts: Facts) -> Iterator[Address]:
    """Resources for people that do not exclude every protected group, of an app from each intent that people have, any that include one,
    and any that changes and reaches somebody of those groups all the same: Intune excludes no people from groups of devices."""
    protected = facts.protected | _protected_until_now(facts)
    reached = {
        i.change.address
        for i in facts.impacts
        if matters(i.change) and i.after.people & facts.protected_people
    }
    for desired, targets in _written(facts):
        given = {t["groupId"] for t in targets if t["@odata.type"] == INCLUDED}
        if (
            protected & given
            or any(protected - _excluded(targets, intent) for intent in _for_people(desired))
            or desired.address in reached
        ):
            yield desired.address


def _for_people(desired: Desired) -> frozenset[str]:
    """The intents with which people are assigned a resource; one that is no app has one without a name."""
    if not desired.assignments:
        return frozenset({""})
    return frozenset(a.intent for a in desired.assignments if not a.exclude and not a.devices)


def _excluded(targets: Sequence[JSON], intent: str) -> frozenset[str]:
    return frozenset(
        t["groupId"] for t in targets if t["@odata.type"] == EXCLUDED and str(t.get("intent") or "") == intent
    )


def _protected_until_now(facts: Facts) -> frozenset[str]:
    """Groups that all our objects for people leave out, over several roles: dropping one from the policy must not drop its guard as well.
    The group of a role is in its own objects, so it is none of them."""
    ours = [
        i
        for i in facts.impacts
        if i.change.object_id and i.kind.assigned and not i.kind.shared and included(i.targets_before)
    ]
    for_people = [i for i in ours if PART_OF_DEVICES not in i.change.address.key.split(".")[1:]]
    if len({i.change.address.key.partition(".")[0] for i in for_people}) < 2:
        return frozenset()
    out = [{str(t["groupId"]) for t in i.targets_before if t["@odata.type"] == EXCLUDED} for i in for_people]
    return frozenset(set.intersection(*out))


def _bare_roles(facts: Facts) -> frozenset[str]:
    """Roles of the policy that have objects in the tenant and would have none: a slip, where removing the role is a decision."""
    had = {pair.address.key.partition(".")[0] for pair in facts.pairs if pair.observed is not None}
    return (facts.roles & had) - {desired.role for desired, _ in facts.targets}


def _protected_deletes(facts: Facts) -> Iterator[Address]:
    """Deletes of what is marked as protected in the tenant, and marks that go together with any other change: neither removing the file nor
    a line beside the change lifts it."""
    alone = all(impact.change.action == "none" or only_marked(impact) for impact in facts.impacts)
    for pair in facts.pairs:
        protected = (
            pair.observed is not None and pair.observed.marker is not None and pair.observed.marker.protect
        )
        if protected and (pair.desired is None or not (pair.desired.protect or alone)):
            yield pair.address


def _left_bare(facts: Facts) -> int:
    """How many people, or devices where those have no people, an assignment leaves without any object of its kind. What is deleted and
    what reaches nobody any more have guards of their own."""
    emptied = set(_emptied(facts))
    left = together(
        i.before & facts.loosening[i.change.address.kind].lost
        for i in facts.impacts
        if i.change.action == "update"
        and i.change.address.kind in facts.loosening
        and i.change.address not in emptied
    )
    return len(left.people or left.devices) + len(left.hidden)
