"""Writes docs/reference/enforcement.md: what the step of each role of the example really does, on each sort of device.

    python -m tests.oracle.page            # write it
    python -m tests.oracle.page --check    # exit 1 when the file is not what would be written

The example is applied to an embedded tenant and the effect oracle is asked about every app of the catalogue, so that
the page tells what the tenant's policies do and not what they were meant to do.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.oracle.alone import DAY, Alone, alone
from tests.oracle.matrix import Matrix, device_platform, named_apps
from tests.oracle.office import ROOT, Office, Ready, example, office, ready
from tests.oracle.oracle import Conflict, Oracle
from tests.oracle.question import CONTROLLED, Answer, App, Device, Enrolment, Question, Side, Verdict
from tests.oracle.tenant import Graph

from managed_apparaten.compile.naming import device_name
from managed_apparaten.effects.effect import Effect
from managed_apparaten.effects.measure import measure
from managed_apparaten.effects.remarks import remarks
from managed_apparaten.kinds import all_kinds
from managed_apparaten.messages import render, word
from managed_apparaten.messages.catalogue import entries
from managed_apparaten.policy.model import App as CatalogueApp
from managed_apparaten.policy.model import DeviceClass, Role

PAGE = ROOT / "docs" / "reference" / "enforcement.md"
NEWEST = (27, 0)
"""The system version of the devices that are asked about."""
LISTED = {
    "ios": ("bundle-id",),
    "android": ("package",),
    "windows": ("package-family-name", "executable"),
    "macos": ("bundle-id",),
}
INTRODUCTION = """\
<!-- Written by `make reference`. Do not edit. -->
# What each step really does

This page tells, for every role of the example and every sort of device that it has, what happens to apps there. It is
measured: the example is applied to the embedded tenant, and an independent reading of the tenant's policies, which knows
nothing of what compiled them, is asked about every app of the catalogue.

- Counts are over all apps that the rules of a role forbid or approve, also those that the catalogue cannot identify there.
- **Stopped**: cannot be opened. **Only reported**: can be opened, and the device becomes non-compliant or a report names the
  app. **Not stopped**: nothing keeps people from opening it. **Unknown**: the list of allowed apps lets in more than it
  names, and the catalogue cannot tell whether this app is among that.
- An approved app **opens** when nothing stops it, provided that it is there or can be installed. On the work side of an
  Android device, and on a shared one, it has to be in managed Google Play first; the tenant of the example holds few.
