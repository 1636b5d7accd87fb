"""Derived roles: an exception for a group splits that group off from its role, for as long as the exception runs.

The derived role has the devices, rules and settings of its base and stands just above it (same priority number, see
`precedence.role_rank`). Exceptions for the same group of the same role share one derived role, named after the first.
A measure that isolates its devices (`ISOLATING`) makes the derived role an allowlist of the excepted apps on the platforms of the
exception.
Classes of device that are reached through device groups stay with the base: Intune cannot exclude a group of users
from an assignment to devices, so two policies would fight over one device.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.policy.model import (
    ISOLATING,
    GrantedException,
    Located,
    Measure,
    Platform,
    PolicySet,
    Role,
    Text,
)


@dataclass(frozen=True, slots=True)
class Population:
    """A role, written or derived, with the exceptions that are active for it."""

    role: Role
    base: str
    """Id of the role whose rules hold: itself, or the role it was derived from."""
    exceptions: tuple[GrantedException, ...]


def populations(policy: PolicySet, on: date) -> tuple[tuple[Population, ...], tuple[Diagnostic, ...]]:
    """Every role with its active exceptions, derived roles included, and what those exceptions cannot do."""
    active: dict[str, list[GrantedException]] = {}
    for exception in sorted(policy.exceptions.values(), key=lambda e: e.id):
        if exception.active_on(on):
            active.setdefault(exception.role.value, []).append(exception)
    found: list[Population] = []
    diagnostics: list[Diagnostic] = []
    for role in policy.roles.values():
        everyone = [e for e in active.get(role.id, ()) if e.group is None]
        found.append(Population(role, role.id, tuple(everyone)))
        for group in _by_group(active.get(role.id, ())):
            derived = _derive(role, group)
            if derived.devices:
                found.append(Population(derived, role.id, (*everyone, *group)))
            diagnostics += _out_of_reach(role, group)
            diagnostics += _not_isolated(derived)
        diagnostics += _for_everyone(everyone)
        diagnostics += (
            gap for exception in active.get(role.id, ()) for gap in _without_device(role, exception)
        )
    return tuple(found), (*diagnostics, *_same_id(found))


def _by_group(exceptions: Sequence[GrantedException]) -> list[list[GrantedException]]:
    groups: list[list[GrantedException]] = []
    for exception in exceptions:
        if exception.group:
            known = next(
                (some for some in groups if some[0].group and some[0].group.is_same(exception.group)), None
            )
            if known is None:
                groups.append([exception])
            else:
                known.append(exception)
    return groups


def _derive(role: Role, exceptions: Sequence[GrantedException]) -> Role:
    first, ids = exceptions[0], ", ".join(e.id for e in exceptions)
    isolated = _isolated(exceptions)
    devices = (device for device in role.devices if not device.groups)
    title = Text(
        f"{role.title.in_language('nl')} (uitzondering {ids})",
        f"{role.title.in_language('en')} (exception {ids})",
    )
    return replace(
        role,
        id=f"{role.id}-{first.id}",
        title=title,
        groups=(first.group,) if first.group else (),
        devices=tuple(
            replace(device, enforcement=Located("allowlist", isolated[device.platform].span))
            if device.platform in isolated
            else device
            for device in devices
        ),
        span=first.span,
        derived_from=role.id,
        isolated=isolated,
    )


def _isolated(exceptions: Sequence[GrantedException]) -> dict[Platform, Located[Measure]]:
    """Platforms that a measure of these exceptions isolates, with the first measure that does."""
    found: dict[Platform, Located[Measure]] = {}
    for exception in exceptions:
        measure = exception.measure(*ISOLATING)
        if measure:
            found = dict.fromkeys(exception.platforms, measure) | found
    return found


def _for_everyone(exceptions: Sequence[GrantedException]) -> Iterator[Diagnostic]:
    """RES210: a measure that takes away all apps for work, of an exception that holds for a whole role."""
    for exception in exceptions:
        if measure := exception.measure(*ISOLATING):
            args = {"exception": exception.id, "measure": measure.value, "role": exception.role.value}
            yield Diagnostic("RES210", "error", measure.span, args)


def _not_isolated(role: Role) -> Iterator[Diagnostic]:
    """RES211: a class of device on which no allowlist can be kept."""
    for device in role.devices:
        measure = role.isolated.get(device.platform)
        closed = device.ownership == "corporate" and (device.platform != "ios" or device.supervised)
        if measure and not closed:
            args = {
                "measure": measure.value,
                "role": role.derived_from or role.id,
                "platform": device.platform,
            }
            yield Diagnostic(
                "RES211", "error", measure.span, args, related=(Related(device.span, "label.device-here"),)
            )


def _out_of_reach(role: Role, exceptions: Sequence[GrantedException]) -> Iterator[Diagnostic]:
    for exception in exceptions:
        for device in role.devices:
            if device.groups and device.platform in exception.platforms:
                args = {
                    "exception": exception.id,
                    "role": role.id,
                    "platform": device.platform,
                    "group": device.groups[0].name,
                }
                related = (Related(device.span, "label.device-groups"),)
                yield Diagnostic("RES205", "warning", exception.span, args, related=related)


def _without_device(role: Role, exception: GrantedException) -> Iterator[Diagnostic]:
    served = {device.platform for device in role.devices}
    for platform in exception.platforms:
        if platform not in served:
            args = {"exception": exception.id, "role": role.id, "platform": platform}
            yield Diagnostic(
                "RES204", "warning", exception.span, args, related=(Related(role.span, "label.role-here"),)
            )


def _same_id(found: Sequence[Population]) -> Iterator[Diagnostic]:
    seen: dict[str, Role] = {}
    for role in sorted((p.role for p in found), key=lambda r: r.derived_from is not None):
        first = seen.setdefault(role.id, role)
        if first is not role:
            yield Diagnostic(
                "RES206",
                "error",
                role.span,
                {"role": role.id},
                related=(Related(first.span, "label.role-here"),),
            )
