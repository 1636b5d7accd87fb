"""Safety limits, measured by the plan and enforced by apply. Each is lifted by a flag of its own, for one
plan digest.

Shares count people and devices, not objects. The part is who notices the change, or who is less protected by
it. The whole is who is under management: whom our objects reach before the change (or after it, when they
reach nobody now), together with everybody in the part, so that no share is above 100 %. Guests, accounts that
we do not manage and accounts that may be either do not enlarge the whole. What was applied within the window
of days counts along.

No guard is off for small numbers. The first apply into an empty tenant reaches everybody, so the share guards
refuse it too: an empty tenant looks the same as the wrong tenant, or as one in which all markers were lost.
That apply needs `--allow-people` and `--allow-devices` from somebody who has seen the plan (decision 3).
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
    """Everything that the guards look at."""

    past: PastApplies
    """Earlier applies, and the limits that hold."""
    shrunk: Sequence[Shrunk]
    loosening: Mapping[str, Loosening]
    unmet: Reached
    """Devices whose system is too old for a requirement of this plan, and was not before."""
    impacts: Sequence[Impact]
    pairs: Sequence[Pair]
    targets: Sequence[tuple[Desired, tuple[JSON, ...]]]
    """Every compiled resource with its resolved assignment targets."""
    protected: frozenset[str]
    """Ids of the protected groups, also of those that the last apply protected."""
    protected_people: frozenset[str]
    """The members of those groups."""
    outside: frozenset[str]
    """People who do not enlarge the whole: guests, and accounts that may be guests or may be disabled."""
    doubtful: frozenset[str]
    """Devices that do not enlarge the whole: nobody knows their owner, or whether their account is
    enabled."""
    roles: frozenset[str]
    """Ids of the roles in the policy."""
    observed: Sequence[Observed]
    unclear: int = 0
    """The number of objects that may or may not be ours."""


def guards(facts: Facts) -> tuple[Guard, ...]:
    """Return all guards, passed or not, in the order of their codes."""
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
            _ShareWhole(missing=len(facts.observed)),
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
    """Return how many people and devices notice the plan, and how many people are less protected, as the
    guards count them."""
    return WindowCounts(*(part.count for part in _parts(facts)))


@dataclass(frozen=True, slots=True)
class _Part:
    """The part in a share."""

    now: frozenset[str] = frozenset()
    lately: frozenset[str] | None = frozenset()
    """Who may have been counted within the window already, including members of `now`; None when only their
    number is known."""
    before: int = 0
    """How many were counted within the window before."""
    missing: int = 0
    """How many more there are of whom only the number is known."""
    unknown: bool = False
    """Whether anybody may be in it, because a group hides its members."""

    @property
    def count(self) -> int:
        """The number of people or devices in this plan."""
        return len(self.now) + self.missing


def _parts(facts: Facts) -> tuple[_Part, _Part, _Part]:
    """Return the parts of three shares: people who notice the plan, devices, and people who are less
    protected."""
    touched, less = (
        together(i.noticing for i in facts.impacts),
        together(kind.all for kind in facts.loosening.values()),
    )
    past, hidden = facts.past, bool(touched.hidden)
    missing_counts = [sum(role.missing[side] for role in facts.shrunk if role.touched) for side in (0, 1)]
    missing_loosened = sum(role.missing[0] for role in facts.shrunk if role.loosened)
    return (
        _Part(touched.people, past.recent.people, past.counted.people, missing_counts[0], hidden),
        _Part(touched.devices, past.recent.devices, past.counted.devices, missing_counts[1], hidden),
        _Part(
            less.people, past.recently_loosened, past.counted.loosened, missing_loosened, bool(less.hidden)
        ),
    )


@dataclass(frozen=True, slots=True)
class _ShareWhole:
    """The whole in a share: these members, and the members of the part who are not among them."""

    members: frozenset[str] = frozenset()
    missing: int = 0
    """How many more there are of whom only the number is known."""


def _managed(facts: Facts) -> tuple[_ShareWhole, _ShareWhole]:
    """Return the people and devices that our objects reach before the change, or after it where they reach
    nobody now."""
    before, after = together(i.before for i in facts.impacts), together(i.after for i in facts.impacts)
    missing_counts = [sum(role.missing[side] for role in facts.shrunk) for side in (0, 1)]
    people, people_after = before.people - facts.outside, after.people - facts.outside
    devices, devices_after = before.devices - facts.doubtful, after.devices - facts.doubtful
    return _ShareWhole(
        people if people or missing_counts[0] else people_after, missing_counts[0]
    ), _ShareWhole(devices if devices or missing_counts[1] else devices_after, missing_counts[1])


def _none(code: str, measured: int, override: str) -> Guard:
    return Guard(code, measured == 0, str(measured), "0", override)


def _share(code: str, share_part: _Part, share_whole: _ShareWhole, limit: int, override: str) -> Guard:
    """Return the guard for a share. It passes when the part is at most `limit` per cent of the whole; a part
    of an empty whole passes only when it is empty.

    A part with unknown members may be everything, so it passes only a limit of 100 %. Earlier applies count
    along only when this plan changes something.
    """
    part_now, total = share_part.count, len(share_whole.members | share_part.now) + share_whole.missing
    counted_before = 0
    if part_now and share_part.lately is None:
        counted_before = min(share_part.before, total - part_now)
    elif part_now and share_part.lately is not None:
        others = share_part.lately - share_part.now
        counted_before = min(share_part.before, len(others))
        total += max(0, counted_before - len(others & share_whole.members))
    shown = f"{part_now}+{counted_before}" if counted_before else str(part_now)
    if share_part.unknown:
        return Guard(code, limit >= 100, f"≥{shown}/{total} (?)", f"{limit}%", override)
    part = part_now + counted_before
    percent = 100 * part / total if total else 100.0 * (part > 0)
    return Guard(
        code,
        limit >= 100 or part * 100 <= limit * total,
        f"{shown}/{total} ({percent:.1f}%)",
        f"{limit}%",
        override,
    )


def _deletes(facts: Facts) -> list[Impact]:
    """Return the deletions. A copy that somebody keeps under another object does not count."""
    return [
        i for i in facts.impacts if i.change.action == "delete" and (i.change.reason != "twin" or i.before)
    ]


def _emptied(facts: Facts) -> Iterator[Address]:
    """Yield resources that stay or come and reach nobody, though they are assigned to no group or reached
    somebody before."""
    for impact in facts.impacts:
        has_expected_reach = _any(impact.after) or not (
            _any(impact.before) or impact.before.hidden - impact.after.hidden
        )
        still_reaches = included(impact.targets_after) and has_expected_reach
        if (
            impact.kind.assigned
            and not impact.kind.shared
            and impact.change.action not in ("delete", "none")
            and not still_reaches
        ):
            yield impact.change.address


def _any(audience: Reached) -> bool:
    return bool(audience.people or audience.devices)


def _written(facts: Facts) -> Iterator[tuple[Desired, tuple[JSON, ...]]]:
    """Yield the resources for which something is written, with their targets. What stays as it is was agreed
    to when it was written."""
    same = {impact.change.address for impact in facts.impacts if impact.change.action == "none"}
    yield from ((desired, targets) for desired, targets in facts.targets if desired.address not in same)


def _everyone(facts: Facts) -> Iterator[Address]:
    for desired, targets in _written(facts):
        if any(t["@odata.type"] in (ALL_USERS, ALL_DEVICES) for t in targets):
            yield desired.address


def _unprotected(facts: Facts) -> Iterator[Address]:
    """Yield resources for people that do not exclude every protected group.

    Of an app, each intent that people have must exclude them. A resource that includes a protected group
    counts too, and so does one that changes and reaches a member all the same: Intune excludes no people from
    groups of devices.
    """
    protected = facts.protected | _protected_until_now(facts)
    reached = {
        i.change.address
        for i in facts.impacts
        if matters(i.change) and i.after.people & facts.protected_people
    }
    for desired, targets in _written(facts):
        included_groups = {t["groupId"] for t in targets if t["@odata.type"] == INCLUDED}
        if (
            protected & included_groups
            or any(protected - _excluded(targets, intent) for intent in _for_people(desired))
            or desired.address in reached
        ):
            yield desired.address


def _for_people(desired: Desired) -> frozenset[str]:
    """Return the intents with which people are assigned a resource. A resource that is no app has one empty
    intent."""
    if not desired.assignments:
        return frozenset({""})
    return frozenset(a.intent for a in desired.assignments if not a.exclude and not a.devices)


def _excluded(targets: Sequence[JSON], intent: str) -> frozenset[str]:
    return frozenset(
        t["groupId"] for t in targets if t["@odata.type"] == EXCLUDED and str(t.get("intent") or "") == intent
    )


def _protected_until_now(facts: Facts) -> frozenset[str]:
    """Return groups that all our objects for people exclude, over two or more roles. So removing a group from
    the policy does not remove its guard with it. The group of a role is never among them, as the role's own
    objects include it."""
    ours = [
        i
        for i in facts.impacts
        if i.change.object_id and i.kind.assigned and not i.kind.shared and included(i.targets_before)
    ]
    for_people = [i for i in ours if PART_OF_DEVICES not in i.change.address.key.split(".")[1:]]
    if len({i.change.address.key.partition(".")[0] for i in for_people}) < 2:
        return frozenset()
    exclusions = [
        {str(t["groupId"]) for t in i.targets_before if t["@odata.type"] == EXCLUDED} for i in for_people
    ]
    return frozenset(set.intersection(*exclusions))


def _bare_roles(facts: Facts) -> frozenset[str]:
    """Return roles of the policy that have objects in the tenant and would have none after the plan. That is
    a mistake more often than removing the role is."""
    roles_with_objects = {
        pair.address.key.partition(".")[0] for pair in facts.pairs if pair.observed is not None
    }
    return (facts.roles & roles_with_objects) - {desired.role for desired, _ in facts.targets}


def _protected_deletes(facts: Facts) -> Iterator[Address]:
    """Yield deletions of objects that are marked as protected in the tenant, and removals of that mark
    together with any other change. So neither removing the file nor a line beside the change lifts the
    protection."""
    alone = all(impact.change.action == "none" or only_marked(impact) for impact in facts.impacts)
    for pair in facts.pairs:
        protected = (
            pair.observed is not None and pair.observed.marker is not None and pair.observed.marker.protect
        )
        if protected and (pair.desired is None or not (pair.desired.protect or alone)):
            yield pair.address


def _left_bare(facts: Facts) -> int:
    """Return how many people (or devices, where no people are concerned) a changed assignment leaves without
    any object of its kind. Deletions and emptied assignments have guards of their own."""
    emptied = set(_emptied(facts))
    without_object = together(
        i.before & facts.loosening[i.change.address.kind].lost
        for i in facts.impacts
        if i.change.action == "update"
        and i.change.address.kind in facts.loosening
        and i.change.address not in emptied
    )
    return len(without_object.people or without_object.devices) + len(without_object.hidden)
