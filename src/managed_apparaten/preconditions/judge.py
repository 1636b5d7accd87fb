"""All preconditions of a policy, judged: what has no effect, for whom and why. The sentences are messages of these codes."""

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
    """Something that somebody should know, or that nobody knows."""

    area: Area
    code: str
    level: Level
    """`missing`: something has no effect. `warning`: for some, or soon. `unknown`: it was not read."""
    args: dict[str, str] = field(default_factory=dict)


def judge_preconditions(
    asked: PreconditionInput, found: Preconditions, moment: datetime
) -> tuple[PreconditionRemark, ...]:
    """Everything about these preconditions, by area; nothing where nobody looked."""
    if found == NOT_READ:
        return ()
    remarks = [
        *_access(asked, found),
        *_default(found),
        *_enrolment(asked, found),
        *_connections(asked, found, moment),
        *_people(asked, found),
        *_unread(asked, found),
    ]
    return tuple(sorted(remarks, key=lambda one: (AREAS.index(one.area), one.code, sorted(one.args.items()))))


def _access(asked: PreconditionInput, found: Preconditions) -> Iterator[PreconditionRemark]:
    """Compliance and app protection that conditional access does not require: roles with the same reason together."""
    if found.access is None:
        return
    around = known_groups(found.groups, asked.protected_groups, asked.protected_people)
    for need in _NEEDS:
        alike: dict[tuple[str, str], list[tuple[RoleSubject, dict[Platform, AccessVerdict]]]] = {}
        for subject in asked.subjects:
            for (level, why), some in _verdicts(subject, need, found, around).items():
                alike.setdefault((level, why), []).append((subject, some))
        for (level, why), places in alike.items():
            args = {
                "where": describe_places(
                    (subject.role, _counted(subject, some), some) for subject, some in places
                ),
                "why": why,
            }
            yield PreconditionRemark(
                "access", _CODES[need, level], "missing" if level == "not" else "warning", args
            )


def _verdicts(
    subject: RoleSubject, need: Need, found: Preconditions, around: KnownGroups
) -> dict[tuple[str, str], dict[Platform, AccessVerdict]]:
    """Platforms of the role where the need is not required of everybody, by how far and why."""
    needed = subject.compliance if need == "compliance" else subject.protection
    told: dict[tuple[str, str], dict[Platform, AccessVerdict]] = {}
    for platform in (platform for platform in PLATFORMS if platform in needed):
        one = judge_access(subject, platform, need, found.access or (), around)
        if one.level != "covered":
            told.setdefault((one.level, f" ({'; '.join(one.why)})" if one.why else ""), {})[platform] = one
    return told


def _counted(subject: RoleSubject, some: dict[Platform, AccessVerdict]) -> str:
    """How many people it does not hold for, where that is a part of the role."""
    left = max(one.left for one in some.values())
    return f" ({left}/{len(subject.people)})" if 0 < left < len(subject.people) else ""


def describe_places(places: Iterable[tuple[str, str, Iterable[Platform]]]) -> str:
    """Roles with their platforms, those with the same platforms together: `college, griffie: ios, windows`."""
    alike: dict[str, list[str]] = {}
    for role, count, platforms in places:
        alike.setdefault(", ".join(platforms), []).append(role + count)
    return "; ".join(f"{', '.join(sorted(roles))}: {platforms}" for platforms, roles in sorted(alike.items()))


def _default(found: Preconditions) -> Iterator[PreconditionRemark]:
    if found.secure_by_default is False:
        yield PreconditionRemark("default", DEFAULT_OPEN, "missing")


def _enrolment(asked: PreconditionInput, found: Preconditions) -> Iterator[PreconditionRemark]:
    """Devices of people's own that can be enrolled and count as compliant without a policy."""
    if found.enrolment is None or found.secure_by_default is not False:
        return
    groups = {group.id: group for group in found.groups}
    places = [
        (subject.role, "", some)
        for subject in asked.subjects
        if (some := open_platforms(subject, found.enrolment, groups))
    ]
    if places:
        yield PreconditionRemark("enrolment", OPEN, "missing", {"where": describe_places(places)})


def _connections(
    asked: PreconditionInput, found: Preconditions, moment: datetime
) -> Iterator[PreconditionRemark]:
    wanted = (_APPLE if asked.apple else frozenset()) | (_ANDROID if asked.android else frozenset())
    for state in connection_states([one for one in found.connections if one.path in wanted], moment):
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


def _people(asked: PreconditionInput, found: Preconditions) -> Iterator[PreconditionRemark]:
    """How many people of the organisation are in no role. Nobody is named."""
    if asked.left_out:
        yield PreconditionRemark(
            "access", UNREAD, "unknown", {"paths": f"groups ({', '.join(asked.left_out)})"}
        )
    if unsure := [*asked.left_out, *(subject.role for subject in asked.subjects if subject.hidden)]:
        yield PreconditionRemark("people", UNREAD, "unknown", {"paths": f"groups ({', '.join(unsure)})"})
        return
    if found.guests is None:
        return
    total = asked.people_total - found.guests
    known = (
        frozenset[str]().union(
            *(subject.people - subject.guests for subject in asked.subjects), asked.protected_people
        )
        - asked.unsure
    )
    if total > len(known):
        yield PreconditionRemark(
            "people", WITHOUT_ROLE, "warning", {"count": str(total - len(known)), "total": str(total)}
        )


def _unread(asked: PreconditionInput, found: Preconditions) -> Iterator[PreconditionRemark]:
    """What could not be read, in one remark for each area."""
    wanted = (_APPLE if asked.apple else frozenset()) | (_ANDROID if asked.android else frozenset())
    told: dict[Area, list[str]] = {}
    for one in found.unread:
        area = _AREA_OF.get(one.path, "connections")
        if area != "connections" or one.path in wanted:
            told.setdefault(area, []).append(f"{one.path} ({one.said})")
    for area, paths in told.items():
        yield PreconditionRemark(area, UNREAD, "unknown", {"paths": ", ".join(sorted(paths))})


def merge_unread(remarks: Sequence[PreconditionRemark]) -> tuple[PreconditionRemark, ...]:
    """The same with one remark for all that was not read."""
    paths = dict.fromkeys(one.args["paths"] for one in remarks if one.code == UNREAD)
    told = tuple(one for one in remarks if one.code != UNREAD)
    return (
        (*told, PreconditionRemark("access", UNREAD, "unknown", {"paths": ", ".join(paths)}))
        if paths
        else told
    )
