"""Judges all preconditions of a policy: what has no effect, for whom, and why. Returns codes; the sentences
are in `messages/`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from managed_apparaten.graph.read.preconditions import (
    ACCESS,
    DEFAULT,
    ENROLMENT,
    GUESTS,
    NOT_READ,
    PLAY,
    PROGRAM,
    PURCHASE,
    PUSH,
    Preconditions,
)
from managed_apparaten.policy.model import PLATFORMS, Platform
from managed_apparaten.preconditions.access import (
    AccessVerdict,
    KnownGroups,
    Need,
    judge_access,
    known_groups,
)
from managed_apparaten.preconditions.connections import connection_states
from managed_apparaten.preconditions.enrolment import open_platforms
from managed_apparaten.preconditions.subject import PreconditionInput, RoleSubject

Area = Literal["access", "enrolment", "default", "connections", "people"]
AREAS: tuple[Area, ...] = ("access", "default", "enrolment", "connections", "people")
Level = Literal["missing", "warning", "unknown"]
_CODES: dict[tuple[Need, str], str] = {
    ("compliance", "not"): "PLN090",
    ("compliance", "partly"): "PLN091",
    ("protection", "not"): "PLN092",
    ("protection", "partly"): "PLN093",
}
_NEEDS: tuple[Need, ...] = ("compliance", "protection")
DEFAULT_OPEN, OPEN, ENDED, SOON, WITHOUT_ROLE, UNREAD = (
    "PLN094",
    "PLN095",
    "PLN096",
    "PLN097",
    "PLN098",
    "PLN099",
)
_AREA_OF: dict[str, Area] = {ACCESS: "access", ENROLMENT: "enrolment", DEFAULT: "enrolment", GUESTS: "people"}
_APPLE, _ANDROID = frozenset({PUSH, PROGRAM, PURCHASE}), frozenset({PLAY})


@dataclass(frozen=True, slots=True)
class PreconditionRemark:
    """Something around the objects that an admin must know, or that is unknown."""

    area: Area
    code: str
    level: Level
    """`missing`: something has no effect. `warning`: for some people, or soon. `unknown`: it was not read."""
    args: dict[str, str] = field(default_factory=dict)


def judge_preconditions(
    needed: PreconditionInput, preconditions: Preconditions, moment: datetime
) -> tuple[PreconditionRemark, ...]:
    """Return all remarks about these preconditions, by area; none when the preconditions were not read.

    `moment` is the time with which expiry dates are compared.
    """
    if preconditions == NOT_READ:
        return ()
    remarks = [
        *_access(needed, preconditions),
        *_default(preconditions),
        *_enrolment(needed, preconditions),
        *_connections(needed, preconditions, moment),
        *_people(needed, preconditions),
        *_unread(needed, preconditions),
    ]
    return tuple(sorted(remarks, key=lambda one: (AREAS.index(one.area), one.code, sorted(one.args.items()))))


def _access(needed: PreconditionInput, preconditions: Preconditions) -> Iterator[PreconditionRemark]:
    """Yield remarks on compliance and app protection that conditional access does not require; roles with the
    same reason share one."""
    if preconditions.access is None:
        return
    known = known_groups(preconditions.groups, needed.protected_groups, needed.protected_people)
    for need in _NEEDS:
        places_by_reason: dict[tuple[str, str], list[tuple[RoleSubject, dict[Platform, AccessVerdict]]]] = {}
        for subject in needed.subjects:
            for (level, why), verdicts in _verdicts(subject, need, preconditions, known).items():
                places_by_reason.setdefault((level, why), []).append((subject, verdicts))
        for (level, why), places in places_by_reason.items():
            args = {
                "where": describe_places(
                    (subject.role, _share_not_covered(subject, verdicts), verdicts)
                    for subject, verdicts in places
                ),
                "why": why,
            }
            yield PreconditionRemark(
                "access", _CODES[need, level], "missing" if level == "not" else "warning", args
            )


def _verdicts(
    subject: RoleSubject, need: Need, preconditions: Preconditions, known: KnownGroups
) -> dict[tuple[str, str], dict[Platform, AccessVerdict]]:
    """Return the platforms of a role on which not everybody must meet the need, by level and reason."""
    needed = subject.compliance if need == "compliance" else subject.protection
    by_reason: dict[tuple[str, str], dict[Platform, AccessVerdict]] = {}
    for platform in (platform for platform in PLATFORMS if platform in needed):
        verdict = judge_access(subject, platform, need, preconditions.access or (), known)
        if verdict.level != "covered":
            by_reason.setdefault((verdict.level, f" ({'; '.join(verdict.why)})" if verdict.why else ""), {})[
                platform
            ] = verdict
    return by_reason


def _share_not_covered(subject: RoleSubject, verdicts: dict[Platform, AccessVerdict]) -> str:
    """Return how many people of the role are not covered, such as ` (3/12)`; empty when it is none or all of
    them."""
    uncovered = max(one.not_covered for one in verdicts.values())
    return f" ({uncovered}/{len(subject.people)})" if 0 < uncovered < len(subject.people) else ""


def describe_places(places: Iterable[tuple[str, str, Iterable[Platform]]]) -> str:
    """Return roles with their platforms, those with the same platforms together, such as `college, griffie:
    ios, windows`."""
    roles_by_platforms: dict[str, list[str]] = {}
    for role, count, platforms in places:
        roles_by_platforms.setdefault(", ".join(platforms), []).append(role + count)
    return "; ".join(
        f"{', '.join(sorted(roles))}: {platforms}" for platforms, roles in sorted(roles_by_platforms.items())
    )


def _default(preconditions: Preconditions) -> Iterator[PreconditionRemark]:
    """Yield a remark when a device without a compliance policy counts as compliant."""
    if preconditions.secure_by_default is False:
        yield PreconditionRemark("default", DEFAULT_OPEN, "missing")


def _enrolment(needed: PreconditionInput, preconditions: Preconditions) -> Iterator[PreconditionRemark]:
    """Yield a remark on personal devices that can be enrolled and count as compliant without a policy."""
    if preconditions.enrolment is None or preconditions.secure_by_default is not False:
        return
    groups = {group.id: group for group in preconditions.groups}
    places = [
        (subject.role, "", platforms)
        for subject in needed.subjects
        if (platforms := open_platforms(subject, preconditions.enrolment, groups))
    ]
    if places:
        yield PreconditionRemark("enrolment", OPEN, "missing", {"where": describe_places(places)})


def _connections(
    needed: PreconditionInput, preconditions: Preconditions, moment: datetime
) -> Iterator[PreconditionRemark]:
    """Yield remarks on connections that do not work, expire soon, or have an unknown end."""
    relevant_paths = (_APPLE if needed.apple else frozenset()) | (_ANDROID if needed.android else frozenset())
    for state in connection_states(
        [one for one in preconditions.connections if one.path in relevant_paths], moment
    ):
        if state.sort == "ended":
            yield PreconditionRemark("connections", ENDED, "missing", {"name": state.name, "why": state.why})
        elif state.sort == "soon":
            yield PreconditionRemark(
                "connections",
                SOON,
                "warning",
                {"name": state.name, "date": state.date, "days": str(state.days)},
            )
        elif state.sort == "unknown":
            yield PreconditionRemark(
                "connections", UNREAD, "unknown", {"paths": f"{state.name} (expirationDateTime)"}
            )


def _people(needed: PreconditionInput, preconditions: Preconditions) -> Iterator[PreconditionRemark]:
    """Yield a remark on how many people of the organisation are in no role. Nobody is named."""
    if needed.left_out:
        yield PreconditionRemark(
            "access", UNREAD, "unknown", {"paths": f"groups ({', '.join(needed.left_out)})"}
        )
    if uncertain_roles := [
        *needed.left_out,
        *(subject.role for subject in needed.subjects if subject.hidden),
    ]:
        yield PreconditionRemark(
            "people", UNREAD, "unknown", {"paths": f"groups ({', '.join(uncertain_roles)})"}
        )
        return
    if preconditions.guests is None:
        return
    total = needed.people_total - preconditions.guests
    people_in_roles = (
        frozenset[str]().union(
            *(subject.people - subject.guests for subject in needed.subjects), needed.protected_people
        )
        - needed.unsure
    )
    if total > len(people_in_roles):
        yield PreconditionRemark(
            "people",
            WITHOUT_ROLE,
            "warning",
            {"count": str(total - len(people_in_roles)), "total": str(total)},
        )


def _unread(needed: PreconditionInput, preconditions: Preconditions) -> Iterator[PreconditionRemark]:
    """Yield one remark for each area with parts that could not be read."""
    relevant_paths = (_APPLE if needed.apple else frozenset()) | (_ANDROID if needed.android else frozenset())
    paths_by_area: dict[Area, list[str]] = {}
    for part in preconditions.unread:
        area = _AREA_OF.get(part.path, "connections")
        if area != "connections" or part.path in relevant_paths:
            paths_by_area.setdefault(area, []).append(f"{part.path} ({part.said})")
    for area, paths in paths_by_area.items():
        yield PreconditionRemark(area, UNREAD, "unknown", {"paths": ", ".join(sorted(paths))})


def merge_unread(remarks: Sequence[PreconditionRemark]) -> tuple[PreconditionRemark, ...]:
    """Return the remarks with a single one for everything that was not read."""
    paths = dict.fromkeys(remark.args["paths"] for remark in remarks if remark.code == UNREAD)
    other_remarks = tuple(remark for remark in remarks if remark.code != UNREAD)
    return (
        (*other_remarks, PreconditionRemark("access", UNREAD, "unknown", {"paths": ", ".join(paths)}))
        if paths
        else other_remarks
    )
