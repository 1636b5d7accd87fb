"""Safety limits: measured by plan, enforced by apply. Each is lifted by one flag of its own, which counts for one plan digest.

The shares count people and devices that gain or lose something, not objects, and there is no number below which a guard
sleeps. A first apply into an empty tenant reaches everyone, so the share guards refuse it too: it is the largest change
there will ever be, and nothing in an empty tenant tells "first" from "the wrong tenant" or "all markers lost". It
takes `--allow-people` and `--allow-devices`, given by somebody who has seen that plan.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from managed_apparaten.compile.audience import PART_OF_DEVICES
from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.address import Address
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.observed import Observed
from managed_apparaten.plan.change import Guard
from managed_apparaten.plan.impact import Impact
from managed_apparaten.plan.pairs import Pair
from managed_apparaten.plan.reach import ALL_DEVICES, ALL_USERS, EXCLUDED, INCLUDED, Audience, included, together
from managed_apparaten.policy.model import Guards


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the guards look at."""

    limits: Guards
    impacts: Sequence[Impact]
    pairs: Sequence[Pair]
    targets: Sequence[tuple[Desired, tuple[JSON, ...]]]
    """Every desired resource with its resolved targets."""
    protected: frozenset[str]
    """Ids of the protected groups."""
    roles: frozenset[str]
    """Roles of the policy."""
    observed: Sequence[Observed]
    people: int
    devices: int


def guards(facts: Facts) -> tuple[Guard, ...]:
    """All guards, passed or not, in the order of their codes."""
    touched = together(i.noticing for i in facts.impacts)
    return (
        _none("PLN020", len(_deletes(facts)), "--allow-delete"),
        _share("PLN021", len(touched.people), facts.people, facts.limits.max_people.value, "--allow-people", bool(touched.hidden)),
        _share("PLN022", len(touched.devices), facts.devices, facts.limits.max_devices.value, "--allow-devices", bool(touched.hidden)),
        _share("PLN023", len(_deletes(facts)), len(facts.observed), facts.limits.max_deletes.value, "--allow-many-deletes"),
        _none("PLN024", len(list(_emptied(facts))), "--allow-empty"),
        _none("PLN025", len(list(_everyone(facts))), "--allow-everyone"),
        _none("PLN026", len(list(_unprotected(facts))), "--allow-protected-groups"),
        _none("PLN027", len(_bare_roles(facts)), "--allow-bare-role"),
        _none("PLN028", len(list(_protected_deletes(facts))), "--allow-delete-protected"),
        _none("PLN029", sum(len(pair.unclear) for pair in facts.pairs), ""),
    )


def _none(code: str, measured: int, override: str) -> Guard:
    return Guard(code, measured == 0, str(measured), "0", override)


def _share(code: str, part: int, whole: int, limit: int, override: str, unknown: bool = False) -> Guard:
    """Passed when the part is at most `limit` per cent of the whole; of nothing, only nothing passes. A part of which some is unknown
    may be everything."""
    if unknown:
        return Guard(code, limit >= 100, f"≥{part}/{whole} (?)", f"{limit}%", override)
    percent = 100 * part / whole if whole else 100.0 * (part > 0)
    return Guard(code, part * 100 <= limit * whole, f"{part}/{whole} ({percent:.1f}%)", f"{limit}%", override)


def _deletes(facts: Facts) -> list[Impact]:
    return [i for i in facts.impacts if i.change.action == "delete"]


def _emptied(facts: Facts) -> Iterator[Address]:
    """Resources that stay or come, and reach nobody though they are assigned to nothing or reached somebody before."""
    for impact in facts.impacts:
        known = _any(impact.after) or not (_any(impact.before) or impact.before.hidden - impact.after.hidden)
        left = included(impact.targets_after) and known
        if impact.kind.assigned and not impact.kind.shared and impact.change.action != "delete" and not left:
            yield impact.change.address


def _any(audience: Audience) -> bool:
    return bool(audience.people or audience.devices)


def _everyone(facts: Facts) -> Iterator[Address]:
    for desired, targets in facts.targets:
        if any(t["@odata.type"] in (ALL_USERS, ALL_DEVICES) for t in targets):
            yield desired.address


def _unprotected(facts: Facts) -> Iterator[Address]:
    """Resources for people that do not exclude every protected group, of an app from each intent that people have, and any that
    include one."""
    protected = facts.protected | _protected_until_now(facts)
    for desired, targets in facts.targets:
        given = {t["groupId"] for t in targets if t["@odata.type"] == INCLUDED}
        if protected & given or any(protected - _excluded(targets, intent) for intent in _for_people(desired)):
            yield desired.address


def _for_people(desired: Desired) -> frozenset[str]:
    """The intents with which people are assigned a resource; one that is no app has one without a name."""
    if not desired.assignments:
        return frozenset({""})
    return frozenset(a.intent for a in desired.assignments if not a.exclude and not a.devices)


def _excluded(targets: Sequence[JSON], intent: str) -> frozenset[str]:
    return frozenset(t["groupId"] for t in targets if t["@odata.type"] == EXCLUDED and str(t.get("intent") or "") == intent)


def _protected_until_now(facts: Facts) -> frozenset[str]:
    """Groups that all our objects for people leave out, over several roles: dropping one from the policy must not drop its guard as well.
    The group of a role is in its own objects, so it is none of them."""
    ours = [i for i in facts.impacts if i.change.object_id and i.kind.assigned and not i.kind.shared and included(i.targets_before)]
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
    """Deletes of what is marked as protected in the tenant: removing the file does not lift it."""
    for pair in facts.pairs:
        if pair.desired is None and pair.observed is not None and pair.observed.marker and pair.observed.marker.protect:
            yield pair.address
