"""Faults of meaning: files that are well formed and refer to each other, but ask for what cannot or may not be."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.policy.build import span_of_approvals
from managed_apparaten.policy.model import App, DeviceClass, GrantedException, Identifier, Role
from managed_apparaten.policy.node import Node

VERY_HIGH = 4
_BOARDS = frozenset(["college", "dagelijks-bestuur", "gedeputeerde-staten"])
"""The executive of a municipality, of a joint body or water authority, and of a province."""
_OWN_TO_ONE_APP = frozenset(
    [
        "bundle-id",
        "app-store-id",
        "package",
        "package-family-name",
        "winget-id",
        "store-id",
        "product-code",
        "intune-name",
    ]
)
_NAME_OF_A_FILE = "executable"
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
_WORD = re.compile(r"\w+")


def _year_later(day: date) -> date:
    leap = day.month == 2 and day.day == 29
    return (
        day.replace(year=day.year + 1, day=28 if leap else day.day) if day.year < date.max.year else date.max
    )


def dates(exception: GrantedException) -> Iterator[Diagnostic]:
    """An exception ends after it starts, and within twelve months."""
    starts, ends = exception.starts, exception.ends
    related = (Related(starts.span, "label.starts-here"),)
    args = {"exception": exception.id, "starts": starts.value.isoformat(), "ends": ends.value.isoformat()}
    if ends.value < starts.value:
        yield Diagnostic("POL301", span=ends.span, args=args, related=related)
    elif ends.value > _year_later(starts.value):
        latest = _year_later(starts.value).isoformat()
        yield Diagnostic(
            "POL302", span=ends.span, args={**args, "latest": latest}, related=related, suggestion=latest
        )


def approvals(exception: GrantedException, node: Node, roles: dict[str, Role]) -> Iterator[Diagnostic]:
    """A role at very high risk: the board itself has to agree."""
    role = roles.get(exception.role.value)
    if (
        role
        and role.risk.rating >= VERY_HIGH
        and not any(approval.by in _BOARDS for approval in exception.approvals)
    ):
        args = {"exception": exception.id, "role": role.id, "rating": str(role.risk.rating)}
        yield Diagnostic(
            "POL303",
            span=span_of_approvals(node),
            args=args,
            related=(Related(role.risk.span, "label.rated-here"),),
        )


def shared_groups(roles: Iterable[Role]) -> Iterator[Diagnostic]:
    """A group in two roles: with one priority nobody knows which holds; with two it works, and is seldom meant."""
    for one, other in combinations(roles, 2):
        equal = one.priority.value == other.priority.value
        for group in other.groups:
            first = next((g for g in one.groups if g.is_same(group)), None)
            if first is None:
                continue
            args = {
                "group": group.name,
                "role": other.id,
                "other": one.id,
                "priority": str(one.priority.value),
            }
            related = [Related(first.span, "label.first-here")]
            if equal:
                priorities = (
                    (one.priority.span, "label.priority-of"),
                    (other.priority.span, "label.priority-of"),
                )
                related += [
                    Related(span, label, {"role": r.id})
                    for (span, label), r in zip(priorities, (one, other), strict=True)
                ]
            yield Diagnostic(
                "POL304" if equal else "POL305",
                "error" if equal else "warning",
                span=group.span,
                args=args,
                related=tuple(related),
            )


def _allowlist_fault(device: DeviceClass) -> str | None:
    if device.ownership == "personal":
        return "POL306"
    return "POL307" if device.platform in ("ios", "macos") and not device.supervised else None


def allowlists(role: Role) -> Iterator[Diagnostic]:
    """An allowlist needs a device that the organisation owns, and of Apple's devices one that is supervised."""
    for device in role.devices:
        step = role.step_on(device)
        code = _allowlist_fault(device)
        if step.value != "allowlist" or code is None:
            continue
        args = {"role": role.id, "platform": device.platform}
        own = device.enforcement is not None
        related = () if own else (Related(step.span, "label.role-step"),)
        yield Diagnostic(code, span=step.span if own else device.span, args=args, related=related)


def shared_identifiers(apps: Sequence[App]) -> Iterator[Diagnostic]:
    """One identifier in two apps: what is decided for one happens to the other, and two decisions would undo each other for ever.

    A file name may stand in two apps, as two makers may choose the same; that is a warning, and an error where one app manages devices.
    """
    seen: dict[tuple[str, str, str], tuple[App, Identifier]] = {}
    for app in apps:
        for identifier in app.identifiers:
            if identifier.type not in (*_OWN_TO_ONE_APP, _NAME_OF_A_FILE):
                continue
            other, first = seen.setdefault(
                (identifier.platform, identifier.type, identifier.value.casefold()), (app, identifier)
            )
            if other is app:
                continue
            dangerous = app.management or other.management
            yield Diagnostic(
                "POL308" if dangerous else "POL309",
                "error" if dangerous or identifier.type in _OWN_TO_ONE_APP else "warning",
                span=identifier.span,
                args={
                    "identifier": identifier.value,
                    "app": app.id,
                    "other": other.id,
                    "platform": identifier.platform,
                },
                related=(Related(first.span, "label.first-here"),),
            )


def _scripts(word: str) -> set[str]:
    names = (unicodedata.name(character, "") for character in word if character.isalpha())
    return {script for name in names for script in _SCRIPTS if name.startswith(script)}


def confusables(app: App) -> Iterator[Diagnostic]:
    """A word of two scripts looks like a name that it is not: a Cyrillic letter in a publisher matches nothing."""
    for identifier in app.identifiers:
        for word in _WORD.findall(identifier.value):
            if not word.isascii() and len(_scripts(word)) > 1:
                args = {
                    "word": word,
                    "scripts": ", ".join(sorted(name.capitalize() for name in _scripts(word))),
                }
                yield Diagnostic("POL149", span=identifier.span, args=args)