- A code such as KND425 stands for something that is not done, or is not certain. [The last chapter](#what-is-not-done-or-not-certain)
  says each of them once. `apparaten validate --all` names every app.

## In short

| role | devices | step | forbidden apps | stopped | only reported | not stopped | unknown | approved apps that open |
|---|---|---|---|---|---|---|---|---|
"""
LAST = "## What is not done, or not certain\n"


@dataclass(frozen=True, slots=True)
class Measured:
    """The example with its tenant."""

    made: Ready
    oracle: Oracle
    matrix: Matrix


def measured(one: Office) -> Measured:
    """Apply the example and read the tenant."""
    made = ready(example())
    one.apply(made)
    oracle = one.oracle()
    groups = {
        group["displayName"]: group["id"] for group in Graph(one.tenant).all("groups?$select=id,displayName")
    }
    kinds = frozenset(kind.name for kind in all_kinds())
    return Measured(
        made,
        oracle,
        Matrix(
            made.policy,
            made.resolved,
            kinds,
            oracle.directory,
            oracle.intents,
            groups,
            named_apps(made.policy),
        ),
    )


def page() -> str:
    """The whole page."""
    with tempfile.TemporaryDirectory() as directory, office(Path(directory)) as one:
        world = measured(one)
        seen = [_seen(world, role, device) for role in world.made.resolved.roles for device in role.devices]
        table = [row for found in seen for row in _rows(found)]
        chapters = [
            line
            for role in world.made.resolved.roles
            for line in _chapter(role, [s for s in seen if s.role is role])
        ]
        return (
            "\n".join(
                [INTRODUCTION + "\n".join(table), "", *chapters, LAST, *_gaps(world.made, seen)]
            ).rstrip()
            + "\n"
        )


@dataclass(frozen=True, slots=True)
class Part:
    """What was measured on one side of a device: `""` where it has no sides."""

    name: str
    found: Mapping[str, Counter[Effect]]
    """By sort of app: forbidden, approved, other."""
    marks: Mapping[str, int]
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A class of device of a role."""

    role: Role
    name: str
    step: str
    parts: tuple[Part, ...]
    """None where nobody in the example has such a device."""
    alone: Alone


def _seen(world: Measured, role: Role, device: DeviceClass) -> Seen:
    step = role.step_on(device).value
    compiled = alone(world.made.policy, world.made.resolved, role, device, step)
    subject = _subject(world, role, device)
    sides = [side for enrolment, side in CONTROLLED if subject and enrolment == subject.enrolment]
    parts = tuple(
        _on_side(world, role, subject, side, side if len(sides) > 1 else "") for side in sides if subject
    )
    return Seen(role, word("devices", device_name(device), "en"), step, parts, compiled)


def _rows(seen: Seen) -> Iterator[str]:
    """The rows of the table in short."""
    for part in seen.parts:
        forbidden, approved = part.found["forbidden"], part.found["approved"]
        stopped, reported, unknown = (
            forbidden[effect] for effect in (Effect.STOPPED, Effect.REPORTED, Effect.UNKNOWN)
        )
        opens = approved.total() - approved[Effect.STOPPED] - approved[Effect.UNKNOWN]
        counts = (
            forbidden.total(),
            stopped,
            reported,
            forbidden.total() - stopped - reported - unknown,
            unknown,
        )
        told = f"{opens} of {approved.total()}" + (
            f", {approved[Effect.UNKNOWN]} unknown" if approved[Effect.UNKNOWN] else ""
        )
        device = f"{seen.name}, {part.name} side" if part.name else seen.name
        yield "| " + " | ".join((f"`{seen.role.id}`", device, seen.step, *map(str, counts), told)) + " |"
    if not seen.parts:
        yield f"| `{seen.role.id}` | {seen.name} | {seen.step} | - | - | - | - | - | nobody in the example has one |"


def _chapter(role: Role, seen: Sequence[Seen]) -> Iterator[str]:
    yield f"## {role.title.in_language('en')} (`{role.id}`)\n"
    for one in seen:
        yield f"### {one.name}: step {one.step}\n"
        for part in one.parts:
            yield from (
                f"- {part.name.capitalize() + ' side: ' if part.name else ''}{text}." for text in _told(part)
            )
        if not one.parts:
            yield "- Nobody in the example has such a device."
        objects = ", ".join(f"`{kind}`" for kind in sorted({d.address.kind for d in one.alone.resources}))
        yield f"- Made in Intune: {objects or 'nothing'}."
        codes = ", ".join(f"[{code}](#{code.lower()})" for code in sorted(one.alone.codes))
        yield f"- Not done, or not certain: {codes or 'nothing'}.\n"


def _told(part: Part) -> Iterator[str]:
    """All that was measured."""
    if part.conflict:
        yield f"a policy that is not ours is in conflict with it ({part.conflict})"
        return
    yield from (_numbers(part.found[sort], words) for sort, words in SORTS.items())
    if part.found["other"][Effect.STOPPED]:
        yield f"{part.found['other'].total()} apps that no rule is about: {part.found['other'][Effect.STOPPED]} stopped"
    if part.marks:
        yield f"Besides: {'; '.join(MARKS[mark](count) for mark, count in sorted(part.marks.items()))}"


def _gaps(made: Ready, seen: Sequence[Seen]) -> Iterator[str]:
    """Each code with what it means, and what `validate` says by it of the whole policy."""
    codes = frozenset[str]().union(*(one.alone.codes for one in seen))
    effects = measure(made.policy, made.resolved, made.compiled.resources, all_kinds())
    said = [d for d in (*made.compiled.diagnostics, *remarks(made.policy, effects, DAY)) if d.code in codes]
    said += [d for one in seen for d in one.alone.diagnostics if d.code not in {found.code for found in said}]
    for code in sorted(codes):
        yield f"### {code}\n"
        yield from dict.fromkeys(f"- {render(code, 'en', d.args)}." for d in said if d.code == code)
        yield f"\n{entries('en')[code].explain}\n"


def _subject(world: Measured, role: Role, device: DeviceClass) -> Device | None:
    """A device of this class with somebody of this role, newest system version; in a group of devices where the class has one."""
    enrolment = _enrolment(device)
    like = Device("subject", device.platform, enrolment, None, None, NEWEST, device.supervised)
    if device.groups:
        members = {
            one
            for g in device.groups
            for one in world.oracle.directory.members[g.id or world.matrix.groups[g.name]]
        }
        subjects = [replace(like, entra=one, id=f"subject-{one}") for one in sorted(members)]
    else:
        subjects = [
            replace(like, user=person, id=f"subject-{person}-{device_name(device)}")
            for person in sorted(world.oracle.directory.people)
        ]
    return next(
        (one for one in subjects if (found := world.matrix.role(one.user, one)) and found.id == role.id), None
    )


def _enrolment(device: DeviceClass) -> Enrolment:
    if device.platform == "ios":
        return (
            "unenrolled"
            if device.ownership == "personal"
            else "supervised"
            if device.supervised
            else "unsupervised"
        )
    if device.platform == "android":
        return device.management or "unenrolled"
    return "joined" if device.platform == "windows" else "mac"


def _on_side(world: Measured, role: Role, subject: Device, side: Side, name: str) -> Part:
    found: dict[str, Counter[Effect]] = {"forbidden": Counter(), "approved": Counter(), "other": Counter()}
    marks: Counter[str] = Counter()
    decisions = world.made.resolved.decisions[role.id][device_platform(subject)]
    try:
        for app in world.made.policy.apps.values():
            decision, known = decisions[app.id], _identifiers(subject, app)
            sort = "forbidden" if decision.blocked else "approved" if decision.approved else "other"
            if (
                sort == "approved"
                and app.management
                and not any(i.platform == subject.platform for i in app.identifiers)
            ):
                continue
            asked = known or [App(LISTED[subject.platform][0], "nobody.knows_this")]
            verdicts = [world.oracle.ask(Question(subject.user, subject, side, one)) for one in asked]
            found[sort][_measured(subject, verdicts, bool(known), sort)] += 1
            marks.update(frozenset[str]().union(*(verdict.marks for verdict in verdicts)) - {"preinstalled"})
    except Conflict as conflict:
        return Part(name, found, {}, str(conflict))
    return Part(name, found, marks)


SORTS = {"forbidden": "forbidden apps", "approved": "approved apps"}
MARKS: Mapping[str, Callable[[int], str]] = {
    "installed": lambda count: f"{count} installed without asking",
    "non-compliant": lambda count: f"the device is non-compliant with any of {count}",
    "protected": lambda count: f"work data protected in {count}",
    "removed": lambda count: f"{count} removed where Intune installed {'it' if count == 1 else 'them'}",
    "reported": lambda count: f"{count} in a report when {'it is' if count == 1 else 'they are'} there",
}
"""What else is measured, by mark."""
NAMELESS = ("windows", "macos")
"""Where a list of allowed apps lets in more than it names, so that of an app without an identifier nobody can say."""


def _measured(subject: Device, verdicts: Sequence[Verdict], known: bool, sort: str) -> Effect:
    """The oracle's answers on all identifiers of an app as one of the words in which the product speaks."""
    answers, marks = (
        {verdict.answer for verdict in verdicts},
        frozenset[str]().union(*(verdict.marks for verdict in verdicts)),
    )
    if answers == {Answer.NO}:
        if "preinstalled" in marks:
            return Effect.UNKNOWN
        return Effect.STOPPED if known or subject.platform not in NAMELESS else Effect.UNKNOWN
    if marks & {"non-compliant", "reported", "audited"}:
        return Effect.REPORTED
    if Answer.NOT_CONTROLLED in answers:
        return Effect.PROTECTED if "protected" in marks else Effect.NOT_CONTROLLED
    if "removed" in marks:
        return Effect.REMOVED
    return Effect.ALLOWED if known or sort != "forbidden" else Effect.NOT_CONTROLLED


def _numbers(found: Counter[Effect], what: str) -> str:
    """`117 forbidden apps: 10 stopped, 107 unknown`."""
    told = ", ".join(
        render(f"effect.short.{effect.value}", "en", {"n": str(found[effect])})
        for effect in Effect
        if found[effect]
    )
    return f"{found.total()} {what}: {told}" if found else f"no {what}"


def _identifiers(subject: Device, app: CatalogueApp) -> list[App]:
    team = next((i.value for i in app.on("macos", "team-id")), "") if subject.platform == "macos" else ""
    signer = next(
        (i.value for i in app.on("windows", "publisher") if i.verified and "O=" in i.value.upper()), ""
    )
    return [
        App(i.type, i.value, team, signer if i.type == "executable" else "")
        for i in app.identifiers
        if i.platform == subject.platform and i.type in LISTED[subject.platform]
    ]


def main(arguments: Sequence[str]) -> int:
    """Write the page, or check it."""
    written = page()
    if "--check" in arguments:
        return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == written else 1
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
